"""Every command of the real `coordinate` program does its work against the daemon under test.

Two tracebacks of its own, which it gives against the Python daemon too, are pinned at the end.
"""
from __future__ import absolute_import

import json

import pytest
import yaml

SPEC = 'name: copy\nmin_gb: 1\nmodule: copying\nrun_function: copy_to_output\n'


def statuses(client, spec, *keys):
    return [status and status['status'] for status in client.get_work_unit_status(spec, list(keys))]


def test_help_lists_commands(coordinate, task_master):
    command = coordinate('help')
    assert command.traceback is None
    assert 'work_units' in command.output
    assert task_master.list_work_specs() == ([], None)


def test_load_sets_spec_and_units(coordinate, task_master):
    command = coordinate('load', '-w', 'spec', '-u', 'units', '-n', '5', spec=SPEC, units='{"k": {"a": 1}}\n')
    assert command.traceback is None
    assert task_master.get_work_spec('copy')['nice'] == 5
    assert task_master.get_work_units('copy') == [('k', {'a': 1})]


def test_addwork_adds_units(coordinate, loaded):
    command = coordinate('addwork', '-W', 'copy', '-u', 'units', units='{"k4": {}}\n')
    assert command.traceback is None
    assert statuses(loaded, 'copy', 'k4') == [1]


def test_flow_sets_every_spec(coordinate, task_master):
    flow = ('flows:\n  first: {min_gb: 1, module: copying, run_function: copy_to_output, then: second}\n'
            '  second: {min_gb: 1, module: copying, run_function: copy_to_output}\n')
    command = coordinate('flow', 'flow', flow=flow)
    assert command.traceback is None
    assert [name for name, _ in task_master.list_work_specs()[0]] == ['first', 'second']


def test_work_specs_lists_names(coordinate, loaded):
    command = coordinate('work_specs')
    assert command.lines == ['copy']
    assert loaded.get_work_spec('copy') is not None


@pytest.mark.parametrize('form', ['--json', '--yaml'])
def test_work_spec_prints_definition(coordinate, loaded, form):
    command = coordinate('work_spec', '-W', 'copy', form)
    assert command.traceback is None
    assert 'copy_to_output' in command.output
    assert loaded.get_work_spec('copy')['module'] == 'copying'


def test_work_spec_of_nothing(coordinate, task_master):
    command = coordinate('work_spec', '-W', 'nosuch')
    assert command.traceback is None
    assert command.lines[0] == 'null'
    assert task_master.get_work_spec('nosuch') is None


def test_status_counts_units(coordinate, loaded):
    command = coordinate('status', '-W', 'copy')
    assert json.loads(command.output) == loaded.status('copy')
    assert loaded.status('copy')['num_available'] == 3


@pytest.mark.parametrize('form', [[], ['--json'], ['--text']])
def test_summary_counts_every_spec(coordinate, loaded, form):
    command = coordinate('summary', *form)
    assert command.traceback is None
    assert 'copy' in command.output
    assert loaded.count_work_units('copy') == {1: 3}


def test_work_units_lists_keys(coordinate, loaded):
    assert coordinate('work_units', '-W', 'copy').lines == ['k1', 'k2', 'k3']
    assert coordinate('work_units', '-W', 'copy', '-n', '2').lines == ['k1', 'k2']
    assert loaded.count_work_units('copy') == {1: 3}


def test_work_units_without_a_match(coordinate, loaded):
    """Against the Go daemon this is a TypeError: its list is null."""
    command = coordinate('work_units', '-W', 'copy', '-s', 'finished')
    assert (command.traceback, command.output) == (None, '')
    assert loaded.list_finished_work_units('copy') == {}


def test_work_units_details_shows_data(coordinate, loaded):
    command = coordinate('work_units', '-W', 'copy', '--details')
    assert command.traceback is None
    assert 'k3: no info' in command.lines
    assert loaded.count_work_units('copy') == {1: 3}


def test_work_unit_shows_lease_and_worker(coordinate, loaded):
    loaded.worker_heartbeat('w', 'RUN', 100, {'fqdn': 'example.invalid'}, None)
    loaded.get_work('w')
    command = coordinate('work_unit', '-W', 'copy', 'k1', 'k2')
    assert command.traceback is None
    assert command.lines[0] in ('k1 (3)', 'k1 (3L)')
    assert '  Worker: w (example.invalid)' in command.lines
    assert command.lines[-1] in ('k2 (1)', 'k2 (1L)')


def test_pause_and_resume(coordinate, loaded):
    assert coordinate('pause', 'copy').traceback is None
    assert loaded.get_work('w') is None
    assert coordinate('resume', 'copy').traceback is None
    assert loaded.get_work('w').key == 'k1'


