"""Requests for leave or correction: made on the page of the return, decided on a page of their own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from pages.table_files import asked_kind, respond_table
from plans.views.common import run_and_redirect
from targets.models import Plea
from targets.periods.actions import leave_requests as actions
from targets.periods.forms import GrantForm, RefuseForm
from targets.periods.queries.leave_requests import (
    PROPOSED_LEAVE,
    decidable_by,
    list_decided_requests,
    list_requests_to_decide,
)
from targets.periods.views.requests_file import make_requests_table
from targets.returns.queries.returns import get_return


@require_POST
def ask(request, plan_code, period_code, unit_code):
    """Make a request: POST kind and reason."""
    report = get_return(request.user, plan_code, period_code, unit_code)
    asked = {"kind": request.POST.get("kind", ""), "reason": request.POST.get("reason", "")}
    done = _("Asked. The answer will appear here and on your list of things to do.")
    return run_and_redirect(
        request, _return_url(report), actions.create_request, report, by=request.user, done=done, **asked
    )


@require_POST
def unask(request, plan_code, period_code, unit_code):
    """Withdraw the waiting request of a return."""
    report = get_return(request.user, plan_code, period_code, unit_code)
    policy.require(request.user, Verb.FILL, report.participant)
    waiting = report.pleas.filter(state=Plea.State.WAITING).first()
    if waiting is None:
        messages.error(request, _("Nothing waits for an answer here."))
        return redirect(_return_url(report))
    return run_and_redirect(
        request, _return_url(report), actions.withdraw_request, waiting, by=request.user, done=_("Taken back.")
    )


@require_safe
def leave_requests(request):
    """The requests that wait for this person's decision, and the last decided ones."""
    _require_decider(request.user)
    if kind := asked_kind(request):
        every = [*list_requests_to_decide(request.user), *list_decided_requests(request.user)]
        return respond_table(make_requests_table(every), kind, _("Pleas to decide"))
    return _render_requests(request)


@require_POST
def grant(request, pk):
    return _decide(request, pk, GrantForm, actions.grant_request, _("Granted."))


@require_POST
def refuse(request, pk):
    return _decide(request, pk, RefuseForm, actions.refuse_request, _("Not granted; the unit reads why."))


def _decide(request, pk, form_class, action, done):
    _require_decider(request.user)
    leave_request = get_object_or_404(Plea.objects.filter(decidable_by(request.user)), pk=pk)
    form = form_class(request.POST)
    if not form.is_valid():
        text = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _render_requests(
            request, [{"text": text, "href": f"#plea-{pk}", "where": str(leave_request.report)}], status=422
        )
    try:
        action(leave_request, by=request.user, **form.cleaned_data)
    except Refused as refused:
        found = {"text": str(refused.message), "href": f"#plea-{pk}", "where": str(leave_request.report)}
        return _render_requests(request, [found], status=422)
    messages.success(request, done)
    if (back := request.POST.get("back")) in ("review", "return"):  # the page on which it was decided
        return redirect(f"targets:{back}", *leave_request.report.code.split("/"))
    return redirect("targets:pleas")


def _render_requests(request, refused=(), status=200):
    day = timezone.localdate()
    context = {
        "waiting": list(list_requests_to_decide(request.user)),
        "decided": list(list_decided_requests(request.user)),
        "refused": list(refused),
        "today": day,
        "proposed": day + PROPOSED_LEAVE,
    }
    return render(request, "periods/leave_requests.html", context, status=status)


def _require_decider(person):
    if not policy.may_anywhere(person, Verb.REVIEW):
        policy.require_anywhere(person, Verb.PLAN)


def _return_url(report):
    return reverse("targets:return", args=report.code.split("/"))
