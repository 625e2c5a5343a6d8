"""Shared parts of views: run an action and show its refusal, context of a plan's pages."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import policy
from accounts.forms.people import add_refusal
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Plan
from plans.queries import find_first_period


def may_write(person: Any, plan: Plan) -> bool:
    """Whether the person may write the plan."""
    return policy.may(person, Verb.PLAN, plan.unit)


def plan_context(person: Any, plan: Plan) -> dict[str, Any]:
    """Context for the tabs and buttons of a plan's pages.

    ``writes``: the person may write the plan; ``breaks_down`` and ``totals_of``: the code of the highest unit whose
    allocation they may edit and whose totals they may see, or ""; ``checks_totals``: they may have totals checked;
    ``first_period``: the one that they may open now because none has been opened yet, or None.
    """
    writes = may_write(person, plan)
    return {
        "plan": plan,
        "writes": writes,
        "breaks_down": plan.unit.code if writes else _highest_unit_code(person, plan, Verb.ALLOCATE),
        "checks_totals": policy.may(person, Verb.CHECK_TOTALS, plan.unit),
        "first_period": find_first_period(plan) if writes else None,
        "totals_of": _highest_unit_code(person, plan, Verb.SEE_TOTALS),
    }


def _highest_unit_code(person, plan, verb):
    """The code of the highest participant at which the person has the verb, or "" if none or in a draft."""
    if plan.is_draft:
        return ""
    found = plan.participants.filter(policy.paths_q(person, verb)).order_by("depth", "path").first()
    return found.code if found else ""


def run_in_form(form: forms.BaseForm, action: Callable, *args, **kwargs) -> tuple[bool, Any]:
    """Run the action; return (True, its result), or (False, None) with the refusal as errors of the form."""
    try:
        return True, action(*args, **kwargs)
    except Refused as refused:
        add_refusal(form, refused)
        return False, None


def run_and_redirect(request: HttpRequest, to: str, action: Callable, *args, done: str = "", **kwargs) -> HttpResponse:
    """Run the action and redirect to ``to`` with the message ``done`` or the refusal."""
    try:
        action(*args, **kwargs)
    except Refused as refused:
        messages.error(request, " ".join([str(refused.message), *map(str, refused.cells.values())]))
    else:
        messages.success(request, done or _("Saved."))
    return redirect(to)
