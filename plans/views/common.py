"""What every page that writes does with an action: do it, or show in its form what was refused."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import policy
from accounts.forms.people import add_refusal
from accounts.policy import Verb
from audit.errors import Refused


def may_write(person, plan):
    """Whether the pages show what planners do."""
    return policy.may(person, Verb.PLAN, plan.unit)


def plan_context(person, plan):
    """What the tabs and buttons of a plan's pages depend on: whether this person writes it, and the unit whose
    breakdown and whose totals are theirs (a city's planner breaks down the city's share of the province's plan)."""
    writes = may_write(person, plan)
    return {
        "plan": plan,
        "writes": writes,
        "breaks_down": plan.unit.code if writes else _highest(person, plan, Verb.ALLOCATE),
        "totals_of": _highest(person, plan, Verb.SEE_TOTALS),
    }


def _highest(person, plan, verb):
    """The code of the highest unit in an issued plan to which this person may do this; empty when there is none."""
    if plan.is_draft:
        return ""
    found = plan.participants.filter(policy.paths_q(person, verb)).order_by("depth", "path").first()
    return found.code if found else ""


def run_in_form(form, action, *args, **kwargs):
    """(done, result) of the action; when it refuses, the form says what is wrong."""
    try:
        return True, action(*args, **kwargs)
    except Refused as refused:
        add_refusal(form, refused)
        return False, None


def run_and_redirect(request, to, action, *args, done="", **kwargs):
    """For a button: do it and go to ``to``, where a message says what was done or why it was refused."""
    try:
        action(*args, **kwargs)
    except Refused as refused:
        messages.error(request, " ".join([str(refused.message), *map(str, refused.cells.values())]))
    else:
        messages.success(request, done or _("Saved."))
    return redirect(to)
