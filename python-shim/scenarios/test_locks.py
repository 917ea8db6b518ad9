"""Locks, which the client has no methods for: paths, owners, deadlines, messages. Each scenario has a namespace of its own."""
from __future__ import absolute_import

import uuid

import pytest

from session import error_of, tagged


@pytest.fixture
def call(task_master):
    """A function that calls a lock method; the namespaces that scenarios use are dropped before and after."""
    def drop():
        for label in (u'n', 'n', u'm'):
            task_master._rpc('delete_namespace', (label,))
    drop()
    yield lambda method, *params: task_master._rpc(method, params)
    drop()


@pytest.mark.requires('protocol locks')
def test_lock_and_unlock(call):
    """A path is locked, its owner can be read, and unlocking frees it."""
    path = [u'n', u'a']
    assert call('lock', 'me', 10, [path]) == [True, None]
    assert call('readlock', [path, [u'n'], [u'n', u'b']]) == ['me', None, None]
    assert call('unlock', 'me', [path]) == [True, None]
    assert call('readlock', [path]) == [None]


@pytest.mark.requires('protocol locks')
def test_lock_covers_what_is_below_and_above(call):
    """Nothing on the way to a lock, at it, or below it can be locked; what lies beside can."""
    call('lock', 'me', 10, [[u'n', u'a', u'b']])
    for path in ([u'n'], [u'n', u'a'], [u'n', u'a', u'b'], [u'n', u'a', u'b', u'c'], []):
        assert call('lock', 'you', 10, [path])[0] is False
    assert call('lock', 'you', 10, [[u'n', u'a', u'c'], [u'n', u'd']]) == [True, None]


@pytest.mark.requires('protocol locks')
def test_lock_is_not_reentrant(call):
    """Not even the owner can lock a path twice."""
    call('lock', 'me', 10, [[u'n', u'a']])
    assert call('lock', 'me', 10, [[u'n', u'a']]) == [False, '[n a] is not lockable']


@pytest.mark.requires('protocol locks')
def test_all_paths_or_none(call):
    """Where one path cannot be locked, none is; the first one is named."""
    call('lock', 'me', 10, [[u'n', u'b']])
    assert call('lock', 'you', 10, [[u'n', u'a'], [u'n', u'b'], [u'n', u'b', u'c']]) == [False, '[n b] is not lockable']
    assert call('readlock', [[u'n', u'a']]) == [None]
    assert call('lock', 'you', 10, []) == [True, None]


@pytest.mark.requires('protocol locks')
def test_paths_of_one_call_do_not_exclude_each_other(call):
    """All paths are judged before any is locked, so that one call may lock a path twice, or with its parent."""
    assert call('lock', 'me', 10, [[u'n'], [u'n', u'a'], [u'n']]) == [True, None]
    assert call('readlock', [[u'n'], [u'n', u'a']]) == ['me', 'me']
    assert call('unlock', 'me', [[u'n']]) == [True, None]
    assert call('readlock', [[u'n'], [u'n', u'a']]) == [None, 'me']


@pytest.mark.requires('protocol locks')
def test_lock_some(call):
    """locksome locks one path after the other and says which it could; no paths are null."""
    call('lock', 'me', 10, [[u'n', u'b']])
    assert call('locksome', 'you', 10, [[u'n', u'a'], [u'n', u'b'], (u'n', 'c'), [u'n', u'a']]) == [
        [[u'n', u'a'], None, [u'n', 'c'], None], None]
    assert call('readlock', [[u'n', u'a'], [u'n', u'b'], [u'n', 'c']]) == ['you', 'me', 'you']
    assert call('locksome', 'you', 10, []) == [None, None]


@pytest.mark.requires('protocol locks')
def test_renew_sets_a_new_deadline(call, wait):
    """A lock that was renewed outlives its first deadline; one that was not is free."""
    call('lock', 'me', 1, [[u'n', u'a'], [u'n', u'b']])
    assert call('renew', 'me', 60, [[u'n', u'a']]) == [True, None]
    wait(1.2)
    assert call('readlock', [[u'n', u'a'], [u'n', u'b']]) == ['me', None]
    assert call('lock', 'you', 10, [[u'n', u'b']]) == [True, None]


@pytest.mark.requires('protocol locks', 'K25')
def test_renew_of_what_is_not_held(call):
    """Renewing a path that nobody, or somebody else, holds is refused, also for the owner with the empty name."""
    call('lock', 'me', 10, [[u'n', u'a', u'b']])
    assert call('renew', 'you', 10, [[u'n', u'a', u'b']]) == [False, '[n a b] is held by me']
    assert call('renew', 'you', 10, [[u'n', u'a']]) == [False, '[n a] is held by ']
    assert call('renew', 'you', 10, [[u'n', u'x']]) == [False, '[n x] is held by None']
    assert call('renew', '', 10, [[u'n', u'a']]) == [False, '[n a] is held by ']
    assert call('readlock', [[u'n', u'a']]) == [None]


