"""What the plugin itself asks of a daemon: which work specs it holds, and to forget them and all workers.

Specs are deleted one by one. The RPC `clear` would do for most daemons, but after it the scheduler
of the Python daemon never hands out work again.
"""
from __future__ import absolute_import

import socket

from coordinate.base_client import CborRpcClient

#: Seconds within which a daemon that lives answers a short call.
ANSWER_SECONDS = 5.0


class Sweeper(CborRpcClient):
    """A client for the plugin's own calls, which no test is credited with."""

    def __init__(self, address):
        super(Sweeper, self).__init__({'address': address, 'retries': 0})

    def _conn(self):
        # With a time limit, other than a test's client: a daemon that accepts and stays silent
        # must fail the test, not hang it.
        if self._socket is None:
            self._socket = socket.create_connection(self._socket_addr, ANSWER_SECONDS)
        return self._socket

    @property
    def rfile(self):
        reader = super(Sweeper, self).rfile
        reader.timeout_seconds = 0.0
        return reader

    def call(self, method, *params):
        return self._rpc(method, params)


def parse_address(text):
    """('127.0.0.1', 5932) of '127.0.0.1:5932', ('::1', 5932) of '[::1]:5932'; ValueError for anything else."""
    host, separator, port = text.rpartition(':')
    if host.startswith('[') and host.endswith(']'):
        host = host[1:-1]
    if not separator or not host or not port.isdigit():
        raise ValueError('an address is HOST:PORT, not %r' % (text,))
    return host, int(port)


def format_address(address):
    host, port = address
    return '%s:%d' % ('[%s]' % host if ':' in host else host, port)


def held_specs(address):
    """Names of the work specs on the daemon; none when it cannot be reached, which every test then reports."""
    sweeper = Sweeper(address)
    try:
        names = _spec_names(sweeper)
        return ['some that this client cannot read'] if names is None else names
    except (EnvironmentError, EOFError):
        return []
    finally:
        sweeper.close()


def make_empty(address):
    """Deletes all work specs and workers. Raises what the client raises when the daemon doesn't answer."""
    sweeper = Sweeper(address)
    try:
        _delete_specs(sweeper)
        _unregister_workers(sweeper)
    finally:
        sweeper.close()


def _delete_specs(sweeper):
    previous = None
    while True:
        names = _spec_names(sweeper)
        if names is None:
            sweeper.call('clear')
            return
        if not names:
            return
        if names == previous:
            raise AssertionError('del_work_spec leaves work specs behind: %r' % (names,))
        for name in names:
            sweeper.call('del_work_spec', name)
        previous = names


def _unregister_workers(sweeper):
    """Once, and without a look at the result: the Go daemon never forgets a worker."""
    modes = sweeper.call('list_worker_modes')
    # The Go daemon answers with the map alone, others with a pair.
    for name in modes if isinstance(modes, dict) else modes[0]:
        sweeper.call('worker_unregister', name)


def _spec_names(sweeper):
    """Names of all work specs, or None when one cannot be named to del_work_spec."""
    try:
        specs, _ = sweeper.call('list_work_specs', {})
        # The Go daemon answers nulls instead of specs when there are as many as the limit.
        return [spec['name'] for spec in specs if spec is not None]
    except (EnvironmentError, EOFError):
        raise
    except Exception:
        # A spec without a name, or one with a value that this client cannot decode: the decoder has no error of its own.
        sweeper.close()
        return None
