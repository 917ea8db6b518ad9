"""Work specs: definitions, what comes back, what is refused, paging, deletion."""
from __future__ import absolute_import

import pytest

from session import add, error_of, set_spec


@pytest.mark.requires('SPEC-35', 'K7')
def test_missing_spec_is_none(task_master):
    """A work spec that is not there is None, next to one that is."""
    set_spec(task_master)
    assert task_master.get_work_spec('nosuch') is None
    assert task_master.get_work_spec('s') == {'name': 's', 'min_gb': 1}


@pytest.mark.requires('SPEC-34', 'SPEC-4', 'SPEC-5')
def test_definition_comes_back(task_master):
    """A definition comes back with module and run_function as byte strings and other strings as text."""
    set_spec(task_master, module='m', run_function='f', terminate_function='t', desc='d', config={'ck': 'cv', 'l': ['x', u'y']},
             list=['x'], tup=('a', 1))
    spec = task_master.get_work_spec('s')
    assert spec['module'] == b'm' and type(spec['module']) is bytes
    assert spec['run_function'] == b'f' and type(spec['run_function']) is bytes
    assert spec['terminate_function'] == 't'
    assert spec['desc'] == 'd'
    assert spec['config'] == {'ck': 'cv', 'l': ['x', 'y']}
    assert spec['list'] == ['x']
    assert spec['tup'] == ('a', 1)


@pytest.mark.requires('SPEC-2', 'SPEC-3')
def test_redefinition_replaces_all(task_master):
    """Setting a spec again replaces its definition and keeps its units."""
    set_spec(task_master, desc='one')
    add(task_master, 'u')
    set_spec(task_master, note='two')
    assert task_master.get_work_spec('s') == {'name': 's', 'min_gb': 1, 'note': 'two'}
    assert task_master.count_work_units('s') == {1: 1}


@pytest.mark.requires('SPEC-17', 'SPEC-14', 'SPEC-15', 'K12')
@pytest.mark.parametrize('definition, message', [
    ({}, "No 'name' key in work spec"),
    ({'name': None}, "No 'name' key in work spec"),
    ({'name': ''}, "No 'name' key in work spec"),
    ({'name': 5}, "Work spec 'name' must be a string"),
    ({'name': 's', 'Name': 7}, "Work spec 'name' must be a string"),
    ({'name': 's', 'Name': 't'}, "Cannot change work spec 'name'"),
    ({'name': 's', 'disabled': 1},
     "1 error(s) decoding:\n\n* 'Disabled' expected type 'bool', got unconvertible type 'uint64'"),
    ({'name': 's', 'weight': 'w', 'nice': 'n', 'max_getwork': 'g', 'min_gb': 'm', 'then': 5},
     "5 error(s) decoding:\n\n"
     "* 'Nice' expected type 'int', got unconvertible type 'string'\n"
     "* 'Then' expected type 'string', got unconvertible type 'uint64'\n"
     "* 'Weight' expected type 'int', got unconvertible type 'string'\n"
     "* 'max_getwork' expected type 'int', got unconvertible type 'string'\n"
     "* 'min_gb' expected type 'float64', got unconvertible type 'string'"),
    ({'name': 's', 'continuous': 'c', 'interval': 'i', 'priority': [], 'max_running': {}, 'max_retries': True,
      'runtime': 1.5},
     "6 error(s) decoding:\n\n"
     "* 'Continuous' expected type 'bool', got unconvertible type 'string'\n"
     "* 'Interval' expected type 'float64', got unconvertible type 'string'\n"
     "* 'Priority' expected type 'int', got unconvertible type '[]interface {}'\n"
     "* 'Runtime' expected type 'string', got unconvertible type 'float64'\n"
     "* 'max_retries' expected type 'int', got unconvertible type 'bool'\n"
     "* 'max_running' expected type 'int', got unconvertible type 'map[interface {}]interface {}'"),
], ids=['nothing', 'null', 'empty', 'number', 'second name no string', 'second name', 'bool', 'many', 'others'])
def test_refused_definition_leaves_nothing(task_master, definition, message):
    """A definition that is refused makes no work spec."""
    assert error_of(task_master._rpc, 'set_work_spec', (definition,)) == message
    assert task_master.list_work_specs() == ([], None)


