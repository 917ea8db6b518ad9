"""Work units: adding, reading, counting, paging, deleting; keys and data of every kind."""
from __future__ import absolute_import

import uuid

import pytest

from session import add, data_of, error_of, set_spec, statuses, take, take_many


@pytest.mark.requires('UNIT-7', 'UNIT-12', 'UNIT-9')
def test_every_form_of_an_item(task_master):
    """A unit is a key, or key and data, with metadata and a priority as third and fourth; the rest is ignored."""
    set_spec(task_master)
    task_master.add_work_units('s', ['a', u'b', ('c', {'n': 1}), ['d', None], ('e', {}, {'priority': 1, 'other': 2}, None),
                                     ('f', {}, None, 2.5, 'more')])
    assert task_master.get_work_units('s') == [('a', {}), ('b', {}), ('c', {'n': 1}), ('d', None), ('e', {}), ('f', {})]
    assert take_many(task_master, 2) == ['f', 'e']


@pytest.mark.requires('UNIT-6')
def test_units_from_a_map(task_master):
    """The client takes a map of keys to data too."""
    set_spec(task_master)
    assert task_master.add_work_units('s', {'a': {'n': 1}}) is True
    assert data_of(task_master, 'a') == {'n': 1}


@pytest.mark.requires('UNIT-25', 'UNIT-28', 'UNIT-29', 'UNIT-31', 'UNIT-32')
@pytest.mark.parametrize('item, message', [
    (5, 'work unit not a list'), (None, 'work unit not a list'), ({}, 'work unit not a list'),
    (True, 'work unit not a list'), (uuid.UUID(int=1), 'work unit not a list'),
    ((), 'too few parameters to work unit'), (('k',), 'too few parameters to work unit'),
    (('k', {}, None, True), 'priority must be a number'), (('k', {}, None, 'x'), 'priority must be a number'),
    ((5, {}), "1 error(s) decoding:\n\n* 'Key' expected type 'string', got unconvertible type 'uint64'"),
    ((-5, []), "2 error(s) decoding:\n\n* 'Data' expected a map, got 'slice'\n"
               "* 'Key' expected type 'string', got unconvertible type 'int64'"),
    (('k', 'data'), "1 error(s) decoding:\n\n* 'Data' expected a map, got 'slice'"),
    (('k', u'data'), "1 error(s) decoding:\n\n* 'Data' expected a map, got 'string'"),
    (('k', 1.5), "1 error(s) decoding:\n\n* 'Data' expected a map, got 'float64'"),
    (('k', {5: 1}), "1 error(s) decoding:\n\n* 'Data[%!s(uint64=5)]' expected type 'string', "
                    "got unconvertible type 'uint64'"),
    (('k', {-1: 1, 1.5: 2, True: 3}),
     "3 error(s) decoding:\n\n"
     "* 'Data[%!s(bool=true)]' expected type 'string', got unconvertible type 'bool'\n"
     "* 'Data[%!s(float64=1.5)]' expected type 'string', got unconvertible type 'float64'\n"
     "* 'Data[%!s(int64=-1)]' expected type 'string', got unconvertible type 'int64'"),
    (('k', {}, 5), "1 error(s) decoding:\n\n* 'Meta' expected a map, got 'uint64'"),
    (('k', {}, {'priority': 'x', 'delay': []}),
     "2 error(s) decoding:\n\n* 'Meta.Delay' expected type 'float64', got unconvertible type '[]interface {}'\n"
     "* 'Meta.Priority' expected type 'float64', got unconvertible type '[]uint8'"),
], ids=['int', 'null', 'map', 'bool', 'uuid', 'empty', 'short', 'int priority', 'priority', 'key', 'key and data', 'bytes',
        'text', 'float', 'int key', 'odd keys', 'meta', 'in meta'])
def test_bad_item_adds_none(task_master, item, message):
    """One bad unit in a call, and none is added."""
    set_spec(task_master)
    assert error_of(task_master.add_work_units, 's', [('good', {}), item]) == message
    assert task_master.count_work_units('s') == {}


