"""The unit of each row, column or form of a table; what is not sure is asked."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.office.assembly.asking import IGNORE, UNIT, Desk, Place
from sheets.office.assembly.belonging import find_form_unit
from sheets.office.assembly.known import KnownPlan
from sheets.office.labels import is_inside, near_units, unit_label
from sheets.office.model import Certainty, UnitMatch
from sheets.problems import SheetProblem

WHO_DOES_IT = re.compile("(?:责任|承办|牵头|配合|实施|完成)(?:单位|部门)")
INSIDE_REASONS = ("none", "other_rank", "part_of_text")


@dataclass(slots=True)
class Line:
    """What holds the figures of one unit: a row, a column, or the whole table.

    ``why`` is why nothing of it may be read yet, None where the unit is sure. ``left_out``: it is no unit's, or that of
    another person's unit (``elsewhere``), or a place inside of a unit (``inside``). ``once``: an answer holds for this
    sheet only. ``contradicts``: it was said to be a unit, and so was another. ``taken``: nothing names
    a unit, and only one is this person's. ``name`` is that of the unit, or place inside, of a form.
    """

    place: Place
    match: UnitMatch
    why: SheetProblem | None = None
    left_out: bool = False
    elsewhere: bool = False
    inside: bool = False
    taken: bool = False
    name: str = ""
    once: bool = False
    contradicts: bool = False
    about: list[tuple[str, str]] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return self.match.unit

    @property
    def candidates(self) -> list[str]:
        """Units whose figures these may be."""
        return list(dict.fromkeys([*filter(None, [self.match.unit]), *self.match.alternatives])) or [""]


def find_lines(view: SheetView, table: TableLayout, known: KnownPlan, desk: Desk) -> dict[int, Line]:
    """row or column -> its Line; 0 -> that of a form."""
    if table.units == UnitPlace.TABLE:
        place = Place((table.head or table.body or view.rows)[0], view.columns[0])
        return {0: line_of_form(table, place, known, desk)}
    by_cell: dict[tuple[int, int], Line] = {}
    lines: dict[int, Line] = {}
    for at, cell in table.unit_cells.items():
        line = by_cell.get(cell)
        if line is None:
            line = by_cell[cell] = _line_of_cell(view, table, cell, known, desk)
        lines[at] = line
    _leave_out_places_inside(view, by_cell, known)
    _ask_about_helpers(table, by_cell, known)
    _ask_twice_named(view, table, lines, desk)
    return lines


def _ask_about_helpers(table, by_cell, known):
    """In the form of one unit, 责任单位 says who does the work: the figures may be those of the form's unit."""
    heads = table.column_paths.get(table.unit_column, ()) if table.units == UnitPlace.ROWS else ()
    if not any(WHO_DOES_IT.search(text) for text in heads):
        return
    owner = find_form_unit(table.lines, "", "", known).unit
    for line in by_cell.values():
        if owner and line.unit and line.unit != owner and line.why is None and line.match.why != "answered":
            line.why, line.once = SheetProblem("unit_unsure"), True
            line.match = line.match._replace(alternatives=(owner, *line.match.alternatives))


def _leave_out_places_inside(view, by_cell, known):
    """Townships below their counties, which are those that report."""
    if not any(line.unit and line.why is None for line in by_cell.values()):
        return
    for cell, line in by_cell.items():
        if line.why and line.match.why in INSIDE_REASONS and is_inside(view.label(*cell), known.context):
            line.left_out = line.inside = True


def line_of_form(table: TableLayout, place: Place, known: KnownPlan, desk: Desk) -> Line:
    """Whose figures a table holds that names no unit in its rows or columns; asked at ``place``."""
    found = find_form_unit(table.lines, desk.grid.title, desk.file, known)
    match = UnitMatch(found.unit, Certainty.UNSURE if found.others else Certainty.SURE, "form", found.others)
    line = Line(place, match)
    if found.unit in known.context.elsewhere and not found.others:
        line.left_out = line.elsewhere = True
        line.name = known.units[found.unit].name
    elif found.inside:
        line.left_out, line.inside, line.name = True, True, found.inside
    elif not found.unit and not found.others and known.only_unit and not found.foreign:
        line.match, line.taken = UnitMatch(known.only_unit, Certainty.SURE, "only_unit"), True
        line.name = known.units[known.only_unit].name
    elif not found.unit:
        line.why = SheetProblem("several_units" if found.others else "no_unit_named")
    elif found.others or found.doubtful:
        line.why = SheetProblem("units_contradict")
    elif found.office and not _lists_places(table, known):
        line.why = SheetProblem("another_office", {"text": found.office})
    return _with_answer(line, known, desk)


