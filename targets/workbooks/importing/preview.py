"""A preview as its page shows it: the refused cells in a list, and all cells as they stand in the workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Period, Plan
from sheets.outcomes import CellOutcome, OutcomeKind
from sheets.tasks.model import TaskOutcome
from targets.models.report import State
from targets.returns.actions.submit import MissingItem
from targets.workbooks.importing.receiving import find_same_uploads
from targets.workbooks.importing.result import WorkbookImportResult
from targets.workbooks.importing.task_preview import name_task, task_context
from targets.workbooks.importing.unlikely import find_unlikely_cells
from targets.workbooks.importing.uploads import ImportPreview
from targets.workbooks.messages import (
    OUTCOME_LABELS,
    describe_problem,
    describe_refused,
    format_figure,
    format_outcome,
)
from targets.workbooks.office.page import office_context
from targets.workbooks.office.reading import OfficeReading
from targets.workbooks.office.shown_sheets import BEGINNING, MAX_CELLS, ShownPart, ShownPlaces, count_unread
from targets.workbooks.period_figures import PeriodFigures
from targets.workbooks.period_tasks import part_label
from targets.workbooks.queries import answers_context

MAX_UNLIKELY = 200  # cells listed for another look
MAX_OUTDATED_TEXT = 80  # characters of a text that others have changed
MAX_LISTED = 300  # refused cells, and those that would be emptied
# Each outcome has a mark besides its colour.
MARKS = {OutcomeKind.REFUSED: "✕", OutcomeKind.NEW: "＋", OutcomeKind.CHANGED: "→", OutcomeKind.UNCHANGED: ""}
STYLES = {
    OutcomeKind.REFUSED: "cell-bad",
    OutcomeKind.NEW: "cell-new",
    OutcomeKind.CHANGED: "cell-changed",
    OutcomeKind.UNCHANGED: "text-secondary",
}


@dataclass(frozen=True)
class ListedCell:
    """A cell in one of the lists above the table, with what is said about it."""

    cell: str
    unit: str
    target: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class PreviewCell:
    """One figure in the table: what it will be, and what it was when that differs."""

    mark: str
    style: str
    after: str
    before: str
    label: str
    name: str = ""


def preview_context(preview: ImportPreview, by: Person, part: ShownPart = BEGINNING) -> dict[str, Any]:
    """The context of the preview's template, with the ``part`` of the workbook that is shown."""
    stored = preview.stored
    result, office = preview.result, preview.office
    asks_emptied = bool(result.emptied) and not preview.content.emptied
    waiting = asks_emptied or bool(office and office.questions)
    context = {
        "upload": preview.upload,
        "result": result,
        "waiting": waiting,
        "counts": list_counts(result, office),
        "refused_count": len(result.refused),
        "emptied": [_listed_cell(each, stored, format_outcome(each)[0]) for each in result.emptied[:MAX_LISTED]],
        "emptied_count": len(result.emptied),
        "asks_emptied": asks_emptied,
        "missing": list_missing_items(result.missing, stored),
        "unexplained": list_missing_items(result.unexplained, stored),
        "unreported": list_missing_items(result.unreported, stored),
        "unlikely": list_unlikely_cells(result, stored, preview.upload.period),
        "outdated_cells": list_outdated_cells(result, stored),
        "targets": list(stored.targets.values()),
        **task_context(result, stored),
        "can_draft": not result.refused and not waiting and bool(result.changes),
        "can_submit": not result.refused
        and not waiting
        and policy.may_anywhere(by, Verb.IMPORT)
        and bool(result.submitted or result.offered)
        and not result.missing,
        "offered": [(code, result.names[code]) for code in result.offered],
        "not_submitted": [
            (_("the unit itself must explain what the check found"), _join_names(result, result.unexplained)),
            (_("the progress of its tasks is still missing"), _join_names(result, result.unreported)),
            (_("something is still missing"), _join_names(result, result.missing)),
            (_("sent back, and unchanged: it counts only when it is corrected"), _list_sent_back(result, stored)),
        ],
        "same_uploads": find_same_uploads(preview.upload),
        "stale": [{"text": describe_problem(change)} for change in preview.content.stale],
    }
    if office:
        context |= answers_context(preview.upload)
    return context | context_of_part(preview, part)


