"""What hangs on something that is about to be closed or ended: sentences from every application that knows of any.

A page of accounts asks before it closes a unit, and does not know returns; targets registers a function that does
(``AppConfig.ready``), as with ``pages.slots``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MAX_NAMED = 5  # things named in a sentence


@dataclass(frozen=True)
class Consequence:
    """One sentence, and the first of the things that it counts."""

    text: str
    names: Sequence[str] = ()
    more: int = 0


Provider = Callable[[Any], Iterable[Consequence]]
_providers: dict[str, list[tuple[int, Provider]]] = {}


def register(act: str, provider: Provider, *, order: int = 0) -> None:
    """Ask ``provider`` about the subject of ``act`` ("unit.close", "post.end"), after those of a lower ``order``."""
    entries = _providers.setdefault(act, [])
    if all(known is not provider for _order, known in entries):
        entries.append((order, provider))
        entries.sort(key=lambda entry: entry[0])


def list_consequences(act: str, subject: Any) -> list[Consequence]:
    """Everything that hangs on the subject."""
    return [each for _order, provider in _providers.get(act, []) for each in provider(subject)]


def count_things(text: str, names: Iterable[object]) -> list[Consequence]:
    """[Consequence] of a ``text`` with ``%(number)s`` and its things, [] when there are none."""
    listed = [str(name) for name in names]
    if not listed:
        return []
    return [Consequence(text % {"number": len(listed)}, listed[:MAX_NAMED], max(0, len(listed) - MAX_NAMED))]
