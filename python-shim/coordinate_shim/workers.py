"""Ends worker processes that upstream tests have started as daemons and lost sight of."""
from __future__ import absolute_import

import os
import signal
import subprocess


def end_those_of(folder):
    """Kills every worker whose file of its process id is in this folder (a py.path), and the worker's children."""
    for pidfile in folder.listdir('*.pid'):
        pid = pidfile.read().strip()
        # The number may be another process's by now: a worker names its file on its command line.
        if pid.isdigit() and str(pidfile) in _command_line(pid):
            # A worker has a session of its own, with its children in it.
            os.killpg(os.getpgid(int(pid)), signal.SIGKILL)


def _command_line(pid):
    """What `ps` shows of a process; empty when there is none."""
    process = subprocess.Popen(['ps', '-o', 'args=', '-ww', '-p', pid], stdout=subprocess.PIPE)
    return process.communicate()[0]
