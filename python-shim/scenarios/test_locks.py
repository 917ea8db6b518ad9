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


@pytest.mark.requires('LOCK-1', 'LOCK-34', 'LOCK-37')
def test_lock_and_unlock(call):
    """A path is locked, its owner can be read, and unlocking frees it."""
    path = [u'n', u'a']
    assert call('lock', 'me', 10, [path]) == [True, None]
    assert call('readlock', [path, [u'n'], [u'n', u'b']]) == ['me', None, None]
    assert call('unlock', 'me', [path]) == [True, None]
    assert call('readlock', [path]) == [None]


@pytest.mark.requires('LOCK-3', 'LOCK-4', 'LOCK-5')
def test_lock_covers_what_is_below_and_above(call):
    """Nothing on the way to a lock, at it, or below it can be locked; what lies beside can."""
    call('lock', 'me', 10, [[u'n', u'a', u'b']])
    for path in ([u'n'], [u'n', u'a'], [u'n', u'a', u'b'], [u'n', u'a', u'b', u'c'], []):
        assert call('lock', 'you', 10, [path])[0] is False
    assert call('lock', 'you', 10, [[u'n', u'a', u'c'], [u'n', u'd']]) == [True, None]


@pytest.mark.requires('LOCK-2')
def test_lock_is_not_reentrant(call):
    """Not even the owner can lock a path twice."""
    call('lock', 'me', 10, [[u'n', u'a']])
    assert call('lock', 'me', 10, [[u'n', u'a']]) == [False, '[n a] is not lockable']


@pytest.mark.requires('LOCK-7', 'LOCK-8')
def test_all_paths_or_none(call):
    """Where one path cannot be locked, none is; the first one is named."""
    call('lock', 'me', 10, [[u'n', u'b']])
    assert call('lock', 'you', 10, [[u'n', u'a'], [u'n', u'b'], [u'n', u'b', u'c']]) == [False, '[n b] is not lockable']
    assert call('readlock', [[u'n', u'a']]) == [None]
    assert call('lock', 'you', 10, []) == [True, None]


@pytest.mark.requires('LOCK-9')
def test_paths_of_one_call_do_not_exclude_each_other(call):
    """All paths are judged before any is locked, so that one call may lock a path twice, or with its parent."""
    assert call('lock', 'me', 10, [[u'n'], [u'n', u'a'], [u'n']]) == [True, None]
    assert call('readlock', [[u'n'], [u'n', u'a']]) == ['me', 'me']
    assert call('unlock', 'me', [[u'n']]) == [True, None]
    assert call('readlock', [[u'n'], [u'n', u'a']]) == [None, 'me']


@pytest.mark.requires('LOCK-26', 'LOCK-27', 'LOCK-28')
def test_lock_some(call):
    """locksome locks one path after the other and says which it could; no paths are null."""
    call('lock', 'me', 10, [[u'n', u'b']])
    assert call('locksome', 'you', 10, [[u'n', u'a'], [u'n', u'b'], (u'n', 'c'), [u'n', u'a']]) == [
        [[u'n', u'a'], None, [u'n', 'c'], None], None]
    assert call('readlock', [[u'n', u'a'], [u'n', u'b'], [u'n', 'c']]) == ['you', 'me', 'you']
    assert call('locksome', 'you', 10, []) == [None, None]


@pytest.mark.requires('LOCK-29', 'LOCK-21')
def test_renew_sets_a_new_deadline(call, wait):
    """A lock that was renewed outlives its first deadline; one that was not is free."""
    call('lock', 'me', 1, [[u'n', u'a'], [u'n', u'b']])
    assert call('renew', 'me', 60, [[u'n', u'a']]) == [True, None]
    wait(1.2)
    assert call('readlock', [[u'n', u'a'], [u'n', u'b']]) == ['me', None]
    assert call('lock', 'you', 10, [[u'n', u'b']]) == [True, None]


@pytest.mark.requires('LOCK-30', 'LOCK-31', 'LOCK-32', 'LOCK-33', 'K25')
def test_renew_of_what_is_not_held(call):
    """Renewing a path that nobody, or somebody else, holds is refused, also for the owner with the empty name."""
    call('lock', 'me', 10, [[u'n', u'a', u'b']])
    assert call('renew', 'you', 10, [[u'n', u'a', u'b']]) == [False, '[n a b] is held by me']
    assert call('renew', 'you', 10, [[u'n', u'a']]) == [False, '[n a] is held by ']
    assert call('renew', 'you', 10, [[u'n', u'x']]) == [False, '[n x] is held by None']
    assert call('renew', '', 10, [[u'n', u'a']]) == [False, '[n a] is held by ']
    assert call('readlock', [[u'n', u'a']]) == [None]


