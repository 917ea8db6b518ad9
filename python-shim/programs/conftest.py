"""Runs real programs, each as a user does, in a process of its own against the daemon under test."""
from __future__ import absolute_import

import os
import signal
import subprocess
import sys

import pytest
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))


@pytest.fixture
def start(task_master, tmpdir):
    """A function that starts `python -m MODULE -c CONFIG ...`; what still runs at the end is killed with its children."""
    host, port = task_master._socket_addr
    started = []

    def run(module, config, *args):
        content = {'coordinate': dict(config.pop('coordinate', {}), addresses=['%s:%d' % (host, port)])}
        tmpdir.join('config.yaml').write(yaml.safe_dump(dict(config, **content)))
        path = [HERE, os.path.join(HERE, 'siblings')] + [each for each in sys.path if each]
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path))
        with open(os.devnull) as nothing:
            process = subprocess.Popen([sys.executable, '-W', 'ignore', '-m', module, '-c', 'config.yaml'] + list(args),
                                       cwd=str(tmpdir), env=environment, stdin=nothing, stdout=subprocess.PIPE,
                                       stderr=subprocess.STDOUT, preexec_fn=os.setsid)
        started.append(process)
        return process

    yield run
    for process in started:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            pass
        process.wait()
