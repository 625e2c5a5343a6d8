"""Copy rows into a temporary table (COPY), for bulk statements that the ORM cannot express."""

import csv
import io
from collections.abc import Iterable
from itertools import islice
from typing import Any

_BATCH_SIZE = 20_000  # rows held in memory


def create_temp_table(cursor: Any, table: str, columns: str) -> None:
    """Create an empty temporary table, dropped at the end of the transaction."""
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    cursor.execute(f"CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP")


def copy_rows(cursor: Any, table: str, rows: Iterable[tuple]) -> None:
    """Append ``rows`` (tuples of numbers, strings and None) to ``table`` in batches.

    Each batch is a COPY of its own, so that an exception raised by ``rows`` reaches the caller unchanged.
    """
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH_SIZE)):
        text = io.StringIO()
        csv.writer(text).writerows(batch)
        text.seek(0)
        cursor.copy_expert(f"COPY {table} FROM STDIN WITH (FORMAT csv)", text)
