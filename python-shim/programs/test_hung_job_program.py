"""Jobs that hang in the real worker program: its parent process ends them, and their slot is free for other work.

The parent finds them by what get_child_work_units tells (coordinate workers.py check_spinning_children).
"""
from __future__ import absolute_import

import time

from coordinate.tests.test_rejester_worker import run_worker, work_spec

#: Seconds that a hung job would take; longer than any test waits.
HANGS = 600


def start(task_master, **units):
    """The bundle with these units, by the seconds that each takes."""
    task_master.update_bundle(work_spec, {key: {'config': {}, 'sleep': seconds} for key, seconds in units.items()})


def config(task_master, **fork_worker):
    """The configuration of a worker program with one slot."""
    return dict(task_master.config, worker='fork_worker', fork_worker=dict(fork_worker, num_workers=1))


def statuses(task_master, *keys):
    return [status['status'] for status in task_master.get_work_unit_status('tbundle', list(keys))]


def wait_until(seconds, condition):
    deadline = time.time() + seconds
    while not condition():
        assert time.time() < deadline, 'not within %d s' % seconds
        time.sleep(0.2)


def test_hung_job_is_ended_after_its_lease(task_master, tmpdir):
    """With a default_lifetime that is over before the parent looks again, the job fails, and the next unit is done."""
    start(task_master, a=HANGS, b=0)
    with run_worker(dict(config(task_master), default_lifetime=10), tmpdir):
        wait_until(20, lambda: statuses(task_master, 'a') == [3])
        wait_until(60, lambda: statuses(task_master, 'a', 'b') == [5, 4])
    status, = task_master.get_work_unit_status('tbundle', ['a'])
    # The client 0.1.5 writes that there was no exception, later ones that the job expired.
    assert status['traceback'] in ('None\n', 'job expired')


def test_hung_job_is_ended_after_a_retry(task_master, tmpdir):
    """When an operator retries the unit of a job that hangs, the job is ended, and the unit is done anew, not failed."""
    start(task_master, a=HANGS)
    with run_worker(dict(config(task_master, heartbeat_interval=1), default_lifetime=900), tmpdir):
        wait_until(20, lambda: statuses(task_master, 'a') == [3])
        task_master.pause_work_spec('tbundle')
        assert task_master.retry('tbundle', 'a') is True
        task_master.add_work_units('tbundle', [('a', {'config': {}, 'sleep': 0})])
        task_master.pause_work_spec('tbundle', paused=False)
        wait_until(60, lambda: statuses(task_master, 'a') == [4])