@pytest.mark.requires('SPEC-18', 'K12')
def test_refused_redefinition_changes_nothing(task_master):
    """A redefinition that is refused leaves the old definition in force."""
    set_spec(task_master, weight=7)
    error_of(task_master._rpc, 'set_work_spec', ({'name': 's', 'weight': 'x'},))
    assert task_master.get_work_spec('s')['weight'] == 7


@pytest.mark.requires('SPEC-22', 'SPEC-23', 'SPEC-25')
@pytest.mark.parametrize('definition, weight', [
    ({}, 20), ({'nice': 5}, 15), ({'nice': 20}, 1), ({'nice': 25}, 1), ({'nice': -5}, 25), ({'weight': 0, 'nice': 3}, 17),
    ({'weight': 7, 'nice': 3}, 7), ({'weight': -4}, 1), ({'weight': 2.9}, 2.9), ({'WEIGHT': 4}, 4), ({'weight': 2 ** 62}, 2 ** 62),
    ({'weight': 1e30}, 2 ** 63 - 1),
], ids=lambda value: str(value))
def test_weight(task_master, definition, weight):
    """The weight in force is what the definition says, else 20 less its niceness, and at least 1."""
    set_spec(task_master, **definition)
    meta, message = task_master._rpc('get_work_spec_meta', ('s',))
    assert (meta['weight'], message) == (weight, None)


@pytest.mark.requires('SPEC-67', 'SPEC-68', 'SPEC-69', 'SPEC-72', 'SPEC-73')
def test_meta_shows_settings(task_master):
    """The metadata of a spec: status, continuous, interval, max_running, weight; an interval is a float where it is not whole."""
    set_spec(task_master, disabled=True, continuous=True, interval=2.7, max_running=3)
    meta, _ = task_master._rpc('get_work_spec_meta', ('s',))
    assert meta == {'status': 2, 'continuous': True, 'interval': 2.7, 'max_running': 3, 'weight': 20}
    assert type(meta['interval']) is float


@pytest.mark.requires('ERR-1', 'ERR-2', 'ERR-3', 'ERR-4', 'ERR-5')
def test_missing_spec_in_every_method(task_master):
    """Every method that takes the name of a spec says that there is none, each with the nothing of its type."""
    rpc = task_master._rpc
    message = 'No such work spec nosuch'
    assert rpc('del_work_spec', ('nosuch',)) == [False, message]
    assert rpc('control_work_spec', ('nosuch', {'status': 'x'})) == [False, message]
    assert rpc('get_work_spec_meta', ('nosuch',)) == [None, message]
    assert rpc('add_work_units', ('nosuch', [5])) == [False, message]
    assert rpc('get_work_units', ('nosuch', {'limit': 'x'})) == [None, message]
    assert rpc('get_work_unit_status', ('nosuch', ['u'])) == [None, message]
    assert rpc('prioritize_work_units', ('nosuch', {})) == [False, message]
    assert rpc('count_work_units', ('nosuch',)) == [None, message]
    assert rpc('del_work_units', ('nosuch', {})) == [0, message]
    assert rpc('update_work_unit', ('nosuch', 'u', {})) == [False, message]
    assert rpc('get_work_spec_meta', ('',)) == [None, 'No such work spec ']


@pytest.mark.requires('SPEC-45', 'SPEC-46')
def test_delete_spec_takes_its_units(task_master):
    """Deleting a spec deletes its units; a second time there is none to delete."""
    set_spec(task_master)
    add(task_master, 'u')
    assert task_master.del_work_spec('s') is True
    assert task_master.get_work('w') is None
    assert task_master.del_work_spec('s') is False
    set_spec(task_master)
    assert task_master.count_work_units('s') == {}


