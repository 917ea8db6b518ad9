"""Runs the installed `coordinate` command line against the daemon under test, as a user does: in a process of its own."""
from __future__ import absolute_import

import os
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))


class Command(object):
    """What one command line came to: its exit code, and what it printed on either stream."""

    def __init__(self, code, output):
        self.code = code
        self.output = output
        self.lines = output.splitlines()

    @property
    def traceback(self):
        """The last line of a traceback, or None."""
        if 'Traceback (most recent call last)' not in self.output:
            return None
        return self.lines[-1]


@pytest.fixture
def coordinate(task_master, tmpdir):
    """A function that runs `coordinate` with these arguments; file contents may be given by name."""
    host, port = task_master._socket_addr
    tmpdir.join('config.yaml').write("coordinate:\n  addresses: ['{}:{}']\n".format(host, port))

    def run(*args, **files):
        for name, content in files.items():
            tmpdir.join(name).write(content)
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join([HERE] + [p for p in sys.path if p]))
        command = [sys.executable, '-W', 'ignore', '-m', 'coordinate.coordinatec', '-c', 'config.yaml'] + list(args)
        with open(os.devnull) as nothing:
            process = subprocess.Popen(command, cwd=str(tmpdir), env=environment, stdin=nothing,
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            output = process.communicate()[0]
        return Command(process.returncode, output)

    return run


@pytest.fixture
def loaded(task_master):
    """A work spec `copy` with three units, and the client that made it."""
    task_master.set_work_spec({'name': 'copy', 'min_gb': 1, 'module': 'copying', 'run_function': 'copy_to_output'})
    task_master.add_work_units('copy', [('k1', {'a': 1}), ('k2', {'b': 2}), ('k3', {})])
    return task_master