@pytest.mark.requires('LOCK-38', 'LOCK-39', 'LOCK-40')
def test_unlock_of_what_is_not_held(call):
    """Unlocking a path that nobody, or somebody else, holds is refused, and then none is unlocked."""
    call('lock', 'me', 10, [[u'n', u'a', u'b'], [u'n', u'c']])
    assert call('unlock', 'you', [[u'n', u'a', u'b']]) == [False, '[n a b] is held by me']
    assert call('unlock', 'me', [[u'n', u'c'], [u'n', u'a']]) == [False, '[n a] is held by ']
    assert call('unlock', 'me', [[u'n', u'x']]) == [False, '[n x] is not held']
    assert call('readlock', [[u'n', u'c']]) == ['me']
    assert call('unlock', 'me', [[u'n', u'c'], [u'n', u'c']]) == [True, None]


@pytest.mark.requires('LOCK-22', 'LOCK-23', 'LOCK-24', 'LOCK-25')
@pytest.mark.parametrize('timeout, held', [(0, True), (2 ** 40, True), (1.9, True), (-1, False)], ids=str)
def test_timeouts(call, timeout, held):
    """0 is a minute, a huge timeout is cut, a fraction is cut, a negative one is over at the next call."""
    assert call('lock', 'me', timeout, [[u'n', u'a']]) == [True, None]
    assert call('readlock', [[u'n', u'a']]) == ['me' if held else None]


@pytest.mark.requires('LOCK-22')
def test_timeout_of_zero_lasts(call, wait):
    """A timeout of 0 is a minute, not none."""
    call('lock', 'me', 0, [[u'n', u'a']])
    wait(1.2)
    assert call('readlock', [[u'n', u'a']]) == ['me']


@pytest.mark.requires('LOCK-11')
def test_root_can_be_locked(call):
    """The path of no labels is the root, which can be locked where nothing is."""
    assert call('lock', 'me', 10, [[]]) == [True, None]
    assert call('lock', 'you', 10, [[u'n']]) == [False, '[n] is not lockable']
    assert call('unlock', 'me', [[]]) == [True, None]
    assert call('lock', 'you', 10, [[u'n']]) == [True, None]


@pytest.mark.requires('LOCK-6')
def test_unlocked_path_is_no_longer_in_the_way(call):
    """Once the last lock below a path is gone, the path itself can be locked."""
    call('lock', 'me', 10, [[u'n', u'a', u'b']])
    call('unlock', 'me', [[u'n', u'a', u'b']])
    assert call('lock', 'you', 10, [[u'n']]) == [True, None]


@pytest.mark.requires('LOCK-41')
def test_unlocking_below_leaves_the_lock_above(call):
    """A lock stays when one below it is released."""
    call('lock', 'me', 10, [[u'n', u'a'], [u'n', u'a', u'b']])
    call('unlock', 'me', [[u'n', u'a', u'b']])
    assert call('readlock', [[u'n', u'a']]) == ['me']
    assert call('lock', 'you', 10, [[u'n', u'a']]) == [False, '[n a] is not lockable']


@pytest.mark.requires('LOCK-35', 'LOCK-39')
def test_released_path_has_no_owner(call):
    """A path that was released and is on the way to a lock is held by nobody."""
    call('lock', 'me', 10, [[u'n', u'a'], [u'n', u'a', u'b']])
    call('unlock', 'me', [[u'n', u'a']])
    assert call('renew', 'you', 10, [[u'n', u'a']]) == [False, '[n a] is held by ']


@pytest.mark.requires('LOCK-43', 'LOCK-21')
def test_deadline_of_a_dropped_lock_means_nothing(call, wait):
    """When the deadline of a lock comes that delete_namespace dropped, newer locks of the namespace stay."""
    call('lock', 'me', 1, [[u'n', u'a']])
    call('delete_namespace', u'n')
    call('lock', 'you', 60, [[u'n', u'b']])
    wait(1.2)
    assert call('readlock', [[u'n', u'b']]) == ['you']


@pytest.mark.requires('LOCK-43')
def test_delete_namespace_drops_all_below(call):
    """delete_namespace drops the locks below one label, whoever holds them."""
    call('lock', 'me', 10, [[u'n', u'a'], [u'm', u'a']])
    assert call('delete_namespace', u'n') == 0
    assert call('delete_namespace', u'n') == 0
    assert call('readlock', [[u'n', u'a'], [u'm', u'a']]) == [None, 'me']
    assert call('lock', 'you', 10, [[u'n']]) == [True, None]


@pytest.mark.requires('LOCK-15', 'LOCK-13')
def test_labels_are_equal_by_type_and_value(call):
    """Bytes are not text, an integer is no float; a tuple is a path as good as a list."""
    call('lock', 'me', 10, [[u'n', 'a'], [u'n', 1], (u'n', (1, 2))])
    assert call('readlock', [[u'n', 'a'], [u'n', u'a'], [u'n', 1], [u'n', 1.0], [u'n', (1, 2)], [u'n', [1, 2]], (u'n', 1)]) == [
        'me', None, 'me', None, 'me', None, 'me']


