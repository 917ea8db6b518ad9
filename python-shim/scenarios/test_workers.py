"""Workers and their children: heartbeats, expiry, listing, what a parent sees. Every scenario unregisters its workers."""
from __future__ import absolute_import

import pytest

from session import add, error_of, heartbeat_of, set_spec, take


@pytest.fixture
def workers(task_master):
    """A function that sends the heartbeat of a worker, which is unregistered afterwards."""
    names = []

    def heartbeat(name, mode='RUN', lifetime=100, data=None, parent=None):
        names.append(name)
        return task_master._rpc('worker_heartbeat', (name, mode, lifetime, data, parent))
    yield heartbeat
    for name in sorted(set(names)):
        task_master._rpc('worker_unregister', (name,))


def counts(client):
    stats = client._rpc('worker_stats', ())
    return stats['num_workers'], stats['num_children'], stats['num_expirable']


@pytest.mark.requires('WORKER-1', 'WORKER-20', 'WORKER-22', 'VAL-50')
def test_heartbeat_is_listed(task_master, workers):
    """A worker is listed with its mode, and its data is there to read."""
    assert workers('w1', 'RUN', data={'host': 'h', 'memory': 1.5}) == [True, None]
    assert task_master.workers() == {'w1': 'RUN'}
    assert heartbeat_of(task_master, 'w1') == {'host': 'h', 'memory': 1.5}


@pytest.mark.requires('WORKER-20', 'WORKER-27', 'K4')
def test_listing_is_a_pair(task_master, workers):
    """The client unpacks the list of workers and the counts of modes, be there none, one or many."""
    assert task_master.workers() == {}
    assert task_master.mode_counts() == {}
    workers('w1', 'RUN')
    workers('w2', 'IDLE')
    workers('w3', 'RUN')
    assert task_master.workers() == {'w1': 'RUN', 'w2': 'IDLE', 'w3': 'RUN'}
    assert task_master.mode_counts() == {'RUN': 2, 'IDLE': 1}


@pytest.mark.requires('WORKER-2')
def test_next_heartbeat_replaces(task_master, workers):
    """The next heartbeat sets mode and data anew."""
    workers('w1', 'RUN', data={'n': 1})
    workers('w1', 'IDLE')
    assert task_master.workers() == {'w1': 'IDLE'}
    assert heartbeat_of(task_master, 'w1') == {}


@pytest.mark.requires('WORKER-22', 'WORKER-23', 'WORKER-24', 'WORKER-26', 'K31')
@pytest.mark.parametrize('data', [None, {}, {'host': 'h'}, {'age_seconds': 'its own'}], ids=['none', 'empty', 'some', 'age'])
def test_heartbeat_has_an_age(task_master, workers, wait, data):
    """What a worker told is a dictionary with the whole seconds since then, whatever it told."""
    workers('w1', data=data)
    wait(1.2)
    heartbeat = task_master.get_heartbeat('w1')
    age = heartbeat.pop('age_seconds')
    assert (type(age), 1 <= age <= 4) == (int, True)
    assert heartbeat == {key: value for key, value in (data or {}).items() if key != 'age_seconds'}


@pytest.mark.requires('WORKER-11')
def test_register_without_a_mode(task_master, workers):
    """A worker without a mode is listed with an empty one."""
    workers('w1', None)
    assert task_master.workers() == {'w1': ''}
    assert task_master.mode_counts() == {'': 1}


@pytest.mark.requires('WORKER-18', 'WORKER-19', 'K5')
def test_unregistered_worker_is_gone(task_master, workers):
    """unregister removes a worker; one that is not there is named."""
    workers('w1', data={'n': 1})
    assert task_master._rpc('worker_unregister', ('w1',)) == [True, None]
    assert task_master.workers() == {}
    assert task_master.get_heartbeat('w1') == {}
    assert task_master._rpc('worker_unregister', ('w1',)) == [False, "no worker 'w1'"]
    assert task_master._rpc('worker_unregister', ("it's\xff",)) == [False, 'no worker "it\'s\\xff"']


