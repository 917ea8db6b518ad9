"""The real `coordinate_worker` works a flow of three work specs off, whatever becomes of single jobs."""
from __future__ import absolute_import

import time
from collections import defaultdict

import pytest

FLOW = ('first', 'second', 'third')
#: Seconds of a lease, and the most that the whole may take.
LEASE, PATIENCE = 3, 75
#: What units do the first time, by work spec; all others just work.
DOES = {
    'u01': {'first': 'raise'},
    'u02': {'first': 'hang'},
    'u03': {'second': 'hang'},
    'u04': {'first': 'die'},
    'u05': {'third': 'die'},
}
KEYS = ['u%02d' % number for number in range(12)]
WORKER = {
    'worker': 'fork_worker',
    'default_lifetime': LEASE,
    'fork_worker': {'num_workers': 3, 'heartbeat_interval': 1, 'poll_interval': 0.2, 'child_lifetime': 1,
                    'stop_jobs_early': 0},
}


def begin_times(log):
    """When the attempts at a unit began, by work spec and key."""
    times = defaultdict(list)
    for line in log.readlines():
        at, what, spec, key = line.split()
        if what == 'begins':
            times[spec, key].append(float(at))
    return times


def keys_in(client, state, spec):
    """The keys of a work spec's units in a state."""
    return sorted(key for key, _ in client.get_work_units(spec, state=state))


def until(done):
    """Looks until it is done, or for as long as the whole may take."""
    deadline = time.time() + PATIENCE
    while not done():
        assert time.time() < deadline, 'the flow is not done after %d seconds' % PATIENCE
        time.sleep(0.25)


@pytest.mark.slow
@pytest.mark.requires('client fork_worker: overdue jobs are killed, and go to another worker when their lease is over')
def test_worker_program_finishes_a_flow_whose_jobs_raise_hang_and_die(task_master, start, tmpdir):
    """A flow of three work specs whose jobs raise, hang past their lease and are killed: nothing is lost or done twice."""
    log = tmpdir.join('log')
    for name, then in zip(FLOW, FLOW[1:] + (None,)):
        spec = {'name': name, 'min_gb': 0.01, 'module': 'jobs', 'run_function': 'run'}
        task_master.set_work_spec(dict(spec, then=then) if then else spec)
    task_master.add_work_units('first', [(key, {'log': str(log), 'does': DOES.get(key, {})}) for key in KEYS])
    task_master.set_mode(task_master.RUN)
    worker = start('coordinate.run_multi_worker', {'coordinate': WORKER}, '--foreground')

    def is_done():
        # A parent that sees an overdue job before another worker gets its unit fails the unit.
        for name in FLOW:
            for key in keys_in(task_master, task_master.FAILED, name):
                if DOES.get(key, {}).get(name) != 'raise':
                    task_master.retry(name, key)
        return len(keys_in(task_master, task_master.FINISHED, 'third')) >= len(KEYS) - 1
    until(is_done)

    # Nothing is lost: what raised is failed, and all else went through all three.
    assert keys_in(task_master, task_master.FAILED, 'first') == ['u01']
    assert 'as asked' in task_master.get_work_unit_status('first', ['u01'])[0]['traceback']
    for name in FLOW:
        assert keys_in(task_master, task_master.FINISHED, name) == [key for key in KEYS if key != 'u01']
    # Nothing is done twice but after a lease was over.
    for (spec, key), times in begin_times(log).items():
        assert len(times) >= (2 if DOES.get(key, {}).get(spec) in ('hang', 'die') else 1), (spec, key, times)
        # A job of a busy machine may outlive its lease without hanging. The parent knows the end of a lease in whole
        # seconds, so up to one second early; and a job begins up to a second after its unit was leased.
        assert all(later - earlier >= LEASE - 2 for earlier, later in zip(times, times[1:])), (spec, key, times)
    # Every slot is free again.
    for name in FLOW:
        assert task_master.status(name)['num_pending'] == 0
    assert worker.poll() is None
