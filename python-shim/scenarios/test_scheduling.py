"""Which unit get_work gives: priorities of units and specs, delays, continuous specs, limits. Never by chance here."""
from __future__ import absolute_import

import re

import pytest

from session import add, error_of, set_spec, statuses, take, take_many


@pytest.mark.requires('WORK-2', 'WORK-4')
def test_no_work_is_none_or_an_empty_list(task_master):
    """Without work get_work is None, and an empty list when several were asked for."""
    assert task_master.get_work('w') is None
    assert task_master.get_work('w', max_jobs=5) == []
    set_spec(task_master)
    assert task_master.get_work('w') is None
    assert task_master._rpc('get_work', ('w', {'max_jobs': None})) == [(None, None, None), None]


@pytest.mark.requires('WORK-5', 'K27')
@pytest.mark.parametrize('max_jobs', [0, -1])
def test_no_jobs_wanted_is_a_list_of_one_at_most(task_master, max_jobs):
    """Whatever max_jobs is but 1, get_work is a list; below 1 it holds one unit at most."""
    assert task_master.get_work('w', max_jobs=max_jobs) == []
    set_spec(task_master)
    add(task_master, 'a', 'b')
    assert [unit.key for unit in task_master.get_work('w', max_jobs=max_jobs)] == ['a']
    assert statuses(task_master, 'a', 'b') == [3, 1]


@pytest.mark.requires('WORK-1', 'WORK-10')
def test_unit_comes_with_spec_key_and_data(task_master):
    """A unit comes with the name of its spec, its key and its data."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'k': 'v'})])
    unit = task_master.get_work('w')
    assert (unit.work_spec_name, unit.key, unit.data) == ('s', 'u', {'k': 'v'})


@pytest.mark.requires('WORK-89', 'VAL-52')
def test_keys_in_the_order_of_their_bytes(task_master):
    """Units of one priority come in the order of the bytes of their keys."""
    set_spec(task_master)
    add(task_master, 'b', '\xff', 'a', 'aa', 'B')
    assert take_many(task_master, 10) == ['B', 'a', 'aa', 'b', '\xff']


@pytest.mark.requires('WORK-88', 'UNIT-13', 'UNIT-15')
def test_higher_priority_first(task_master):
    """Units of a higher priority come first, whatever their keys; a missing one counts as 0."""
    set_spec(task_master)
    task_master.add_work_units('s', [('a', {}, {'priority': -1}), ('b', {}), ('c', {}, {'priority': 0.5}),
                                     ('d', {}, None, 2.0), ('e', {}, {'priority': 9}, 1.5)])
    assert take_many(task_master, 10) == ['d', 'e', 'c', 'b', 'a']


@pytest.mark.requires('WORK-90')
def test_negative_priority_is_work_too(task_master):
    """A lone unit of a priority below 0 is handed out."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {}, {'priority': -5})])
    assert take(task_master) == 'u'


@pytest.mark.requires('UNIT-44', 'UNIT-37', 'K15')
def test_order_is_exact_after_adding_again(task_master):
    """Adding an available unit again with another priority moves it in line at once."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c', 'd', 'e')
    task_master.add_work_units('s', [('e', {'n': 2}, {'priority': 100})])
    assert take_many(task_master, 10) == ['e', 'a', 'b', 'c', 'd']


@pytest.mark.requires('UNIT-83', 'UNIT-84', 'UNIT-92', 'K15')
def test_prioritize_moves_units(task_master):
    """prioritize_work_units sets a priority, or adds to it, and without either makes it 1."""
    set_spec(task_master)
    add(task_master, 'a', 'b', 'c', 'd')
    assert task_master.prioritize_work_units('s', ['d'], priority=5) is True
    assert task_master.prioritize_work_units('s', ['c', 'nosuch'], adjustment=7) is True
    assert task_master.prioritize_work_units('s', ['b']) is True
    assert take_many(task_master, 10) == ['c', 'd', 'b', 'a']


@pytest.mark.requires('K37')
def test_nothing_to_prioritize(task_master):
    """An empty list of keys is no failure, and nothing happens."""
    set_spec(task_master)
    add(task_master, 'a', 'b')
    assert task_master.prioritize_work_units('s', [], priority=5) is True
    assert task_master.prioritize_work_units('s', [], adjustment=-5) is True
    assert take_many(task_master, 10) == ['a', 'b']


@pytest.mark.requires('UNIT-90')
def test_prioritize_needs_keys(task_master):
    """Without keys there is nothing to prioritize."""
    set_spec(task_master)
    rpc = task_master._rpc
    for options in ({}, {'work_unit_keys': None}):
        assert rpc('prioritize_work_units', ('s', options)) == [False, 'missing work_unit_keys']
    assert error_of(rpc, 'prioritize_work_units', ('s', {'work_unit_keys': [1], 'priority': 'x', 'adjustment': []})) == (
        "3 error(s) decoding:\n\n"
        "* 'Adjustment' expected type 'float64', got unconvertible type '[]interface {}'\n"
        "* 'Priority' expected type 'float64', got unconvertible type '[]uint8'\n"
        "* 'work_unit_keys[0]' expected type 'string', got unconvertible type 'uint64'")


@pytest.mark.requires('UNIT-93')
def test_priority_of_a_pending_unit_counts_later(task_master):
    """A pending unit can be prioritized; it counts when the unit is available again."""
    set_spec(task_master)
    add(task_master, 'a', 'b')
    assert take(task_master) == 'a'
    task_master.prioritize_work_units('s', ['a'], priority=9)
    add(task_master, 'c')
    task_master.update_work_unit('s', 'a', status=1)
    assert take_many(task_master, 5) == ['a', 'b', 'c']


@pytest.mark.requires('UNIT-86')
def test_prioritize_without_a_priority_changes_nothing(task_master):
    """Keys alone, which this client never sends, leave the units' priorities as they were."""
    set_spec(task_master)
    task_master.add_work_units('s', [('a', {}), ('b', {}, {'priority': 5})])
    assert task_master._rpc('prioritize_work_units', ('s', {'work_unit_keys': ['b']})) == [True, None]
    assert take_many(task_master, 2) == ['b', 'a']


