"""What real workers and their tests ask the daemon for, in one process and in a fixed order.

The upstream tests named in each docstring start worker processes, and how often those ask is chance; here the same calls
are made one after the other: by the test, by the parent process, and by its children. Worker ids are fixed, what a worker
tells of its host is left out, and a test has fewer work units than upstream.
"""
from __future__ import absolute_import

import pytest

from session import heartbeat_of

SPEC = {
    'name': 'tbundle',
    'desc': 'a test work bundle',
    'min_gb': 0.01,
    'config': {'many': ' ' * 1024, 'params': ''},
    'module': 'coordinate.tests.test_rejester_worker',
    'run_function': 'work_program',
    'terminate_function': 'work_program',
}


def bundle(*numbers, **more):
    """Work units as update_bundle takes them."""
    return dict(('key%d' % number, dict(more, sleep=2)) for number in numbers)


class Workers(object):
    """A parent and its children, as far as the daemon sees them."""

    def __init__(self, client, parent='parent', lease=900):
        self.client = client
        self.parent = parent
        self.lease = lease
        self.heartbeat(parent)
        self.look()

    def heartbeat(self, worker, parent=None):
        """What a worker sends when it starts; a parent sends it again whenever it looks at its children."""
        environment = {'parent': parent, 'version': '0.1.5', 'worker_id': worker}
        self.client.worker_heartbeat(worker, 'RUN', 6000, environment, parent)

    def look(self):
        """The parent's work units by the id of the child that has them."""
        self.heartbeat(self.parent)
        return self.client.get_child_work_units(self.parent)

    def start(self, child):
        """A child starts."""
        self.heartbeat(child, self.parent)

    def take(self, child):
        """A child asks for a unit, and for the work spec to run it with."""
        unit = self.client.get_work(child, available_gb=4.0, lease_time=self.lease)
        if unit is not None:
            assert unit.spec == self.client.get_work_spec(unit.work_spec_name)
        return unit

    def leave(self, child):
        """A child finds no work, and stops."""
        assert self.take(child) is None
        self.client.worker_unregister(child)

    def stop(self):
        """The parent stops; it unregisters itself twice, the second time in vain."""
        self.client.worker_unregister(self.parent)
        assert self.client._rpc('worker_unregister', (self.parent,)) == [False, "no worker '%s'" % self.parent]


def finish(unit):
    """A unit that ran is finished by what ran it, and once more by the worker, which changes nothing."""
    assert unit.finish() is True
    assert unit.finish() is False


def work_off(workers, one, two, count):
    """Two children take and finish `count` units in turns, and stop."""
    workers.start(one)
    workers.start(two)
    mine = workers.take(one)
    for turn in range(1, count):
        others = workers.take((one, two)[turn % 2])
        finish(mine)
        mine = others
    finish(mine)
    workers.leave(one)
    workers.leave(two)


def status(client, **expected):
    """The counts that are expected, all others being 0."""
    counts = client.status('tbundle')
    wanted = dict.fromkeys(counts, 0)
    wanted.update(('num_' + name, count) for name, count in expected.items())
    wanted['num_tasks'] = sum(expected.values())
    assert counts == wanted


@pytest.mark.requires('WORK-1', 'WORK-49', 'WORKER-31')
def test_do_work(task_master):
    """Stands for test_do_work: two children work off a bundle in turns, and their parent looks on."""
    task_master.update_bundle(SPEC, bundle(0, 1, 2, 3, config={}))
    status(task_master, available=4)
    workers = Workers(task_master)
    work_off(workers, 'child-1', 'child-2', 4)
    assert workers.look() == {}
    workers.stop()
    status(task_master, finished=4)


@pytest.mark.requires('WORK-10', 'WORK-49')
def test_do_work_with_profiling(task_master):
    """Stands for test_do_work_with_profiling: the same with a configuration for the profiler in the units' data."""
    profile = {'work_specs': ['tbundle'], 'destination': 'prof.%(work_spec_name)s.%(work_unit_key)s'}
    task_master.update_bundle(SPEC, bundle(0, 1, config={'profile': profile}))
    workers = Workers(task_master)
    workers.start('child-1')
    for key in ['key0', 'key1']:
        unit = workers.take('child-1')
        assert (unit.key, unit.data['config']['profile']['destination']) == (key, profile['destination'])
        finish(unit)
    workers.leave('child-1')
    workers.stop()
    status(task_master, finished=2)


