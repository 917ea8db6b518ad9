"""Stands in for psycopg2, which has to be compiled: only a Python daemon that keeps specs in PostgreSQL uses it."""