@pytest.mark.requires('UNIT-93', 'UNIT-94', 'K15')
def test_prioritized_unit_does_not_jump_the_line(task_master):
    """A priority does not make a unit available that is pending, finished or not due yet."""
    set_spec(task_master)
    task_master.add_work_units('s', ['a', 'b', ('c', {}, {'delay': 90})])
    assert take(task_master) == 'a'
    task_master.get_work('w').finish()
    task_master.prioritize_work_units('s', ['a', 'b', 'c'], priority=9)
    assert take(task_master) is None


@pytest.mark.requires('WORK-82', 'WORK-83')
def test_equal_weights_take_turns(task_master):
    """Of two specs of the same weight the one with fewer pending units gives the next."""
    for spec in ('a', 'b'):
        set_spec(task_master, spec, weight=1)
        add(task_master, '1', '2', '3', spec=spec)
    take(task_master, work_spec_names=['b'])
    assert task_master.get_work('w').work_spec_name == 'a'


@pytest.mark.requires('WORK-82', 'WORK-83')
def test_weights_are_shares_of_the_pending_units(task_master):
    """A spec that has more than its share of the pending units gives none before the others caught up."""
    set_spec(task_master, 'a', weight=3)
    set_spec(task_master, 'b', weight=1)
    for spec in ('a', 'b'):
        add(task_master, '1', '2', '3', '4', '5', spec=spec)
    take(task_master, work_spec_names=['b'])
    assert [task_master.get_work('w').work_spec_name for _ in range(3)] == ['a', 'a', 'a']


@pytest.mark.requires('WORK-79')
def test_higher_spec_goes_first_whatever_its_name(task_master):
    """A spec of a higher priority comes first also when it is listed last."""
    for i, name in enumerate(('a', 'b', 'c')):
        set_spec(task_master, name, priority=i)
        add(task_master, 'u', 'v', spec=name)
    assert [task_master.get_work('w').work_spec_name for _ in range(6)] == ['c', 'c', 'b', 'b', 'a', 'a']


@pytest.mark.requires('WORK-79', 'WORK-80')
def test_spec_of_the_highest_priority_goes_first(task_master):
    """Work comes from the spec of the highest priority until it has none; the units' own priorities do not matter."""
    set_spec(task_master, 'low', priority=1)
    set_spec(task_master, 'high', priority=2)
    task_master.add_work_units('low', [('x', {}, {'priority': 50})])
    add(task_master, 'a', 'b', spec='high')
    assert [task_master.get_work('w').work_spec_name for _ in range(3)] == ['high', 'high', 'low']


@pytest.mark.requires('WORK-11', 'WORK-12')
def test_only_the_named_specs(task_master):
    """Only the named specs are considered; names of no spec are ignored, and an empty list names all."""
    set_spec(task_master, 'a', priority=5)
    set_spec(task_master, 'b')
    add(task_master, 'x', 'y', spec='a')
    add(task_master, 'z', spec='b')
    assert take(task_master, work_spec_names=['b', 'nosuch']) == 'z'
    assert take(task_master, work_spec_names=['nosuch']) is None
    assert take(task_master, work_spec_names=[]) == 'x'


@pytest.mark.requires('WORK-7')
def test_bundle_is_of_one_spec(task_master):
    """All units of one get_work are of one spec."""
    set_spec(task_master, 'a', priority=5)
    set_spec(task_master, 'b')
    add(task_master, 'x', 'y', spec='a')
    add(task_master, 'z', spec='b')
    assert take_many(task_master, 10) == ['x', 'y']
    assert take_many(task_master, 10) == ['z']


