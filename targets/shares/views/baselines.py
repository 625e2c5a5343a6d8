"""The second tab of the breakdown: how things stood before the first period."""

import json

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import policy
from accounts.policy import Verb
from audit.errors import Conflict, Refused
from pages.table_files import asked_kind, respond_table
from targets.shares.actions.baselines import set_baselines
from targets.shares.forms.baselines import BaselineForm
from targets.shares.queries.baselines import baseline_grid
from targets.shares.views.allocation import board_or_404, common
from targets.shares.views.files import make_baselines_file


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, plan_code, unit_code):
    """GET shows the baselines of the units that report themselves, POST saves them as one change."""
    board = board_or_404(request.user, plan_code, unit_code)
    if request.method != "POST":
        return _shown(request, board)
    policy.require(request.user, Verb.ALLOCATE, board.participant)
    form = BaselineForm(board, request.POST)
    try:
        changed = set_baselines(board.plan, board.participant, by=request.user, **form.arguments())
    except Conflict as refused:
        form.forget_untouched()
        return _shown(request, board_or_404(request.user, plan_code, unit_code), form=form, refused=refused)
    except Refused as refused:
        return _shown(request, board, form=form, refused=refused)
    if changed:
        text = ngettext("%(count)s cell saved.", "%(count)s cells saved.", len(changed)) % {"count": len(changed)}
        messages.success(request, text)
    else:
        messages.info(request, _("Nothing was changed, so nothing was saved."))
    return redirect("targets:baselines", plan_code, unit_code)


def _shown(request, board, *, form=None, refused=None):
    errors = (refused.cells if refused else {}) | (form.errors if form else {})
    grid = baseline_grid(board, typed=form.typed if form else {}, errors=errors)
    if kind := asked_kind(request):
        names = board.plan.title, _("Baselines"), board.participant.short_name
        return respond_table(make_baselines_file(board, grid), kind, *names)
    context = common(request, board, "targets:baselines") | {
        "grid": grid,
        "form": form,
        "refused": refused,
        "seen": form.seen_text if form and not isinstance(refused, Conflict) else json.dumps(grid.seen),
        "ask_reason": errors.get("reason", ""),
    }
    return render(request, "shares/baselines.html", context, status=422 if refused else 200)
