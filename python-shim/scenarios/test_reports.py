"""What a report on a unit does to its lease and status: progress, retries, and both when they come late."""
from __future__ import absolute_import

import time

import pytest

from session import add, data_of, set_spec, statuses, take


def seconds_left(client, key='u'):
    status, = client.get_work_unit_status('s', [key])
    return status['expiration'] - time.time()


@pytest.mark.requires('K35')
@pytest.mark.parametrize('delay', [0, 60], ids=['available', 'delayed'])
def test_retry_of_an_available_unit(task_master, delay):
    """A unit that is available can be retried: that all units could be is what the client returns."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {}, {'delay': delay}), ('v', {})])
    assert task_master.retry('s', 'u', 'v') is True
    assert task_master.update_work_unit('s', 'u', status=task_master.AVAILABLE) is True
    assert task_master.count_work_units('s') == {1: 2}
    assert [take(task_master), take(task_master), take(task_master)] == (['v', None, None] if delay else ['u', 'v', None])


@pytest.mark.requires('K36')
@pytest.mark.parametrize('options', [{}, {'lease_time': None}, {'status': 3}], ids=['data', 'null', 'status'])
def test_progress_does_not_shorten_a_lease(task_master, options):
    """A report of progress that gives no lease time leaves a lease alone that runs longer than the usual 300 s."""
    set_spec(task_master)
    add(task_master, 'u')
    take(task_master, lease_time=900)
    assert task_master._rpc('update_work_unit', ('s', 'u', dict(options, data={'done': 1}))) == [True, None]
    assert 890 < seconds_left(task_master) <= 900
    assert data_of(task_master, 'u') == {'done': 1}


@pytest.mark.requires('K36')
@pytest.mark.parametrize('lease', [100, 0, -1], ids=str)
def test_lease_time_can_shorten_a_lease(task_master, lease):
    """A lease time that is given counts from now, be the lease longer; one below 1 is the usual 300 s."""
    set_spec(task_master)
    add(task_master, 'u')
    unit = task_master.get_work('w', lease_time=900)
    assert unit.update(lease) is True
    assert (lease if lease > 0 else 300) - 10 < seconds_left(task_master) <= (lease if lease > 0 else 300)


@pytest.mark.requires('WORK-61')
def test_late_release_of_a_finished_unit(task_master):
    """A worker that gives its unit back makes it available in whatever status it is by then, finished by others included."""
    set_spec(task_master)
    task_master.add_work_units('s', [('u', {'n': 1})])
    late = task_master.get_work('w1')
    task_master.update_work_unit('s', 'u', status=task_master.FINISHED, data={'n': 2})
    assert statuses(task_master, 'u') == [4]
    assert late.taskmaster.update_work_unit('s', 'u', status=task_master.AVAILABLE) is True
    assert statuses(task_master, 'u') == [1]
    again = task_master.get_work('w2')
    assert (again.key, again.data) == ('u', {'n': 1})
    assert late.taskmaster.update_work_unit('s', 'u', status=task_master.AVAILABLE) is True
    assert take(task_master, 'w3') == 'u'
