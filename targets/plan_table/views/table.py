"""The table of a plan: shown, its cells saved, a pasted block matched with its rows, and everybody below let in."""

from django.http import JsonResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.errors import Refused
from orgs.models import Level
from pages.table_files import asked_kind, respond_table
from plans.actions.participants import choose_participants
from plans.forms.units import ParticipantsForm
from plans.models import Period, Plan
from plans.queries import get_plan_to_write
from plans.views.common import plan_context, run_and_redirect
from targets.plan_table.actions import save_plan_cells
from targets.plan_table.columns import CHOICES
from targets.plan_table.files import make_plan_file
from targets.plan_table.forms import NotFromOurPage, read_block, read_changes
from targets.plan_table.matching import match_block
from targets.plan_table.queries import PlanTable

BAD_REQUEST = 400


@require_safe
def show(request, plan_code):
    """The whole plan in one table."""
    plan = get_plan_to_write(request.user, plan_code)
    table = PlanTable(plan)
    if kind := asked_kind(request):
        return respond_table(make_plan_file(table), kind, plan.title, _("All tasks and targets"))
    return render(request, "plan_table/table.html", _context(request, table))


@require_POST
def save(request, plan_code):
    """Save cells: {cells: [{id, text, seen}], adjustment: {from_seq, reason, document_number}}.

    JSON: the texts of the rows that changed, why others were refused, conflicts, and what is missing now.
    """
    plan = get_plan_to_write(request.user, plan_code)
    try:
        changes, adjustment = read_changes(request.body)
    except NotFromOurPage:
        return JsonResponse({}, status=BAD_REQUEST)
    try:
        saved = save_plan_cells(plan, changes, by=request.user, adjustment=adjustment)
    except Refused as refused:
        return JsonResponse({"message": str(refused.message)}, status=422)
    table, wanted = PlanTable(plan), {change.id.rpartition(":")[0] for change in changes}
    rows = [row for row in table.rows if row.key in wanted]
    return JsonResponse(
        {
            "rows": {row.key: {key: cell.text for key, cell in row.cells.items()} for row in rows},
            "refused": saved.refused,
            "conflicts": saved.conflicts,
            "adjusting": saved.adjusting,
            "lacks": render_to_string("plan_table/_gaps.html", {"plan": plan, "table": table}, request),
        }
    )


@require_POST
def match(request, plan_code):
    """Which cells a pasted block fills in: {lines: [[text]], at: cell id}. Nothing is saved."""
    plan = get_plan_to_write(request.user, plan_code)
    try:
        lines, at = read_block(request.body)
    except NotFromOurPage:
        return JsonResponse({}, status=BAD_REQUEST)
    found = match_block(lines, PlanTable(plan).rows, at)
    return JsonResponse({"cells": found.cells, "unmatched": found.unmatched, "message": _describe_match(found)})


@require_POST
def join(request, plan_code):
    """Let every unit of the level below take part, and the plan's own offices."""
    plan = get_plan_to_write(request.user, plan_code)
    to = resolve_url("targets:plan_table", plan.code)
    levels = list(Level.values)
    below = levels[min(levels.index(plan.unit.level) + 1, len(levels) - 1)]
    units = ParticipantsForm(plan, depth=below).all_units
    done = _("%(n)s units take part.") % {"n": units.count() + 1}
    return run_and_redirect(request, to, choose_participants, plan, units, by=request.user, done=done)


def _context(request, table):
    plan = table.plan
    periods = [] if plan.is_draft else [p for p in plan.periods.all() if p.state != Period.State.LOCKED]
    return plan_context(request.user, plan) | {
        "table": table,
        "choices": {key: choices.choices for key, choices in CHOICES.items()},
        "living": plan.state != Plan.State.CLOSED,
        "periods": periods,
    }


def _describe_match(found):
    n = {"cells": len(found.cells), "lost": len(found.unmatched)}
    if not found.cells:
        return _("Nothing was filled in: no line of the block belongs to a task or a target of this plan.")
    words = _("%(cells)s cells were filled in.") % n
    if found.in_order:
        words += " " + _("The rows were taken in their order, from the cell in which you pasted: check them.")
    if found.unmatched:
        words += " " + _("%(lost)s lines belong to no row: %(names)s") % (n | {"names": "；".join(found.unmatched[:5])})
    return words