def context_of_part(preview: ImportPreview, part: ShownPart) -> dict[str, Any]:
    """What of the context is another one for each part of the workbook: its rows, and the links to and from them."""
    stored, result, office = preview.stored, preview.result, preview.office
    places = ShownPlaces(office, part) if office else None
    context: dict[str, Any] = {"refused_cells": link_back(list_refused_cells(result, stored), places)}
    if office and places:
        return context | office_context(office, result.every_outcome, stored, places)
    return context | page_rows(build_rows(result, stored), len(stored.targets), part.row)


def list_counts(result: WorkbookImportResult, office: OfficeReading | None) -> list[tuple[str, str, int]]:
    """(code, label, number) of everything that becomes of the cells; what empties a figure is counted by itself."""
    numbers = result.counts | {"changed": result.counts["changed"] - len(result.emptied)}
    counts = [(kind.value, str(OUTCOME_LABELS[kind]), numbers[kind]) for kind in OutcomeKind]
    counts.append(("emptied", _("emptied"), len(result.emptied)))
    if office:
        counts.insert(0, ("asked", _("questions"), len(office.questions)))
        counts.append(("unread", _("numbers not read"), count_unread(office)))
    return counts


def link_back(cells: list[ListedCell], places: ShownPlaces | None) -> list[ListedCell]:
    """The cells with links to where they stand in the sheet, which leads back to the row of the list."""
    if places is None:
        return [replace(each, href=f"#c-{each.cell}") for each in cells]
    linked = []
    for number, each in enumerate(cells, 1):
        href, place = places.link_by_name(each.cell)
        places.back.setdefault(place, f"#r{number}")
        linked.append(replace(each, href=href))
    return linked


