"""Values: what unit data and spec values come back as, byte for byte as far as Python can send them."""
from __future__ import absolute_import

import math
import sys
import uuid

import pytest
from session import data_of, error_of, set_spec, tagged


SENDS_A_PART = pytest.mark.skipif(sys.platform.startswith('java'), reason=(
    "Jython's socket.send() sends a part of much data, and the client does not send the rest"))


def stored(client, value):
    """The value after a round trip through the data of a unit."""
    set_spec(client)
    client.add_work_units('s', [('u', {'v': value})])
    return data_of(client, 'u')['v']


@pytest.mark.requires('VAL-1')
@pytest.mark.parametrize('value', [
    0, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 + 1, 2 ** 63 - 1, 2 ** 63, 2 ** 64 - 1,
    -1, -24, -25, -256, -257, -65537, -2 ** 31, -2 ** 32 - 1, -2 ** 63,
], ids=str)
def test_integer(task_master, value):
    """An integer comes back as it is."""
    back = stored(task_master, value)
    assert back == value and not isinstance(back, float)


@pytest.mark.requires('VAL-2', 'K18')
@pytest.mark.parametrize('value', [-2 ** 63 - 1, -2 ** 64, 2 ** 64, -2 ** 64 - 1, 10 ** 40, -10 ** 40], ids=str)
def test_big_integer(task_master, value):
    """An integer beyond 64 bits comes back as it is."""
    assert stored(task_master, value) == value


@pytest.mark.requires('VAL-6')
@pytest.mark.parametrize('value', [0.0, 1.0, -1.5, 0.1, 1e300, 5e-324, float('inf'), float('-inf'), 2.0 ** 63], ids=repr)
def test_float(task_master, value):
    """A float comes back as a float, be it whole."""
    back = stored(task_master, value)
    assert back == value and type(back) is float


@pytest.mark.requires('VAL-8')
def test_negative_zero(task_master):
    """Negative zero keeps its sign."""
    assert math.copysign(1, stored(task_master, -0.0)) == -1


@pytest.mark.requires('VAL-10')
def test_not_a_number(task_master):
    """NaN is a value."""
    assert math.isnan(stored(task_master, float('nan')))


@pytest.mark.requires('VAL-12')
@pytest.mark.parametrize('value', [True, False, None], ids=str)
def test_constant(task_master, value):
    """True, False and None come back as they are."""
    assert stored(task_master, value) is value


@pytest.mark.requires('VAL-14', 'VAL-15')
@pytest.mark.parametrize('value', [b'', b'plain', b'\x00\xff', u'', u'caf\xe9', u'\U0001f600', b'x' * 30, u'y' * 300,
                                   pytest.param(b'z' * 70000, marks=SENDS_A_PART)],
                         ids=['no bytes', 'bytes', 'odd bytes', 'no text', 'latin', 'astral', 'longer', 'long', 'large'])
def test_string(task_master, value):
    """Bytes come back as bytes and text as text."""
    back = stored(task_master, value)
    assert back == value and type(back) is type(value)


@pytest.mark.requires('VAL-22', 'VAL-23')
def test_nested(task_master):
    """Lists, tuples and maps come back in kind; keys that were bytes are text, at every depth."""
    back = stored(task_master, [1, [], {'a': {'b': [b'c', u'd']}}, ('x', ({'k': 1},)), ()])
    assert back == [1, [], {'a': {'b': ['c', 'd']}}, ('x', ({'k': 1},)), ()]
    assert type(back[3]) is tuple and type(back[1]) is list
    assert type(list(back[2])[0]) is type(u'')
    assert type(list(back[3][1][0])[0]) is type(u'')


@pytest.mark.requires('VAL-27')
def test_keys_of_nested_maps(task_master):
    """Keys of nested maps may be numbers and constants."""
    keys = {1: 'a', -1: 'b', 1.5: 'c', None: 'd', False: 'f'}
    assert stored(task_master, keys) == keys


@pytest.mark.requires('VAL-40', 'VAL-42', 'K18')
def test_tuple_as_a_key(task_master):
    """A tuple as a key, which the client sends as a list and cannot read back, is refused with its place."""
    set_spec(task_master)
    assert error_of(task_master.add_work_units, 's', [('u', {'v': {(1, 'a'): 2}})]) == (
        "1 error(s) decoding:\n\n* 'Data[v]' has a key that is a list")
    assert task_master.count_work_units('s') == {}


@pytest.mark.requires('VAL-30')
def test_uuid(task_master):
    """A UUID comes back as it is."""
    value = uuid.UUID('00112233-4455-6677-8899-aabbccddeeff')
    assert stored(task_master, value) == value


@pytest.mark.requires('VAL-33', 'VAL-42', 'VAL-43', 'K18')
@pytest.mark.parametrize('number', [0, 5, 23, 35, 5000, 2 ** 40], ids=str)
def test_unknown_tag_is_refused(task_master, number):
    """A tag that the client can send and not read is refused by name: kept, it would end whoever is handed the unit."""
    set_spec(task_master)
    value = tagged(number, ['x', {'k': 1}])
    assert error_of(task_master.add_work_units, 's', [('t', {}), ('u', {'v': [value]})]) == (
        "1 error(s) decoding:\n\n* 'Data[v][0]' is a tag %d" % number)
    assert task_master.get_work_units('s') == []


