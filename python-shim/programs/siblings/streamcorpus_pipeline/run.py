"""What reads a folder without workers."""


class SimpleWorkUnit(object):
    def __init__(self, key):
        self.key = key
