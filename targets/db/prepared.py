"""Statements that PostgreSQL plans once for each connection, and not each time that they are sent.

For what a return's every move sends, and what finds its few rows by their keys: planning that takes longer than running
it. Not for what an import sends for thousands of rows: there the planner had better look at how many.
"""

import re
from collections.abc import Mapping
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.utils import CursorWrapper

# A plan rests on how large the tables were when it was made, and a connection may live for weeks.
KEPT = 60  # seconds
_NAME = re.compile(r"%\((\w+)\)s")
# When each statement was planned, by its name.
_planned: WeakKeyDictionary[Any, dict[str, float]] = WeakKeyDictionary()


class Prepared:
    """The statement ``text``, whose parameters are named, ``%(so)s``; ``name`` is its own in all of the project.

    PostgreSQL tells the type of a parameter from where it stands; where it can't, the text says it: ``%(so)s::bigint``.
    """

    def __init__(self, name, text):
        keys = list(dict.fromkeys(_NAME.findall(text)))
        numbered = _NAME.sub(lambda found: f"${keys.index(found[1]) + 1}", text).replace("%%", "%")
        self._name, self.text = name, text
        self._prepare = f"PREPARE {name} AS {numbered}"
        self._execute = f"EXECUTE {name} ({', '.join(f'%({key})s' for key in keys)})"

    def run(self, cursor: CursorWrapper, given: Mapping[str, Any]) -> None:
        """As ``cursor.execute`` of the statement with ``given``."""
        planned, now = _planned.setdefault(cursor.connection, {}), monotonic()
        if now - planned.get(self._name, now) >= KEPT:
            cursor.execute(f"DEALLOCATE {self._name}")
            del planned[self._name]
        if self._name not in planned:
            cursor.execute(self._prepare)
            planned[self._name] = now
        cursor.execute(self._execute, given)
