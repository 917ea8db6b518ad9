"""Tells what became of each test, and fails a test that had no contact with the daemon."""
from __future__ import absolute_import

import platform

import pytest

from . import client


class Reporter(object):
    """Hooks that pytest calls around tests; registered only when there is a daemon to test."""

    def __init__(self, contact, sink):
        self.contact = contact
        self.sink = sink
        self.result = None

    def pytest_sessionstart(self):
        self.sink.write(event='session', implementation=platform.python_implementation(),
                        python=platform.python_version(), pytest=pytest.__version__,
                        client=client.imported())

    def pytest_collection_finish(self, session):
        self.sink.write(event='collected', tests=[describe(item) for item in session.items])

    def pytest_collectreport(self, report):
        if report.failed:
            self.sink.write(event='uncollectable', module=report.nodeid, message=str(report.longrepr))

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item):
        self.result = {'test': test_name(item), 'outcome': 'passed', 'seconds': 0.0, 'message': None}
        self.sink.write(event='start', test=self.result['test'])
        self.contact.begin()
        yield
        self.sink.write(event='result', calls=self.contact.calls, **self.result)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        report = outcome.get_result()
        if report.when == 'call' and report.passed and not self.contact.calls:
            report.outcome = 'failed'
            report.longrepr = 'no contact: this test made no call that the daemon answered'
        report.sections.append(('calls answered by the daemon', str(self.contact.calls)))
        self._keep(report)

    def _keep(self, report):
        self.result['seconds'] += report.duration
        if report.failed and self.result['outcome'] != 'failed':
            self.result['outcome'] = 'failed'
            self.result['message'] = '%s%s' % ('' if report.when == 'call' else 'in %s: ' % report.when,
                                               report.longrepr)
        elif report.skipped and self.result['outcome'] == 'passed':
            self.result['outcome'] = 'skipped'
            self.result['message'] = report.longrepr[2] if isinstance(report.longrepr, tuple) else None

    def pytest_terminal_summary(self, terminalreporter):
        """A line for each test with its number of calls, when pytest is verbose."""
        if terminalreporter.verbosity < 1:
            return
        terminalreporter.section('calls answered by the daemon')
        for key in ('passed', 'failed', 'error'):
            for report in terminalreporter.stats.get(key, ()):
                if report.when == 'call' or key == 'error':
                    calls = [text for title, text in report.sections if title.startswith('calls ')]
                    terminalreporter.write_line('%6s  %s' % (calls[0] if calls else 0, report.nodeid))

    def pytest_sessionfinish(self, exitstatus):
        self.sink.write(event='end', status=int(exitstatus))


def describe(item):
    """What is known of a test before it runs."""
    documented = (getattr(item.function, '__doc__', None) or '').strip()
    return {
        'test': test_name(item),
        'title': ' '.join(documented.split('\n\n')[0].split()),
        'requires': [source for mark in item.iter_markers('requires') for source in mark.args],
        'slow': item.get_closest_marker('slow') is not None,
    }


def test_name(item):
    """MODULE::TEST, the same wherever the module is installed."""
    return '%s::%s' % (item.fspath.purebasename, item.nodeid.split('::', 1)[1])