def rows_of_page(width: int) -> int:
    """How many rows of ``width`` cells one page takes."""
    return max(1, MAX_CELLS // max(1, width))


def page_rows(rows: Sequence[Any], width: int, first: int) -> dict[str, Any]:
    """The rows from ``first`` that one page takes, and the first ones of the pages before and after (0: none)."""
    size = rows_of_page(width)
    first = min(max(1, first), max(1, len(rows)))
    return {
        "rows": rows[first - 1 : first - 1 + size],
        "rows_before": max(1, first - size) if first > 1 else 0,
        "rows_after": first + size if first + size <= len(rows) else 0,
    }


def list_refused_cells(result: WorkbookImportResult, stored: PeriodFigures) -> list[ListedCell]:
    """The first refused cells, with why."""
    year = stored.period.plan.year
    refused = [each for each in result.refused[:MAX_LISTED] if each.problem]
    return [_listed_cell(each, stored, describe_refused(each, year)) for each in refused]


def list_unlikely_cells(result: WorkbookImportResult, stored: PeriodFigures, period: Period) -> dict[str, Any]:
    """Cells that deserve another look: the first of them as ``cells``, and the number of all and of ``more``."""
    found = find_unlikely_cells(result, stored, period)
    cells = [_listed_cell(each, stored, text) for each, text in found[:MAX_UNLIKELY]]
    values = [format_figure(each.after, stored.targets[each.target]) for each, _text in found[:MAX_UNLIKELY]]
    return {"rows": list(zip(cells, values, strict=True)), "count": len(found), "more": len(found) - len(cells)}


def list_outdated_cells(result: WorkbookImportResult, stored: PeriodFigures) -> list[ListedCell]:
    """Cells that others have changed since the download, with the value that they keep."""
    figures = [
        _listed_cell(
            each, stored, _("now %(value)s") % {"value": format_figure(each.before, stored.targets[each.target])}
        )
        for each in result.outcomes
        if each.outdated
    ]
    texts = [(each, format_outcome(each)[0][:MAX_OUTDATED_TEXT] or "—") for each in result.tasks if each.outdated]
    return [*figures, *(_listed_cell(each, stored, _("now %(value)s") % {"value": text}) for each, text in texts)]


def _list_sent_back(result: WorkbookImportResult, stored: PeriodFigures) -> str:
    """The units whose returns were sent back, and which the workbook gives as they stand."""
    changed = {outcome.unit for outcome in result.changes}
    given = dict.fromkeys(outcome.unit for outcome in result.outcomes if not outcome.after.blank)
    found = [stored.participants[code] for code in given if code not in changed and _is_sent_back(code, stored)]
    return "、".join(participant.short_name for participant in found)


def _is_sent_back(code, stored):
    report = stored.get_return(code)
    return report is not None and report.state == State.SENT_BACK


def _join_names(result: WorkbookImportResult, codes: Iterable[str]) -> str:
    return "、".join(result.names[code] for code in codes)


def list_missing_items(missing: Mapping[str, list[MissingItem]], stored: PeriodFigures) -> list[tuple[str, list[str]]]:
    """(unit name, [sentence]) of what prevents returns from being submitted; ``missing`` is by unit code."""
    return [
        (stored.everyone[code].short_name, [f"{item.code} {item.name}: {item.text}".strip() for item in items])
        for code, items in missing.items()
    ]


def build_rows(result: WorkbookImportResult, stored: PeriodFigures) -> list[tuple[str, list[PreviewCell | None]]]:
    """(unit name, [PreviewCell, or None for one that is not owed, for each target]) of all units."""
    outcomes = {(o.unit, o.target): o for o in result.outcomes}
    rows = []
    for code, participant in stored.participants.items():
        cells = [_preview_cell(outcomes.get((code, target)), target, stored) for target in stored.targets]
        if any(cells):
            rows.append((participant.short_name, cells))
    return rows


def list_refused_places(cells: Mapping[str, str], plan: Plan) -> list[dict[str, str]]:
    """Refused cells ("L01:530923000000", or a unit alone) as {"where": unit's name and target, "text": sentence}."""
    units = {cell: cell.split(":")[-1] for cell in cells}
    participants = plan.participants.filter(unit__code__in=set(units.values())).select_related("unit")
    names = {participant.code: participant.short_name for participant in participants}
    return [
        {
            "where": f"{names.get(units[cell], units[cell])} {cell.removesuffix(units[cell]).rstrip(':')}".strip(),
            "text": text,
        }
        for cell, text in cells.items()
    ]


def _listed_cell(outcome: CellOutcome | TaskOutcome, stored: PeriodFigures, text: str) -> ListedCell:
    participant = stored.everyone.get(outcome.unit)
    name = participant.short_name if participant else outcome.unit
    if isinstance(outcome, TaskOutcome):
        about = f"{name_task(outcome, stored)} · {part_label(outcome.part)}"
        return ListedCell(outcome.cell, name, about, text, href=f"#c-{outcome.cell}" if outcome.problem else "")
    target = stored.targets.get(outcome.target)
    return ListedCell(
        outcome.cell,
        name,
        f"{outcome.target} {target.name}" if target else outcome.target,
        text,
    )


def _preview_cell(outcome: CellOutcome | None, code: str, stored: PeriodFigures) -> PreviewCell | None:
    if outcome is None:
        return None
    target, year = stored.targets[code], stored.period.plan.year
    refused = outcome.problem is not None
    return PreviewCell(
        mark=MARKS[outcome.kind],
        style=STYLES[outcome.kind],
        after=outcome.cell if refused else format_figure(outcome.after, target),
        before=format_figure(outcome.before, target) if outcome.kind == OutcomeKind.CHANGED else "",
        label=describe_problem(outcome.problem, year) if outcome.problem else str(OUTCOME_LABELS[outcome.kind]),
        name=outcome.cell if refused else "",
    )
