"""Runs the real Python tests of `coordinate` against any daemon on the network."""

__version__ = '0.1.0'
