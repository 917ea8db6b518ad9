"""What is written for the program that runs the tests, and what it may answer."""
from __future__ import absolute_import

import json
import socket
import threading

from coordinate_shim.events import open_sink

TESTS = '''
    import pytest

    @pytest.mark.requires('K1', 'client list_work_units')
    def test_documented(task_master, wait):
        """One line
        goes on.

        More.
        """
        task_master.clear()
        wait(0.01)

    @pytest.mark.slow
    def test_broken(task_master):
        assert task_master.clear() == 1

    def test_left_out(task_master):
        pytest.skip('not here')
'''


def test_the_events_of_a_run(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile(test_x=TESTS)
    _, events = run_plugin('--coordinate-address', scripted_daemon.address)
    assert [event['event'] for event in events] == [
        'session', 'collected', 'start', 'call', 'wait', 'result', 'start', 'call', 'result', 'start', 'result', 'end']
    by_name = {event['event']: event for event in reversed(events)}
    assert by_name['collected']['tests'] == [
        {'test': 'test_x::test_documented', 'title': 'One line goes on.', 'slow': False,
         'requires': ['K1', 'client list_work_units']},
        {'test': 'test_x::test_broken', 'title': '', 'slow': True, 'requires': []},
        {'test': 'test_x::test_left_out', 'title': '', 'slow': False, 'requires': []},
    ]
    assert by_name['call']['method'] == 'clear'
    assert by_name['wait']['seconds'] == 0.01
    results = [event for event in events if event['event'] == 'result']
    assert [(event['outcome'], event['calls']) for event in results] == [('passed', 1), ('failed', 1), ('skipped', 0)]
    assert 'assert' in results[1]['message']
    assert 'not here' in results[2]['message']
    assert by_name['end']['status'] == 1


def test_bytes_of_any_kind_can_be_told(tmpdir):
    path = tmpdir.join('events')
    sink = open_sink(str(path))
    sink.write(event='refused', specs=[b'caf\xc3\xa9', b'\xff'])
    sink.close()
    assert json.loads(path.read())['specs'] == [u'caf\xe9', u'\ufffd']


def test_a_module_that_cannot_be_imported(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile(test_x='import nowhere_to_be_found')
    _, events = run_plugin('--coordinate-address', scripted_daemon.address)
    broken = [event for event in events if event['event'] == 'uncollectable']
    assert [event['module'] for event in broken] == ['test_x.py']
    assert 'nowhere_to_be_found' in broken[0]['message']


def test_a_fresh_daemon_for_each_test(testdir, scripted_daemon):
    """The listener is asked before each test, and its answer is the address that the test uses."""
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(1)
    asked = []

    def serve():
        stream = listener.accept()[0].makefile('r+b', 0)
        for line in iter(stream.readline, b''):
            asked.append(json.loads(line)['event'])
            if asked[-1] == 'fresh':
                stream.write(json.dumps({'address': scripted_daemon.address}) + '\n')

    thread = threading.Thread(target=serve)
    thread.daemon = True
    thread.start()
    testdir.makepyfile('''
        def test_one(task_master):
            task_master.clear()

        def test_two(task_master):
            task_master.clear()
    ''')
    result = testdir.runpytest_inprocess('-p', 'coordinate_shim.plugin', '--coordinate-fresh',
                                         '--coordinate-events', 'tcp:127.0.0.1:%d' % listener.getsockname()[1])
    result.assert_outcomes(passed=2)
    thread.join(5)
    assert asked.count('fresh') == 2


def test_fresh_needs_a_listener(testdir, run_plugin):
    testdir.makepyfile('def test_one(): pass')
    result, _ = run_plugin('--coordinate-fresh')
    assert result.ret == 4
    result.stderr.fnmatch_lines(['*--coordinate-fresh needs --coordinate-events=tcp:*'])
