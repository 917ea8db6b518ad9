"""Swaps the fixtures that a test module builds its own server with for those of this package."""
from __future__ import absolute_import

import pytest
from _pytest.fixtures import getfixturemarker

from . import fixtures
from .network_queue import queue_of

#: Fixtures of the upstream modules that start or embed a server.
REPLACED = {
    'task_master': fixtures.task_master,
    'local_server_port': fixtures.local_server_port,
    'jobqueue_conf': fixtures.jobqueue_conf,
}


class NetworkModule(pytest.Module):
    """A test module whose server fixtures lead to the daemon under test.

    The swap happens after the import and before pytest looks for fixtures, so it does not matter
    whether the module defines a fixture or imports it from a sibling.
    """

    def _getobj(self):
        module = super(NetworkModule, self)._getobj()
        for name, fixture in REPLACED.items():
            if getfixturemarker(getattr(module, name, None)) is not None:
                setattr(module, name, fixture)
        if hasattr(module, 'JobQueue'):
            module.JobQueue = queue_of(self.config.coordinate_contact)
        return module
