"""Leases: how long, who has them, what a renewal does, what happens after the end. Retries and failures."""
from __future__ import absolute_import

import time

import pytest

from session import add, data_of, error_of, set_spec, statuses, take, take_many


def lease_left(client, key='u'):
    """Seconds from now to the end of the unit's lease, about."""
    return client.get_work_unit_status('s', key)['expiration'] - time.time()


@pytest.mark.requires('WORK-24', 'WORK-30', 'K3')
def test_part_of_a_bundle_comes_back(task_master, wait):
    """Of a bundle only what was not finished is available again when its lease is over."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c')
    assert take_many(task_master, 3, lease_time=1) == ['a', 'b', 'c']
    task_master.update_work_unit('s', 'a', status=4)
    task_master.update_work_unit('s', 'b', status=4)
    assert task_master.count_work_units('s') == {3: 1, 4: 2}
    wait(1.2)
    assert task_master.count_work_units('s') == {1: 1, 4: 2}
    assert take_many(task_master, 3) == ['c']


@pytest.mark.requires('WORK-30', 'K3')
def test_bundle_half_done_comes_back_by_half(task_master, wait):
    """A unit of a bundle of two that was finished does not come back with the other."""
    set_spec(task_master)
    add(task_master, 'a', 'b')
    assert take_many(task_master, 2, lease_time=1) == ['a', 'b']
    task_master.update_work_unit('s', 'a', status=4)
    wait(1.2)
    assert task_master.count_work_units('s') == {1: 1, 4: 1}


@pytest.mark.requires('WORK-19', 'WORK-21', 'WORK-23', 'K3')
@pytest.mark.parametrize('lease, expected', [(600, 600), (86399, 86399), (1, 1), (0, 300), (-5, 300), (2.9, 2)],
                         ids=lambda value: str(value))
def test_lease_time_is_honoured(task_master, lease, expected):
    """A lease lasts as long as was asked for; less than a second is 300 seconds."""
    set_spec(task_master)
    add(task_master, 'u')
    take(task_master, lease_time=lease)
    assert abs(lease_left(task_master) - expected) < 2


@pytest.mark.requires('WORK-20', 'WORK-22', 'K3')
@pytest.mark.parametrize('options', [{}, {'lease_time': None}, {'lease_time': 86401}, {'lease_time': 2 ** 62}],
                         ids=['absent', 'null', 'over a day', 'enormous'])
def test_lease_time_not_given_or_too_long(task_master, options):
    """A lease that is not given, or longer than a day, lasts 300 seconds."""
    set_spec(task_master)
    add(task_master, 'u')
    task_master._rpc('get_work', ('w', options))
    assert abs(lease_left(task_master) - 300) < 2


@pytest.mark.requires('WORK-22', 'K3')
def test_lease_of_a_whole_day(task_master):
    """A day is the longest lease; this client does not let its callers ask for it."""
    set_spec(task_master)
    add(task_master, 'u')
    task_master._rpc('get_work', ('w', {'lease_time': 86400}))
    assert abs(lease_left(task_master) - 86400) < 2


@pytest.mark.requires('UNIT-71', 'UNIT-72', 'UNIT-74')
def test_status_of_a_leased_unit(task_master):
    """A leased unit's status has the end of the lease, a whole number of seconds, and the worker."""
    set_spec(task_master)
    add(task_master, 'u')
    take(task_master, worker='me')
    status = task_master.get_work_unit_status('s', 'u')
    assert sorted(status) == ['expiration', 'status', 'worker_id']
    assert (status['status'], status['worker_id']) == (3, 'me')
    assert isinstance(status['expiration'], (int, type(2 ** 64)))


