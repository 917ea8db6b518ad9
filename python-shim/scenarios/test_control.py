"""control_work_spec: pausing and the overrides that last until a spec is set again."""
from __future__ import absolute_import

import pytest

from session import add, error_of, set_spec, take, take_many


def control(client, **options):
    return client._rpc('control_work_spec', ('s', options))


def meta(client):
    return client._rpc('get_work_spec_meta', ('s',))[0]


@pytest.mark.requires('SPEC-55', 'SPEC-56')
def test_paused_spec_gives_no_work(task_master):
    """A paused spec gives no work until it is resumed."""
    set_spec(task_master)
    add(task_master, 'u')
    task_master.pause_work_spec('s')
    assert take(task_master) is None
    task_master.pause_work_spec('s', paused=False)
    assert take(task_master) == 'u'


@pytest.mark.requires('SPEC-21')
def test_disabled_spec_starts_paused(task_master):
    """A spec that is set as disabled is paused from the start."""
    set_spec(task_master, disabled=True)
    add(task_master, 'u')
    assert take(task_master) is None
    task_master.pause_work_spec('s', paused=False)
    assert take(task_master) == 'u'


@pytest.mark.requires('SPEC-57')
@pytest.mark.parametrize('status, shown', [(2, 2), (1, 1), (0, 1), (7, 1), (-1, 1)])
def test_every_status_but_paused_is_runnable(task_master, status, shown):
    """Status 2 pauses, every other number resumes."""
    set_spec(task_master)
    assert control(task_master, status=status) == [True, None]
    assert meta(task_master)['status'] == shown


@pytest.mark.requires('SPEC-60')
def test_paused_spec_stays_paused(task_master):
    """Other options leave a paused spec paused."""
    set_spec(task_master)
    task_master.pause_work_spec('s')
    assert control(task_master, weight=5) == [True, None]
    assert meta(task_master)['status'] == 2


@pytest.mark.requires('SPEC-61', 'K10')
def test_max_running_can_be_overridden(task_master):
    """max_running given to control_work_spec limits the pending units."""
    set_spec(task_master)
    add(task_master, 'a', 'b')
    assert control(task_master, max_running=1) == [True, None]
    assert meta(task_master)['max_running'] == 1
    assert take(task_master) == 'a'
    assert take(task_master) is None


@pytest.mark.requires('SPEC-62', 'WORK-76')
def test_weight_of_zero_stops_a_spec(task_master):
    """A weight of 0 or less is kept as it is, and such a spec is not scheduled."""
    set_spec(task_master)
    add(task_master, 'u')
    for weight in (0, -3):
        assert control(task_master, weight=weight) == [True, None]
        assert meta(task_master)['weight'] == weight
        assert take(task_master) is None
    control(task_master, weight=5)
    assert take(task_master) == 'u'


@pytest.mark.requires('SPEC-24', 'SPEC-71')
def test_interval_is_any_number(task_master):
    """An interval need not be whole seconds."""
    set_spec(task_master, continuous=True)
    assert control(task_master, interval=7.9) == [True, None]
    assert meta(task_master)['interval'] == 7.9


@pytest.mark.requires('SPEC-64', 'SPEC-65', 'K10')
def test_only_a_continuous_spec_can_be_made_so(task_master):
    """continuous can be switched off and on again, but not on for a spec that was not declared so."""
    set_spec(task_master, continuous=True)
    assert control(task_master, continuous=False) == [True, None]
    assert meta(task_master)['continuous'] is False
    assert control(task_master, continuous=True) == [True, None]
    set_spec(task_master)
    assert control(task_master, continuous=True, weight=3) == [
        False, 'cannot make non-continuous work spec s continuous']
    assert meta(task_master)['weight'] == 20


@pytest.mark.requires('OPT-2', 'SPEC-60')
def test_null_is_not_given(task_master):
    """An option that is None changes nothing."""
    set_spec(task_master, weight=5)
    assert control(task_master, weight=None, status=None, interval=None, max_running=None, continuous=None) == [True, None]
    assert meta(task_master) == {'status': 1, 'continuous': False, 'interval': 0.0, 'max_running': 0, 'weight': 5}


@pytest.mark.requires('SPEC-19')
def test_setting_the_spec_again_resets_overrides(task_master):
    """Setting the spec again resets every override."""
    set_spec(task_master, continuous=True)
    control(task_master, status=2, weight=3, interval=9, max_running=2, continuous=False)
    set_spec(task_master, continuous=True)
    assert meta(task_master) == {'status': 1, 'continuous': True, 'interval': 0.0, 'max_running': 0, 'weight': 20}


@pytest.mark.requires('ERR-11', 'ERR-13')
def test_options_of_a_wrong_type(task_master):
    """Each option of control_work_spec with a wrong type is named, and nothing changes."""
    set_spec(task_master)
    message = error_of(control, task_master, continuous=5, status='x', weight='x', interval='x', max_running='x')
    assert message == (
        "5 error(s) decoding:\n\n"
        "* 'Continuous' expected type 'bool', got unconvertible type 'uint64'\n"
        "* 'Interval' expected type 'float64', got unconvertible type '[]uint8'\n"
        "* 'Status' expected type 'jobserver.WorkSpecStatus', got unconvertible type '[]uint8'\n"
        "* 'Weight' expected type 'int', got unconvertible type '[]uint8'\n"
        "* 'max_running' expected type 'int', got unconvertible type '[]uint8'")
    assert meta(task_master)['weight'] == 20


@pytest.mark.requires('WORK-92', 'SPEC-28')
def test_max_running_caps_a_bundle(task_master):
    """max_running caps what one get_work gives, counting the units that are pending already."""
    set_spec(task_master, max_running=3)
    add(task_master, 'a', 'b', 'c', 'd')
    assert take(task_master) == 'a'
    assert take_many(task_master, 10) == ['b', 'c']
    assert take_many(task_master, 10) == []
    task_master.update_work_unit('s', 'a', status=4)
    assert take_many(task_master, 10) == ['d']
