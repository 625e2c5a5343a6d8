"""Compile and check the message catalogues, one for each topic, without the gettext programs.

``python -m tools.messages --compile`` creates the .mo files that Django reads.
``python -m tools.messages --check`` extracts the messages of code and templates, and reports those without Chinese,
with two different translations, with different placeholders, and translations that are not used.
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
APPS = (
    "fedwork",
    "pages",
    "audit",
    "orgs",
    "accounts",
    "plans",
    "targets",
    "api",
    "circulars",
    "supervision",
    "dashboards",
    "sheets",
)
CALLS: dict[str, tuple | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# As pages.environment reads them; a template that cannot be read is an error.
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


class Key(NamedTuple):
    """The key of a message: its context and its English singular."""

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
    """Compile each .mo file that is older than its .po file."""
    for source in catalogues(root):
        result = source.with_suffix(".mo")
        if result.exists() and result.stat().st_mtime > source.stat().st_mtime:
            continue
        with result.open("wb") as file:
            write_mo(file, read(source))


def used(root: Path = ROOT) -> dict[Key, str]:
    """Every message in code and templates -> its first occurrence as ``file:line``."""
    found: dict[Key, str] = {}
    for path, method, text in sources(root):
        for line, message, _comments, context in extract(
            method, io.BytesIO(text.encode()), keywords=CALLS, options=JINJA
        ):
            key = Key(context or "", message[0] if isinstance(message, tuple) else message)
            found.setdefault(key, f"{path.relative_to(root)}:{line}")
    return found


def sources(root: Path) -> Iterator[tuple[Path, str, str]]:
    """Each source file, Babel's method for it, and its text; a Django template is converted to gettext calls."""
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            yield path, "python", path.read_text()
    for path in sorted((root / "templates").rglob("*.jinja")):
        yield path, "jinja2", path.read_text()
    templatize = django_templatize()
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            # Parentheses make indentation irrelevant and keep line numbers.
            yield path, "python", f"({templatize(path.read_text())}\n)"


def django_templatize():
    from django.conf import settings

    if not settings.configured:
        settings.configure()  # templatize needs configured settings, with any values
    from django.utils.translation.template import templatize

    return templatize


def translated(root: Path = ROOT) -> dict[Key, dict[Path, Message]]:
    """Each translated message -> its entry in each catalogue that has it."""
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
    """The problems of the catalogues, one line each."""
    words, entries = used(root), translated(root)
    found = [f"no Chinese: {key} in {place}" for key, place in words.items() if key not in entries]
    for key, messages in entries.items():
        names = ", ".join(path.relative_to(root).parts[1] for path in messages)
        if len({str(message.string) for message in messages.values()}) > 1:
            found.append(f"translated in two ways: {key} in {names}")
        if key not in words:
            found.append(f"nobody uses it: {key} in {names}")
        found += [
            f"placeholders differ: {key} in {names}" for message in messages.values() if not same_placeholders(message)
        ]
    return found


def same_placeholders(message: Message) -> bool:
    """Whether the translation has the placeholders of the original; a wrong name would raise KeyError on a page."""
    ids = message.id if isinstance(message.id, list | tuple) else [message.id]
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    known = set().union(*(set(PLACEHOLDER.findall(text)) for text in ids))
    last = set(PLACEHOLDER.findall(ids[-1]))  # Chinese has only the plural form
    return all(last <= set(PLACEHOLDER.findall(text)) <= known for text in strings if text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compile", action="store_true", help="make the .mo files")
    parser.add_argument("--check", action="store_true", help="say what is missing, doubled, broken or dead")
    options = parser.parse_args()
    if options.compile:
        compile_all()
    if options.check:
        found = problems()
        print("\n".join(found) or f"messages: all {len(used())} words have their Chinese")
        raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
