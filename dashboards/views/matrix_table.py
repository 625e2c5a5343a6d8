"""The cells of the matrix of units by targets: once, for the page and for its files, so that all say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from dashboards.doubt_words import describe_several
from dashboards.views.lights import limit_words
from dashboards.words import describe_data_period, get_basis_label
from orgs.models import Level
from pages.formats import (
    MINUS,
    ZERO,
    format_decimal,
    format_number,
    format_percent,
    round_beside_bounds,
    round_half_up,
)  # fmt: skip
from pages.lights import light_name
from sheets.number_formats import number_format
from sheets.tables import FormattedNumber, SheetTable
from targets.doubts.queries.period_doubts import PlacedDoubt, group_by_unit
from targets.models import Target
from targets.results.board import UnitResults
from targets.results.line import TotalLine
from targets.results.matrix import COMPLETION, GAP, VALUE, Matrix
from targets.results.place import TotalsPlace
from targets.totals.standing import RED, YELLOW

HUNDRED = Decimal(100)
GAP_HEATS = {RED: "gap3", YELLOW: "gap2"}
QUARTERS = Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1)


class MatrixCell(NamedTuple):
    """``light`` names the shape ("" where there is none: the word is seen), ``heat`` the class of colour, ``number``
    the text after the word, ``value`` what a file has: the same word and number. ``why`` are the doubts about it: ""
    for none, else a mark stands after it."""

    light: str
    heat: str
    word: str
    number: str
    value: FormattedNumber | str
    why: str = ""


class MatrixHead(NamedTuple):
    """A target over its column; ``note`` is its code, its unit and, where it is not due, of when its numbers are."""

    target: Target
    code: str
    note: str

    @property
    def text(self) -> str:
        return " ".join(filter(None, (self.target.name, self.code, self.note)))


@dataclass(frozen=True)
class MatrixRow:
    """``above`` is the unit above; None where the column is not shown. ``why`` are the doubts about the return as a
    whole, ``doubts`` all that are shown: None where nobody doubts anything."""

    results: UnitResults
    above: str | None
    whole: str
    cells: list[MatrixCell]
    why: str = ""
    doubts: str | None = None


@dataclass(frozen=True)
class MatrixTable:
    """``first`` are the heads of the columns before the targets, ``last`` those after them."""

    title: str
    words: str
    first: list[str]
    heads: list[MatrixHead]
    rows: list[MatrixRow]
    last: list[str]


def get_shown_label(shown: str) -> str:
    """What a cell shows, in words."""
    return {COMPLETION: _("Completion"), VALUE: _("To date"), GAP: _("Against pace (points)")}[shown]


def make_matrix_table(place: TotalsPlace, matrix: Matrix, doubts: Sequence[PlacedDoubt] = ()) -> MatrixTable:
    """The table as it stands on the page: the unit itself first, then the rows in the order asked for. Each of the
    ``doubts`` marks the number that it is about and those that this one is part of."""
    deeper = any(row.participant.parent_id != place.participant.pk for row in matrix.rows)
    rows = [_make_row(matrix, matrix.own, "" if deeper else None)]
    rows += [_make_row(matrix, row, _name_above(row) if deeper else None) for row in matrix.rows]
    first = [_("Unit"), *([_("Belongs to")] if deeper else []), _("On the whole")]
    title = f"{place.plan.title} {place.participant.name} {place.shown_period.name} {get_basis_label(place.basis)}"
    heads = [_make_head(line) for line in matrix.pick(matrix.own)]
    chosen = {None, *(target.pk for target in matrix.targets)}
    shown = [each for each in doubts if (each.target.pk if each.target else None) in chosen]
    if shown:
        by_unit = group_by_unit(shown, [row.results.participant for row in rows])
        rows = [_mark_row(row, matrix.targets, by_unit[row.results.participant.pk]) for row in rows]
    last = [_("Unlikely numbers")] if shown else []
    return MatrixTable(title, " · ".join(_describe(matrix)), first, heads, rows, last)


def _mark_row(
    row: MatrixRow, targets: Sequence[Target], doubts: Mapping[int | None, Sequence[PlacedDoubt]]
) -> MatrixRow:
    """The row with a mark at each doubted number, and all reasons at its end; ``doubts`` by target."""
    unit = row.results.participant
    cells = [
        _mark_cell(cell, describe_several(doubts[target.pk], unit)) if target.pk in doubts else cell
        for target, cell in zip(targets, row.cells, strict=True)
    ]
    ordered = [each for key in (None, *(target.pk for target in targets)) for each in doubts.get(key, ())]
    why = describe_several(doubts.get(None, ()), unit)
    return replace(row, cells=cells, why=why, doubts=describe_several(ordered, unit))


def _mark_cell(cell, why):
    return cell._replace(value=_mark_value(cell.value), why=why)


def _mark_value(value):
    """A number or a text, and after it the word of the mark."""
    word = _("Unlikely numbers")
    if not isinstance(value, FormattedNumber):
        return f"{value} {word}".strip()
    signed = ";".join(f'{section}" {word}"' for section in value.format.split(";"))
    return FormattedNumber(value.value, signed, f"{value.text} {word}")


def make_sheet_table(table: MatrixTable) -> SheetTable:
    """The same cells for a file."""
    rows = [
        [row.results.participant.short_name, *([] if row.above is None else [row.above]), _whole_value(row),
         *(cell.value for cell in row.cells), *([] if row.doubts is None else [row.doubts])]
        for row in table.rows
    ]  # fmt: skip
    heads = [*table.first, *(head.text for head in table.heads), *table.last]
    return SheetTable(f"{table.title} · {table.words}", heads, rows, sheet=_("Units by targets"))


def _describe(matrix):
    """What is shown, of whom, and in which order: for who has only the print or the file."""
    choice, titles = matrix.choice, dict(matrix.sections)
    yield _("Each cell: light and %(number)s") % {"number": get_shown_label(choice.shown)}
    if choice.level:
        yield str(Level(choice.level).label)
    if choice.group:
        yield choice.group
    if choice.section:
        yield titles[choice.section]
    if choice.light:
        yield _("only with the light: %(light)s") % {"light": light_name(choice.light)}
    yield _("%(units)s units, %(targets)s targets") % {"units": len(matrix.rows), "targets": len(matrix.targets)}
    if choice.sort:
        name = next((t.name for t in matrix.targets if t.code == choice.sort), _("On the whole"))
        words = (
            _("sorted by %(name)s, the smallest first")
            if choice.ascending
            else _("sorted by %(name)s, the largest first")
        )
        yield words % {"name": name}


def _make_head(line):
    target = line.target
    unit = "" if target.is_rate else target.unit
    return MatrixHead(target, target.code, " ".join(filter(None, (unit, describe_data_period(line.data_code)))))


def _make_row(matrix, row, above):
    cells = [_make_cell(line, matrix.choice.shown) for line in matrix.pick(row)]
    return MatrixRow(row, above, format_percent(row.overall), cells)


def _name_above(row):
    parent = row.participant.parent
    return parent.short_name if parent else ""


def _whole_value(row):
    share, value = row.results.overall, row.whole
    if share is not None:
        rounded = round_beside_bounds(share * HUNDRED, 1, (ZERO, HUNDRED)) / HUNDRED
        value = FormattedNumber(rounded, "0.0%", row.whole)
    return _mark_value(value) if row.why else value


def _make_cell(line: TotalLine, shown: str) -> MatrixCell:
    standing, word = line.standing, light_name(line.standing.light)
    number, value, body = NUMBERS[shown](line)
    if not number:
        return MatrixCell("", "", word, "", word)
    heat = "" if standing.distance is not None else _heat(standing, shown)
    written = f"{word} {number}"
    if value is None:
        return MatrixCell(standing.light or "none", heat, word, number, written)
    signed = _format(word, body, plus=shown == GAP)
    return MatrixCell(standing.light or "none", heat, word, number, FormattedNumber(value, signed, written))


def _completion(line):
    share = line.standing.completion
    if share is None or line.standing.distance is not None:
        return _limit(line)
    rounded = round_beside_bounds(share * HUNDRED, 1, (ZERO, HUNDRED)) / HUNDRED
    return format_percent(share), rounded, "#,##0.0%"


def _to_date(line):
    value = line.standing.shown
    if value is None:
        return "", None, ""
    rounded, body = round_half_up(value, line.rounding), number_format(line.digits)
    text = format_number(value, line.rounding) + (line.target.scale if line.is_rate else "")
    if line.is_rate and line.target.scale == "%":
        return text, rounded / HUNDRED, f"{body}%"
    return text, rounded, body + (f'"{line.target.scale}"' if line.is_rate and line.target.scale else "")


def _gap(line):
    standing = line.standing
    if standing.gap is None:
        return _limit(line)
    rounded = round_beside_bounds(standing.gap * HUNDRED, 1, standing.gap_bounds)
    return ("+" if rounded > 0 else "") + format_decimal(rounded, thousands=True), rounded, "#,##0.0"


def _limit(line):
    """An upper limit has neither completion nor pace: it is kept or not."""
    known = line.standing.distance is not None
    return limit_words(line.standing.met) if known else "", None, ""


NUMBERS = {COMPLETION: _completion, VALUE: _to_date, GAP: _gap}


def _format(word, body, *, plus):
    """The format in which a spreadsheet writes the word before a number, and its sign as on the page."""
    zero = f'"{word} "{body}'
    more = f'"{word} +"{body}' if plus else zero
    return f'{more};"{word} {MINUS}"{body};{zero}'


def _heat(standing, shown):
    """The class of colour: of a gap by the light, else by quarters of what is owed; "" where unknown."""
    if shown == GAP:
        return GAP_HEATS.get(standing.light) or ("gap1" if standing.gap < ZERO else "gap0")
    if standing.completion is None:
        return ""
    return find_quarter(standing.completion)


def find_quarter(completion: Decimal) -> str:
    """The class of colour of a completion, by quarters of what is owed: "done0" … "done4"."""
    return "done" + str(sum(completion >= quarter for quarter in QUARTERS))
