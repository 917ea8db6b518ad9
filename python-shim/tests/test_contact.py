"""A test passes only when the daemon under test really answered a call of it."""
from __future__ import absolute_import

import pytest


def outcomes(events):
    return {event['test'].split('::')[1]: (event['outcome'], event['calls'])
            for event in events if event['event'] == 'result'}


def test_counts_the_calls_of_each_test(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile('''
        def test_one(task_master):
            task_master.clear()

        def test_two(task_master):
            task_master.clear()
            task_master.clear()
    ''')
    result, events = run_plugin('--coordinate-address', scripted_daemon.address, '-v')
    assert outcomes(events) == {'test_one': ('passed', 1), 'test_two': ('passed', 2)}
    result.stdout.fnmatch_lines(['*     1  *test_one', '*     2  *test_two'])


def test_a_test_without_a_call_fails(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile('def test_none(task_master): pass')
    result, events = run_plugin('--coordinate-address', scripted_daemon.address)
    assert outcomes(events) == {'test_none': ('failed', 0)}
    assert result.ret == 1


def test_an_error_reply_is_contact(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile('''
        import pytest

        def test_error(task_master):
            with pytest.raises(Exception, match='as asked'):
                task_master._rpc('fail', ())
    ''')
    assert outcomes(run_plugin('--coordinate-address', scripted_daemon.address)[1]) == {'test_error': ('passed', 1)}


def test_another_daemon_is_no_contact(testdir, run_plugin, scripted_daemon, dead_address):
    testdir.makepyfile('''
        from coordinate.job_client import TaskMaster

        def test_elsewhere():
            TaskMaster({'address': '%s'}).clear()
    ''' % scripted_daemon.address)
    assert outcomes(run_plugin('--coordinate-address', dead_address)[1]) == {'test_elsewhere': ('failed', 0)}
    assert ('clear',) in scripted_daemon.calls


IN_PROCESS = '''
    import pytest
    from coordinate.tests.test_job_client import job_queue
    import coordinate.tests.test_job_client as upstream

    in_process = pytest.fixture(upstream.task_master.__pytest_wrapped__.obj)
'''
HIDDEN = {
    'under another name': '''
    def test_it(in_process):
        assert in_process.set_work_spec({'name': 'a', 'min_gb': 1}) is True
    ''',
    'in a class': '''
    class TestIt(object):
        @pytest.fixture
        def task_master(self, in_process):
            return in_process

        def test_it(self, task_master):
            assert task_master.set_work_spec({'name': 'a', 'min_gb': 1}) is True
    ''',
}


@pytest.mark.parametrize('place', sorted(HIDDEN))
def test_the_in_process_server_cannot_slip_through(testdir, run_plugin, scripted_daemon, place):
    """The upstream fixture in a place where no swap finds it: it works, and yet the test fails."""
    testdir.makepyfile(IN_PROCESS + HIDDEN[place])
    testdir.runpytest_inprocess().assert_outcomes(passed=1)
    result, events = run_plugin('--coordinate-address', scripted_daemon.address)
    assert list(outcomes(events).values()) == [('failed', 0)]
    result.stdout.fnmatch_lines(['*no contact: this test made no call that the daemon answered*'])
