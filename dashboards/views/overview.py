"""How a plan stands at a unit, on one screen: a page of its own, and the first page of those who oversee it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from dashboards.overview_words import describe_change, describe_costs, describe_laggards, describe_overall_before
from dashboards.views.common import build_common_context, get_place, render_not_begun, with_query
from dashboards.words import basis_choices, get_basis_label
from targets.doubts.queries.period_doubts import PlacedDoubt, doubts_seen, read_period_doubts
from targets.doubts.words import describe_doubt
from targets.results.led_plans import list_led_participants
from targets.results.overview import read_overview
from targets.results.place import ACCEPTED, SUBMITTED, make_place
from targets.results.task_summary import read_task_summary
from targets.totals.queries.freshness import get_freshness

MAX_CHANGES = 6
MAX_DOUBTS = 5


@require_safe
def overview(request, plan_code, unit_code, period_code):
    """The overview of any unit that one may read, at any period."""
    place = get_place(request, plan_code, unit_code, period_code)
    if place.period is None:
        return render_not_begun(request, place)
    context = build_common_context(request, place, name="dashboards:overview")
    context |= build_overview_context(request.user, place)
    context["doubts"] = _list_doubts(request.user, place) if place.targets else []
    return render(request, "dashboards/overview.html", context)


def build_home_context(request):
    """The overview on the first page of a person who oversees plans: {} for others.

    ``?plan=`` names the plan and the unit (``code/unit``), ``?basis=`` the basis; else the newest plan that has begun.
    """
    if not policy.may_anywhere(request.user, Verb.OVERSEE):
        return {}
    led = list_led_participants(request.user)
    basis = ACCEPTED if request.GET.get("basis") == ACCEPTED else SUBMITTED
    chosen = next((each for each in led if _name(each) == request.GET.get("plan")), None) or next(iter(led), None)
    if chosen is None:
        return {"led": []}
    place = make_place(chosen, chosen.plan, basis=basis)
    home = request.path

    def url(participant, basis=basis):
        return with_query(home, basis, plan=_name(participant))

    context = {
        "led": [{"url": url(each), "label": _label(each, led), "active": each == chosen} for each in led],
        "bases": basis_choices(place, lambda b: url(chosen, b)),
        "basis_name": get_basis_label(basis),
        "place": place,
        "plan": place.plan,
        "participant": chosen,
        "period": place.period,
        "freshness": get_freshness(place.plan.pk),
    }
    return context | (build_overview_context(request.user, place) if place.period else {})


def build_overview_context(person, place):
    """What ``dashboards/_overview.html`` shows this person of a place whose period has begun."""
    if not place.targets:
        return {"summary": read_task_summary(place)}
    found = read_overview(place, doubts_of=doubts_seen(person, "participant__path"))
    return {
        "overview": found,
        "overall_before": describe_overall_before(found),
        "tally": [(light, n) for light, n in found.tally if n or light != "unmet"],
        "targets": [(each.line, describe_laggards(each)) for each in found.worst_targets],
        "units": [(each.results, describe_costs(each.costs)) for each in found.worst_units],
        "changes": [(each, describe_change(each)) for each in found.changes[:MAX_CHANGES]],
        "more_changes": max(len(found.changes) - MAX_CHANGES, 0),
        "board_url": reverse("targets:returns_board", args=[place.plan.code]),
    }


def _list_doubts(person, place):
    """The strongest doubts, one for each number: see ``_make_doubt_row``."""
    strongest: dict[tuple[int, int | None], PlacedDoubt] = {}
    for each in read_period_doubts(person, place, most=3 * MAX_DOUBTS):
        strongest.setdefault((each.participant.pk, each.target.pk if each.target else None), each)
    return [_make_doubt_row(place, each) for each in list(strongest.values())[:MAX_DOUBTS]]


def _make_doubt_row(place, placed):
    """{unit, what, why, url}: whose number, and the page of it; of a whole return the page of the unit."""
    address = [place.plan.code, placed.participant.code, place.shown_period.code]
    if placed.target is None:
        url, what = reverse("dashboards:unit", args=address), _("The whole return")
    else:
        url, what = reverse("dashboards:total", args=[*address, placed.target.code]), placed.target.name
    return {
        "unit": placed.participant.short_name,
        "what": what,
        "why": describe_doubt(placed.doubt, placed.target.measure if placed.target else ""),
        "url": url + place.query,
    }


def _name(participant):
    return f"{participant.plan.code}/{participant.code}"


def _label(participant, led):
    """The plan; with the unit where the person oversees several in it."""
    several = sum(each.plan_id == participant.plan_id for each in led) > 1
    words = {"plan": participant.plan.title, "unit": participant.short_name}
    return _("%(plan)s, %(unit)s") % words if several else participant.plan.title
