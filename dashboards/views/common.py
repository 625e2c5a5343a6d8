"""What the pages of totals share: place, choice of period and basis, breadcrumbs, freshness."""

from functools import partial
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from dashboards.words import basis_choices, get_basis_label
from targets.results.place import ACCEPTED, SUBMITTED, find_place, list_readable_ancestors
from targets.totals.queries.freshness import get_freshness


def get_place(request, plan_code, unit_code, period_code=None):
    basis = ACCEPTED if request.GET.get("basis") == ACCEPTED else SUBMITTED
    return find_place(request.user, plan_code, unit_code, period_code, basis=basis)


def with_query(url, basis, **kept):
    """``url`` with the basis, unless it is the default, and the parameters of ``kept`` that are not empty; of a list
    each."""
    query = ({"basis": basis} if basis != SUBMITTED else {}) | {name: text for name, text in kept.items() if text}
    return f"{url}?{urlencode(query, doseq=True)}" if query else url


def build_common_context(request, place, *, name="dashboards:unit", kept=(), **address):
    """The context that the pages share: ``name`` is the URL name of the page, ``address`` its further URL arguments.

    ``kept`` are the query parameters that stay when the period or the basis is changed.
    """
    query = {each: [text for text in request.GET.getlist(each) if text] for each in kept}

    def url(period, basis=place.basis):
        kwargs = {"plan_code": place.plan.code, "unit_code": place.participant.code, "period_code": period.code}
        return with_query(reverse(name, kwargs=kwargs | address), basis, **query)

    return {
        "place": place,
        "plan": place.plan,
        "participant": place.participant,
        "period": place.period,
        "above": list_readable_ancestors(request.user, place.participant),
        "basis_name": get_basis_label(place.basis),
        "bases": basis_choices(place, partial(url, place.period)),
        "periods": [{"url": url(p), "label": p.name, "active": p == place.period} for p in place.begun],
        "freshness": get_freshness(place.plan.pk),
    }


def render_not_begun(request, place):
    """The page of a plan or a period without totals: it explains why, and links to where there are some."""
    context = {"place": place, "plan": place.plan, "participant": place.participant, "latest": place.begun[-1:]}
    return render(request, "dashboards/nothing.html", context)
