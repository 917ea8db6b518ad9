"""Each test finds a daemon without work specs, and a daemon in use is left alone."""
from __future__ import absolute_import

import os
import subprocess
import sys
import time

import pytest
from coordinate_shim import daemon

ADDS = '''
    def test_first(task_master):
        task_master.set_work_spec({'name': 'a', 'min_gb': 1})
        task_master.set_work_spec({'name': 'b', 'min_gb': 1})

    def test_second(task_master):
        assert task_master.list_work_specs() == ([], None)
'''


def test_specs_are_deleted_one_by_one(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile(ADDS)
    result, _ = run_plugin('--coordinate-address', scripted_daemon.address)
    result.assert_outcomes(passed=2)
    methods = [call[0] for call in scripted_daemon.calls]
    assert methods.count('del_work_spec') == 2
    assert 'clear' not in methods
    assert scripted_daemon.specs == []


def test_the_last_test_leaves_nothing_behind(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile('''
        def test_adds(task_master):
            task_master.set_work_spec({'name': 'a', 'min_gb': 1})
    ''')
    run_plugin('--coordinate-address', scripted_daemon.address)[0].assert_outcomes(passed=1)
    assert ('set_work_spec', {'name': 'a', 'min_gb': 1}) in scripted_daemon.calls
    assert scripted_daemon.specs == []


def test_workers_are_unregistered(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile("""
        def test_first(task_master):
            task_master.worker_register('w')

        def test_second(task_master):
            assert task_master.workers() == {}
    """)
    result, _ = run_plugin('--coordinate-address', scripted_daemon.address)
    result.assert_outcomes(passed=2)
    assert scripted_daemon.workers == []


def test_a_daemon_that_holds_specs_is_refused(testdir, run_plugin, scripted_daemon):
    scripted_daemon.specs = ['precious']
    testdir.makepyfile(ADDS)
    result, events = run_plugin('--coordinate-address', scripted_daemon.address)
    assert result.ret == 4
    assert scripted_daemon.specs == ['precious']
    assert [event for event in events if event['event'] == 'refused'] == [{'event': 'refused', 'specs': ['precious']}]
    result.stderr.fnmatch_lines(['*holds 1 work specs (precious)*--coordinate-wipe*'])


def test_wiping_allowed(testdir, run_plugin, scripted_daemon):
    scripted_daemon.specs = ['old']
    testdir.makepyfile(ADDS)
    result, _ = run_plugin('--coordinate-address', scripted_daemon.address, '--coordinate-wipe')
    result.assert_outcomes(passed=2)


def test_every_test_fails_on_a_dead_port(testdir, run_plugin, dead_address):
    testdir.makepyfile(ADDS)
    started = time.time()
    result, events = run_plugin('--coordinate-address', dead_address)
    result.assert_outcomes(error=2)
    assert [event['outcome'] for event in events if event['event'] == 'result'] == ['failed', 'failed']
    assert time.time() - started < 5


def test_a_silent_daemon_fails_every_test_without_hanging(testdir, run_plugin, scripted_daemon, monkeypatch):
    monkeypatch.setattr(daemon, 'ANSWER_SECONDS', 0.05)
    scripted_daemon.silent = True
    testdir.makepyfile('''
        import pytest

        @pytest.mark.parametrize('n', range(20))
        def test_call(task_master, n):
            task_master.clear()
    ''')
    result, _ = run_plugin('--coordinate-address', scripted_daemon.address, '--coordinate-wipe')
    result.assert_outcomes(error=20)
    result.stdout.fnmatch_lines(['*does not answer: not asked again*'])


def test_a_spec_without_a_name_is_cleared(scripted_daemon):
    scripted_daemon.answer = lambda method, params: {
        'list_work_specs': [[{}], None], 'list_worker_modes': {}, 'clear': scripted_daemon.calls.append(method),
    }[method]
    daemon.make_empty(scripted_daemon.server_address)
    assert 'clear' in scripted_daemon.calls


@pytest.mark.skipif(sys.platform.startswith('java'), reason='workers do not run on Jython')
@pytest.mark.parametrize('named, ended', [(True, True), (False, False)], ids=['a worker', 'another process'])
def test_workers_left_running_are_ended(testdir, run_plugin, scripted_daemon, tmpdir, named, ended):
    """Only a process whose command line names the file: its number may have passed to another one."""
    testdir.makepyfile('''
        def test_fails(task_master, tmpdir):
            pidfile = tmpdir.join('worker.pid')
            pidfile.write(open(%r).read())
            task_master.clear()
            assert False
    ''' % str(tmpdir.join('pid')))
    pidfile = tmpdir.join('base', 'test_fails0', 'worker.pid')
    process = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)', str(pidfile) if named else 'x'],
                               preexec_fn=os.setsid)
    tmpdir.join('pid').write(str(process.pid))
    try:
        result, _ = run_plugin('--coordinate-address', scripted_daemon.address, '--basetemp', str(tmpdir.join('base')))
        result.assert_outcomes(failed=1)
        deadline = time.time() + 10
        while ended and process.poll() is None and time.time() < deadline:
            time.sleep(0.01)
        assert (process.poll() is not None) == ended
    finally:
        if process.poll() is None:
            process.kill()


def test_workers_do_not_depend_on_the_cores(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile("""
        import os
        from coordinate.workers import ForkWorker

        def test_one_core(task_master, monkeypatch):
            task_master.list_work_specs()
            monkeypatch.setattr(os, 'sysconf', lambda name: 1)
            assert ForkWorker(task_master.config).num_workers == 5
    """)
    run_plugin('--coordinate-address', scripted_daemon.address)[0].assert_outcomes(passed=1)
