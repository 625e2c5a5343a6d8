"""Whether a plan's totals are right: what the checks found, and the button for another."""

from decimal import Decimal

from django.core.paginator import Paginator
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policy
from accounts.policy import Verb
from pages.table_files import asked_kind, respond_table
from plans.queries import get_plan
from plans.views.common import plan_context, run_and_redirect
from sheets.tables import SheetTable
from targets.totals.queries.freshness import get_freshness
from targets.totals.verification import queries
from targets.totals.verification.actions import request_check

A_PAGE = 20


@require_GET
def checks(request, plan_code):
    """The checks of a plan; numbers that differed are shown to those who may see these totals."""
    plan = get_plan(request.user, plan_code)
    history = queries.list_checks(plan)
    may_ask = not plan.is_draft and policy.may(request.user, Verb.CHECK_TOTALS, plan.unit)
    if kind := asked_kind(request):
        return respond_table(_make_table(plan, history, may_ask), kind, plan.title, _("Checks"))
    fresh = get_freshness(plan.pk)
    context = plan_context(request.user, plan) | {
        "fresh": fresh,
        "trouble": queries.get_failing_settlement(plan),
        "latest": queries.get_latest_check(plan),
        "evidence": queries.get_evidence(request.user, plan),
        "history": Paginator(history, A_PAGE).get_page(request.GET.get("page")),
        "may_ask": may_ask,
        "asked": queries.get_requested_at(plan),
    }
    return render(request, "totals/checks.html", context)


def _make_table(plan, history, may_ask) -> SheetTable:
    """All checks; what went wrong in one only for who may ask for another."""
    heads = [
        _("When"), _("Result"), _("Compared"), _("Differed"), _("Units still waiting"), _("Seconds"),
        _("What went wrong"),
    ]  # fmt: skip
    rows = (
        [timezone.make_naive(row.check.at), str(row.words), row.check.compared, row.check.differing, row.check.late,
         round(Decimal(row.check.seconds), 1), row.check.error if may_ask else ""]
        for row in history
    )  # fmt: skip
    return SheetTable(f"{plan.title} · {_('All checks')}", heads, rows, sheet=_("Checks"))


@require_POST
def check_now(request, plan_code):
    plan = get_plan(request.user, plan_code)
    done = _("The check is under way. Look again in a moment: its result appears here.")
    return run_and_redirect(
        request, resolve_url("targets:checks", plan.code), request_check, plan, by=request.user, done=done
    )
