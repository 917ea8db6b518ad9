"""Stands where upstream's tests of the job server make one in their own process: the daemon under test, and its clock."""
from __future__ import absolute_import

import time

from coordinate.base_client import CborRpcClient

from .daemon import Sweeper, format_address

#: The clock that tests put others in place of.
REAL_TIME = time.time
#: How often, and how long apart, a daemon is asked whether its clock has moved.
LOOKS, PAUSE_SECONDS = 1000, 0.005


def queue_of(contact):
    """What a test module calls as JobQueue: an empty daemon, whatever configuration is given."""
    def job_queue(*_):
        contact.prepare()
        return NetworkQueue(contact)
    return job_queue


class NetworkQueue(object):
    """Every method of the job server, called over the network.

    Answers are what the job server gives in its own process: pairs are tuples, and a work spec that is
    not there is a pair with its message.
    """

    #: What the tests ask about the backend.
    postgres_connect_string = None

    def __init__(self, contact):
        self._contact = contact
        self._client = CborRpcClient({'address': format_address(contact.address)})
        self._time = None

    def __getattr__(self, method):
        if method.startswith('_'):
            raise AttributeError(method)

        def call(*params):
            self._follow_clock()
            try:
                result = self._client._rpc(method, list(params))
            except Exception as error:
                # The client raises bare Exception for an error reply, and for nothing else.
                if type(error) is not Exception or 'no such work spec ' not in str(error):
                    raise
                result = [False, str(error)]
            if not isinstance(result, list) or len(result) != 2:
                return result
            answer, message = result
            # The daemons tell a work spec that is not there in words of their own (D8 of the points).
            if not answer and 'no such work spec ' in str(message).lower():
                message = 'no such work_spec %r' % (params[0],)
            return answer, message
        return call

    def _follow_clock(self):
        """Moves the daemon's clock as far as the test has moved the one of this process."""
        if time.time is REAL_TIME:
            return
        now = time.time()
        if self._time is not None and now > self._time:
            advance(self._contact, now - self._time)
        self._time = now


def advance(contact, seconds):
    """Lets that many seconds pass for the daemon. Raises AssertionError when its clock does not move."""
    sweeper = Sweeper(contact.address)
    try:
        wanted = sweeper.call('now') + int(seconds)
        contact.sink.write(event='advance', seconds=seconds)
        for _ in range(LOOKS):
            if sweeper.call('now') >= wanted:
                return
            time.sleep(PAUSE_SECONDS)
    finally:
        sweeper.close()
    raise AssertionError('the clock of the daemon does not move: start one that reads "advance SECONDS" on its stdin')
