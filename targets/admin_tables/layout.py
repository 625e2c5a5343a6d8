"""What a table looks like in a workbook: its columns, and the lines that are read from one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import override

from orgs.names import normalize
from sheets.files.grid import cell_name

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class AdminColumn:
    """A column: its key, its head, and ``code``, by which its head is known even when the words behind it differ."""

    key: str
    label: "StrOrPromise"
    code: str = ""


@dataclass(frozen=True)
class AdminTable:
    """A table: its title, its columns, and ``required``: groups of keys of which a sheet must have one each.

    ``strict``: a column that is not one of the table is refused; otherwise it is only said that it was not read.
    """

    title: str
    columns: tuple[AdminColumn, ...]
    required: tuple[tuple[str, ...], ...]
    strict: bool = False

    def heads(self) -> list[str]:
        return [str(column.label) for column in self.columns]

    def head(self, key: str) -> str:
        """The head of a column; "" for a key that is none."""
        return next((str(column.label) for column in self.columns if column.key == key), "")

    def find_columns(self, texts: dict[int, str]) -> Iterator[tuple[int, AdminColumn]]:
        """(place, column) of the heads in a row of a sheet, in any language of the pages."""
        known = {name: column for column in self.columns for name in _names_of(column)}
        by_code = {normalize(column.code): column for column in self.columns if column.code}
        for at, text in texts.items():
            first, *_more = text.split() or [""]
            if found := known.get(normalize(text)) or by_code.get(normalize(first)):
                yield at, found


def _names_of(column: AdminColumn) -> list[str]:
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(normalize(str(column.label)))
    return found


@dataclass
class AdminLine:
    """One row of a sheet: its texts by column, and what is wrong with them. ``places`` says where each column stands.

    A column that the sheet does not have is no key of ``texts``: what it holds stays as it is.
    """

    number: int
    texts: dict[str, str]
    places: dict[str, int]
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return self.texts.get(key, "")

    def cell(self, key: str) -> str:
        """The address of a column's cell (B7); "" for what is no cell of this row."""
        return cell_name(self.number, self.places[key]) if key in self.places else ""
