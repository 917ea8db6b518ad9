// What to say to somebody who has no Python 2.7.
export const HOW_TO_GET_ONE = `One of these gets a Python 2.7:
  pyenv install 2.7.18            CPython, runs every test
  apt-get install jython          Jython, runs all but the worker tests
  org.python:jython-standalone    the same as a jar from Maven: --python jython-standalone-2.7.3.jar
Then give it as --python PATH or $COORDINATE_PYTHON, unless it is on the PATH or in pyenv.
`;
