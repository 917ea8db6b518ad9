"""The pytest plugin: its options, and which part of this package answers which hook.

It does nothing until it is told an address (--coordinate-address or $COORDINATE_ADDRESS).
"""
from __future__ import absolute_import

import os

import pytest

from . import client, daemon
from .contact import Contact
from .events import open_sink
from .report import Reporter
from .swap import NetworkModule

pytest_plugins = ('coordinate_shim.fixtures',)

OPTIONS = (
    ('--coordinate-address', 'COORDINATE_ADDRESS', 'HOST:PORT',
     'run every test against the daemon at this address'),
    ('--coordinate-events', 'COORDINATE_EVENTS', 'FILE|tcp:HOST:PORT',
     'write what happens, one JSON object a line, to a file or to a listener'),
)
SWITCHES = (
    ('--coordinate-wipe', 'COORDINATE_WIPE',
     'delete the work specs that the daemon holds; without this, such a daemon is refused'),
    ('--coordinate-fresh', 'COORDINATE_FRESH',
     'ask the listener of --coordinate-events for the address of a new daemon before each test'),
)


def pytest_addoption(parser):
    group = parser.getgroup('coordinate', 'coordinate: tests over the network')
    for flag, variable, metavar, text in OPTIONS:
        group.addoption(flag, metavar=metavar, default=os.environ.get(variable) or None,
                        help='%s (or $%s)' % (text, variable))
    for flag, variable, text in SWITCHES:
        group.addoption(flag, action='store_true', default=os.environ.get(variable, '') not in ('', '0'),
                        help='%s (or $%s=1)' % (text, variable))


def pytest_configure(config):
    config.addinivalue_line('markers', 'slow: takes several seconds')
    config.addinivalue_line('markers', 'requires(*sources): where the asserted behaviour is promised')
    fresh = config.getoption('coordinate_fresh')
    address = config.getoption('coordinate_address')
    if not address and not fresh:
        return
    sink = open_sink(config.getoption('coordinate_events'))
    if fresh and not sink.can_ask:
        raise pytest.UsageError('--coordinate-fresh needs --coordinate-events=tcp:HOST:PORT, which names the daemons')
    contact = Contact(sink, address=daemon.parse_address(address) if address else None, fresh=fresh)
    contact.install()
    config.coordinate_contact = contact
    config.pluginmanager.register(Reporter(contact, sink), 'coordinate_shim.reporter')


def pytest_unconfigure(config):
    contact = getattr(config, 'coordinate_contact', None)
    if contact is not None:
        contact.uninstall()
        contact.sink.close()


def pytest_report_header(config):
    contact = getattr(config, 'coordinate_contact', None)
    if contact is None:
        return 'coordinate: no daemon given (--coordinate-address), the modules keep their own fixtures'
    return 'coordinate %(version)s from %(folder)s' % client.imported() + ', tests run against %s' % (
        'a new daemon each' if contact.fresh else daemon.format_address(contact.address))


def pytest_sessionstart(session):
    contact = getattr(session.config, 'coordinate_contact', None)
    if contact is None or contact.fresh or session.config.getoption('coordinate_wipe'):
        return
    held = daemon.held_specs(contact.address)
    if held:
        contact.sink.write(event='refused', specs=held)
        raise pytest.UsageError(
            'the daemon at %s holds %d work specs (%s); --coordinate-wipe lets the tests delete them'
            % (daemon.format_address(contact.address), len(held), ', '.join(held[:5])))


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(path, parent):
    if path.basename == '__init__.py' or getattr(parent.config, 'coordinate_contact', None) is None:
        return None
    return NetworkModule(path, parent)
