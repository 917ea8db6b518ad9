"""The real client through restarts of the daemon: calls on and on, and counts how often it had to try again.

usage: client_retry.py HOST:PORT CALLS
"""
from __future__ import absolute_import, print_function
import logging
import sys
import time

from coordinate import TaskMaster


class Retries(logging.Handler):
    """Counts the client's own words on trying again."""

    def __init__(self):
        logging.Handler.__init__(self)
        self.count = 0

    def emit(self, record):
        if 'retrying' in str(record.msg):
            self.count += 1


def main(address, calls):
    retries = Retries()
    client_logger = logging.getLogger('coordinate.base_client')
    client_logger.setLevel(logging.DEBUG)
    client_logger.propagate = False
    client_logger.addHandler(retries)
    # Default settings, except for a shorter first pause between retries.
    task_master = TaskMaster({'address': address, 'base_retry_seconds': 0.2})
    for number in range(calls):
        # Each call uses its own work spec, since a restart loses the daemon's data.
        spec = {'name': 'spec%d' % number, 'desc': 'x', 'min_gb': 1}
        task_master.set_work_spec(spec)
        task_master.list_work_specs()
        if number == 0:
            print('started')
            sys.stdout.flush()
        time.sleep(0.01)
    print('%d calls, %d retries' % (2 * calls, retries.count))
    return 0 if retries.count > 0 else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
