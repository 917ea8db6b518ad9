"""Numbers that need not be whole, or need not be broken: priorities, weights, intervals."""
from __future__ import absolute_import

import pytest

from session import add, set_spec, take, take_many


def meta(client, name='s'):
    found, message = client._rpc('get_work_spec_meta', (name,))
    assert message is None
    return found


@pytest.mark.requires('K29')
@pytest.mark.parametrize('priority', [10, 10.0, 2 ** 63, True + 9.5], ids=['int', 'float', 'long', 'half'])
def test_fourth_element_is_a_priority(task_master, priority):
    """The fourth element of a unit that is added is its priority, whatever kind of number."""
    set_spec(task_master)
    assert task_master.add_work_units('s', [('first', {}), ('second', {}, {}, priority)]) is True
    assert take_many(task_master, 5) == ['second', 'first']


@pytest.mark.requires('K29')
@pytest.mark.parametrize('priority', [-1, -1.0], ids=['int', 'float'])
def test_fourth_element_may_be_negative(task_master, priority):
    """A priority below 0 as fourth element puts a unit behind others, and overrides the one in the metadata."""
    set_spec(task_master)
    assert task_master.add_work_units('s', [('a', {}, {'priority': 5}, priority), ('b', {})]) is True
    assert take_many(task_master, 5) == ['b', 'a']


@pytest.mark.requires('K29')
def test_fourth_element_in_output(task_master):
    """A whole number is a priority in the output of a unit, too, as the documentation of chaining has it."""
    set_spec(task_master, then='next')
    set_spec(task_master, 'next', priority=1)
    task_master.add_work_units('s', [('u', {'output': ['first', ['second', {}, {}, 10], ['last', {}, {}, -10]]})])
    task_master.get_work('w').finish()
    assert take_many(task_master, 5) == ['second', 'first', 'last']


@pytest.mark.requires('K34', 'WORK-86')
def test_weights_of_half(task_master):
    """Weights of 0.5 and 1.5 share the work as 1 and 3 do: with one unit of each pending the next two are of the heavier."""
    for name, weight in [('a', 0.5), ('b', 1.5)]:
        set_spec(task_master, name, weight=weight)
        add(task_master, '1', '2', '3', '4', spec=name)
    for name in 'ab':
        assert task_master.get_work('w', work_spec_names=[name]).work_spec_name == name
    assert [task_master.get_work('w').work_spec_name for _ in range(2)] == ['b', 'b']


@pytest.mark.requires('K34')
@pytest.mark.parametrize('more, weight', [
    ({'weight': 0.5}, 0.5), ({'weight': 3.0}, 3), ({'weight': -0.5}, 1), ({'weight': 0.0, 'nice': 0.5}, 19.5),
    ({'nice': 19.75}, 0.25), ({'nice': 20.5}, 1), ({'weight': 2 ** 53 + 1}, 2 ** 53 + 1),
], ids=repr)
def test_weight_is_any_number(task_master, more, weight):
    """A weight is kept as it is; where it is whole it comes back as an integer."""
    set_spec(task_master, **more)
    got = meta(task_master)['weight']
    assert (got, isinstance(got, float)) == (weight, isinstance(weight, float))


@pytest.mark.requires('K34')
def test_weight_can_be_set_to_any_number(task_master):
    """control_work_spec keeps weights and intervals as they are, too."""
    set_spec(task_master)
    assert task_master._rpc('control_work_spec', ('s', {'weight': 2.5, 'interval': 0.25})) == [True, None]
    found = meta(task_master)
    assert (found['weight'], found['interval']) == (2.5, 0.25)


@pytest.mark.requires('K34')
def test_priorities_of_specs_differ_by_a_fraction(task_master):
    """Of two work specs the one with the higher priority goes first, be it higher by a fraction."""
    for name, priority in [('a', 0.25), ('b', 0.5), ('c', 0.375)]:
        set_spec(task_master, name, priority=priority)
        add(task_master, name, spec=name)
    assert [take(task_master) for _ in range(4)] == ['b', 'c', 'a', None]


@pytest.mark.requires('K34')
def test_interval_of_a_fraction(task_master, wait):
    """The next unit of a continuous work spec comes when its interval is over, be it less than a second."""
    set_spec(task_master, continuous=True, interval=0.5)
    unit = task_master.get_work('w')
    unit.finish()
    wait(0.6)
    assert task_master.get_work('w') is not None
