"""The fixtures that tests see: a client of the daemon under test, and declared waiting."""
from __future__ import absolute_import

import time

import pytest
from coordinate.job_client import TaskMaster

from . import daemon, workers

#: Workers of one run_multi_worker that a test leaves unsaid. The client's default is one a core: the upstream tests give
#: ten jobs of 2 s a limit of 15 s, which two cores meet by a hair and one core cannot.
WORKERS = 5


@pytest.fixture
def coordinate_contact(request):
    """What counts the calls of this test and knows the daemon's address."""
    contact = getattr(request.config, 'coordinate_contact', None)
    if contact is None:
        pytest.fail('no daemon to test: give --coordinate-address HOST:PORT')
    return contact


@pytest.fixture
def task_master(coordinate_contact):
    """A real client on a daemon without work specs."""
    address = coordinate_contact.address
    coordinate_contact.prepare()
    client = TaskMaster({
        # A list: workers get this configuration through a YAML file.
        'address': list(address),
        'namespace': 'test_ns',
        # The client's default is 5 retries from 0.5 s on: 15 s for every test when the daemon is gone.
        'retries': 1,
        'base_retry_seconds': 0.1,
        'fork_worker': {'num_workers': WORKERS},
    })
    yield client
    client.close()
    daemon.make_empty(address)


@pytest.fixture
def local_server_port(coordinate_contact):
    """Stands where a module started a daemon of its own: the port of the daemon under test."""
    return coordinate_contact.address[1]


@pytest.fixture
def jobqueue_conf():
    """Stands where a module configures the backend of a job server of its own: the daemon under test has one."""
    return {}


@pytest.fixture(autouse=True)
def end_workers(request):
    """Ends the workers that a failed or interrupted test leaves running: they would take the next test's work."""
    yield
    if 'tmpdir' in request.node.funcargs:
        workers.end_those_of(request.node.funcargs['tmpdir'])


@pytest.fixture
def wait(coordinate_contact):
    """A function that lets a given number of seconds pass and says so in the events."""
    def wait_seconds(seconds):
        coordinate_contact.sink.write(event='wait', seconds=seconds)
        time.sleep(seconds)
    return wait_seconds
