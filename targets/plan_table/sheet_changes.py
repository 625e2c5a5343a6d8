"""The changes of a workbook tried out, for a preview, and saved: all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Conflict, Refused
from plans.models import Period, Plan
from targets.plan_table.actions import CellChange, CellsSaved, save_plan_cells
from targets.plan_table.columns import CHOICES, COLUMNS_BY_KEY, TARGET, WORDS_OF_TARGET
from targets.plan_table.queries import PlanTable


@dataclass(frozen=True)
class CellDifference:
    """A cell as it would stand: ``id``, whose it is, its column, the texts ``before`` and ``after``."""

    id: str
    where: str
    column: str
    before: str
    after: str


@dataclass
class SheetTrial:
    """What saving would do: the cells that would differ, and why others are ``refused`` as (id, whose, why).

    ``adjusting`` says what an adjustment of an issued plan lacks.
    """

    differences: list[CellDifference] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    adjusting: dict[str, str] = field(default_factory=dict)


def try_changes(
    plan: Plan, changes: Sequence[CellChange], *, by: Person, adjustment: Mapping[str, Any] | None = None
) -> SheetTrial:
    """Save the changes and take them back at once. Raises PermissionDenied, and Refused for a closed plan."""
    before = _read_cells(plan)
    with transaction.atomic():
        saved = save_plan_cells(plan, changes, by=by, adjustment=adjustment)
        after = _read_cells(plan)
        transaction.set_rollback(True)
    differences = [
        CellDifference(key, where, str(column.label), _as_label(column.key, text), _as_label(column.key, after[key][2]))
        for key, (where, column, text) in before.items()
        if key in after and after[key][2] != text
    ]
    return SheetTrial(differences, _list_refused(saved, before), saved.adjusting)


def provisional_adjustment(plan: Plan) -> dict[str, Any]:
    """An adjustment with which changes of an issued plan are tried out before a person says why."""
    first = plan.periods.exclude(state=Period.State.LOCKED).order_by("seq").first()
    return {"from_seq": first.seq if first else None, "reason": "—", "document_number": "—"}


def needs_adjustment(plan: Plan, changes: Sequence[CellChange]) -> bool:
    """Whether some of the changes are what an issued plan changes only by an adjustment."""
    return not plan.is_draft and any(each.kind == TARGET and each.column not in WORDS_OF_TARGET for each in changes)


def save_sheet_changes(
    plan: Plan, changes: Sequence[CellChange], *, by: Person, adjustment: Mapping[str, Any] | None = None
) -> int:
    """Save all the changes and return how many. Raises Conflict where somebody changed such a cell since the preview,
    Refused where one cannot be saved: then none is."""
    with transaction.atomic():
        saved = save_plan_cells(plan, changes, by=by, adjustment=adjustment)
        if saved.conflicts:
            message = _("Somebody else changed some of these cells meanwhile. Nothing was saved: look at them again.")
            raise Conflict(message, theirs={key: now for key, (now, _words) in saved.conflicts.items()})
        if saved.refused:
            raise Refused(_("Some cells are refused. Nothing was saved."), cells=saved.refused, code="cells")
    return len(changes)


def see_again(plan: Plan, changes: Sequence[CellChange]) -> list[CellChange]:
    """The changes against what stands now; those that stand already are left out."""
    now = {key: text for key, (_where, _column, text) in _read_cells(plan).items()}
    return [replace(each, seen=now[each.id]) for each in changes if each.id in now and now[each.id] != each.text]


def _read_cells(plan):
    """{id: (whose, column, text)} of the whole table."""
    return {
        cell.id: (f"{row.code} {row.cells['name'].text}", COLUMNS_BY_KEY[key], cell.text)
        for row in PlanTable(plan).rows
        for key, cell in row.cells.items()
    }


def _list_refused(saved: CellsSaved, cells) -> list[tuple[str, str, str]]:
    conflicts = {key: words for key, (_now, words) in saved.conflicts.items()}
    return [
        (key, f"{cells[key][0]} {cells[key][1].label}" if key in cells else "", words)
        for key, words in {**saved.refused, **conflicts}.items()
    ]


def _as_label(key, text):
    return str(dict(CHOICES[key].choices).get(text, text)) if key in CHOICES else text
