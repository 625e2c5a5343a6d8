"""What every page of this room has in common: its place, the switches, the way up, and how fresh it is."""

from functools import partial
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from dashboards.queries.place import ACCEPTED, SUBMITTED, above, find_place
from dashboards.words import basis_choices, basis_name
from targets.totals.queries.freshness import get_freshness


def place_of(request, plan_code, unit_code, period_code=None):
    basis = ACCEPTED if request.GET.get("basis") == ACCEPTED else SUBMITTED
    return find_place(request.user, plan_code, unit_code, period_code, basis=basis)


def with_query(url, basis, **kept):
    """An address with its basis, unless that is the usual one, and whatever else is kept."""
    query = ({"basis": basis} if basis != SUBMITTED else {}) | {name: text for name, text in kept.items() if text}
    return f"{url}?{urlencode(query)}" if query else url


def common(request, place, *, name="dashboards:unit", kept=(), **address):
    """The context that the pages share: ``name`` is the page's, ``address`` what its own adds to the unit's.

    ``kept`` are parameters of the query that stay when the period or the basis is switched.
    """
    query = {each: request.GET.get(each, "") for each in kept}

    def url(period, basis=place.basis):
        kwargs = {"plan_code": place.plan.code, "unit_code": place.participant.code, "period_code": period.code}
        return with_query(reverse(name, kwargs=kwargs | address), basis, **query)

    return {
        "place": place,
        "plan": place.plan,
        "participant": place.participant,
        "period": place.period,
        "above": above(request.user, place.participant),
        "basis_name": basis_name(place.basis),
        "bases": basis_choices(place, partial(url, place.period)),
        "periods": [{"url": url(p), "label": p.name, "active": p == place.period} for p in place.begun],
        "freshness": get_freshness(place.plan.pk),
    }


def nothing_yet(request, place):
    """The page of a plan or a period without totals: it says why, and where to go."""
    context = {"place": place, "plan": place.plan, "participant": place.participant, "latest": place.begun[-1:]}
    return render(request, "dashboards/nothing.html", context)