@pytest.mark.requires('WORK-43', 'WORK-48')
def test_update_renews_lease_and_data(task_master):
    """update() sets a new end of the lease, and the data where it changed."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'n': 1})])
    unit = task_master.get_work('w', lease_time=10)
    unit.data['n'] = 2
    assert unit.update(lease_time=500) is True
    assert abs(lease_left(task_master) - 500) < 2
    assert data_of(task_master, 'u') == {'n': 2}


@pytest.mark.requires('WORK-42', 'WORK-47')
@pytest.mark.parametrize('options, expected', [
    ({}, 300), ({'status': 3}, 300), ({'status': 0}, 300), ({'data': {'x': 1}}, 300), ({'lease_time': 0}, 300),
    ({'lease_time': 1.9, 'status': 3}, 1), ({'lease_time': 100000}, 100000),
], ids=['nothing', 'pending', 'zero', 'data', 'no time', 'fraction', 'over a day'])
def test_what_renews(task_master, options, expected):
    """Any update of a pending unit that leaves it pending renews its lease."""
    set_spec(task_master)
    add(task_master, 'u')
    take(task_master, lease_time=10)
    assert task_master._rpc('update_work_unit', ('s', 'u', options)) == [True, None]
    assert abs(lease_left(task_master) - expected) < 2


@pytest.mark.requires('WORK-46', 'K22')
def test_lease_beyond_all_bounds(task_master):
    """A renewal beyond all bounds is cut to the longest lease, and does not end at once."""
    set_spec(task_master)
    add(task_master, 'u')
    take(task_master)
    task_master._rpc('update_work_unit', ('s', 'u', {'lease_time': 2 ** 62}))
    assert lease_left(task_master) > 86400
    assert take(task_master) is None


@pytest.mark.requires('WORK-24', 'WORK-26')
def test_unit_comes_back_after_its_lease(task_master, wait):
    """A unit whose lease has ended is available again, and goes to the next worker with its own data."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'n': 1})])
    unit = task_master.get_work('w', lease_time=1)
    unit.data['n'] = 2
    unit.update(lease_time=1)
    wait(1.2)
    assert statuses(task_master, 'u') == [1]
    again = task_master.get_work('v')
    assert (again.key, again.data) == ('u', {'n': 1})


@pytest.mark.requires('WORK-24', 'WORK-30', 'K3')
def test_leases_end_one_by_one(task_master, wait):
    """All units of a bundle come back when their leases end, and none before."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c')
    assert take(task_master, lease_time=60) == 'a'
    assert take_many(task_master, 2, lease_time=1) == ['b', 'c']
    wait(1.2)
    assert statuses(task_master, 'a', 'b', 'c') == [3, 1, 1]
    assert take_many(task_master, 5) == ['b', 'c']


@pytest.mark.requires('WORK-36', 'WORK-42')
def test_renewal_by_another_worker_keeps_the_owner(task_master):
    """Any worker may renew a lease, and the unit stays its owner's."""
    set_spec(task_master)
    add(task_master, 'u')
    take(task_master, worker='owner', lease_time=10)
    options = {'status': 3, 'worker_id': 'other', 'lease_time': 500}
    assert task_master._rpc('update_work_unit', ('s', 'u', options)) == [True, None]
    assert task_master.get_work_unit_status('s', 'u')['worker_id'] == 'owner'
    assert abs(lease_left(task_master) - 500) < 2


@pytest.mark.requires('WORK-63')
def test_late_finish_counts(task_master, wait):
    """A worker that finishes after its lease has ended, before anybody else got the unit, finishes it."""
    set_spec(task_master)
    add(task_master, 'u')
    unit = task_master.get_work('w', lease_time=1)
    wait(1.2)
    assert unit.finish() is True
    assert statuses(task_master, 'u') == [4]


@pytest.mark.requires('WORK-60')
def test_late_renewal_is_lost(task_master, wait):
    """A renewal after the lease has ended changes nothing and says so."""
    set_spec(task_master)
    add(task_master, 'u')
    unit = task_master.get_work('w', lease_time=1)
    wait(1.2)
    assert unit.update(lease_time=100) is False
    assert statuses(task_master, 'u') == [1]


@pytest.mark.requires('WORK-36')
def test_anybody_may_finish(task_master):
    """Another worker may finish a unit; the one that had it stays on record."""
    set_spec(task_master)
    add(task_master, 'u')
    take(task_master, worker='owner')
    assert task_master._rpc('update_work_unit', ('s', 'u', {'status': 4, 'worker_id': 'other'})) == [True, None]
    assert task_master.get_work_unit_status('s', 'u') == {'status': 4, 'worker_id': 'owner'}


@pytest.mark.requires('UNIT-76')
def test_failure_keeps_its_traceback(task_master):
    """A failed unit's status has the traceback from its data."""
    set_spec(task_master)
    add(task_master, 'u')
    unit = task_master.get_work('w')
    unit.data['traceback'] = 'boom'
    assert unit.fail() is True
    assert task_master.get_work_unit_status('s', 'u') == {'status': 5, 'worker_id': 'w', 'traceback': 'boom'}
    assert data_of(task_master, 'u') == {'traceback': 'boom'}


