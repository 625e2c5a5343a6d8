"""The figures of units by which targets are split, as a planner typed them."""

import json
import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from audit.errors import Refused
from targets.models.numbers import PLACES
from targets.shares.queries.kept_figures import KeptFigures
from targets.values.typed_numbers import UnreadableNumber, read_number

NEW = "new"
YEAR = re.compile(r"\d{4}", re.ASCII)
_ANY_NUMBER: Any = SimpleNamespace(measure="level", unit="", scale="", decimals=PLACES)


class SplitColumn(NamedTuple):
    """Figures under a name and a year: participant → number or None, of what was typed and of what was shown before."""

    name: str
    year: int | None
    values: dict[Any, Decimal | None]
    seen: dict[Any, Decimal | None]


def field_name(kept: KeptFigures | None, unit_code: str) -> str:
    """The name of a box: of kept figures, or of the new column."""
    return f"figure.{kept.code if kept else NEW}.{unit_code}"


class SplitFiguresForm:
    """The boxes as typed. ``errors`` maps their names to what is wrong; a column is changed where a box was."""

    def __init__(self, kept: list[KeptFigures], areas: list[Any], data: Any) -> None:
        self.typed = {name: data[name] for name in data if name.startswith("figure.")}
        self.new_name, self.new_year = data.get("new_name", ""), data.get("new_year", "")
        self.errors: dict[str, str] = {}
        self._kept, self._areas = kept, areas
        try:
            self._seen = dict(json.loads(data.get("seen") or "{}"))
        except (ValueError, TypeError, RecursionError) as error:
            raise Refused(_("The page was not complete. Load it again, then save.")) from error

    def changes(self) -> list[SplitColumn]:
        """The columns in which something was typed. Raises Refused when a box holds no number."""
        columns = [SplitColumn(each.name, each.year, self._read(each), self._read_seen(each)) for each in self._kept]
        new = {child: number for child, number in self._read(None).items() if number is not None}
        if new or self.new_name.strip():
            year = int(self.new_year) if YEAR.fullmatch(self.new_year) else None
            columns.append(SplitColumn(self.new_name, year, new, {}))
        if self.errors:
            raise Refused(_("Some cells are not right. Nothing was saved."), code="invalid")
        return [column for column in columns if column.values or column.name == self.new_name]

    def _read_seen(self, kept):
        """What the page showed of the units whose boxes were changed."""
        return {child: self._number(self._seen.get(field_name(kept, child.code), "")) for child in self._read(kept)}

    @staticmethod
    def _number(text):
        try:
            return read_number(str(text), _ANY_NUMBER)
        except UnreadableNumber:
            return None

    def _read(self, kept):
        found = {}
        for child in self._areas:
            name = field_name(kept, child.code)
            text = self.typed.get(name)
            if text is None or text == self._seen.get(name, ""):
                continue
            try:
                found[child] = read_number(text, _ANY_NUMBER)
            except UnreadableNumber as error:
                self.errors[name] = str(error)
        return found
