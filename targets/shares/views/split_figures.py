"""The third tab of the breakdown: kept figures of the units, such as their population, by which targets are split."""

import json

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from pages.table_files import asked_kind, respond_table
from sheets.tables import SheetTable
from targets.shares.actions.split_figures import keep_split_figures
from targets.shares.forms.split_figures import SplitFiguresForm, field_name
from targets.shares.queries.allocation import format_input
from targets.shares.queries.column_split import list_areas
from targets.shares.queries.kept_figures import list_kept_figures
from targets.shares.views.allocation import board_or_404, common


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, plan_code, unit_code):
    """GET shows the kept figures of the units below, POST saves what was changed, all or nothing."""
    board = board_or_404(request.user, plan_code, unit_code)
    policy.require(request.user, Verb.ALLOCATE, board.participant)
    areas = list_areas(board)
    kept = list_kept_figures(areas)
    if request.method != "POST" and (kind := asked_kind(request)):
        names = (board.participant.short_name, _("Figures for splitting"))
        return respond_table(_make_table(board, areas, kept), kind, *names)
    if request.method != "POST":
        return _shown(request, board, areas, kept)
    form = None
    try:
        form = SplitFiguresForm(kept, areas, request.POST)
        count = _save(board, form.changes(), by=request.user)
    except Refused as refused:
        return _shown(request, board, areas, kept, form=form, refused=refused)
    text = ngettext("%(count)s cell saved.", "%(count)s cells saved.", count) % {"count": count}
    messages.success(request, text if count else _("Nothing was changed, so nothing was saved."))
    return redirect("targets:split_figures", plan_code, unit_code)


def _make_table(board, areas, kept) -> SheetTable:
    """Units down, what is kept of them across; pasted into the page it changes nothing."""
    heads = [_("Code"), _("Unit"), *(f"{each.name} {each.year}" for each in kept)]
    rows = ([unit.code, unit.name, *(each.values.get(unit.pk) for each in kept)] for unit in areas)
    title = f"{board.participant.short_name} · {_('Figures for splitting')}"
    return SheetTable(title, heads, rows, sheet=_("Figures for splitting"))


@transaction.atomic
def _save(board, changes, *, by):
    return sum(
        keep_split_figures(board.participant, each.name, each.year, each.values, by=by, seen=each.seen)
        for each in changes
    )


def _shown(request, board, areas, kept, *, form=None, refused=None):
    columns = [*kept, None]
    rows = [(child, [_box(child, column, form) for column in columns]) for child in areas]
    seen = {box["name"]: box["stored"] for _child, boxes in rows for box in boxes if box["stored"]}
    context = common(request, board, "targets:split_figures") | {
        "kept": kept, "rows": rows, "form": form, "refused": refused, "seen": json.dumps(seen),
    }  # fmt: skip
    return render(request, "shares/split_figures.html", context, status=422 if refused else 200)


def _box(child, column, form):
    name = field_name(column, child.code)
    stored = format_input(column.values.get(child.pk)) if column else ""
    text = form.typed.get(name, stored) if form else stored
    label = f"{column.name} {column.year}" if column else _("New figures")
    return {
        "label": label,
        "name": name,
        "text": text,
        "stored": stored,
        "error": form.errors.get(name, "") if form else "",
    }
