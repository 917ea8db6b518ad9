"""The stand-in for upstream's job server: its answers, and the clock that it moves."""
from __future__ import absolute_import

import time

import pytest

from coordinate_shim.daemon import parse_address
from coordinate_shim.network_queue import NetworkQueue, advance, queue_of


class Sink(object):
    """Moves a scripted daemon's clock as the tool does, and notes what was said."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.events = []

    def write(self, **event):
        self.events.append(event)
        self.daemon.now += event.get('seconds', 0)


class Contact(object):
    def __init__(self, daemon):
        self.address = parse_address(daemon.address)
        self.sink = Sink(daemon)
        self.prepared = 0

    def prepare(self):
        self.prepared += 1


@pytest.fixture
def contact(scripted_daemon):
    daemon = scripted_daemon
    daemon.now = 1000
    answer = daemon.answer
    daemon.answer = lambda method, params: daemon.now if method == 'now' else answer(method, params)
    return Contact(daemon)


def test_pairs_are_tuples_as_in_process(contact):
    assert NetworkQueue(contact).list_work_specs({}) == ([], None)


def test_each_queue_is_an_empty_daemon(contact):
    queue_of(contact)({'any': 'configuration'})
    assert contact.prepared == 1


def test_a_missing_work_spec_is_told_in_the_job_servers_words(contact, scripted_daemon):
    scripted_daemon.answer = lambda method, params: [False, 'No such work spec %s' % params[0]]
    assert NetworkQueue(contact).add_work_units('aoeu', []) == (False, "no such work_spec 'aoeu'")


def test_the_daemons_clock_follows_the_tests_clock(contact, monkeypatch):
    queue = NetworkQueue(contact)
    monkeypatch.setattr(time, 'time', lambda: 100.0)
    queue.list_work_specs({})
    assert contact.sink.events == []
    monkeypatch.setattr(time, 'time', lambda: 500.0)
    queue.list_work_specs({})
    assert contact.sink.events == [{'event': 'advance', 'seconds': 400.0}]


def test_a_clock_that_does_not_move_fails_the_test(contact, monkeypatch):
    monkeypatch.setattr('coordinate_shim.network_queue.LOOKS', 3)
    contact.sink.write = lambda **event: None
    with pytest.raises(AssertionError, match='does not move'):
        advance(contact, 5)
