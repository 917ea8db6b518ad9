"""Stands in for setproctitle, which has to be compiled: processes keep their titles."""


def setproctitle(title):
    pass
