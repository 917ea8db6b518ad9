"""The fixtures of upstream modules are swapped however a module got them."""
from __future__ import absolute_import

DEFINES = '''
    import pytest

    @pytest.%s
    def task_master():
        raise AssertionError("the module's own fixture ran")

    def test_call(task_master):
        assert task_master.set_work_spec({'name': 'a', 'min_gb': 1}) is True
'''


def test_a_module_that_defines_the_fixture(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile(DEFINES % 'fixture')
    result, _ = run_plugin('--coordinate-address', scripted_daemon.address)
    result.assert_outcomes(passed=1)


def test_a_module_that_defines_a_yield_fixture(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile((DEFINES % 'yield_fixture').replace('raise', 'yield 1; raise'))
    result, _ = run_plugin('--coordinate-address', scripted_daemon.address)
    result.assert_outcomes(passed=1)


def test_a_module_that_imports_the_fixture(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile(
        test_sibling=DEFINES % 'fixture',
        test_importer='''
            from test_sibling import task_master

            def test_call(task_master):
                assert task_master.del_work_spec is not None
                assert task_master.set_work_spec({'name': 'a', 'min_gb': 1}) is True
        ''')
    result, _ = run_plugin('--coordinate-address', scripted_daemon.address)
    result.assert_outcomes(passed=2)


def test_a_module_that_starts_a_daemon_of_its_own(testdir, run_plugin, scripted_daemon):
    testdir.makepyfile('''
        import pytest
        from coordinate.job_client import TaskMaster

        @pytest.yield_fixture(scope='module')
        def local_server_port():
            raise AssertionError('started a daemon')
            yield

        def test_port(local_server_port):
            TaskMaster({'address': ('127.0.0.1', local_server_port)}).clear()
    ''')
    result, _ = run_plugin('--coordinate-address', scripted_daemon.address)
    result.assert_outcomes(passed=1)


def test_without_an_address_nothing_is_swapped(testdir, run_plugin):
    testdir.makepyfile(DEFINES % 'fixture')
    result, events = run_plugin()
    result.assert_outcomes(error=1)
    result.stdout.fnmatch_lines(['*no daemon given*', "*the module's own fixture ran*"])
    assert events == []
