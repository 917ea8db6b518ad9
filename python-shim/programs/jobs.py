"""The code that the flow's work specs name. What a unit does the first time stands in its data, by work spec."""
from __future__ import absolute_import

import os
import signal
import time


def run(work_unit):
    """Notes that it begins, does what the unit says, and hands the unit on to the next work spec."""
    first = note(work_unit, 'begins') == 1
    does = work_unit.data['does'].get(work_unit.work_spec_name) if first else None
    if does == 'raise':
        raise ValueError('as asked')
    if does == 'hang':
        time.sleep(600)
    if does == 'die':
        os.kill(os.getpid(), signal.SIGKILL)
    note(work_unit, 'ends')
    work_unit.data['output'] = {work_unit.key: {'log': work_unit.data['log'], 'does': work_unit.data['does']}}


def note(work_unit, what):
    """Writes a line of the time, what happens, the work spec and the key; returns how many of these there are now."""
    path = work_unit.data['log']
    about = '%s %s %s' % (what, work_unit.work_spec_name, work_unit.key)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, '%.3f %s\n' % (time.time(), about))
    os.close(handle)
    with open(path) as log:
        return sum(1 for line in log if line.rstrip('\n').endswith(' ' + about))