@pytest.mark.requires('WORK-91', 'SPEC-27')
def test_max_getwork_caps_a_bundle(task_master):
    """max_getwork caps what one get_work gives."""
    set_spec(task_master, max_getwork=2)
    add(task_master, 'a', 'b', 'c')
    assert take_many(task_master, 10) == ['a', 'b']
    assert take_many(task_master, 10) == ['c']


@pytest.mark.requires('SPEC-29')
@pytest.mark.parametrize('cap', [0, -1], ids=lambda value: str(value))
def test_max_getwork_below_one_is_no_cap(task_master, cap):
    """A max_getwork of 0 or less caps nothing."""
    set_spec(task_master, max_getwork=cap)
    add(task_master, 'a', 'b', 'c')
    assert take_many(task_master, 10) == ['a', 'b', 'c']


@pytest.mark.requires('SPEC-32', 'WORK-76')
def test_runtime_is_for_other_workers(task_master):
    """A spec with a runtime is not handed out over this protocol."""
    set_spec(task_master, runtime='go')
    add(task_master, 'u')
    assert take(task_master) is None
    set_spec(task_master, runtime='')
    assert take(task_master) == 'u'


@pytest.mark.requires('ERR-11', 'ERR-14', 'WORK-17')
def test_options_of_a_wrong_type(task_master):
    """Each option of get_work with a wrong type is named."""
    options = {'max_jobs': 'x', 'lease_time': 'x', 'available_gb': 'x', 'work_spec_names': 'x'}
    assert error_of(task_master._rpc, 'get_work', ('w', options)) == (
        "4 error(s) decoding:\n\n"
        "* 'available_gb' expected type 'float64', got unconvertible type '[]uint8'\n"
        "* 'lease_time' expected type 'int', got unconvertible type '[]uint8'\n"
        "* 'max_jobs' expected type 'int', got unconvertible type '[]uint8'\n"
        "* 'work_spec_names[0]' expected type 'string', got unconvertible type 'uint8'")


@pytest.mark.requires('WORK-14', 'SPEC-31')
def test_memory_does_not_matter(task_master):
    """available_gb and min_gb are taken and ignored."""
    set_spec(task_master, min_gb=64)
    add(task_master, 'u')
    assert take(task_master, available_gb=0.5) == 'u'


@pytest.mark.requires('UNIT-19', 'UNIT-20', 'UNIT-21', 'UNIT-81', 'K23')
def test_delayed_unit_waits(task_master, wait):
    """A unit with a delay is available by its status and its count, and not handed out before it is due."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'key': 'value'}, {'delay': 1})])
    assert take(task_master) is None
    assert statuses(task_master, 'u') == [1]
    assert task_master.count_work_units('s') == {1: 1}
    wait(1.1)
    assert take(task_master) == 'u'


@pytest.mark.requires('UNIT-19', 'UNIT-20')
def test_delays_end_one_by_one(task_master, wait):
    """Units of the same delay all come due together, and longer ones wait on."""
    set_spec(task_master)
    task_master.add_work_units('s', [('a', {}, {'delay': 90}), ('b', {}, {'delay': 1}), ('c', {}, {'delay': 1})])
    assert take_many(task_master, 5) == []
    wait(1.2)
    assert take_many(task_master, 5) == ['b', 'c']


@pytest.mark.requires('UNIT-108', 'WORK-66', 'K15')
@pytest.mark.parametrize('end', ['delete', 'finish'])
def test_delayed_unit_that_ended_never_comes_due(task_master, wait, end):
    """A unit that was deleted or finished during its delay is not handed out when that is over."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {}, {'delay': 1})])
    if end == 'delete':
        task_master.del_work_units('s', work_unit_keys=['u'])
    else:
        task_master.update_work_unit('s', 'u', status=4)
    wait(1.2)
    assert take(task_master) is None
    assert task_master.count_work_units('s') == ({} if end == 'delete' else {4: 1})


@pytest.mark.requires('UNIT-55', 'UNIT-104', 'K26')
def test_delayed_unit_is_listed_as_available(task_master):
    """A filter on available units includes delayed ones."""
    set_spec(task_master)
    task_master.add_work_units('s', [('d', {}, {'delay': 90}), ('u', {})])
    assert [key for key, _ in task_master.get_work_units('s', state=1)] == ['d', 'u']
    assert task_master.list_work_units('s') == {'d': {}, 'u': {}}
    assert task_master.del_work_units('s', state=1) == 2


