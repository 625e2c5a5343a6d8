"""The page on which a planner breaks targets down to the units below."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from accounts import policy
from accounts.policy import Verb
from audit.errors import Conflict, Refused
from pages.formats import format_number
from pages.table_files import asked_kind, respond_table
from plans.queries import get_plan
from plans.views.common import plan_context
from targets.shares.actions.allocate import allocate
from targets.shares.actions.split_figures import keep_split_figures
from targets.shares.board import load_board
from targets.shares.forms.allocation import AllocationForm
from targets.shares.queries import allocation as queries
from targets.shares.queries import split_bases
from targets.shares.queries.column_split import list_areas, split_column
from targets.shares.queries.pasted_figures import read_pasted_figures
from targets.shares.queries.split_all import propose_all_columns
from targets.shares.views.files import make_allocation_file

MAX_NAMED = 6  # targets named in a message


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, plan_code, unit_code):
    """GET shows the grid to those who may see the plan; POST saves it; or it splits columns without saving them, or
    keeps the pasted figures by which they are split."""
    board = board_or_404(request.user, plan_code, unit_code)
    if request.method != "POST":
        return _shown(request, board)
    policy.require(request.user, Verb.ALLOCATE, board.participant)
    form = AllocationForm(board, request.POST)
    for name, answer in {"split": _split, "sure": _split, "all": _split_all, "keep": _keep}.items():
        if name in request.POST:
            return answer(request, board, form)
    return _saved(request, board, form)


def board_or_404(person, plan_code, unit_code):
    """The board of a participant whose plan this person may see."""
    plan = get_plan(person, plan_code)
    participant = get_object_or_404(plan.participants, unit__code=unit_code)
    policy.require(person, Verb.SEE_PLAN, participant)
    return load_board(plan, participant)


def _saved(request, board, form):
    try:
        arguments = form.arguments()
        if "surplus" not in request.POST:
            _require_no_new_surplus(board, form)
        changes = allocate(board.plan, board.participant, by=request.user, **arguments)
    except Conflict as refused:
        return _overtaken(request, board, form, refused)
    except Refused as refused:
        return _shown(request, board, form=form, refused=refused)
    if changes:
        text = ngettext("%(count)s cell saved.", "%(count)s cells saved.", len(changes)) % {"count": len(changes)}
        messages.success(request, text)
        _warn_of_undivided(request, board)
    else:
        messages.info(request, _("Nothing was changed, so nothing was saved."))
    return redirect("targets:allocation", board.plan.code, board.participant.code)


def _require_no_new_surplus(board, form):
    """Raise Refused, with the code "surplus", where parts exceed the whole: 13 of 4 is as often a slip as a wish."""
    found = queries.list_new_surpluses(board, queries.TypedShares(form.typed, form.values))
    if found:
        each = _("%(code)s %(name)s: %(more)s more than %(whole)s")
        names = [
            each % {"code": column.target.code, "name": column.target.name, "whole": format_number(column.whole),
                    "more": format_number(column.left_abs)}
            for column in found[:MAX_NAMED]
        ]  # fmt: skip
        text = _("The parts are more than the whole. %(names)s. Is that meant?") % {"names": "；".join(names)}
        raise Refused(text, code="surplus")


def _warn_of_undivided(request, board):
    """Say which targets are not broken down yet: nobody below would report them."""
    left = queries.list_without_parts(load_board(board.plan, board.participant))
    if left:
        names = "、".join(f"{target.code} {target.name}" for target in left[:MAX_NAMED])
        more = "…" if len(left) > MAX_NAMED else ""
        text = _("Not broken down yet: %(n)s (%(names)s). Nobody reports these.")
        messages.warning(request, text % {"n": len(left), "names": names + more})


def _overtaken(request, board, form, refused):
    """What I typed stays; what I left alone, and what I am held to have seen, is what stands now."""
    board = load_board(board.plan, board.participant)
    touched = form.touched()
    form.typed = {key: text for key, text in form.typed.items() if key in touched}
    form.values = {key: value for key, value in form.values.items() if key in touched}
    form.seen_text = ""
    return _shown(request, board, form=form, refused=refused)


def _split(request, board, form):
    """One column, split: as data for the script, or the whole page for who has none. Nothing is saved.

    Where somebody would get nothing the page asks; the answer comes as ``sure`` with the code of the target.
    """
    code = request.POST.get("sure") or request.POST.get("split")
    target = next((target for target in board.targets if target.code == code), None)
    try:
        if target is None:
            raise Refused(_("There is no such target or unit here."))
        bases = split_bases.SplitBases(board, request.user)
        weights = bases.read_weights(target, form.basis, values=form.values, brought=form.brought)
        parts = split_column(board, target, form.values, weights, sure="sure" in request.POST)
    except Refused as refused:
        if _by_script(request):
            return _refused_json(refused)
        return _shown(request, board, form=form, refused=refused, asked=code if refused.code == "few" else "")
    if _by_script(request):
        return JsonResponse({"cells": _texts(parts)})
    form.fill(_texts(parts), parts)
    return _shown(request, board, form=form)


def _split_all(request, board, form):
    """All columns that are empty, split: what would be filled in, for the script to ask first; or the whole page with
    it filled in. Nothing is saved."""
    bases = split_bases.SplitBases(board, request.user)
    proposed = propose_all_columns(board, bases, form.basis, values=form.values, brought=form.brought)
    parts = {key: number for column in proposed for key, number in column.cells.items()}
    if _by_script(request):
        colon = pgettext("before a list", ": ")
        names = (f"{each.target.code} {each.target.name}" for each in proposed)
        lines = [
            {"text": f"{name}{colon}{each.text}", "fills": bool(each.cells)}
            for name, each in zip(names, proposed, strict=True)
        ]
        return JsonResponse({"cells": _texts(parts), "lines": lines})
    form.fill(_texts(parts), parts)
    return _shown(request, board, form=form, proposed=proposed)


def _keep(request, board, form):
    """Keep the pasted figures under their name and year, so that they need not be pasted again."""
    areas = list_areas(board)
    try:
        figures = read_pasted_figures(areas, form.brought)
        values = {child: figures[child.pk] for child in areas if child.pk in figures}
        keep_split_figures(board.participant, form.keep_name, form.keep_year, values, by=request.user)
    except Refused as refused:
        if _by_script(request):
            return _refused_json(refused)
        return _shown(request, board, form=form, refused=refused)
    kept = split_bases.describe_kept(form.keep_name, form.keep_year)
    if _by_script(request):
        return JsonResponse({"code": kept.code, "label": kept.label})
    form.basis, form.brought = kept.code, ""
    return _shown(request, board, form=form)


def _by_script(request):
    return request.headers.get("X-Requested-With") == "fetch"


def _refused_json(refused):
    return JsonResponse({"message": str(refused.message), "asks": refused.code == "few"}, status=422)


def _texts(parts):
    return {key: queries.format_input(value) for key, value in parts.items()}


def _shown(request, board, *, form=None, refused=None, asked="", proposed=()):
    periods = list(board.plan.periods.order_by("seq"))
    errors = (refused.cells if refused else {}) | (form.errors if form else {})
    typed = queries.TypedShares(form.typed, form.values, errors) if form else None
    grid = queries.build_allocation_grid(board, own_share=_("Own share"), typed=typed)
    if kind := asked_kind(request):
        names = board.plan.title, _("Breakdown"), board.participant.short_name
        return respond_table(make_allocation_file(board, grid), kind, *names)
    can_split = any(column.can_split for column in grid.columns) and queries.may_edit(request.user, board)
    context = common(request, board, "targets:allocation") | {
        "grid": grid,
        "form": form,
        "refused": refused,
        "asked": asked,
        "proposed": proposed,
        "last_year": board.plan.year - 1,
        "bases": split_bases.SplitBases(board, request.user).choices() if can_split else [],
        "asks": {name: errors[name] for name in ("from_seq", "reason", "document_number") if name in errors},
        "adjusting": bool(refused and refused.code == "adjustment") or bool(form and form.reason),
        "periods": [p for p in periods if p.state != p.State.LOCKED],
        "seen": form.seen_text if form and form.seen_text else json.dumps(grid.seen()),
        "history": queries.list_allocation_history(board, periods),
    }
    return render(request, "shares/allocation.html", context, status=422 if refused else 200)


def common(request, board, current):
    """What both tabs of the page show."""
    address = (board.plan.code, board.participant.code)
    tabs = [("targets:allocation", _("Shares")), ("targets:baselines", _("Baselines"))]
    if policy.may(request.user, Verb.ALLOCATE, board.participant):
        tabs.append(("targets:split_figures", _("Figures for splitting")))
    return plan_context(request.user, board.plan) | {
        "participant": board.participant,
        "board": board,
        "editable": queries.may_edit(request.user, board),
        "above": [] if board.is_root else queries.list_readable_ancestors(request.user, board.participant),
        "tabs": [
            {"url": reverse(name, args=address), "label": label, "active": name == current} for name, label in tabs
        ],
    }