@pytest.mark.requires('VAL-33', 'VAL-42', 'VAL-43', 'K18')
def test_unknown_tag_is_refused_wherever_it_would_be_kept(task_master):
    """A tag is refused in a report of a worker, in a work spec and in a heartbeat, too, and nothing of the call is done."""
    set_spec(task_master, then='s')
    task_master.add_work_units('s', [('u', {'n': 1})])
    unit = task_master.get_work('w')
    unit.data['output'] = {'next': {'since': tagged(1, 1764201600)}}
    assert error_of(unit.finish) == "1 error(s) decoding:\n\n* 'Data[output][next][since]' is a tag 1"
    assert task_master.count_work_units('s') == {3: 1}
    assert error_of(set_spec, task_master, 't', config={'since': tagged(0, '2026-11-27')}) == (
        "1 error(s) decoding:\n\n* '[config][since]' is a tag 0")
    assert task_master.get_work_spec('t') is None
    assert error_of(task_master._rpc, 'worker_heartbeat', ('w', 'RUN', 60, {'uptime': tagged(5, [1, 2])}, None)) == (
        "1 error(s) decoding:\n\n* '[uptime]' is a tag 5")
    assert task_master.workers() == {}


@pytest.mark.requires('VAL-24', 'K33')
def test_key_that_is_no_text(task_master):
    """A key of data that is no UTF-8 stays a byte string, so that the unit can be listed and worked on."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'\xff': 1, 'in': [{'\xfe\x00': '\xff'}], 'zo\xc3\xa9': 2})])
    data = {'\xff': 1, 'in': [{'\xfe\x00': '\xff'}], u'zo\xe9': 2}
    assert task_master.list_work_units('s') == {'u': data}
    unit = task_master.get_work('w')
    assert unit.data == data
    unit.data['\xfd'] = 3
    assert unit.finish() is True
    assert task_master.list_finished_work_units('s') == {'u': dict(data, **{'\xfd': 3})}


@pytest.mark.requires('SPEC-4', 'K33')
def test_spec_with_strings_that_are_no_text(task_master):
    """Strings of a work spec that are no UTF-8, and keys that are none, stay byte strings."""
    set_spec(task_master, desc='\xff', **{'\xfe': {'\xfd': '\xfc'}})
    assert task_master.get_work_spec('s') == {'name': 's', 'min_gb': 1, 'desc': '\xff', '\xfe': {'\xfd': '\xfc'}}


@pytest.mark.requires('VAL-51', 'K33')
def test_worker_whose_id_is_no_text(task_master):
    """A worker whose id and mode are no UTF-8 is listed, and so is what it does."""
    set_spec(task_master)
    task_master.add_work_units('s', ['u'])
    task_master.worker_heartbeat('\xff', '\xfe', 60, {}, 'p')
    assert task_master.workers() == {'\xff': '\xfe'}
    assert task_master.mode_counts() == {'\xfe': 1}
    task_master.get_work('\xff')
    assert task_master.get_work_unit_status('s', 'u')['worker_id'] == '\xff'
    assert [unit.worker_id for unit in task_master.get_child_work_units('p')['\xff']] == ['\xff']
    task_master.worker_unregister('\xff')
    assert task_master.count_work_units('\xff') is None


@pytest.mark.requires('VAL-32', 'VAL-19', 'VAL-21')
def test_many_entries(task_master):
    """A map of many entries and a long list come back whole."""
    many = {'key%03d' % i: i for i in range(300)}
    assert stored(task_master, many) == many
    assert stored(task_master, list(range(1000))) == list(range(1000))


@pytest.mark.requires('LIMIT-3', 'VAL-22')
def test_deeply_nested(task_master):
    """Nesting has no limit of the server's own."""
    value = []
    for _ in range(150):
        value = [value]
    assert stored(task_master, value) == value


@pytest.mark.requires('PARAM-14')
def test_null_key_of_data_is_empty(task_master):
    """A key of None in unit data is the empty key."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {None: 1})])
    assert data_of(task_master, 'u') == {'': 1}


@pytest.mark.requires('PARAM-15')
def test_tuple_as_data(task_master):
    """Data that is a tuple is a map with its items."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', ('a', 1))])
    assert data_of(task_master, 'u') == {'Items': ['a', 1]}


@pytest.mark.requires('SPEC-6', 'K18')
def test_spec_values(task_master):
    """Values of a work spec are kept like those of units."""
    set_spec(task_master, number=2 ** 70, whole=1.0, nothing=None, nested={'k': (1, b'x')}, ident=uuid.UUID(int=3))
    spec = task_master.get_work_spec('s')
    assert spec == {'name': 's', 'min_gb': 1, 'number': 2 ** 70, 'whole': 1.0, 'nothing': None, 'nested': {'k': (1, 'x')},
                    'ident': uuid.UUID(int=3)}
    assert type(spec['whole']) is float