def test_prioritize_puts_unit_first(coordinate, loaded):
    assert coordinate('prioritize', 'copy', 'k3').traceback is None
    assert loaded.get_work('w').key == 'k3'


def test_run_one_finishes_a_unit(coordinate, loaded):
    command = coordinate('run_one', '--from-work-spec', 'copy', '--limit-count', '1')
    assert command.traceback is None
    assert statuses(loaded, 'copy', 'k1', 'k2') == [4, 1]


def test_run_one_in_bundles(coordinate, loaded):
    command = coordinate('run_one', '--limit-count', '2', '--max-jobs', '2')
    assert command.traceback is None
    assert loaded.count_work_units('copy')[4] >= 2


def test_rpc_prints_result_and_error(coordinate, loaded):
    assert eval(coordinate('rpc', 'count_work_units', 'copy').output)[0] == {1: 3}
    command = coordinate('rpc', 'nosuch')
    assert command.code == 0
    assert 'nosuch' in command.output.lower()
    assert loaded.count_work_units('copy') == {1: 3}


@pytest.mark.parametrize('form', [[], ['--all'], ['--details']])
def test_workers_lists_modes(coordinate, loaded, form):
    """Against the Go daemon this is a ValueError: its reply is no pair."""
    loaded.worker_heartbeat('w1', 'RUN', 100, {'host': 'h'}, None)
    command = coordinate('workers', *form)
    assert command.traceback is None
    assert any(line.startswith('w1') for line in command.lines)


@pytest.mark.parametrize('data', [{'host': 'h'}, {}, None])
def test_workers_details_say_how_old_a_heartbeat_is(coordinate, loaded, data):
    """The command reads age_seconds of every worker, also of one without data."""
    loaded.worker_heartbeat('w1', 'RUN', 100, data, None)
    command = coordinate('workers', '--details')
    assert command.traceback is None
    assert any(line.startswith('w1') for line in command.lines)


def test_worker_stats_prints_counts(coordinate, loaded):
    loaded.worker_heartbeat('w1', 'RUN', 100, {}, None)
    command = coordinate('worker_stats')
    assert command.traceback is None
    assert 'num_workers' in command.output


def test_retry_makes_failed_unit_available(coordinate, loaded):
    loaded.get_work('w').fail()
    assert coordinate('retry', '-W', 'copy', 'k1').traceback is None
    assert statuses(loaded, 'copy', 'k1') == [1]


def test_retry_all(coordinate, loaded):
    loaded.get_work('w').fail()
    loaded.get_work('w').fail()
    assert coordinate('retry', '-W', 'copy', '-a').traceback is None
    assert loaded.count_work_units('copy') == {1: 3}


def test_retry_of_nothing_says_so(coordinate, loaded):
    command = coordinate('retry', '-W', 'copy', 'nosuch')
    assert command.traceback is None
    assert loaded.count_work_units('copy') == {1: 3}


def test_clear_deletes_named_then_by_status(coordinate, loaded):
    assert coordinate('clear', '-W', 'copy', 'k1').traceback is None
    assert loaded.count_work_units('copy') == {1: 2}
    assert coordinate('clear', '-W', 'copy', '-s', 'available').traceback is None
    assert loaded.count_work_units('copy') == {}


def test_delete_drops_everything(coordinate, loaded):
    command = coordinate('delete', '-y')
    assert command.traceback is None
    assert loaded.list_work_specs() == ([], None)


def test_config_prints_what_the_client_gets(coordinate, task_master):
    """A daemon that was started without a configuration says so to both."""
    command = coordinate('config')
    try:
        config = task_master.get_server_config()
    except Exception as error:
        assert command.traceback == 'Exception: {}'.format(error)
    else:
        assert command.traceback is None
        assert yaml.load(command.output, Loader=yaml.Loader) == config


def test_quit_does_nothing(coordinate, loaded):
    assert coordinate('quit').traceback is None
    assert loaded.count_work_units('copy') == {1: 3}


def test_status_of_nothing_is_a_traceback_of_its_own(coordinate, task_master):
    command = coordinate('status', '-W', 'nosuch')
    assert command.traceback.endswith("object has no attribute 'get'")
    assert task_master.list_work_specs() == ([], None)


def test_work_unit_of_nothing_is_a_traceback_of_its_own(coordinate, loaded):
    command = coordinate('work_unit', '-W', 'copy', 'nosuch')
    assert command.traceback == "TypeError: 'NoneType' object has no attribute '__getitem__'"
    assert loaded.count_work_units('copy') == {1: 3}
