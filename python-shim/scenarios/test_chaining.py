"""Chained output: what a finished unit's `output` makes in the work spec named by `then`."""
from __future__ import absolute_import

import pytest

from session import add, data_of, set_spec, statuses, take, take_many


@pytest.fixture
def chain(task_master):
    """A function that finishes a unit with this output, and returns what is then in the next spec."""
    set_spec(task_master, 'first', then='next', priority=1)
    set_spec(task_master, 'next')

    def finish_with(output, key='u'):
        add(task_master, key, spec='first')
        unit = task_master.get_work('w', work_spec_names=['first'])
        unit.data['output'] = output
        assert unit.finish() is True
        return task_master.get_work_units('next')
    return finish_with


@pytest.mark.requires('CHAIN-9')
@pytest.mark.parametrize('data', [None, {}, {'n': 1}], ids=repr)
def test_no_output_chains_nothing(chain, task_master, data):
    """A unit that finishes without output, or without any data, makes no unit."""
    task_master.add_work_units('first', [('u', data)])
    task_master.get_work('w', work_spec_names=['first'])
    assert task_master._rpc('update_work_unit', ('first', 'u', {'status': 4})) == [True, None]
    assert task_master.get_work_units('next') == []


@pytest.mark.requires('CHAIN-16', 'CHAIN-1')
def test_map_of_units(chain):
    """A map chains each key with its data."""
    assert chain({'a': {'n': 1}, 'b': {}}) == [('a', {'n': 1}), ('b', {})]


@pytest.mark.requires('CHAIN-20')
@pytest.mark.parametrize('output', [['a', ('b', {'n': 1}), ['c', None]], ('a', ['b', {'n': 1}], ('c', None))],
                         ids=['list', 'tuple'])
def test_list_of_units(chain, output):
    """A list or tuple chains keys, and keys with data."""
    assert chain(output) == [('a', {}), ('b', {'n': 1}), ('c', None)]


@pytest.mark.requires('CHAIN-21')
def test_units_with_metadata(chain, task_master):
    """Items of a list may have a priority and a delay."""
    chain([('a', {}), ('b', {}, {'priority': 2}), ('c', {}, None, 3.5), ('d', {}, {'priority': 9, 'delay': 90})])
    assert take_many(task_master, 10) == ['c', 'b', 'a']
    assert statuses(task_master, 'd', spec='next') == [1]


@pytest.mark.requires('CHAIN-21')
def test_delayed_output_comes_due(chain, task_master, wait):
    """A chained unit with a delay is handed out when it is due."""
    chain([('a', {}, {'delay': 1})])
    assert take(task_master) is None
    wait(1.1)
    assert take(task_master) == 'a'


@pytest.mark.requires('CHAIN-25')
@pytest.mark.parametrize('output', [None, 'ab', u'ab', 5, 1.5, True, [], {}], ids=repr)
def test_output_that_makes_nothing(chain, output):
    """Output that is no map and no list, or empty, makes nothing."""
    assert chain(output) == []


@pytest.mark.requires('CHAIN-19')
@pytest.mark.parametrize('output', [{'a': {}, 'b': 5}, {'a': {}, 5: {}}, {'a': {}, 'b': {5: 1}}, {'a': {}, 'b': 'x'}],
                         ids=['number', 'int key', 'int key inside', 'bytes'])
def test_bad_entry_spoils_a_map(chain, output):
    """One bad entry in a map, and nothing is made of it."""
    assert chain(output) == []


@pytest.mark.requires('CHAIN-17')
def test_null_data_in_a_map(chain):
    """Data of None in a map is kept as None."""
    assert chain({'a': None}) == [('a', None)]


@pytest.mark.requires('CHAIN-23')
def test_bad_items_of_a_list_are_left_out(chain):
    """Bad items of a list are left out one by one."""
    assert chain(['a', 5, None, ('b',), ('c', 5), ('d', {}, 5), ('e', {}, None, 'x'), (5, {}), ('f', {})]) == [('a', {}), ('f', {})]


@pytest.mark.requires('CHAIN-24')
def test_last_of_equal_keys_counts(chain):
    """Of a key that comes twice in a list the last one counts."""
    assert chain([('a', {'n': 1}), ('b', {}), ('a', {'n': 2})]) == [('a', {'n': 2}), ('b', {})]


@pytest.mark.requires('CHAIN-26')
def test_priority_is_not_inherited(chain, task_master):
    """A chained unit has a priority of 0, whatever its parent's was."""
    add(task_master, 'z', spec='next')
    task_master.add_work_units('first', [('u', {'output': ['b']}, {'priority': 50})])
    task_master.get_work('w').finish()
    task_master.prioritize_work_units('next', ['z'], priority=1)
    assert take_many(task_master, 5) == ['z', 'b']


@pytest.mark.requires('CHAIN-28', 'K15')
def test_output_replaces_an_available_unit(chain, task_master):
    """A chained unit takes the place of an available one of its key, which goes out once."""
    task_master.add_work_units('next', [('a', {'old': 1}, {'priority': 5})])
    assert chain({'a': {'new': 1}}) == [('a', {'new': 1})]
    unit = task_master.get_work('w')
    assert (unit.key, unit.data) == ('a', {'new': 1})
    assert task_master.get_work('w') is None


