"""The catalogues of words, one for each room, without any gettext program.

``python -m tools.messages --compile`` makes the .mo files that Django reads.
``python -m tools.messages --check`` finds every word in code and templates, and says which have no Chinese, which are
translated in two ways, whose placeholders differ, and which nobody uses any more.
"""

import argparse
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "fedwork",
    "pages",
    "audit",
    "orgs",
    "accounts",
    "plans",
    "targets",
    "dashboards",
    "sheets",
    "ledgers",
    "supervision",
)
CALLS: dict[str, tuple | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


class Key(NamedTuple):
    """What a word is looked up by: its context, and its English in the singular."""

    context: str
    text: str

    def __str__(self):
        return f"“{self.text}”" + (f" ({self.context})" if self.context else "")


def catalogues(root: Path = ROOT) -> list[Path]:
    return sorted(root.glob("locale/*/*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        try:
            return read_po(file, locale=path.parts[-3], abort_invalid=True)
        except PoFileError as error:
            raise SystemExit(f"{path}: {error}") from None


def compile_all(root: Path = ROOT) -> None:
    """Makes each .mo that is older than its .po."""
    for source in catalogues(root):
        result = source.with_suffix(".mo")
        if result.exists() and result.stat().st_mtime > source.stat().st_mtime:
            continue
        with result.open("wb") as file:
            write_mo(file, read(source))


def used(root: Path = ROOT) -> dict[Key, str]:
    """Every word in code and templates -> where it stands first, as ``file:line``."""
    found: dict[Key, str] = {}
    for path, text in sources(root):
        for line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=CALLS):
            key = Key(context or "", message[0] if isinstance(message, tuple) else message)
            found.setdefault(key, f"{path.relative_to(root)}:{line}")
    return found


def sources(root: Path) -> Iterator[tuple[Path, str]]:
    """Each file that may hold words, as Python: a template becomes the calls that its tags stand for."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            yield path, path.read_text()
    templatize = django_templatize()
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            # In brackets the layout of lines means nothing; the first line stays the first.
            yield path, f"({templatize(path.read_text())}\n)"


def django_templatize():
    from django.conf import settings

    if not settings.configured:
        settings.configure()  # the reader of tags needs some settings, no matter which
    from django.utils.translation.template import templatize

    return templatize


def translated(root: Path = ROOT) -> dict[Key, dict[Path, Message]]:
    """Each word that some catalogue translates -> its entry in each catalogue that does."""
    entries: dict[Key, dict[Path, Message]] = defaultdict(dict)
    for path in catalogues(root):
        for message in read(path):
            if message.id and complete(message):
                entries[Key(message.context or "", singular(message.id))][path] = message
    return entries


def complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(strings) and not message.fuzzy


def singular(identity) -> str:
    return identity[0] if isinstance(identity, list | tuple) else identity


def problems(root: Path = ROOT) -> list[str]:
    """What is wrong with the catalogues, a line each."""
    words, entries = used(root), translated(root)
    found = [f"no Chinese: {key} in {place}" for key, place in words.items() if key not in entries]
    for key, rooms in entries.items():
        names = ", ".join(path.relative_to(root).parts[1] for path in rooms)
        if len({str(message.string) for message in rooms.values()}) > 1:
            found.append(f"translated in two ways: {key} in {names}")
        if key not in words:
            found.append(f"nobody uses it: {key} in {names}")
        found += [f"placeholders differ: {key} in {names}" for message in rooms.values() if not same_places(message)]
    return found


def same_places(message: Message) -> bool:
    """Whether the Chinese fills in what the English does: a wrong name would fail when the page is made."""
    ids = message.id if isinstance(message.id, list | tuple) else [message.id]
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    known = set().union(*(set(PLACEHOLDER.findall(text)) for text in ids))
    last = set(PLACEHOLDER.findall(ids[-1]))  # Chinese has the plural's form alone
    return all(last <= set(PLACEHOLDER.findall(text)) <= known for text in strings if text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compile", action="store_true", help="make the .mo files")
    parser.add_argument("--check", action="store_true", help="say what is missing, doubled, broken or dead")
    wishes = parser.parse_args()
    if wishes.compile:
        compile_all()
    if wishes.check:
        found = problems()
        print("\n".join(found) or f"messages: all {len(used())} words have their Chinese")
        raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
