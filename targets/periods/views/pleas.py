"""Pleas: asked on the return's page, decided on a page of their own."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Period
from plans.views.common import run_and_redirect
from targets.models import Plea
from targets.periods.actions import pleas as actions
from targets.periods.forms import GrantForm, RefuseForm
from targets.periods.queries.pleas import decided_by, lately_decided, to_decide
from targets.returns.queries.returns import get_return

LEAVE = timedelta(days=3)  # what the page proposes


@require_POST
def ask(request, plan_code, period_code, unit_code):
    """The clerk asks: kind and reason."""
    report = get_return(request.user, plan_code, period_code, unit_code)
    asked = {"kind": request.POST.get("kind", ""), "reason": request.POST.get("reason", "")}
    done = _("Asked. The answer will appear here and on your list of things to do.")
    return run_and_redirect(request, _page(report), actions.ask, report, by=request.user, done=done, **asked)


@require_POST
def unask(request, plan_code, period_code, unit_code):
    """The clerk takes the plea back that waits."""
    report = get_return(request.user, plan_code, period_code, unit_code)
    policy.require(request.user, Verb.FILL, report.participant)
    plea = report.pleas.filter(state=Plea.State.WAITING).first()
    if plea is None:
        messages.error(request, _("Nothing waits for an answer here."))
        return redirect(_page(report))
    return run_and_redirect(request, _page(report), actions.withdraw_plea, plea, by=request.user, done=_("Taken back."))


@require_safe
def pleas(request):
    """What waits for this person's decision, and what was decided lately."""
    _require_decider(request.user)
    return _shown(request)


@require_POST
def grant(request, pk):
    return _decide(request, pk, GrantForm, actions.grant, _("Granted."))


@require_POST
def refuse(request, pk):
    return _decide(request, pk, RefuseForm, actions.refuse, _("Not granted; the unit reads why."))


def _decide(request, pk, form_class, action, done):
    _require_decider(request.user)
    plea = get_object_or_404(Plea.objects.filter(decided_by(request.user)), pk=pk)
    form = form_class(request.POST)
    if not form.is_valid():
        text = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _shown(request, [{"text": text, "href": f"#plea-{pk}", "where": str(plea.report)}], status=422)
    try:
        action(plea, by=request.user, **form.cleaned_data)
    except Refused as refused:
        found = {"text": str(refused.message), "href": f"#plea-{pk}", "where": str(plea.report)}
        return _shown(request, [found], status=422)
    messages.success(request, done)
    return redirect("targets:pleas")


def _shown(request, refused=(), status=200):
    day = timezone.localdate()
    context = {
        "waiting": list(to_decide(request.user)),
        "decided": list(lately_decided(request.user)),
        "refused": list(refused),
        "today": day,
        "proposed": day + LEAVE,
        "OPEN": Period.State.OPEN,
    }
    return render(request, "periods/pleas.html", context, status=status)


def _require_decider(person):
    if not policy.may_anywhere(person, Verb.REVIEW):
        policy.require_anywhere(person, Verb.PLAN)


def _page(report):
    return reverse("targets:return", args=report.code.split("/"))
