"""What a parent sees of its children's work, by which it finds those that hang. Every scenario unregisters its workers."""
from __future__ import absolute_import

import time

import pytest

from session import add, set_spec, take


@pytest.fixture
def child(task_master):
    """A client of the parent `p` whose child `c` has a heartbeat, and the unit `u` for as long as is said."""
    names = []

    def start(lease=100, *keys):
        for name in ('c', 'other'):
            names.append(name)
            task_master.worker_heartbeat(name, 'RUN', 600, {}, 'p' if name == 'c' else None)
        set_spec(task_master)
        add(task_master, *(keys or ('u',)))
        units = task_master.get_work('c', lease_time=lease, max_jobs=max(1, len(keys)))
        return units if keys else [units]
    yield start
    for name in names:
        task_master._rpc('worker_unregister', (name,))


def seen(client):
    """What the parent sees: spec, key, whose it is, whether its lease is over."""
    now = time.time()
    return [(unit.work_spec_name, unit.key, unit.worker_id, unit.expires <= now)
            for unit in client.get_child_work_units('p').get('c', [])]


@pytest.mark.requires('WORKER-33', 'WORKER-44', 'K28')
def test_work_comes_in_the_order_of_the_hand_out(task_master, child):
    """What a child got with one call is listed as it got it, whatever it did to the leases since."""
    units = child(100, 'b', 'c', 'a')
    assert [unit.key for unit in units] == ['a', 'b', 'c']
    assert units[0].update(600) is True
    assert seen(task_master) == [('s', 'a', 'c', False), ('s', 'b', 'c', False), ('s', 'c', 'c', False)]


@pytest.mark.requires('WORKER-36', 'WORKER-41', 'K28')
@pytest.mark.parametrize('end', ['finish', 'fail'])
def test_ended_work_is_not_seen(task_master, child, end):
    """A unit that a child finished or failed is its work no more; nor is anything once it asks for more."""
    units = child(100, 'a', 'b')
    getattr(units[0], end)()
    assert seen(task_master) == [('s', 'b', 'c', False)]
    assert take(task_master, 'c') is None
    assert seen(task_master) == []
    assert task_master._rpc('get_child_work_units', ('p',)) == [{'c': []}, None]


@pytest.mark.requires('WORKER-37', 'K28')
def test_work_stays_when_its_lease_is_over(task_master, child, wait):
    """A unit whose lease is over is still seen as the child's: its parent ends the child by that."""
    child(1)
    wait(1.2)
    assert seen(task_master) == [('s', 'u', 'c', True)]
    assert task_master.count_work_units('s') == {1: 1}
    unit, = task_master.get_child_work_units('p')['c']
    assert unit.fail() is True
    assert task_master.count_work_units('s') == {5: 1}
    assert seen(task_master) == []


@pytest.mark.requires('WORKER-38', 'WORKER-40', 'K28')
def test_work_that_others_have_and_finish(task_master, child, wait):
    """A unit that somebody else got after its lease is over is seen with his name, and stays so when he finishes it."""
    child(1)
    wait(1.2)
    unit = task_master.get_work('other', lease_time=100)
    assert unit.key == 'u'
    assert seen(task_master) == [('s', 'u', 'other', False)]
    assert unit.finish() is True
    assert [entry[:3] for entry in seen(task_master)] == [('s', 'u', 'other')]


@pytest.mark.requires('WORKER-39', 'K28')
def test_work_that_was_retried(task_master, child):
    """A unit that an operator retries is nobody's, so that its child is ended and the unit stays available."""
    child(900)
    assert task_master.retry('s', 'u') is True
    assert seen(task_master) == [('s', 'u', None, True)]
    assert take(task_master, 'other') == 'u'
    assert seen(task_master) == [('s', 'u', 'other', False)]


@pytest.mark.requires('WORKER-40', 'WORKER-42', 'K17', 'K28')
@pytest.mark.parametrize('delete', ['del_work_units', 'del_work_spec', 'clear'])
def test_work_that_is_gone(task_master, child, delete):
    """A unit that was deleted, by itself or with its work spec, is seen as it was."""
    child()
    arguments = {'del_work_units': ['s', ['u']], 'del_work_spec': ['s'], 'clear': []}[delete]
    getattr(task_master, delete)(*arguments)
    assert seen(task_master) == [('s', 'u', 'c', False)]
    set_spec(task_master, 't')
    add(task_master, 'v', spec='t')
    assert take(task_master, 'c') == 'v'
    assert seen(task_master) == [('t', 'v', 'c', False)]


@pytest.mark.requires('WORKER-40', 'K28', 'WORKER-48')
def test_work_that_was_made_anew(task_master, child):
    """A unit that was deleted and added again is another one, which nobody has yet."""
    child()
    task_master.del_work_units('s', ['u'])
    task_master.add_work_units('s', [('u', {'n': 2})])
    assert seen(task_master) == [('s', 'u', None, True)]
    assert task_master.get_child_work_units('p')['c'][0].data == {'n': 2}


@pytest.mark.requires('WORKER-43', 'K28')
def test_work_of_a_child_that_comes_back(task_master, child):
    """A child that unregisters and comes back has nothing, though its lease goes on; a heartbeat alone changes nothing."""
    child()
    task_master.worker_heartbeat('c', 'RUN', 600, {}, 'p')
    assert seen(task_master) == [('s', 'u', 'c', False)]
    task_master.worker_unregister('c')
    task_master.worker_heartbeat('c', 'RUN', 600, {}, 'p')
    assert seen(task_master) == []
    assert task_master.count_work_units('s') == {3: 1}