@pytest.mark.requires('UNIT-76', 'UNIT-77')
@pytest.mark.parametrize('traceback', [None, 5, [u'a', 'b'], {'x': 1}], ids=lambda value: type(value).__name__)
def test_traceback_of_any_type(task_master, traceback):
    """A traceback may be anything; None is none."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'traceback': traceback})])
    task_master.get_work('w').fail()
    status = task_master.get_work_unit_status('s', 'u')
    assert status.get('traceback') == traceback
    assert ('traceback' in status) is (traceback is not None)


@pytest.mark.requires('UNIT-78')
def test_finished_unit_shows_no_traceback(task_master):
    """A traceback in the data of a finished unit is not part of its status."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'traceback': 'old'})])
    task_master.get_work('w').finish()
    assert task_master.get_work_unit_status('s', 'u') == {'status': 4, 'worker_id': 'w'}


@pytest.mark.requires('WORK-51', 'WORK-56')
@pytest.mark.parametrize('end', ['finish', 'fail', 'update'])
def test_retry_makes_available(task_master, end):
    """retry makes a finished, failed or pending unit available again with its own data."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'n': 1})])
    unit = task_master.get_work('w')
    unit.data['n'] = 2
    getattr(unit, end)()
    assert task_master.retry('s', 'u') is True
    assert task_master.get_work_unit_status('s', 'u') == {'status': 1}
    assert data_of(task_master, 'u') == {'n': 1}
    assert take(task_master) == 'u'


@pytest.mark.requires('WORK-31', 'WORK-32', 'ERR-28', 'K14')
@pytest.mark.parametrize('key', ['nosuch', 'it\'s', 'a"b\'c', '\x00\xff\n\\'], ids=['plain', 'quote', 'quotes', 'bytes'])
def test_update_of_a_missing_unit(task_master, key):
    """Updating a unit that is not there says so with its key as Python writes it."""
    set_spec(task_master)
    assert task_master.retry('s', key) is False
    assert task_master._rpc('update_work_unit', ('s', key, {'status': 4})) == [
        False, 'no such work unit key={!r}'.format(key)]


@pytest.mark.requires('WORK-52')
def test_second_finish_is_false(task_master):
    """Finishing or failing a finished unit changes nothing."""
    set_spec(task_master)
    add(task_master, 'u')
    unit = task_master.get_work('w')
    unit.data['n'] = 1
    assert unit.finish() is True
    unit.data['n'] = 2
    assert unit.finish() is False
    assert unit.fail() is False
    assert task_master._rpc('update_work_unit', ('s', 'u', {'lease_time': 5})) == [False, None]
    assert data_of(task_master, 'u') == {'n': 1}


@pytest.mark.requires('WORK-53', 'WORK-54', 'WORK-55', 'K20')
def test_failed_unit_may_be_finished(task_master):
    """A failed unit may still be finished, with new data; failing it again changes nothing."""
    set_spec(task_master)
    add(task_master, 'u')
    unit = task_master.get_work('w')
    assert unit.fail() is True
    assert task_master._rpc('update_work_unit', ('s', 'u', {'status': 5, 'data': {'n': 0}})) == [False, None]
    assert task_master._rpc('update_work_unit', ('s', 'u', {'lease_time': 5})) == [False, None]
    unit.data['n'] = 2
    assert unit.finish() is True
    assert statuses(task_master, 'u') == [4]
    assert data_of(task_master, 'u') == {'n': 2}


@pytest.mark.requires('WORK-57')
def test_ended_unit_does_not_become_pending(task_master):
    """A finished or failed unit cannot be made pending."""
    set_spec(task_master)
    add(task_master, 'f', 'x')
    task_master.get_work('w').finish()
    task_master.get_work('w').fail()
    assert error_of(task_master.update_work_unit, 's', 'f', status=3) == 'update_work_unit cannot change finished unit'
    assert error_of(task_master.update_work_unit, 's', 'x', status=3) == 'update_work_unit cannot change failed unit'
    assert error_of(task_master.update_work_unit, 's', 'f', status=9) == 'update_work_unit cannot change finished unit'
    assert statuses(task_master, 'f', 'x') == [4, 5]


@pytest.mark.requires('WORK-39', 'WORK-40', 'K19')
@pytest.mark.parametrize('status', [2, 6, -1, 99])
def test_invalid_status_changes_nothing(task_master, status):
    """A status that is none is refused, and nothing changes, be the unit available or pending."""
    set_spec(task_master)
    add(task_master, 'a', 'b')
    assert error_of(task_master.update_work_unit, 's', 'a', status=status) == 'update_work_unit invalid status'
    assert statuses(task_master, 'a', 'b') == [1, 1]
    take(task_master)
    assert error_of(task_master.update_work_unit, 's', 'a', status=status) == 'update_work_unit invalid status'
    assert statuses(task_master, 'a', 'b') == [3, 1]


@pytest.mark.requires('WORK-59', 'WORK-60')
def test_data_of_an_available_unit(task_master):
    """An available unit's data may be replaced; without data there is nothing to change."""
    set_spec(task_master)
    task_master.add_work_units('s', [('a', {'n': 1}, {'priority': 5}), ('b', {})])
    assert task_master.update_work_unit('s', 'a', data={'n': 2}) is True
    assert task_master.update_work_unit('s', 'a') is False
    assert task_master.update_work_unit('s', 'b', status=1, data={'n': 3}) is True
    assert data_of(task_master, 'a') == {'n': 2}
    assert data_of(task_master, 'b') == {'n': 3}
    assert take_many(task_master, 5) == ['a', 'b']


