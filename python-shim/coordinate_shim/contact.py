"""Proof of contact: counts the calls of each test that the daemon under test really answered."""
from __future__ import absolute_import

import functools
import socket

from coordinate.base_client import CborRpcClient

from .daemon import Sweeper, make_empty

#: A daemon that stays silent this often in a row costs no further test any time.
PATIENCE = 2


class Contact(object):
    """Watches every client in this process.

    A call counts when its client got an answer from a TCP connection whose far end is the daemon
    under test. A client with anything else in place of a socket is not counted, whatever it
    answers: that is how the in-process server of the upstream tests looks.
    """

    def __init__(self, sink, address=None, fresh=False):
        self.sink = sink
        self.address = address
        self.fresh = fresh
        self.calls = 0
        self._silences = 0
        self._original = None

    def install(self):
        original = self._original = CborRpcClient._rpc

        @functools.wraps(original)
        def counted(client, method_name, params):
            try:
                result = original(client, method_name, params)
            except Exception as error:
                # The client raises bare Exception for an error reply, and for nothing else.
                if type(error) is Exception:
                    self._note(client, method_name)
                raise
            self._note(client, method_name)
            return result

        CborRpcClient._rpc = counted

    def uninstall(self):
        CborRpcClient._rpc = self._original

    def begin(self):
        """Called before each test; with a fresh daemon for each, this waits for it."""
        self.calls = 0
        if self.fresh:
            self.address = self.sink.ask_address()
            self._silences = 0

    def prepare(self):
        """Empties the daemon before a test. Raises what the client raises when it doesn't answer."""
        if self._silences >= PATIENCE:
            raise AssertionError('the daemon accepts connections and does not answer: not asked again')
        try:
            make_empty(self.address)
        except (socket.timeout, EOFError):
            self._silences += 1
            raise
        self._silences = 0

    def _note(self, client, method_name):
        if isinstance(client, Sweeper):
            return
        port = self._local_port(client._socket)
        if port is not None:
            self.calls += 1
            self.sink.write(event='call', method=method_name, port=port)

    def _local_port(self, connection):
        """The near port of a connection to the daemon under test, or None."""
        if not isinstance(connection, socket.socket):
            return None
        try:
            far, near = connection.getpeername(), connection.getsockname()
        except socket.error:
            return None
        if far[1] != self.address[1] or far[0] not in self._hosts():
            return None
        return near[1]

    def _hosts(self):
        return {entry[4][0] for entry in socket.getaddrinfo(self.address[0], self.address[1])}