@pytest.mark.requires('SPEC-50', 'SPEC-51')
def test_clear_counts_specs(task_master):
    """clear deletes every spec, says how many there were, and work goes on afterwards."""
    set_spec(task_master, 'a')
    set_spec(task_master, 'b')
    assert task_master.clear() == 2
    assert task_master.list_work_specs() == ([], None)
    set_spec(task_master)
    add(task_master, 'u')
    assert task_master.get_work('w').key == 'u'


@pytest.mark.requires('SPEC-38', 'VAL-52', 'K9')
def test_specs_are_listed_by_name(task_master):
    """Specs are listed in the order of the bytes of their names."""
    for name in ('b', 'a', 'C', 'aa'):
        set_spec(task_master, name)
    names = [name for name, _ in task_master.list_work_specs()[0]]
    assert names == ['C', 'a', 'aa', 'b']


@pytest.mark.requires('SPEC-39', 'SPEC-40', 'SPEC-41', 'SPEC-42', 'K9')
def test_specs_by_page(task_master):
    """A page has at most limit specs, and names the first one left to start the next page with."""
    for name in ('a', 'b', 'c'):
        set_spec(task_master, name)
    page, start = task_master.list_work_specs(limit=2)
    assert ([name for name, _ in page], start) == (['a', 'b'], 'c')
    page, start = task_master.list_work_specs(limit=2, start=start)
    assert ([name for name, _ in page], start) == (['c'], None)
    page, start = task_master.list_work_specs(limit=0)
    assert ([name for name, _ in page], start) == (['a'], 'b')
    page, start = task_master.list_work_specs(start='aa')
    assert ([name for name, _ in page], start) == (['b', 'c'], None)


@pytest.mark.requires('SPEC-39', 'SPEC-40', 'SPEC-41', 'K9')
def test_iterating_over_pages_meets_every_spec(task_master):
    """iter_work_specs follows the next page until there is none."""
    for name in ('a', 'b', 'c'):
        set_spec(task_master, name)
    assert [spec['name'] for spec in task_master.iter_work_specs()] == ['a', 'b', 'c']
    assert [spec['name'] for spec in task_master.iter_work_specs(limit=3)] == ['a', 'b', 'c']


@pytest.mark.requires('ERR-11')
def test_list_options_of_a_wrong_type(task_master):
    """Each option of list_work_specs with a wrong type is named."""
    assert error_of(task_master.list_work_specs, limit='x', start=5) == (
        "2 error(s) decoding:\n\n* 'Limit' expected type 'int', got unconvertible type '[]uint8'\n"
        "* 'Start' expected type 'string', got unconvertible type 'uint64'")


@pytest.mark.requires('VAL-48', 'VAL-49')
@pytest.mark.parametrize('name', [u'caf\xe9', b'\xff\xfe', 'x' * 300, 'two words', '__proto__'],
                         ids=['utf-8', 'no utf-8', 'long', 'blank', 'proto'])
def test_any_name(task_master, name):
    """A spec may have any name; it comes back as text of the same bytes."""
    sent = name.encode('utf-8') if isinstance(name, type(u'')) else name
    assert task_master.set_work_spec({'name': sent, 'min_gb': 1})
    try:
        text = sent.decode('utf-8')
    except UnicodeDecodeError:
        # The client itself cannot read such a name back; it can still use it.
        assert task_master.count_work_units(sent) == {}
    else:
        assert task_master.get_work_spec(sent)['name'] == text
    assert task_master.del_work_spec(sent) is True


@pytest.mark.requires('SPEC-1', 'SPEC-7')
def test_flow_sets_every_spec(task_master):
    """A flow sets each of its specs, nested names joined by dots."""
    task_master.add_flow({'a': {'min_gb': 1}, 'b': {'c': {'min_gb': 2}}}, config={'k': 1})
    names = [name for name, _ in task_master.list_work_specs()[0]]
    assert names == ['a', 'b.c']
    assert task_master.get_work_spec('b.c')['config'] == {'k': 1}
