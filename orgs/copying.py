"""Rows into a table of their own for one transaction, by COPY: what follows is then one statement for all of them."""

import csv
import io
from itertools import islice

_AT_ONCE = 20_000  # rows in memory, however many there are


def create_temp_table(cursor, table, columns):
    """An empty table that only this connection sees, and only until its transaction ends."""
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    cursor.execute(f"CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP")


def copy_rows(cursor, table, rows):
    """Add ``rows`` (tuples of numbers and texts, None for nothing) to ``table``; a little of them is held at a time.

    Each piece is a COPY of its own, so that an error in ``rows`` reaches the caller as what it is.
    """
    rows = iter(rows)
    while some := list(islice(rows, _AT_ONCE)):
        text = io.StringIO()
        csv.writer(text).writerows(some)
        text.seek(0)
        cursor.copy_expert(f"COPY {table} FROM STDIN WITH (FORMAT csv)", text)