@pytest.mark.requires('protocol locks')
def test_unlock_of_what_is_not_held(call):
    """Unlocking a path that nobody, or somebody else, holds is refused, and then none is unlocked."""
    call('lock', 'me', 10, [[u'n', u'a', u'b'], [u'n', u'c']])
    assert call('unlock', 'you', [[u'n', u'a', u'b']]) == [False, '[n a b] is held by me']
    assert call('unlock', 'me', [[u'n', u'c'], [u'n', u'a']]) == [False, '[n a] is held by ']
    assert call('unlock', 'me', [[u'n', u'x']]) == [False, '[n x] is not held']
    assert call('readlock', [[u'n', u'c']]) == ['me']
    assert call('unlock', 'me', [[u'n', u'c'], [u'n', u'c']]) == [True, None]


@pytest.mark.requires('protocol locks')
@pytest.mark.parametrize('timeout, held', [(0, True), (2 ** 40, True), (1.9, True), (-1, False)], ids=str)
def test_timeouts(call, timeout, held):
    """0 is a minute, a huge timeout is cut, a fraction is cut, a negative one is over at the next call."""
    assert call('lock', 'me', timeout, [[u'n', u'a']]) == [True, None]
    assert call('readlock', [[u'n', u'a']]) == ['me' if held else None]


@pytest.mark.requires('protocol locks')
def test_delete_namespace_drops_all_below(call):
    """delete_namespace drops the locks below one label, whoever holds them."""
    call('lock', 'me', 10, [[u'n', u'a'], [u'm', u'a']])
    assert call('delete_namespace', u'n') == 0
    assert call('delete_namespace', u'n') == 0
    assert call('readlock', [[u'n', u'a'], [u'm', u'a']]) == [None, 'me']
    assert call('lock', 'you', 10, [[u'n']]) == [True, None]


@pytest.mark.requires('protocol locks')
def test_labels_are_equal_by_type_and_value(call):
    """Bytes are not text, an integer is no float; a tuple is a path as good as a list."""
    call('lock', 'me', 10, [[u'n', 'a'], [u'n', 1], (u'n', (1, 2))])
    assert call('readlock', [[u'n', 'a'], [u'n', u'a'], [u'n', 1], [u'n', 1.0], [u'n', (1, 2)], [u'n', [1, 2]], (u'n', 1)]) == [
        'me', None, 'me', None, 'me', None, 'me']


@pytest.mark.requires('protocol locks')
def test_not_a_number_equals_nothing(call):
    """A label of NaN can be locked again and again, and never be found."""
    path = [u'n', float('nan')]
    assert call('lock', 'me', 10, [path]) == [True, None]
    assert call('lock', 'me', 10, [path]) == [True, None]
    assert call('readlock', [path]) == [None]


@pytest.mark.requires('protocol locks')
@pytest.mark.parametrize('label, printed', [
    ('ab', '[97 98]'), (u'ab', 'ab'), (5, '5'), (-5, '-5'), (1.0, '1'), (1.5, '1.5'), (1e30, '1e+30'), (1e-7, '1e-07'),
    (None, '<nil>'), (True, 'true'), ([1, u'a'], '[1 a]'), ((1, u'a'), '{[1 a]}'), ({u'b': 1, u'a': 2}, 'map[a:2 b:1]'),
    (uuid.UUID(int=10), '00000000-0000-0000-0000-00000000000a'), (tagged(5000, 1), '{5000 [] <nil>}'), ('', '[]'), (u'', ''),
], ids=['bytes', 'text', 'int', 'negative', 'whole', 'float', 'large', 'small', 'null', 'bool', 'list', 'tuple', 'map', 'uuid',
        'tag', 'no bytes', 'no text'])
def test_labels_in_messages(call, label, printed):
    """Messages print labels in the manner of Go."""
    assert call('unlock', 'me', [[u'n', label]]) == [False, '[n {}] is not held'.format(printed)]


@pytest.mark.requires('protocol locks')
@pytest.mark.parametrize('keys', [None, 'n', 5, {}, [u'n'], [[u'n'], 5]], ids=str)
def test_what_is_no_path(call, keys):
    """Paths are lists or tuples in a list or tuple."""
    for method, params in (('lock', ('me', 10)), ('locksome', ('me', 10)), ('renew', ('me', 10)), ('unlock', ('me',)),
                           ('readlock', ())):
        assert error_of(call, method, *(params + (keys,))) == 'cannot decode key paths'


@pytest.mark.requires('protocol locks')
def test_clear_leaves_locks(call, task_master):
    """Locks have nothing to do with work specs: clear leaves them."""
    call('lock', 'me', 10, [[u'n', u'a']])
    task_master.clear()
    assert call('readlock', [[u'n', u'a']]) == ['me']


@pytest.mark.requires('protocol locks')
def test_reading_no_lock(call):
    """Asked for the owners of no path, readlock answers with an empty list."""
    assert call('readlock', []) == []
