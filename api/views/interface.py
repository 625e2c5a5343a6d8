"""The interface /api/v1/: what may be asked, and the answers."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Query
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from api.actions.tokens import digest_secret
from api.bearer import TokenBearer
from api.items import make_figure_item, make_unit_totals
from api.models import AccessToken
from api.problems import add_refusals
from api.queries import results
from api.schemas import (
    Basis,
    FigurePage,
    Paging,
    PeriodPage,
    PlanItem,
    PlanPage,
    Problem,
    TargetPage,
    TotalsPage,
    UnitPage,
)
from plans.queries import get_plan, visible_plans
from targets.results.place import TotalsPlace, find_place

MAX_UNITS = 50  # of a page of totals: each has a line for every target
DESCRIPTION = """Plans, targets, units, periods, totals and submitted figures of FedWork, to be read by other systems.

Send `Authorization: Bearer <secret>`. A token reads what the post at its unit sees, until its last day.
Numbers are texts and exact. null is blank, "0" is zero, and `state` says what is not applicable.
Each answer has an ETag: with `If-None-Match`, 304 is answered where nothing has changed."""


class TokenAuth(HttpBearer):
    """The bearer of a valid token."""

    def authenticate(self, request: HttpRequest, token: str) -> TokenBearer | None:
        found = AccessToken.objects.valid().filter(digest=digest_secret(token)).select_related("unit").first()
        return TokenBearer(found) if found else None


class TokenThrottle(SimpleRateThrottle):
    """So many requests of one token; counted by each process of the server on its own."""

    scope = "token"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        return self.cache_format % {"scope": self.scope, "ident": request.auth.token.pk}  # type: ignore[attr-defined]


throttle = TokenThrottle("600/m")
interface = NinjaAPI(
    title="FedWork", version="1.0.0", description=DESCRIPTION, urls_namespace="interface",
    docs_url=None, openapi_url="openapi.json", auth=TokenAuth(), throttle=throttle,
)  # fmt: skip
PROBLEMS: dict[Any, Any] = dict.fromkeys((401, 404, 422, 429), Problem)


@interface.get("plans", response={200: PlanPage, **PROBLEMS}, operation_id="plans")
def plans(request, paging: Query[Paging]):
    """The plans that the token reads, the newest first."""
    return _make_page(visible_plans(request.auth).order_by("-year", "-pk"), paging)


@interface.get("plans/{plan_code}", response={200: PlanItem, **PROBLEMS}, operation_id="plan")
def plan(request, plan_code: str):
    """One plan."""
    return get_plan(request.auth, plan_code)


@interface.get("plans/{plan_code}/periods", response={200: PeriodPage, **PROBLEMS}, operation_id="periods")
def periods(request, plan_code: str, paging: Query[Paging]):
    """The periods of a plan."""
    return _make_page(get_plan(request.auth, plan_code).periods.order_by("seq"), paging)


@interface.get("plans/{plan_code}/targets", response={200: TargetPage, **PROBLEMS}, operation_id="targets")
def targets(request, plan_code: str, paging: Query[Paging]):
    """The targets of a plan, in its order."""
    found = get_plan(request.auth, plan_code).targets.select_related("task").order_by("position", "code")
    return _make_page(found, paging)


@interface.get("plans/{plan_code}/units", response={200: UnitPage, **PROBLEMS}, operation_id="units")
def units(request, plan_code: str, paging: Query[Paging]):
    """The units of a plan whose totals the token reads, each after the one above it."""
    return _make_page(results.readable_participants(request.auth, get_plan(request.auth, plan_code)), paging)


@interface.get(
    "plans/{plan_code}/units/{unit_code}/totals/{period_code}",
    response={200: TotalsPage, **PROBLEMS}, operation_id="totals",
)  # fmt: skip
def totals(request, plan_code: str, unit_code: str, period_code: str, basis: Basis = "submitted"):
    """The totals of one unit with all below it."""
    place = _find_begun(request.auth, plan_code, unit_code, period_code, basis)
    only = make_unit_totals(results.read_own_lines(place))
    return {**_name_place(place), "count": 1, "page": 1, "pages": 1, "items": [only]}


@interface.get(
    "plans/{plan_code}/units/{unit_code}/totals/{period_code}/below",
    response={200: TotalsPage, **PROBLEMS}, operation_id="totals_below",
)  # fmt: skip
def totals_below(
    request, plan_code: str, unit_code: str, period_code: str, paging: Query[Paging], basis: Basis = "submitted",
):  # fmt: skip
    """The totals of each unit directly below one, at most 50 units on a page."""
    place = _find_begun(request.auth, plan_code, unit_code, period_code, basis)
    paging = Paging(page=paging.page, size=min(paging.size, MAX_UNITS))
    page = _make_page(
        results.children_of(place.participant), paging,
        make=lambda children: [make_unit_totals(each) for each in results.read_lines_of_children(place, children)],
    )  # fmt: skip
    return {**_name_place(place), **page}


@interface.get(
    "plans/{plan_code}/units/{unit_code}/figures/{period_code}",
    response={200: FigurePage, **PROBLEMS}, operation_id="figures",
)  # fmt: skip
def figures(
    request, plan_code: str, unit_code: str, period_code: str, paging: Query[Paging], basis: Basis = "submitted",
):  # fmt: skip
    """The figures of the returns of a unit and all below it that count on the basis; drafts are not among them."""
    place = _find_begun(request.auth, plan_code, unit_code, period_code, basis)
    found = results.list_figures(request.auth, place.shown_period, basis=basis, below=place.participant)
    page = _make_page(found, paging, make=lambda rows: [make_figure_item(each) for each in rows])
    return {**_name_place(place), **page}


def _find_begun(reader: Any, plan_code: str, unit_code: str, period_code: str, basis: str) -> TotalsPlace:
    """The place of an address. Raises Http404, also for a period that has not begun."""
    place = find_place(reader, plan_code, unit_code, period_code, basis=basis)
    if place.period is None:
        raise Http404
    return place


def _name_place(place):
    return {"plan_code": place.plan.code, "period": place.shown_period.code, "basis": place.basis}


def _make_page(found: QuerySet, paging: Paging, make: Callable[[Sequence[Any]], list[Any]] = list) -> dict[str, Any]:
    """The asked part of a list; a page beyond the last is empty."""
    count = found.count()
    first = (paging.page - 1) * paging.size
    rows = list(found[first : first + paging.size]) if first < count else []
    return {
        "items": make(rows) if rows else [], "count": count, "page": paging.page,
        "pages": ceil(count / paging.size),
    }  # fmt: skip


add_refusals(interface)
