"""What every page of this room has in common: its place, the switches, the way up, and how fresh it is."""

from django.shortcuts import render
from django.urls import reverse

from dashboards.queries.place import ACCEPTED, SUBMITTED, above, find_place
from dashboards.words import basis_choices, basis_name
from targets.queries.freshness import freshness


def place_of(request, plan_code, unit_code, period_code=None):
    basis = ACCEPTED if request.GET.get("basis") == ACCEPTED else SUBMITTED
    return find_place(request.user, plan_code, unit_code, period_code, basis=basis)


def common(request, place, **address):
    """The context that the pages share. ``address`` are the names that the page's own address adds to the unit's."""
    name = "dashboards:total" if address else "dashboards:unit"

    def url(period):
        kwargs = {"plan_code": place.plan.code, "unit_code": place.participant.code, "period_code": period.code}
        return reverse(name, kwargs=kwargs | address)

    return {
        "place": place,
        "plan": place.plan,
        "participant": place.participant,
        "period": place.period,
        "above": above(request.user, place.participant),
        "basis_name": basis_name(place.basis),
        "bases": basis_choices(place, url(place.period)),
        "periods": [{"url": url(p) + place.query, "label": p.code, "active": p == place.period} for p in place.begun],
        "freshness": freshness(place.plan.pk),
    }


def nothing_yet(request, place):
    """The page of a plan or a period without totals: it says why, and where to go."""
    context = {"place": place, "plan": place.plan, "participant": place.participant, "latest": place.begun[-1:]}
    return render(request, "dashboards/nothing.html", context)