@pytest.mark.requires('PARAM-24', 'PARAM-18')
@pytest.mark.parametrize('units, kind', [(('k',), 'struct'), ({}, 'map'), (5, 'uint64'), (u'k', 'string'), (True, 'bool')],
                         ids=['tuple', 'map', 'int', 'text', 'bool'])
def test_units_must_be_a_list(task_master, units, kind):
    """What is no list of units is refused; a tuple is none here."""
    set_spec(task_master)
    message = "'': source data must be an array or slice, got " + kind
    assert error_of(task_master._rpc, 'add_work_units', ('s', units)) == message


@pytest.mark.requires('UNIT-37', 'UNIT-39', 'UNIT-41')
def test_adding_again_over_every_state(task_master):
    """Adding again replaces the data of available units, revives ended ones, and leaves pending ones to their worker."""
    set_spec(task_master)
    add(task_master, 'finished', 'failed', 'pending', 'waiting')
    task_master.prioritize_work_units('s', ['finished'], priority=4)
    task_master.prioritize_work_units('s', ['failed'], priority=3)
    task_master.prioritize_work_units('s', ['pending'], priority=2)
    task_master.get_work('w').finish()
    task_master.get_work('w').fail()
    task_master.get_work('w')
    task_master.add_work_units('s', [(key, {'n': 2}) for key in ('finished', 'failed', 'pending', 'waiting')])
    assert statuses(task_master, 'finished', 'failed', 'pending', 'waiting') == [1, 1, 3, 1]
    assert data_of(task_master, 'pending') == {}
    assert take_many(task_master, 5) == ['failed', 'finished', 'waiting']
    task_master.retry('s', 'pending')
    assert data_of(task_master, 'pending') == {'n': 2}


@pytest.mark.requires('UNIT-43', 'UNIT-109')
def test_adding_again_does_not_reset_retries(task_master):
    """Attempts keep counting when a unit is added again; deleting it first starts anew."""
    set_spec(task_master, max_retries=1)
    add(task_master, 'u')
    task_master.get_work('w').finish()
    add(task_master, 'u')
    assert take(task_master) is None
    task_master.del_work_units('s', work_unit_keys=['u'])
    add(task_master, 'u')
    assert take(task_master) == 'u'


@pytest.mark.requires('UNIT-26')
def test_last_of_equal_keys_counts(task_master):
    """Of a key that comes twice in one call the last one counts."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'n': 1}), ('u', {'n': 2})])
    assert task_master.get_work_units('s') == [('u', {'n': 2})]


@pytest.mark.requires('UNIT-46', 'K1')
def test_no_match_is_an_empty_list(task_master):
    """Where no unit matches, there is an empty list or map of units."""
    set_spec(task_master)
    assert task_master.get_work_units('s') == []
    assert task_master.list_work_units('s') == {}
    assert task_master.list_finished_work_units('s') == {}


@pytest.mark.requires('UNIT-62', 'UNIT-63', 'UNIT-64', 'UNIT-47', 'K2')
def test_units_by_page(task_master):
    """Units are listed by key; a page starts after the given key and has at most limit units; 0 or less is no limit."""
    set_spec(task_master)
    add(task_master, 'b', 'a', '\xff', 'B', 'aa')
    keys = lambda **options: [key for key, _ in task_master.get_work_units('s', **options)]
    assert keys() == ['B', 'a', 'aa', 'b', '\xff']
    assert keys(limit=2) == ['B', 'a']
    assert keys(limit=2, start='a') == ['aa', 'b']
    assert keys(start='ab') == ['b', '\xff']
    assert keys(limit=0) == keys(limit=-1) == ['B', 'a', 'aa', 'b', '\xff']


@pytest.mark.requires('UNIT-63', 'UNIT-53')
def test_list_work_units_by_number(task_master):
    """list_work_units counts where to start and how many."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c')
    assert sorted(task_master.list_work_units('s', start=1, limit=1)) == ['b']
    assert sorted(task_master.list_work_units('s', limit=2)) == ['a', 'b']


