"""What every page that writes does with an action: do it, or show in its form what was refused."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import policy
from accounts.forms.people import refuse
from accounts.policy import Verb
from audit.errors import Refused


def may_write(person, plan):
    """Whether the pages show what planners do."""
    return policy.may(person, Verb.PLAN, plan.unit)


def about(person, plan):
    """What the tabs and buttons of a plan's pages depend on: whether this person writes it, or sees its totals."""
    sees_totals = policy.may(person, Verb.SEE_TOTALS, plan.unit)
    return {"plan": plan, "writes": may_write(person, plan), "sees_totals": sees_totals}


def attempt(form, action, *args, **kwargs):
    """(done, result) of the action; when it refuses, the form says what is wrong."""
    try:
        return True, action(*args, **kwargs)
    except Refused as refused:
        refuse(form, refused)
        return False, None


def press(request, to, action, *args, done="", **kwargs):
    """For a button: do it and go to ``to``, where a message says what was done or why it was refused."""
    try:
        action(*args, **kwargs)
    except Refused as refused:
        messages.error(request, " ".join([str(refused.message), *map(str, refused.cells.values())]))
    else:
        messages.success(request, done or _("Saved."))
    return redirect(to)
