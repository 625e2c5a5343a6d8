"""Boards that were assessed lately, kept in the memory of a process until anything of which they are made changes.

A meeting opens the same pages within a minute. A province's matrix is 7,800 lines, 300 ms of reading and assessing, of
which nothing depends on who asks. The key of a board is a digest of all its inputs: the number of the settling round
that wrote the totals, the day, and every field of the plan, its periods and targets, and of the units. So a board is
never found after a change, and nothing has to be told to forget. Stored totals are written by settling alone; derived
ones (of units without stored totals) have no such number, and boards with them are not kept.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterable
from hashlib import sha256
from threading import Lock
from typing import Any, Protocol, TypeVar

from django.db.models import Model
from django.utils import timezone

from plans.models import Participant
from targets.results.place import TotalsPlace

MAX_LINES = 40_000  # of all boards in a process; about 50 MB


class _Sized(Protocol):
    @property
    def size(self) -> int: ...


Board = TypeVar("Board", bound=_Sized)


def get_or_build(key: bytes | None, build: Callable[[], Board]) -> Board:
    """The board kept under ``key``, else the one that ``build`` makes. What is returned is shared: read it only."""
    if key is None:
        return build()
    found = _kept.get(key)
    if found is None:
        found = build()
        _kept.put(key, found)
    return found


def digest(place: TotalsPlace, participants: Iterable[Participant], *parts: Any) -> bytes | None:
    """The key of what is made of the totals of a place and of these units, and of ``parts``; None for what must not be
    kept."""
    units = [place.participant, *participants]
    if not place.round or not all(unit.keeps_totals for unit in units):
        return None
    inputs = [
        place.round, timezone.localdate(), place.basis, parts,
        *(_list_fields(each) for each in (place.plan, *place.periods, *place.targets, *units)),
    ]  # fmt: skip
    return sha256(pickle.dumps(inputs)).digest()


def clear() -> None:
    """Forget all boards; for tests and measurements."""
    _kept.clear()


def _list_fields(record: Model) -> list[Any]:
    """Every loaded field and annotation, and the same of the unit and of the parent where they are loaded."""
    related = record._state.fields_cache
    values = [(name, value) for name, value in vars(record).items() if name != "_state"]
    return [values, *(_list_fields(related[name]) for name in ("unit", "parent") if related.get(name))]


class _KeptBoards:
    """The boards used last, up to ``MAX_LINES`` lines; safe for threads."""

    def __init__(self) -> None:
        self._boards: OrderedDict[bytes, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: bytes) -> Any:
        with self._lock:
            if key in self._boards:
                self._boards.move_to_end(key)
            return self._boards.get(key)

    def put(self, key: bytes, board: Any) -> None:
        with self._lock:
            self._boards[key] = board
            while len(self._boards) > 1 and sum(each.size for each in self._boards.values()) > MAX_LINES:
                self._boards.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._boards.clear()


_kept = _KeptBoards()