@pytest.mark.requires('UNIT-48', 'UNIT-49', 'UNIT-50', 'UNIT-51')
def test_named_units_only(task_master):
    """Named units come by key and once, missing ones are left out, other options are ignored; no names are not given."""
    set_spec(task_master)
    add(task_master, 'a', 'b')
    assert task_master.get_work_units('s', work_unit_keys=['b', 'nosuch', 'a', 'b'], state=4, limit=1, start='z') == [
        ('a', {}), ('b', {})]
    assert task_master.get_work_units('s', work_unit_keys=[]) == [('a', {}), ('b', {})]


@pytest.mark.requires('UNIT-52', 'UNIT-53', 'UNIT-54', 'UNIT-57')
def test_units_by_state(task_master):
    """A state, or a list or tuple of them, filters; 0 filters out everything, and no states are not given."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c', 'd')
    task_master.get_work('w').finish()
    task_master.get_work('w').fail()
    task_master.get_work('w')
    keys = lambda state: [key for key, _ in task_master.get_work_units('s', state=state)]
    assert [keys(state) for state in (1, 3, 4, 5, 0)] == [['d'], ['c'], ['a'], ['b'], []]
    assert keys((1, 3)) == ['c', 'd']
    assert keys([5, 4]) == ['a', 'b']
    assert keys([4.0, None]) == ['a']
    assert keys([]) == keys(()) == ['a', 'b', 'c', 'd']
    assert keys(b'\x04') == ['a']


@pytest.mark.requires('UNIT-52', 'WORK-8')
def test_units_go_on_changing_after_they_were_listed_by_state(task_master):
    """What was listed by its state goes on being added, handed out, given back and finished as before."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c')
    keys = lambda state: [key for key, _ in task_master.get_work_units('s', state=state)]
    assert take_many(task_master, 2) == ['a', 'b']
    assert keys(1) == ['c']
    add(task_master, 'd')
    assert task_master.count_work_units('s') == {1: 2, 3: 2}
    task_master.update_work_unit('s', 'a', status=1)
    assert (task_master.count_work_units('s'), keys(1)) == ({1: 3, 3: 1}, ['a', 'c', 'd'])
    task_master.update_work_unit('s', 'b', status=4)
    assert (task_master.count_work_units('s'), keys([])) == ({1: 3, 4: 1}, ['a', 'b', 'c', 'd'])
    assert take(task_master) == 'a'
    assert (task_master.count_work_units('s'), keys(3)) == ({1: 2, 3: 1, 4: 1}, ['a'])


@pytest.mark.requires('UNIT-58')
@pytest.mark.parametrize('state', [6, [1, 6], [-1]], ids=str)
def test_states_that_are_none(task_master, state):
    """A number that is no unit's state is an error."""
    set_spec(task_master)
    assert error_of(task_master.get_work_units, 's', state=state) == 'invalid work unit status'


@pytest.mark.requires('K30')
def test_no_unit_is_blocked(task_master):
    """The client has a constant for units that are blocked: there are none to list or delete."""
    set_spec(task_master)
    add(task_master, 'u')
    assert task_master.get_work_units('s', state=task_master.BLOCKED) == []
    assert task_master.get_work_units('s', state=[task_master.BLOCKED]) == []
    assert task_master.get_work_units('s', state=(task_master.BLOCKED, task_master.AVAILABLE)) == [('u', {})]
    assert task_master.del_work_units('s', state=task_master.BLOCKED) == 0
    assert task_master.del_work_units('s', work_unit_keys=['u'], state=task_master.BLOCKED) == 0
    assert statuses(task_master, 'u') == [1]


@pytest.mark.requires('ERR-11', 'ERR-13')
def test_get_options_of_a_wrong_type(task_master):
    """Each option of get_work_units with a wrong type is named."""
    set_spec(task_master)
    assert error_of(task_master.get_work_units, 's', work_unit_keys=True, state=-1, limit='x', start=5) == (
        "4 error(s) decoding:\n\n"
        "* 'Limit' expected type 'int', got unconvertible type '[]uint8'\n"
        "* 'Start' expected type 'string', got unconvertible type 'uint64'\n"
        "* 'State': source data must be an array or slice, got int64\n"
        "* 'work_unit_keys': source data must be an array or slice, got bool")
    assert error_of(task_master.get_work_units, 's', state=['x']) == (
        "1 error(s) decoding:\n\n"
        "* 'State[0]' expected type 'jobserver.WorkUnitStatus', got unconvertible type '[]uint8'")