@pytest.mark.requires('WORK-50', 'UNIT-76')
def test_failed_work(task_master):
    """Stands for test_failed_work: each unit fails with a traceback in its data."""
    task_master.update_bundle(dict(SPEC, run_function='work_program_broken'), bundle(0, 1, 2, config={}))
    workers = Workers(task_master)
    workers.start('child-1')
    workers.start('child-2')
    slow = workers.take('child-2')
    for _ in range(2):
        unit = workers.take('child-1')
        unit.data['traceback'] = 'Exception: simulate broken work_unit\n'
        assert unit.fail() is True
    workers.leave('child-1')
    status(task_master, pending=1, failed=2)
    slow.data['traceback'] = 'Exception: simulate broken work_unit\n'
    assert slow.fail() is True
    workers.leave('child-2')
    workers.stop()
    status(task_master, failed=3)
    found = task_master.get_work_unit_status('tbundle', ['key0', 'key1', 'key2'])
    assert [each['traceback'] for each in found] == ['Exception: simulate broken work_unit\n'] * 3


@pytest.mark.requires('SPEC-3', 'WORK-15')
def test_add_more_work(task_master):
    """Stands for test_add_more_work: a second bundle, set with the same work spec, goes to new children of the parent."""
    task_master.update_bundle(SPEC, bundle(0, 1, config={}))
    workers = Workers(task_master)
    work_off(workers, 'child-1', 'child-2', 2)
    status(task_master, finished=2)
    task_master.update_bundle(SPEC, bundle(2, 3, config={}))
    status(task_master, available=2, finished=2)
    workers.look()
    work_off(workers, 'child-3', 'child-4', 2)
    workers.stop()
    status(task_master, finished=4)


@pytest.mark.requires('SPEC-3', 'WORK-9')
def test_add_work_midway(task_master):
    """Stands for test_add_work_midway: a second bundle comes while children are busy, who lose nothing by it."""
    task_master.update_bundle(SPEC, bundle(0, 1, config={}))
    workers = Workers(task_master)
    workers.start('child-1')
    workers.start('child-2')
    units = [workers.take('child-1'), workers.take('child-2')]
    status(task_master, pending=2)
    task_master.update_bundle(SPEC, bundle(2, 3, config={}))
    status(task_master, available=2, pending=2)
    seen = workers.look()
    assert [(child, [unit.key for unit in seen[child]]) for child in sorted(seen)] == [
        ('child-1', ['key0']), ('child-2', ['key1'])]
    for unit in units:
        finish(unit)
    for child, key in [('child-1', 'key2'), ('child-2', 'key3')]:
        unit = workers.take(child)
        assert unit.key == key
        finish(unit)
    workers.leave('child-1')
    workers.leave('child-2')
    workers.stop()
    status(task_master, finished=4)


@pytest.mark.requires('WORKER-35', 'WORK-50', 'K3')
def test_fork_worker_expiry_kill(task_master):
    """Stands for test_fork_worker_expiry_kill: the parent sees a lease near its end, and fails the unit for its child."""
    task_master.update_bundle(SPEC, bundle(0, config={'default_lifetime': 3}))
    workers = Workers(task_master, lease=3)
    workers.start('child-1')
    assert workers.take('child-1').key == 'key0'
    status(task_master, pending=1)
    seen = workers.look()
    unit, = seen['child-1']
    assert (unit.work_spec_name, unit.key, unit.worker_id) == ('tbundle', 'key0', 'child-1')
    assert heartbeat_of(task_master, 'child-1') == {
        'parent': 'parent', 'version': '0.1.5', 'worker_id': 'child-1'}
    unit.data['traceback'] = 'None\n'
    assert unit.fail() is True
    assert workers.look() == {}
    workers.start('child-2')
    workers.leave('child-2')
    status(task_master, failed=1)
    workers.stop()
    assert task_master.workers() == {'child-1': 'RUN'}
    task_master.worker_unregister('child-1')


@pytest.mark.requires('WORK-24', 'WORK-63', 'K3')
def test_fork_worker_expiry_dup(task_master, wait):
    """Stands for test_fork_worker_expiry_dup: a lease ends, another worker takes the unit, and both finish it."""
    task_master.update_bundle(SPEC, bundle(0, config={}))
    first = Workers(task_master, 'parent-1', lease=1)
    first.start('child-1')
    early = first.take('child-1')
    status(task_master, pending=1)
    wait(1.2)
    status(task_master, available=1)
    second = Workers(task_master, 'parent-2')
    second.start('child-2')
    late = second.take('child-2')
    assert (early.key, late.key) == ('key0', 'key0')
    status(task_master, pending=1)
    finish(early)
    task_master.worker_unregister('child-1')
    status(task_master, finished=1)
    assert late.finish() is False
    second.leave('child-2')
    second.stop()
    assert first.look() == {}
    first.stop()
    status(task_master, finished=1)