@pytest.mark.requires('LOCK-16', 'LOCK-17')
@pytest.mark.parametrize('label, equal, others', [
    (1.5, 1.5, [2.5]),
    (0.0, -0.0, [0, 0.5]),
    ([1, 2], [1, 2], [[2, 1], [1], [1, 3], [[1], 2]]),
    ([[1], []], [[1], []], [[[], [1]], [[1, []]]]),
    ([0.0], [-0.0], [[1.0]]),
    ((1, u'a'), (1, u'a'), [(1, u'b'), (u'a', 1)]),
    ({u'a': 1, u'b': 2}, {u'a': 1, u'b': 2}, [{u'a': 2, u'b': 1}, {u'a': 1, u'b': 3}, {u'a': 1}, {u'c': 1, u'b': 2}]),
], ids=['float', 'zero', 'list', 'nested', 'list of zero', 'tuple', 'map'])
def test_labels_with_parts_are_equal_by_their_parts(call, label, equal, others):
    """Labels are equal by their parts, and the two zeros are equal."""
    call('lock', 'me', 10, [[u'n', label]])
    assert call('readlock', [[u'n', each] for each in [equal] + others]) == ['me'] + [None] * len(others)


@pytest.mark.requires('LOCK-20', 'K18')
def test_labels_of_unknown_tags(call):
    """Labels of tags that mean nothing to the server are equal by tag and content."""
    call('lock', 'me', 10, [[u'n', tagged(5000, [0.0])]])
    others = [tagged(5001, [0.0]), tagged(5000, [1.0]), [0.0]]
    assert call('readlock', [[u'n', each] for each in [tagged(5000, [-0.0])] + others]) == ['me', None, None, None]


@pytest.mark.requires('LOCK-18')
def test_not_a_number_equals_nothing(call):
    """A label of NaN can be locked again and again, and never be found."""
    path = [u'n', float('nan')]
    assert call('lock', 'me', 10, [path]) == [True, None]
    assert call('lock', 'me', 10, [path]) == [True, None]
    assert call('readlock', [path]) == [None]


@pytest.mark.requires('LOCK-19', 'ERR-18')
@pytest.mark.parametrize('label, printed', [
    ('ab', '[97 98]'), (u'ab', 'ab'), (5, '5'), (-5, '-5'), (1.0, '1'), (1.5, '1.5'), (1e30, '1e+30'), (1e-7, '1e-07'),
    (None, '<nil>'), (True, 'true'), ([1, u'a'], '[1 a]'), ((1, u'a'), '{[1 a]}'), ({u'b': 1, u'a': 2}, 'map[a:2 b:1]'),
    (uuid.UUID(int=10), '00000000-0000-0000-0000-00000000000a'), (tagged(5000, 1), '{5000 [] <nil>}'), ('', '[]'), (u'', ''),
], ids=['bytes', 'text', 'int', 'negative', 'whole', 'float', 'large', 'small', 'null', 'bool', 'list', 'tuple', 'map', 'uuid',
        'tag', 'no bytes', 'no text'])
def test_labels_in_messages(call, label, printed):
    """Messages print labels in the manner of Go."""
    assert call('unlock', 'me', [[u'n', label]]) == [False, '[n {}] is not held'.format(printed)]


@pytest.mark.requires('ERR-20', 'ERR-21', 'ERR-22')
def test_numbers_in_messages(call):
    """Numbers that are none, both zeros, and where an exponent begins, in the manner of Go."""
    labels = [float('nan'), float('inf'), -float('inf'), 0.0, -0.0, 1e5, 1e6, 123456789.0, 1e100, 0.0001, 0.00001, -2.5e-7]
    assert call('unlock', 'me', [[u'n'] + labels + [False]]) == [
        False, '[n NaN +Inf -Inf 0 -0 100000 1e+06 1.23456789e+08 1e+100 0.0001 1e-05 -2.5e-07 false] is not held']


@pytest.mark.requires('ERR-25')
@pytest.mark.parametrize('label, printed', [
    ({21: 1, 3: 2, 100: 3}, '3:2 21:1 100:3'), ({-5: 2, -50: 1}, '-50:1 -5:2'),
], ids=['integers', 'negative'])
def test_maps_in_messages(call, label, printed):
    """Messages print maps in the order of their keys, by size."""
    assert call('unlock', 'me', [[u'n', label]]) == [False, '[n map[{}]] is not held'.format(printed)]


@pytest.mark.requires('LOCK-14')
@pytest.mark.parametrize('keys', [None, 'n', 5, {}, [u'n'], [[u'n'], 5]], ids=str)
def test_what_is_no_path(call, keys):
    """Paths are lists or tuples in a list or tuple."""
    for method, params in (('lock', ('me', 10)), ('locksome', ('me', 10)), ('renew', ('me', 10)), ('unlock', ('me',)),
                           ('readlock', ())):
        assert error_of(call, method, *(params + (keys,))) == 'cannot decode key paths'


@pytest.mark.requires('SPEC-53')
def test_clear_leaves_locks(call, task_master):
    """Locks have nothing to do with work specs: clear leaves them."""
    call('lock', 'me', 10, [[u'n', u'a']])
    task_master.clear()
    assert call('readlock', [[u'n', u'a']]) == ['me']


@pytest.mark.requires('LOCK-36')
def test_reading_no_lock(call):
    """Asked for the owners of no path, readlock answers with an empty list."""
    assert call('readlock', []) == []