@pytest.mark.requires('UNIT-68', 'UNIT-69', 'K6')
def test_status_of_missing_units(task_master):
    """A unit that is not there has the status None, at its place; repeated keys are answered each."""
    set_spec(task_master)
    add(task_master, 'u')
    assert statuses(task_master, 'nosuch', 'u', 'u') == [None, 1, 1]
    assert task_master.get_work_unit_status('s', 'nosuch') is None
    assert task_master.get_work_unit_status('s', []) == []


@pytest.mark.requires('ERR-14')
def test_keys_of_a_wrong_type(task_master):
    """Keys that are no strings are named by their place."""
    set_spec(task_master)
    assert error_of(task_master.get_work_unit_status, 's', [5, 'u', [1]]) == (
        "2 error(s) decoding:\n\n* '[0]' expected type 'string', got unconvertible type 'uint64'\n"
        "* '[2]' expected type 'string', got unconvertible type '[]interface {}'")
    assert error_of(task_master.get_work_unit_status, 's', ('u',)) == (
        "'': source data must be an array or slice, got struct")


@pytest.mark.requires('UNIT-79', 'UNIT-80')
def test_counts_by_state(task_master):
    """Only states that occur are counted."""
    set_spec(task_master)
    assert task_master.count_work_units('s') == {}
    add(task_master, 'a', 'b', 'c', 'd', 'e')
    task_master.get_work('w').finish()
    task_master.get_work('w').fail()
    task_master.get_work('w')
    assert task_master.count_work_units('s') == {1: 2, 3: 1, 4: 1, 5: 1}
    assert task_master.status('s') == {'num_available': 2, 'num_pending': 1, 'num_blocked': 0, 'num_finished': 1,
                                       'num_failed': 1, 'num_tasks': 5}


@pytest.mark.requires('UNIT-101', 'K11')
@pytest.mark.parametrize('options', [{}, {'all': False}, {'state': 0}, {'work_unit_keys': None}, {'nosuch': 1}],
                         ids=['nothing', 'not all', 'state 0', 'no keys', 'unknown'])
def test_nothing_given_deletes_nothing(task_master, options):
    """Without a usable option nothing is deleted, and the reply says so."""
    set_spec(task_master)
    add(task_master, 'u')
    assert task_master._rpc('del_work_units', ('s', options)) == [0, 'no usable options to del_work_units']
    assert statuses(task_master, 'u') == [1]


@pytest.mark.requires('UNIT-100', 'UNIT-102', 'K11')
def test_deleting_by_key_and_state(task_master):
    """Keys and state both apply; an empty list of keys names none."""
    set_spec(task_master)
    add(task_master, 'a', 'b')
    task_master.get_work('w').finish()
    assert task_master.del_work_units('s', work_unit_keys=['a', 'b'], state=1) == 1
    assert statuses(task_master, 'a', 'b') == [4, None]
    assert task_master._rpc('del_work_units', ('s', {'work_unit_keys': []})) == [0, None]
    assert task_master.del_work_units('s', work_unit_keys=['a', 'nosuch', 'a']) == 1
    assert task_master.count_work_units('s') == {}


@pytest.mark.requires('UNIT-97', 'UNIT-99', 'UNIT-96')
def test_deleting_by_state_or_all(task_master):
    """Deleting by state takes the units in it, deleting all takes every one; the count is of those deleted."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c', 'd')
    task_master.get_work('w').finish()
    task_master.get_work('w').fail()
    task_master.get_work('w')
    assert task_master.del_work_units('s', state=4) == 1
    assert task_master.del_work_units('s', state=3) == 1
    assert statuses(task_master, 'a', 'b', 'c', 'd') == [None, 5, None, 1]
    assert task_master.del_work_units('s', all=True) == 2
    assert task_master.del_work_units('s', all=True) == 0
    assert take(task_master) is None


@pytest.mark.requires('UNIT-108', 'UNIT-99')
def test_deleted_units_are_out_of_the_line(task_master):
    """Available units that were deleted by their state are not handed out, and the pending one stays."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c')
    assert take(task_master) == 'a'
    assert task_master.del_work_units('s', state=1) == 2
    assert take(task_master) is None
    assert task_master.count_work_units('s') == {3: 1}


