"""Words for the codes in the audit trail, which is stored with codes alone.

The trail does not know plans and periods; an application that does registers a function (``AppConfig.ready``), as with
``pages.slots``. What nobody knows any more, such as a deleted plan, keeps its code.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import Q

from audit.models import Entry

Words = Mapping[str, str]  # code -> words
# Given entries, returns the words for the codes of each of them, by the number of the entry.
Provider = Callable[[Sequence[Entry]], Mapping[int, Words]]
_providers: list[Provider] = []
# Given a part of a name, returns a condition on Entry: those about what has this name.
Finder = Callable[[str], Q]
_finders: list[Finder] = []
_SEPARATOR = re.compile(r"([/:])")


def register(provider: Provider) -> None:
    """Ask ``provider`` for words, too. Registering it twice asks it once."""
    if provider not in _providers:
        _providers.append(provider)


def register_finder(finder: Finder) -> None:
    """Ask ``finder`` for what a name means, too. Registering it twice asks it once."""
    if finder not in _finders:
        _finders.append(finder)


def find_objects(text: str) -> Q:
    """The condition on Entry of those about the object with this code, or about what has ``text`` in its name."""
    found = Q(object_code=text)
    for finder in _finders:
        found |= finder(text)
    return found


def find_words(entries: Iterable[Entry]) -> dict[int, Words]:
    """The words for the codes of each entry, by its number; a fixed number of queries."""
    entries = list(entries)
    found: dict[int, dict[str, str]] = {entry.pk: {} for entry in entries}
    for provider in _providers:
        for pk, words in provider(entries).items():
            found[pk] |= words
    return dict(found)


def put_in_words(text: str, words: Words) -> str:
    """``text`` with words for its codes if it consists of codes, as L03:530923000000 and lincang-2020/2020Q3 do.

    A part without words stays, except a bare number beside something with words: it is the number of a row.
    """
    parts = _SEPARATOR.split(text)[::2]
    if not any(part in words for part in parts):
        return text
    return " ".join(words.get(part, part) for part in parts if part in words or not _is_row_number(part))


def _is_row_number(text):
    return text.isdecimal() and len(text) < 10
