// How to install a Python 2.7, for --help and for the error message when none is found.
export const HOW_TO_GET_ONE = `Each of these installs a Python 2.7:
  pyenv install 2.7.18            CPython, runs every test
  apt-get install jython          Jython, runs all but the worker tests
  org.python:jython-standalone    the same as a jar from Maven: --python jython-standalone-2.7.3.jar
If it is neither on the PATH nor in pyenv, name it with --python PATH or $COORDINATE_PYTHON.
`;