@pytest.mark.requires('WORK-62', 'WORK-63', 'WORK-64', 'WORK-66', 'K15')
@pytest.mark.parametrize('status', [3, 4, 5])
def test_forced_unit_is_not_handed_out(task_master, status):
    """An available unit may be forced to any status, and is then not in line any more."""
    set_spec(task_master)
    add(task_master, 'a', 'b')
    options = {'status': status, 'worker_id': 'forcer', 'lease_time': 50}
    assert task_master._rpc('update_work_unit', ('s', 'a', options)) == [True, None]
    found = task_master.get_work_unit_status('s', 'a')
    assert (found['status'], found['worker_id']) == (status, 'forcer')
    assert ('expiration' in found) is (status == 3)
    assert take_many(task_master, 5) == ['b']


@pytest.mark.requires('WORK-9', 'WORK-66', 'K15')
def test_forced_and_reset_unit_goes_out_once(task_master):
    """A unit that was forced to finish and then reset goes to one worker only."""
    set_spec(task_master)
    add(task_master, 'a')
    task_master.update_work_unit('s', 'a', status=4)
    task_master.update_work_unit('s', 'a', status=1)
    assert take(task_master, worker='one') == 'a'
    assert take(task_master, worker='two') is None


@pytest.mark.requires('WORK-65', 'UNIT-74')
def test_client_forces_as_nobody(task_master):
    """The client sends no worker when it updates: a forced unit belongs to the worker with the empty name."""
    set_spec(task_master)
    add(task_master, 'u')
    assert task_master.update_work_unit('s', 'u', status=4) is True
    assert task_master.get_work_unit_status('s', 'u') == {'status': 4, 'worker_id': ''}


@pytest.mark.requires('WORK-33', 'ERR-11', 'ERR-13')
def test_options_of_a_wrong_type(task_master):
    """Each option of update_work_unit with a wrong type is named, before the spec is looked for."""
    options = {'status': 'x', 'data': 5, 'worker_id': 5, 'lease_time': 'z'}
    assert error_of(task_master._rpc, 'update_work_unit', ('nosuch', 'k', options)) == (
        "4 error(s) decoding:\n\n"
        "* 'Data' expected a map, got 'uint64'\n"
        "* 'Status' expected type 'jobserver.WorkUnitStatus', got unconvertible type '[]uint8'\n"
        "* 'lease_time' expected type 'int', got unconvertible type '[]uint8'\n"
        "* 'worker_id' expected type 'string', got unconvertible type 'uint64'")


@pytest.mark.requires('WORK-38')
def test_empty_data_replaces(task_master):
    """Data that is an empty map replaces; None is not given."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'n': 1})])
    take(task_master)
    task_master._rpc('update_work_unit', ('s', 'u', {'status': 4, 'data': None}))
    assert data_of(task_master, 'u') == {'n': 1}
    task_master.retry('s', 'u')
    take(task_master)
    task_master._rpc('update_work_unit', ('s', 'u', {'status': 4, 'data': {}}))
    assert data_of(task_master, 'u') == {}
