"""A scripted daemon on a real port, and a way to run test files with the plugin against it."""
from __future__ import absolute_import

import json
import os
import socket
import sys
import threading
from SocketServer import StreamRequestHandler, ThreadingTCPServer

import pytest
from cbor import Tag
from coordinate.base_client import make_cbor_tagmapper

pytest_plugins = 'pytester'

# Tests run in folders of their own: an entry of the path that is relative would lead elsewhere there.
sys.path[:] = [os.path.abspath(entry) for entry in sys.path]


class ScriptedDaemon(ThreadingTCPServer):
    """Knows work specs by name and answers true to all else; notes every call."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        ThreadingTCPServer.__init__(self, ('127.0.0.1', 0), Conversation)
        self.specs = []
        self.workers = []
        self.calls = []
        self.silent = False
        thread = threading.Thread(target=self.serve_forever, kwargs={'poll_interval': 0.01})
        thread.daemon = True
        thread.start()

    @property
    def address(self):
        return '%s:%d' % self.server_address

    def answer(self, method, params):
        self.calls.append((method,) + tuple(params))
        if method == 'list_work_specs':
            return [[{'name': name} for name in self.specs], None]
        if method == 'list_worker_modes':
            return [{name: 'RUN' for name in self.workers}, None]
        if method == 'worker_heartbeat':
            self.workers.append(params[0])
        if method == 'worker_unregister':
            self.workers.remove(params[0])
        if method == 'set_work_spec':
            self.specs.append(params[0]['name'])
        if method == 'del_work_spec':
            self.specs.remove(params[0])
        if method == 'fail':
            raise ValueError('as asked')
        return [True, None]


class Conversation(StreamRequestHandler):
    def handle(self):
        mapper = make_cbor_tagmapper()
        while True:
            try:
                request = mapper.load(self.rfile)
            except EOFError:
                return
            if self.server.silent:
                continue
            reply = {'id': request['id']}
            try:
                reply['result'] = self.server.answer(request['method'], request['params'])
            except ValueError as error:
                reply['error'] = {'message': str(error)}
            self.wfile.write(mapper.dumps(Tag(24, mapper.dumps(reply))))


@pytest.fixture
def scripted_daemon():
    server = ScriptedDaemon()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def dead_address():
    """A port that nobody listens on."""
    probe = socket.socket()
    probe.bind(('127.0.0.1', 0))
    address = '127.0.0.1:%d' % probe.getsockname()[1]
    probe.close()
    return address


@pytest.fixture
def run_plugin(testdir):
    """run_plugin(args...) -> (result, events): runs the test files of `testdir` with the plugin."""
    def run(*args):
        events = testdir.tmpdir.join('events.jsonl')
        result = testdir.runpytest_inprocess('-p', 'coordinate_shim.plugin', '--coordinate-events', str(events), *args)
        lines = events.read().splitlines() if events.exists() else []
        return result, [json.loads(line) for line in lines]
    return run