@pytest.mark.requires('WORKER-3', 'K5')
def test_worker_expires(task_master, workers, wait):
    """A worker is gone when its last heartbeat is older than it said."""
    workers('short', lifetime=1)
    workers('long', lifetime=100)
    wait(1.2)
    assert task_master.workers() == {'long': 'RUN'}
    assert task_master.get_heartbeat('short') == {}


@pytest.mark.requires('WORKER-4', 'WORKER-5', 'WORKER-7', 'WORKER-8', 'K5')
@pytest.mark.parametrize('seconds, message', [
    (-1, 'negative expire time -1 defaulted to 5 minutes'), (-1.5, 'negative expire time -1.5 defaulted to 5 minutes'),
    (None, 'negative expire time None defaulted to 5 minutes'), (86400, None), (1e4, None),
    (86401, 'huge expire time 86401 defaulted to one hour'), (1e6, 'huge expire time 1000000.0 defaulted to one hour'),
], ids=str)
def test_odd_lifetimes(task_master, workers, seconds, message):
    """An odd lifetime is replaced and the heartbeat counts all the same."""
    assert workers('w1', lifetime=seconds) == [True, message]
    assert task_master.workers() == {'w1': 'RUN'}


@pytest.mark.requires('WORKER-6', 'K5')
def test_lifetime_of_zero_is_none(task_master, workers, wait):
    """A worker may say that it is gone at once."""
    assert workers('w1', lifetime=0) == [True, None]
    wait(1.1)
    assert task_master.workers() == {}


@pytest.mark.requires('WORKER-9', 'K5')
def test_lifetimes_in_messages(workers):
    """Messages print a lifetime as Python's str() does."""
    for seconds in (1e5, 100000.1, 123456.75, 1e10, 12345678901.5, 1e11, 123456789012.0, 1.25e12, 1e100, float('inf')):
        assert workers('w1', lifetime=seconds) == [True, 'huge expire time %s defaulted to one hour' % seconds]
    for seconds in (-0.5, -10.25, -0.0001, -0.00001, -1.25e-10, -100.0, -1e12, -float('inf')):
        assert workers('w1', lifetime=seconds) == [True, 'negative expire time %s defaulted to 5 minutes' % seconds]
    assert workers('w1', lifetime=float('nan')) == [True, None]


@pytest.mark.requires('WORKER-19', 'ERR-29', 'K5', 'ERR-30')
def test_unknown_worker_in_messages(task_master):
    """Messages print a worker's name as Python's repr() does."""
    for name in ('a\tb\rc\nd', '\\\'', '"\'', '\x00\x1f\x7f\x80'):
        assert task_master._rpc('worker_unregister', (name,)) == [False, 'no worker %r' % name]


@pytest.mark.requires('WORKER-21', 'WORK-16', 'K5')
def test_reads_make_no_workers(task_master):
    """Asking about a worker, or getting work as one, makes no record of it."""
    set_spec(task_master)
    add(task_master, 'u', 'v')
    assert task_master.get_heartbeat('nosuch') == {}
    assert task_master.get_child_work_units('nosuch') == {}
    task_master.get_work('busy')
    task_master._rpc('update_work_unit', ('s', 'v', {'status': 3, 'worker_id': 'forcer'}))
    assert counts(task_master) == (0, 0, 0)


@pytest.mark.requires('WORKER-28', 'WORKER-29', 'WORKER-30')
def test_stats_count_workers_and_children(task_master, workers):
    """The statistics count workers and those of them that have a parent."""
    workers('p')
    workers('c1', parent='p')
    workers('c2', parent='p')
    workers('c3', parent='')
    assert counts(task_master) == (4, 2, 4)


