"""A preview as the page shows it: the refused cells in a list, and all cells where they stand in the workbook."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sheets.outcomes import OutcomeKind
from targets.workbooks.book import load
from targets.workbooks.words import KINDS, say, show_as

# The mark of each outcome in the table: colour is never alone.
MARKS = {OutcomeKind.REFUSED: "✕", OutcomeKind.NEW: "＋", OutcomeKind.CHANGED: "→", OutcomeKind.UNCHANGED: ""}
STYLES = {
    OutcomeKind.REFUSED: "cell-bad",
    OutcomeKind.NEW: "cell-new",
    OutcomeKind.CHANGED: "cell-changed",
    OutcomeKind.UNCHANGED: "text-secondary",
}


@dataclass(frozen=True)
class Refusal:
    cell: str
    unit: str
    target: str
    why: str


@dataclass(frozen=True)
class Shown:
    """One figure in the table: what it will be, and what it was when that differs."""

    mark: str
    style: str
    after: str
    before: str
    word: str


def names_of(book):
    """unit code -> name, target code -> code and name."""
    units = {code: participant.short_name for code, participant in book.participants.items()}
    return units, {code: f"{code} {target.name}" for code, target in book.targets.items()}


def refusals(result, book):
    units, targets = names_of(book)
    return [
        Refusal(o.cell, units.get(o.unit, o.unit), targets.get(o.target, o.target), say(o.problem))
        for o in result.refused
    ]


def lacking(found, book):
    """(unit name, [sentence]) of what keeps returns from being submitted; ``found`` is unit code -> list of Missing."""
    units, _targets = names_of(book)
    return [
        (units[code], [f"{lack.code} {lack.name}: {lack.text}".strip() for lack in lacks])
        for code, lacks in found.items()
    ]


def kept(result, book):
    """Cells that others have changed since the download, and that stay as they are now."""
    units, targets = names_of(book)
    return [
        Refusal(
            o.cell,
            units[o.unit],
            targets[o.target],
            _("now %(value)s") % {"value": show_as(o.before, book.targets[o.target])},
        )
        for o in result.outcomes
        if o.outdated
    ]


def table(result, book):
    """(unit name, [Shown or None for each target]) for the units of which the workbook says something."""
    cells = {(o.unit, o.target): o for o in result.outcomes}
    rows = []
    for code, participant in book.participants.items():
        line = [_shown(cells.get((code, target)), target, book) for target in book.targets]
        if any(cell and (cell.mark or cell.after != "—") for cell in line):
            rows.append((participant.short_name, line))
    return rows


def _shown(outcome, code, book):
    if outcome is None:
        return None
    target = book.targets[code]
    refused = outcome.kind == OutcomeKind.REFUSED
    return Shown(
        mark=MARKS[outcome.kind],
        style=STYLES[outcome.kind],
        after=outcome.cell if refused else show_as(outcome.after, target),
        before=show_as(outcome.before, target) if outcome.kind == OutcomeKind.CHANGED else "",
        word=say(outcome.problem) if refused else str(KINDS[outcome.kind]),
    )


def places(cells, plan):
    """Refused cells ("L01:530923000000", or a unit alone) as findings: where, by the unit's name, and what."""
    at = {cell: cell.split(":")[-1] for cell in cells}
    units = plan.participants.filter(unit__code__in=set(at.values())).select_related("unit")
    names = {participant.code: participant.short_name for participant in units}
    return [
        {"where": f"{names.get(at[cell], at[cell])} {cell.removesuffix(at[cell]).rstrip(':')}".strip(), "text": text}
        for cell, text in cells.items()
    ]


def context(preview, by):
    """Everything that the template of a preview needs."""
    book = load(preview.upload.period, by=by, verb="import")
    result = preview.result
    return {
        "upload": preview.upload,
        "result": result,
        "counts": [(kind.value, KINDS[kind], result.counts[kind]) for kind in OutcomeKind],
        "refusals": refusals(result, book),
        "lacking": lacking(result.lacking, book),
        "unexplained": lacking(result.unexplained, book),
        "kept": kept(result, book),
        "targets": list(book.targets.values()),
        "rows": table(result, book),
        "can_draft": not result.refused and bool(result.changes),
        "can_submit": not result.refused and bool(result.submitted) and not result.lacking,
    }
