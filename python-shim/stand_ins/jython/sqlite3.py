"""Stands in for sqlite3, which Jython lacks: only a Python daemon that keeps specs on disk uses it."""