@pytest.mark.requires('UNIT-108', 'K3')
def test_deleted_leases_do_not_end(task_master, wait):
    """Pending units that were deleted by their state do not come back when their leases would end."""
    set_spec(task_master)
    add(task_master, 'u')
    assert take(task_master, lease_time=1) == 'u'
    assert task_master.del_work_units('s', state=3) == 1
    wait(1.2)
    assert take(task_master) is None
    assert task_master.count_work_units('s') == {}


@pytest.mark.requires('UNIT-99', 'K3')
def test_deleting_ended_units_leaves_the_others(task_master, wait):
    """Deleting finished units leaves the line as it is, and the leases of the others."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c')
    task_master.get_work('w').finish()
    assert take(task_master, lease_time=1) == 'b'
    assert task_master.del_work_units('s', state=4) == 1
    assert take(task_master) == 'c'
    wait(1.2)
    assert take(task_master) == 'b'


@pytest.mark.requires('ERR-11', 'UNIT-106')
def test_delete_options_of_a_wrong_type(task_master):
    """Options of del_work_units with a wrong type are named, a state that is none is an error."""
    set_spec(task_master)
    add(task_master, 'u')
    assert error_of(task_master._rpc, 'del_work_units', ('s', {'all': 1, 'state': 'q', 'work_unit_keys': [1]})) == (
        "3 error(s) decoding:\n\n"
        "* 'All' expected type 'bool', got unconvertible type 'uint64'\n"
        "* 'State' expected type 'jobserver.WorkUnitStatus', got unconvertible type '[]uint8'\n"
        "* 'work_unit_keys[0]' expected type 'string', got unconvertible type 'uint64'")
    assert error_of(task_master.del_work_units, 's', state=6) == 'invalid work unit status'
    assert statuses(task_master, 'u') == [1]


@pytest.mark.requires('UNIT-110')
def test_deleted_pending_unit_is_gone_for_its_worker(task_master):
    """A worker whose unit was deleted is told when it finishes it."""
    set_spec(task_master)
    add(task_master, 'u')
    unit = task_master.get_work('w')
    task_master.del_work_units('s', all=True)
    assert unit.finish() is False


@pytest.mark.requires('VAL-45', 'VAL-46')
@pytest.mark.parametrize('key', ['\x00', '\x00\x01', '\xff', u'caf\xe9'.encode('utf-8'), 'a b', 'k' * 300, "'", '%s'],
                         ids=['nul', 'control', 'no utf-8', 'utf-8', 'blank', 'long', 'quote', 'percent'])
def test_any_key(task_master, key):
    """A key may be any bytes, and comes back as a byte string."""
    set_spec(task_master)
    add(task_master, key)
    [(listed, _)] = task_master.get_work_units('s')
    assert listed == key and type(listed) is bytes
    unit = task_master.get_work('w')
    assert unit.key == key and type(unit.key) is bytes
    assert unit.finish() is True
    assert statuses(task_master, key) == [4]
    assert task_master.del_work_units('s', work_unit_keys=[key]) == 1


@pytest.mark.requires('UNIT-3', 'K16')
def test_empty_key_is_ordinary(task_master):
    """The empty key is a key as any other."""
    set_spec(task_master)
    add(task_master, '')
    assert task_master.get_work_units('s') == [('', {})]
    assert statuses(task_master, '') == [1]
    task_master.prioritize_work_units('s', [''], priority=1)
    assert take(task_master) == ''
    assert task_master.del_work_units('s', work_unit_keys=['']) == 1
    assert task_master.count_work_units('s') == {}


@pytest.mark.requires('UNIT-10', 'PARAM-21', 'K16')
def test_null_key_is_the_empty_key(task_master):
    """A key of None is the empty key."""
    set_spec(task_master)
    task_master.add_work_units('s', [(None, {'n': 1})])
    assert task_master.get_work_units('s') == [('', {'n': 1})]
