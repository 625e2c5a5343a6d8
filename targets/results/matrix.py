"""Units by targets: the areas of a level below a unit with all targets, filtered, sorted, with chosen columns."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from plans.models import Group
from targets.models import Target
from targets.results.board import UnitResults, build_board, read_children
from targets.results.line import TotalLine
from targets.results.place import TotalsPlace
from targets.results.ranking import areas_below, count_levels, sort_known

COMPLETION, VALUE, GAP = SHOWN = ("completion", "value", "gap")  # what a cell may show
MAX_CELLS = 15_000  # a larger table cannot be read, and its page is above a megabyte
WHOLE = "whole"  # sorted by the completion on the whole


@dataclass(frozen=True)
class MatrixChoice:
    """What somebody asks to see; what is not there counts as not asked.

    ``level`` is that of the units, ``group`` a name, ``light`` keeps the units and targets that have it, ``section`` is
    the id of a section of the plan as text, ``codes`` those of the targets (none: all), ``sort`` one of these codes or
    ``WHOLE`` ("": the order of the plan), ``shown`` one of ``SHOWN``.
    """

    level: str = ""
    group: str = ""
    light: str = ""
    section: str = ""
    codes: tuple[str, ...] = ()
    sort: str = ""
    ascending: bool = False
    shown: str = COMPLETION


@dataclass(frozen=True)
class Matrix:
    """``choice`` as it was followed. ``lines`` of a row are those of ``targets``, by ``pick``; ``own`` is the unit
    itself. ``offered`` are the targets that may be chosen: those of the section."""

    choice: MatrixChoice
    levels: list[str]
    groups: list[Group]
    sections: list[tuple[str, str]]
    offered: list[Target]
    targets: list[Target]
    own: UnitResults
    rows: list[UnitResults]
    columns: list[int]

    def pick(self, row: UnitResults) -> list[TotalLine]:
        """The lines of a row that are shown, in the order of ``targets``."""
        return [row.lines[column] for column in self.columns]


def read_matrix(place: TotalsPlace, choice: MatrixChoice) -> Matrix:
    """The matrix of a place with targets whose period has begun; six queries, whatever the numbers of units, targets
    and periods."""
    levels = _offer_levels(place)
    level = choice.level if choice.level in levels else next(iter(levels), "")
    groups = list(place.plan.groups.all())
    group = next((each for each in groups if each.name == choice.group), None)
    board = build_board(place, _read_units(place, level, group), amounts=False)
    sections, offered = _offer_targets(place, choice.section)
    codes = {target.code for target in offered} & set(choice.codes)
    columns = [n for n, t in enumerate(board.targets) if t in offered and (not codes or t.code in codes)]
    rows = board.children
    if choice.light:
        rows, columns = _keep_light(rows, columns, choice.light)
    targets = [board.targets[n] for n in columns]
    sort = choice.sort if choice.sort == WHOLE or choice.sort in {t.code for t in targets} else ""
    followed = MatrixChoice(
        level, group.name if group else "", choice.light, choice.section if choice.section in dict(sections) else "",
        tuple(t.code for t in offered if t.code in codes), sort, choice.ascending and bool(sort),
        choice.shown if choice.shown in SHOWN else COMPLETION,
    )  # fmt: skip
    if sort:
        rows = sort_known(rows, _get_key(followed, board.targets), ascending=followed.ascending)
    return Matrix(followed, levels, groups, sections, offered, targets, board.own, rows, columns)


def shown_number(line: TotalLine, shown: str) -> Decimal | None:
    """The number that a cell is sorted by: completion, number to date, or how far it is ahead of its pace."""
    standing = line.standing
    if shown == VALUE:
        return standing.shown
    if shown == GAP:
        return None if standing.lag is None else -standing.lag
    return standing.completion


def _offer_levels(place):
    """The next level below and the one after it, unless its table is too large to be read."""
    found = list(count_levels(place.participant).items())[:2]
    return [level for n, (level, units) in enumerate(found) if not n or units * len(place.targets) <= MAX_CELLS]


def _read_units(place, level, group):
    """Areas of the level, in the order of the tree; where there are only offices and members below, these."""
    if not level:
        return read_children(place.participant)
    areas = areas_below(place.participant, level).select_related("unit", "parent")
    return areas.filter(groups=group) if group else areas


def _offer_targets(place, section):
    """[(id, title)] of the sections that have targets, and the targets of the chosen one (of none: all)."""
    rows = place.plan.targets.order_by("task__section__position", "task__section_id")
    found = list(rows.values_list("pk", "task__section_id", "task__section__title"))
    sections = {str(pk): title for _, pk, title in found if pk}
    inside = {pk for pk, own, _ in found if section not in sections or str(own) == section}
    return list(sections.items()), [target for target in place.targets if target.pk in inside]


def _keep_light(rows, columns, light):
    """Only units and targets that have the light somewhere."""
    rows = [row for row in rows if any(row.lines[n].standing.light == light for n in columns)]
    return rows, [n for n in columns if any(row.lines[n].standing.light == light for row in rows)]


def _get_key(choice, targets) -> Callable[[UnitResults], Decimal | None]:
    if choice.sort == WHOLE:
        return lambda row: row.overall
    column = next(n for n, target in enumerate(targets) if target.code == choice.sort)
    return lambda row: shown_number(row.lines[column], choice.shown)