@pytest.mark.requires('CHAIN-27', 'K15')
def test_output_replaces_a_priority_too(chain, task_master):
    """A chained unit that takes the place of another one does not keep its priority."""
    task_master.add_work_units('next', [('z', {}, {'priority': 5}), ('b', {})])
    chain({'z': {'new': 1}})
    assert take_many(task_master, 5) == ['b', 'z']


@pytest.mark.requires('CHAIN-27', 'K15')
@pytest.mark.parametrize('end', ['finish', 'fail', 'update'])
def test_output_replaces_a_unit_in_any_state(chain, task_master, end):
    """A chained unit takes the place of one that is pending, finished or failed, and is available."""
    add(task_master, 'a', spec='next')
    unit = task_master.get_work('w')
    getattr(unit, end)()
    assert chain({'a': {'new': 1}}) == [('a', {'new': 1})]
    assert statuses(task_master, 'a', spec='next') == [1]
    assert task_master.count_work_units('next') == {1: 1}
    assert take(task_master, worker='v') == 'a'


@pytest.mark.requires('CHAIN-27', 'K15')
def test_chained_unit_starts_its_attempts_anew(chain, task_master):
    """Attempts of a unit that was replaced do not count for the new one."""
    set_spec(task_master, 'next', max_retries=1)
    add(task_master, 'a', spec='next')
    task_master.get_work('w').finish()
    chain(['a'])
    assert take(task_master) == 'a'


@pytest.mark.requires('CHAIN-10', 'K13')
@pytest.mark.parametrize('output', [{'a': {}}, [], 5], ids=repr)
def test_chain_to_no_spec(task_master, output):
    """A unit whose spec names a successor that is not there is finished, and nothing is chained."""
    set_spec(task_master, then='nosuch')
    task_master.add_work_units('s', [('u', {'output': output})])
    assert task_master.get_work('w').finish() is True
    assert statuses(task_master, 'u') == [4]


@pytest.mark.requires('CHAIN-9')
def test_without_then_output_is_data(task_master):
    """Without a successor output is data as any other."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'output': {'a': {}}})])
    assert task_master.get_work('w').finish() is True
    assert data_of(task_master, 'u') == {'output': {'a': {}}}
    assert task_master.count_work_units('s') == {4: 1}


@pytest.mark.requires('CHAIN-4', 'CHAIN-5')
def test_failing_does_not_chain(chain, task_master):
    """A failed unit chains nothing; when it is finished after all, it does."""
    task_master.add_work_units('first', [('u', {'output': ['a']})])
    unit = task_master.get_work('w')
    unit.fail()
    assert task_master.get_work_units('next') == []
    unit.finish()
    assert task_master.get_work_units('next') == [('a', {})]


@pytest.mark.requires('CHAIN-5', 'WORK-54', 'K20')
def test_failed_unit_finished_with_output(chain, task_master):
    """A failed unit that is finished with new data chains the output in it."""
    task_master.add_work_units('first', [('u', {'output': ['old']})])
    unit = task_master.get_work('w')
    unit.fail()
    unit.data['output'] = ['new']
    assert unit.finish() is True
    assert task_master.get_work_units('next') == [('new', {})]


@pytest.mark.requires('CHAIN-6', 'CHAIN-3')
def test_forced_finish_chains(chain, task_master):
    """A unit that is forced to finish chains the output in its own data, or in the data given."""
    task_master.add_work_units('first', [('u', {'output': ['a']}), ('v', {})])
    task_master.update_work_unit('first', 'u', status=4)
    task_master.update_work_unit('first', 'v', status=4, data={'output': ['b']})
    assert task_master.get_work_units('next') == [('a', {}), ('b', {})]


@pytest.mark.requires('CHAIN-7')
def test_every_finish_chains(chain, task_master):
    """A unit that is retried and finished again chains again."""
    chain(['a'])
    task_master.del_work_units('next', all=True)
    task_master.retry('first', 'u')
    unit = task_master.get_work('w')
    unit.data['output'] = ['b']
    unit.finish()
    assert task_master.get_work_units('next') == [('b', {})]


@pytest.mark.requires('CHAIN-14', 'CHAIN-30')
def test_chain_to_itself(task_master):
    """A spec may be its own successor."""
    set_spec(task_master, then='s')
    task_master.add_work_units('s', [('a', {'output': {'b': {}}})])
    task_master.get_work('w').finish()
    assert statuses(task_master, 'a', 'b') == [4, 1]


@pytest.mark.requires('WORK-85', 'SPEC-30')
def test_then_does_not_preempt(task_master):
    """A successor has no precedence over its predecessor, whatever then_preempts says; its own priority has."""
    set_spec(task_master, 'a', then='b', then_preempts=True, priority=1)
    set_spec(task_master, 'b')
    task_master.add_work_units('a', [('1', {'output': {'x': {}}}), ('2', {})])
    task_master.get_work('w').finish()
    assert task_master.get_work('w').key == '2'
    assert task_master.get_work('w').key == 'x'
