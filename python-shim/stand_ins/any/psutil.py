"""Stands in for psutil, which has to be compiled: workers ask it how much memory there is."""
from collections import namedtuple

Memory = namedtuple('Memory', 'total available percent used free')


def virtual_memory():
    """A fixed figure, so that heartbeats are the same on every machine: 8 GiB, half of it free."""
    gigabyte = 2 ** 30
    return Memory(total=8 * gigabyte, available=4 * gigabyte, percent=50.0, used=4 * gigabyte, free=4 * gigabyte)