def _lists_places(table, known):
    """Whether the townships, or the offices, that the title speaks of stand in the table."""
    texts = {text for path in table.column_paths.values() for text in path}
    return table.units != UnitPlace.TABLE or any(is_inside(text, known.context) for text in texts)


def _line_of_cell(view, table, cell, known, desk):
    text = view.label(*cell)
    match = known.match_unit(text)
    line = Line(Place(*cell), match)
    code = view.label(cell[0], table.code_column) if table.code_column else ""
    if code:
        match = line.match = _agree(known.match_unit(code), match, text)
    if not match.unit:
        line.why = SheetProblem("unit_unclear" if match.alternatives else "unit_unknown")
        if not match.alternatives:
            line.match = match._replace(alternatives=near_units(text, known.context))
        line.left_out = known.names_total(text) or known.names_no_figure(text)
    elif match.unit in known.context.elsewhere:
        line.left_out = line.elsewhere = True
    elif match.certainty == Certainty.SURE and match.why == "part_of_text" and known.names_no_figure(text):
        line.why, line.once = SheetProblem("row_of_something_else", {"text": text}), True  # 凤庆县(上半年)
    elif match.certainty != Certainty.SURE:
        line.why = SheetProblem("unit_unsure" if match.why != "code_contradicts" else "code_contradicts")
    return _with_answer(line, known, desk)


def _agree(by_code, by_name, text):
    """The unit of a row that has a code and a name."""
    if not by_code.unit or by_code.unit == by_name.unit:
        return by_name if by_name.unit else by_code
    if not text or (not by_name.unit and not by_name.alternatives):
        return by_code
    if by_code.unit in by_name.alternatives:
        return by_code
    return UnitMatch(by_name.unit, Certainty.UNSURE, "code_contradicts", (by_code.unit, *by_name.alternatives))


def _with_answer(line, known, desk):
    answer = desk.answer_to_label(line.place)
    if not answer:
        return line
    if answer == IGNORE:
        line.left_out = True
    code = answer.removeprefix(UNIT)
    if answer.startswith(UNIT) and code in known.units:
        line.match, line.why, line.left_out = UnitMatch(code, Certainty.SURE, "answered"), None, False
    return line


def _ask_twice_named(view, table, lines, desk):
    """The same unit in two rows (or columns) with the same labels: nobody can tell which holds."""
    paths = table.row_paths if table.units == UnitPlace.ROWS else table.column_paths
    if table.units == UnitPlace.ROWS and table.row_paths:
        return  # a long list: each figure is compared with the others by itself
    found: dict[tuple, dict[Place, Line]] = defaultdict(dict)
    columns = set(table.value_columns)
    for at, line in lines.items():
        if line.unit and not line.left_out and _is_filled(view, table, columns, at):
            found[line.unit, paths.get(at, ())][line.place] = line
    for same in found.values():
        if len(same) > 1:
            said = [line for line in same.values() if line.match.why == "answered"]
            for line in same.values():
                line.why = line.why or SheetProblem("unit_twice")
                line.contradicts = len(said) > 1 and line in said


def _is_filled(view, table, columns, at):
    if table.units == UnitPlace.ROWS:
        return not columns.isdisjoint(view.facts[at].numbers)
    return any(at in view.facts[row].numbers for row in table.body)


def ask_about_lines(lines: dict[int, Line], known: KnownPlan, desk: Desk) -> None:
    """One question for each line that is not sure and holds figures; all units in reach where none is similar."""
    everybody = tuple(code for code in known.units if known.owes_any(code) and code not in known.context.elsewhere)
    for line in {id(line): line for line in lines.values()}.values():
        if line.why and line.about and not line.left_out:
            label = unit_label(str(desk.grid.merged_value(line.place.row, line.place.column) or ""))
            label = "" if line.once else label
            similar = line.match.unit or line.match.alternatives
            match = line.match if similar else line.match._replace(alternatives=everybody)
            desk.ask_row(line.place, match, line.why, [pair for pair in line.about if pair[0]], label)
            if line.contradicts:
                desk.mark_contradicted(line.place)