@pytest.mark.requires('WORKER-31', 'WORKER-33', 'WORKER-34')
def test_parent_sees_the_work_of_its_children(task_master, workers):
    """A parent sees what its children were handed; idle children are left out by the client."""
    set_spec(task_master)
    task_master.add_work_units('s', [('a', {'n': 1}), ('b', {}), ('c', {})])
    workers('p')
    workers('busy', parent='p')
    workers('idle', parent='p')
    unit, _ = task_master.get_work('busy', lease_time=50, max_jobs=2)
    task_master.get_work('stranger')
    unit.data['n'] = 2
    unit.update(lease_time=70)
    found = task_master.get_child_work_units('p')
    assert list(found) == ['busy']
    assert [(each.work_spec_name, each.key, each.data, each.worker_id) for each in found['busy']] == [
        ('s', 'a', {'n': 2}, 'busy'), ('s', 'b', {}, 'busy')]
    raw, message = task_master._rpc('get_child_work_units', ('p',))
    assert (raw['idle'], message) == ([], None)
    assert sorted(raw['busy'][0]) == ['expires', 'work_spec_name', 'work_unit_data', 'work_unit_key', 'worker_id']


@pytest.mark.requires('WORKER-31')
def test_children_come_by_name(task_master, workers):
    """A parent's children are listed in the order of their names, whichever came first."""
    for child in ('b', 'c', 'a'):
        workers(child, parent='p')
    assert task_master._rpc('get_child_work_units', ('p',)) == [{'a': [], 'b': [], 'c': []}, None]


@pytest.mark.requires('WORKER-43')
def test_other_children_stay(task_master, workers):
    """When one child is gone, its parent still sees the others."""
    for child in ('c1', 'c2', 'c3'):
        workers(child, parent='p')
    task_master._rpc('worker_unregister', ('c2',))
    assert task_master._rpc('get_child_work_units', ('p',)) == [{'c1': [], 'c3': []}, None]


@pytest.mark.requires('WORKER-13')
def test_worker_gets_a_parent_later(task_master, workers):
    """A worker that had no parent has one after a heartbeat that names it."""
    assert workers('c1') == [True, None]
    assert workers('c1', parent='p') == [True, None]
    assert task_master._rpc('get_child_work_units', ('p',)) == [{'c1': []}, None]
    assert counts(task_master) == (1, 1, 1)


@pytest.mark.requires('WORKER-13', 'WORKER-14')
def test_child_moves_to_another_parent(task_master, workers):
    """A heartbeat with another parent moves a child, and one without takes it away."""
    set_spec(task_master)
    add(task_master, 'u')
    workers('c1', parent='p1')
    task_master.get_work('c1')
    workers('c1', parent='p2')
    assert list(task_master.get_child_work_units('p1')) == []
    assert list(task_master.get_child_work_units('p2')) == ['c1']
    workers('c1')
    assert list(task_master.get_child_work_units('p2')) == []


@pytest.mark.requires('WORKER-43', 'WORKER-3', 'K5')
def test_expired_child_is_not_seen(task_master, workers, wait):
    """A child that has expired is no child any more, even while it has a lease."""
    set_spec(task_master)
    add(task_master, 'u')
    workers('c1', lifetime=1, parent='p')
    task_master.get_work('c1')
    assert list(task_master.get_child_work_units('p')) == ['c1']
    wait(1.2)
    assert task_master.get_child_work_units('p') == {}


@pytest.mark.requires('PARAM-22', 'K5')
@pytest.mark.parametrize('params, message', [
    ((5, 'RUN', 10, {}, ''), "'' expected type 'string', got unconvertible type 'uint64'"),
    (('w', 'RUN', 'x', {}, ''), "'' expected type 'float64', got unconvertible type '[]uint8'"),
    (('w', 'RUN', 10, [], ''), "'' expected a map, got 'slice'"),
    (('w', 'RUN', 10, {5: 1}, ''),
     "1 error(s) decoding:\n\n* '[%!s(uint64=5)]' expected type 'string', got unconvertible type 'uint64'"),
    (('w', 'RUN', 10, {}, []), "'' expected type 'string', got unconvertible type '[]interface {}'"),
    (('w', 'RUN'), 'wrong number of parameters'),
], ids=['worker', 'seconds', 'data', 'keys', 'parent', 'count'])
def test_heartbeat_of_wrong_types(task_master, params, message):
    """A heartbeat with a parameter of a wrong type is refused."""
    assert error_of(task_master._rpc, 'worker_heartbeat', params) == message
    assert task_master.workers() == {}
