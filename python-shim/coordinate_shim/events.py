"""Where events go: a file or a listener gets one JSON object a line; without either they are dropped."""
from __future__ import absolute_import

import io
import json
import socket

from .daemon import parse_address


def open_sink(place):
    """The sink for the value of --coordinate-events, which may be None."""
    if not place:
        return Sink(None)
    if place.startswith('tcp:'):
        return Sink(socket.create_connection(parse_address(place[len('tcp:'):])).makefile('r+b', 0), can_ask=True)
    return Sink(io.open(place, 'wb', buffering=0))


class Sink(object):
    """Writes events; `can_ask` tells whether something at the other end answers."""

    def __init__(self, stream, can_ask=False):
        self._stream = stream
        self.can_ask = can_ask

    def write(self, **event):
        if self._stream is not None:
            self._stream.write(json.dumps(_decodable(event), sort_keys=True) + '\n')

    def ask_address(self):
        """Address of a daemon that nobody has used yet. Raises EOFError when there is none."""
        self.write(event='fresh')
        line = self._stream.readline()
        if not line:
            raise EOFError('nobody answered with the address of a fresh daemon')
        return parse_address(json.loads(line)['address'].encode('ascii'))

    def close(self):
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def _decodable(value):
    """The same value with text for byte strings, whatever bytes those hold."""
    if isinstance(value, bytes):
        return value.decode('utf-8', 'replace')
    if isinstance(value, list):
        return [_decodable(each) for each in value]
    if isinstance(value, dict):
        return {_decodable(key): _decodable(each) for key, each in value.items()}
    return value
