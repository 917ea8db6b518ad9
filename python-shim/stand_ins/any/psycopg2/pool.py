"""Stands in for psycopg2.pool; importing it is all that happens here."""
