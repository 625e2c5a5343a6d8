"""The workbook of new people: the template that is filled in, and its rows as they are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from accounts.models import Person, Role
from accounts.policy import Verb, permitted_units
from audit.errors import Refused
from orgs.models import Unit, UnitAlias
from orgs.names import normalize, village_names
from orgs.queries import AmbiguousName, NameBook
from pages.workbook_problems import CELL_PROBLEMS, FILE_PROBLEMS
from sheets.figures.dates import read_date
from sheets.files.grid import SheetCell, SheetGrid, cell_name
from sheets.files.reading import read_grids
from sheets.problems import WorkbookRefused
from sheets.tables import SheetTable, write_xlsx

MAX_PEOPLE = 300  # of one workbook: their passwords are printed on one sheet, and hashing them takes 20 s
MAX_HEAD_ROW = 20  # the row of heads is searched down to here
FIELDS = ("code", "unit", "name", "username", "role", "phone", "email", "from_date")
FILLED_IN = ("name", "username", "phone", "email")  # a row in which all of these are blank is left out


@dataclass
class PersonRow:
    """One row: ``values`` as ``create_person`` takes them, ``texts`` as they stand in the workbook, and ``errors`` by
    field; ``cells`` says where each field stands."""

    number: int
    cells: dict[str, str]
    texts: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def list_errors(self) -> list[tuple[str, str]]:
        """(cell, message) of what is wrong, in the order of the columns."""
        return [(self.cells.get(name, str(self.number)), text) for name, text in self.errors.items()]


def field_heads() -> dict[str, str]:
    """The heads of the columns by field, in the language of the page."""
    return {
        "code": _("Code of the unit"), "unit": _("Unit"), "name": pgettext("person", "Name"),
        "username": _("Login name"), "role": _("Post"), "phone": _("telephone"), "email": _("e-mail"),
        "from_date": _("From"),
    }  # fmt: skip


def write_people_template(units: Iterable[Unit]) -> bytes:
    """The .xlsx to fill in: a row for each of ``units``, as the place of a clerk."""
    rows = [[unit.code, unit.full_name, "", "", str(Role.CLERK.label), "", "", ""] for unit in units]
    title = _("New people: one row for each. Fill in names and login names; rows without them are left out.")
    return write_xlsx(SheetTable(title, list(field_heads().values()), rows, sheet=_("New people")))


def read_people(data: bytes, *, by: Person) -> list[PersonRow]:
    """The rows of a filled-in workbook, with what is wrong in each cell.

    Raises Refused for a file that cannot be read, has no such columns, nobody in it, or more than MAX_PEOPLE.
    """
    try:
        grids = read_grids(data)
    except WorkbookRefused as refused:
        raise Refused(" ".join(_describe(problem) for problem in refused.problems), code="file") from refused
    grid, head, columns = _find_table(grids)
    rows = [_read_row(grid, number, columns) for number in grid.rows if number > head]
    rows = [row for row in rows if any(row.texts[name] for name in FILLED_IN)]
    if not rows:
        raise Refused(_("Nobody is filled in: every row without a name and a login name is left out."), code="file")
    if len(rows) > MAX_PEOPLE:
        raise Refused(_("More than %(most)s people at once: divide the workbook.") % {"most": MAX_PEOPLE}, code="file")
    book = read_named_units(rows, permitted_units(by, Verb.MANAGE_PEOPLE))
    first: dict[str, int] = {}  # login name -> its first row
    for row in rows:
        _judge_row(row, book)
        name = row.texts["username"].casefold()
        if name and first.setdefault(name, row.number) != row.number:
            row.errors["username"] = _("The same as in row %(row)s.") % {"row": first[name]}
    return rows


def read_named_units(rows: Iterable[Any], units: QuerySet[Unit]) -> NameBook:
    """Those of ``units`` that these rows name (``texts`` "code" and "unit"): of a whole nation only those are read."""
    wanted = {normalize(row.texts.get(name, "")) for row in rows for name in ("code", "unit")} - {""}
    short = wanted | {place for name in wanted for place in village_names(name)}
    aliased = UnitAlias.objects.filter(name__in=wanted).values("unit_id")
    named = Q(code__in=wanted) | Q(name__in=wanted) | Q(short_name__in=short) | Q(pk__in=aliased)
    return NameBook(units.filter(named))


def _describe(problem):
    return str({**FILE_PROBLEMS, **CELL_PROBLEMS}.get(problem.code, problem.code)) % problem.params


def _find_table(grids: list[SheetGrid]) -> tuple[SheetGrid, int, dict[str, int]]:
    """(sheet, row of the heads, field → column) of the first sheet with the heads of names and login names."""
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {normalize(head): name for name, head in field_heads().items()}
    for grid in grids:
        for number in range(1, MAX_HEAD_ROW + 1):
            texts = grid.row_texts(number)
            columns = {known[normalize(text)]: at for at, text in texts.items() if normalize(text) in known}
            if {"name", "username", "role"} <= columns.keys() and columns.keys() & {"code", "unit"}:
                return grid, number, columns
    heads = "、".join(field_heads().values())
    raise Refused(_("No row with the heads %(heads)s was found. Use the template.") % {"heads": heads}, code="file")


def _read_row(grid, number, columns) -> PersonRow:
    row = PersonRow(number, {name: cell_name(number, at) for name, at in columns.items()}, dict.fromkeys(FIELDS, ""))
    for name, at in columns.items():
        cell = grid.cell(number, at)
        row.texts[name] = _cell_text(cell)
        if cell.problem:
            row.errors[name] = _describe(cell.problem)
        if name == "from_date" and isinstance(cell.value, date):
            row.values[name] = _day_of(cell.value)
    return row


def _cell_text(cell: SheetCell) -> str:
    """A cell as text; a day without its time of day."""
    value = _day_of(cell.value) if isinstance(cell.value, date) else cell.value
    return "" if value is None else str(value)


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _judge_row(row: PersonRow, book: NameBook) -> None:
    texts, values, errors = row.texts, row.values, row.errors
    values |= {name: texts[name] for name in FILLED_IN}
    for name in ("name", "username", "role"):
        if not texts[name]:
            errors.setdefault(name, _("This is missing."))
    roles = {normalize(str(text)): role.value for role in Role for text in (role.value, role.label)}
    if texts["role"] and normalize(texts["role"]) not in roles:
        names = "、".join(str(role.label) for role in Role)
        errors["role"] = _("“%(text)s” is no post. There are: %(names)s.") % {
            "text": texts["role"][:40],
            "names": names,
        }
    values["role"] = roles.get(normalize(texts["role"]), "")
    values["unit"] = find_named_unit(row, book)
    if texts["from_date"] and "from_date" not in values and "from_date" not in errors:
        try:
            values["from_date"] = read_date(texts["from_date"])
        except ValueError:
            errors["from_date"] = _("“%(text)s” is not a day; write it as %(year)s-09-30.") % {
                "text": texts["from_date"][:40],
                "year": timezone.localdate().year,
            }


def find_named_unit(row: Any, book: NameBook) -> Unit | None:
    """The unit that code and name of a row agree on; either may be blank. What is wrong goes to ``row.errors``."""
    found: dict[str, Unit] = {}
    for name in ("code", "unit"):
        text = row.texts.get(name, "")
        if not text or name in row.errors:
            continue
        if "code" in found and normalize(text) == normalize(found["code"].full_name):
            continue
        try:
            unit = book.find(text)
        except AmbiguousName as error:
            row.errors[name] = str(error.message)
            continue
        if unit is None and "code" not in row.errors:  # one message for each row
            row.errors[name] = _("No unit of yours goes by this name.")
        elif unit:
            found[name] = unit
    if not row.texts.get("code") and not row.texts.get("unit"):
        row.errors["unit"] = _("This is missing.")
    if len({unit.pk for unit in found.values()}) > 1:
        row.errors["unit"] = _("The code beside it belongs to %(name)s.") % {"name": found["code"].full_name}
    return next(iter(found.values()), None)
