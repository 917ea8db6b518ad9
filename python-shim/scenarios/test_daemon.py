"""The daemon itself: its time, its configuration, names of methods, counts of parameters."""
from __future__ import absolute_import

import time

import pytest

from session import error_of, set_spec

COUNTS = {
    'add_work_units': 2, 'archive': 1, 'clear': 0, 'control_work_spec': 2, 'count_work_units': 1, 'del_work_spec': 1,
    'del_work_units': 2, 'delete_namespace': 1, 'get_child_work_units': 1, 'get_config': 0, 'get_work': 2, 'get_work_spec': 1,
    'get_work_spec_meta': 1, 'get_work_unit_status': 2, 'get_work_units': 2, 'get_worker_info': 1, 'list_work_specs': 1,
    'list_worker_modes': 0, 'lock': 3, 'locksome': 3, 'mode_counts': 0, 'now': 0, 'prioritize_work_units': 2, 'readlock': 1,
    'renew': 3, 'set_work_spec': 1, 'unlock': 2, 'update_work_unit': 3, 'worker_heartbeat': 5, 'worker_stats': 0,
    'worker_unregister': 1,
}


@pytest.mark.requires('CONF-1')
def test_now(task_master):
    """now is the time of the daemon in whole seconds."""
    assert abs(task_master._rpc('now', ()) - time.time()) < 2


@pytest.mark.requires('CONF-4')
def test_no_config(task_master):
    """A daemon that was started without a configuration has none to give."""
    assert error_of(task_master.get_server_config) == 'no config to get'


@pytest.mark.requires('CONF-2', 'MSG-25', 'K8')
def test_archive_does_nothing(task_master):
    """archive takes options, does nothing and answers with null."""
    set_spec(task_master)
    assert task_master.add_work_units('s', [('u', {})]) is True
    assert task_master.update_work_unit('s', 'u', status=4) is True
    assert task_master._rpc('archive', ({},)) is None
    assert task_master._rpc('archive', ({'limit': 5},)) is None
    assert task_master.count_work_units('s') == {4: 1}


@pytest.mark.requires('MSG-46', 'MSG-47', 'MSG-32')
@pytest.mark.parametrize('name, shown', [
    ('nosuch', 'Nosuch'), ('no_such', 'NoSuch'), ('', ''), ('NOW', 'NOW'), ('list-worker-modes', 'List-Worker-Modes'),
    ('list worker modes', 'List Worker Modes'), ('listworkermodes', 'Listworkermodes'), ('now ', 'Now '),
    (u'\xe9_b'.encode('utf-8'), u'\xc9B'), ('x\xff', u'X\ufffd'), ('do_lock', 'DoLock'),
], ids=['unknown', 'joined', 'empty', 'capitals', 'hyphens', 'blanks', 'one word', 'trailing', 'accent', 'no utf-8', 'internal'])
def test_unknown_method(task_master, name, shown):
    """A method that is not there is named in the form of its lookup, and the connection goes on."""
    assert error_of(task_master._rpc, name, ()) == u'no such method ' + shown
    assert task_master._rpc('clear', ()) == 0


@pytest.mark.requires('MSG-43')
@pytest.mark.parametrize('name', ['WorkerStats', 'workerStats', 'worker__stats', '_worker_stats_', 'Worker_stats', 'worker_Stats'])
def test_spellings_of_a_method(task_master, name):
    """A method may be spelled in several ways."""
    assert sorted(task_master._rpc(name, ())) == ['num_children', 'num_expirable', 'num_workers']


@pytest.mark.requires('PARAM-1', 'PARAM-2')
@pytest.mark.parametrize('method', sorted(COUNTS))
def test_number_of_parameters(task_master, method):
    """Every method takes its number of parameters and no other, and that is checked before their types."""
    count = COUNTS[method]
    assert error_of(task_master._rpc, method, [[]] * (count + 1)) == 'wrong number of parameters'
    if count > 0:
        assert error_of(task_master._rpc, method, [[]] * (count - 1)) == 'wrong number of parameters'


@pytest.mark.requires('PARAM-22')
@pytest.mark.parametrize('value, type_name', [
    (5, 'uint64'), (-5, 'int64'), (1.5, 'float64'), (True, 'bool'), ([], '[]interface {}'),
    ({}, 'map[interface {}]interface {}'), ((), 'cborrpc.PythonTuple'),
], ids=['int', 'negative', 'float', 'bool', 'list', 'map', 'tuple'])
def test_names_are_strings(task_master, value, type_name):
    """A name that is no string is refused by the type that it has."""
    message = "'' expected type 'string', got unconvertible type '%s'" % type_name
    assert error_of(task_master._rpc, 'get_work_spec', (value,)) == message


@pytest.mark.requires('PARAM-23')
@pytest.mark.parametrize('value, kind', [(5, 'uint64'), (-5, 'int64'), (1.5, 'float64'), (True, 'bool'), ('x', 'slice'),
                                         (u'x', 'string'), ([], 'slice')],
                         ids=['int', 'negative', 'float', 'bool', 'bytes', 'text', 'list'])
def test_options_are_a_map(task_master, value, kind):
    """Options that are no map are refused by the kind that they have."""
    assert error_of(task_master._rpc, 'list_work_specs', (value,)) == "'' expected a map, got '%s'" % kind


@pytest.mark.requires('PARAM-3')
def test_first_wrong_parameter_is_reported(task_master):
    """Parameters are read from left to right; the first wrong one is reported."""
    assert error_of(task_master._rpc, 'get_work', (5, 5)) == "'' expected type 'string', got unconvertible type 'uint64'"
    assert error_of(task_master._rpc, 'get_work', ('w', 5)) == "'' expected a map, got 'uint64'"


@pytest.mark.requires('OPT-4', 'OPT-3', 'OPT-2', 'PARAM-4')
def test_options_in_any_spelling(task_master):
    """Options match in any case, unknown ones are ignored, and None is not given; a null parameter is empty."""
    for name in ('a', 'b'):
        set_spec(task_master, name)
    rpc = task_master._rpc
    assert rpc('list_work_specs', ({'LIMIT': 1, 'nosuch': 5},))[1] == 'b'
    assert rpc('list_work_specs', ({u'Limit': 1, 'limit': 2},))[1] == 'b'
    assert rpc('list_work_specs', ({u'\u017fTART': 'b'},))[0][0]['name'] == 'b'
    assert rpc('list_work_specs', ({'limit': None},))[1] is None
    assert rpc('list_work_specs', (None,))[1] is None
    assert rpc('count_work_units', (None,)) == [None, 'No such work spec ']


@pytest.mark.requires('PARAM-7', 'PARAM-9')
def test_numbers_are_converted(task_master):
    """A float where an integer belongs is cut, also where it is beyond all bounds."""
    for name in ('a', 'b', 'c'):
        set_spec(task_master, name)
    rpc = task_master._rpc
    assert rpc('list_work_specs', ({'limit': 2.9},))[1] == 'c'
    assert rpc('list_work_specs', ({'limit': float('nan')},))[1] == 'b'
    assert rpc('list_work_specs', ({'limit': float('inf')},))[1] is None
    assert rpc('list_work_specs', ({'limit': -2 ** 63},))[1] == 'b'