@pytest.mark.requires('UNIT-38')
def test_adding_again_ends_a_delay(task_master):
    """A delayed unit that is added again without a delay is due at once."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {}, {'delay': 90})])
    add(task_master, 'u')
    assert take(task_master) == 'u'


@pytest.mark.requires('UNIT-22', 'UNIT-23', 'UNIT-24', 'K22')
@pytest.mark.parametrize('delay, due', [(0.9, True), (-5, True), (0, True), (2 ** 62, False), (1e300, False)])
def test_odd_delays(task_master, delay, due):
    """Less than a second is no delay; one beyond all bounds is cut, not lost."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {}, {'delay': delay})])
    assert take(task_master) == ('u' if due else None)


@pytest.mark.requires('WORK-93', 'WORK-94', 'WORK-98', 'WORK-99')
def test_continuous_spec_makes_a_unit(task_master):
    """A continuous spec without work makes a unit named after the time; one at a time."""
    set_spec(task_master, continuous=True)
    unit = task_master.get_work('w', max_jobs=3)[0]
    assert re.match(r'^\d{10}\.\d{3}$', unit.key)
    assert unit.data == {}
    assert task_master.get_work('w') is None


@pytest.mark.requires('WORK-96')
def test_continuous_spec_waits_for_its_interval(task_master):
    """The next unit of a continuous spec is not made before the interval is over."""
    set_spec(task_master, continuous=True, interval=60)
    task_master.get_work('w').finish()
    assert task_master.get_work('w') is None


@pytest.mark.requires('WORK-94')
def test_continuous_spec_gives_its_units_first(task_master):
    """A continuous spec hands out the units that it was given before it makes any."""
    set_spec(task_master, continuous=True)
    add(task_master, 'u')
    assert take(task_master) == 'u'
    assert take(task_master) is None


@pytest.mark.requires('WORK-103')
def test_continuous_spec_out_of_retries_makes_a_unit_next_time(task_master):
    """A continuous spec whose last unit runs out of retries gives nothing, and makes a unit for the next who asks."""
    set_spec(task_master, continuous=True, max_retries=1)
    add(task_master, 'a')
    assert take(task_master) == 'a'
    task_master.update_work_unit('s', 'a', status=1)
    assert take(task_master) is None
    assert task_master.count_work_units('s') == {5: 1}
    assert re.match(r'\d+\.\d{3}$', take(task_master))


@pytest.mark.requires('WORK-82', 'WORK-84')
def test_pending_units_weigh_against_their_spec(task_master):
    """Of two specs of one weight, the one with a unit fewer pending gets its share."""
    for spec, keys in [('a', ['a0', 'a1', 'a2', 'a3', 'a4', 'a5']), ('b', ['b0', 'b1', 'b2', 'b3', 'b4'])]:
        set_spec(task_master, spec)
        add(task_master, *keys, spec=spec)
    assert len(take_many(task_master, 5, work_spec_names=['a'])) == 5
    assert len(take_many(task_master, 4, work_spec_names=['b'])) == 4
    assert take(task_master) == 'b4'


@pytest.mark.requires('WORK-68', 'WORK-70', 'WORK-71')
def test_max_retries_fails_a_unit(task_master):
    """A unit whose attempts exceed max_retries fails, and the next one is handed out."""
    set_spec(task_master, max_retries=1)
    add(task_master, 'a', 'b')
    assert take(task_master) == 'a'
    task_master.update_work_unit('s', 'a', status=1)
    assert take(task_master, worker='v') == 'b'
    status = task_master.get_work_unit_status('s', 'a')
    assert status == {'status': 5, 'worker_id': 'v', 'traceback': 'too many retries'}
    assert task_master.get_work_units('s', work_unit_keys=['a']) == [('a', {'traceback': 'too many retries'})]


@pytest.mark.requires('WORK-73', 'K21')
def test_exhausted_spec_leaves_work_to_others(task_master):
    """When every unit of a spec has run out of retries, work comes from the next spec."""
    set_spec(task_master, 'a', priority=5, max_retries=1)
    set_spec(task_master, 'b')
    add(task_master, 'x', spec='a')
    add(task_master, 'y', spec='b')
    assert take(task_master) == 'x'
    task_master.update_work_unit('a', 'x', status=1)
    assert take(task_master) == 'y'
    assert statuses(task_master, 'x', spec='a') == [5]


@pytest.mark.requires('WORK-87', 'SPEC-33', 'K22')
def test_weights_beyond_all_bounds(task_master):
    """Specs of enormous weight share the work and no call fails: the one without pending units comes next."""
    set_spec(task_master, 'a', weight=2 ** 62)
    add(task_master, 'x', 'y', spec='a')
    assert take(task_master) == 'x'
    set_spec(task_master, 'b', weight=2 ** 62)
    add(task_master, 'z', spec='b')
    assert [take(task_master), take(task_master), take(task_master)] == ['z', 'y', None]
