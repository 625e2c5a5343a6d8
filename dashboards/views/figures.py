"""The tab "The figures behind it" of a number: each unit that reports it, missing and carried figures."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from dashboards.words import get_state_label
from targets.results.explain import get_total_key, read_line
from targets.totals.queries.unit_figures import count_states, list_unit_contributions, list_unit_figures

PAGE_SIZE = 50
MAX_UNITS = 20_000  # below: a longer list takes long and cannot be read


def build_figures_context(request, place, target):
    """The context of this tab."""
    line = read_line(place, target)
    context = {"line": line, "single": False}
    if _has_too_many_units(place):
        return context | {"too_many": True}
    key = get_total_key(place, target)
    units = list_unit_figures(key, line.counted_seq)
    state = request.GET.get("state", "")
    chosen = [each for each in units if state in ("", each.state)]
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list_unit_contributions(key, line.counted_seq, page.object_list)
    return context | {
        "page": page,
        "single": all(each.participant_id == place.participant.pk for each in units),
        "states": _list_states(request, units, state),
        "rows": [(row, policy.may(request.user, Verb.SEE_RETURN, row.participant)) for row in rows],
        "due_code": next((each.code for each in place.periods if each.seq == line.counted_seq), ""),
    }


def _has_too_many_units(place):
    return place.plan.participants.filter(path__startswith=place.participant.path).order_by()[MAX_UNITS:].exists()


def _list_states(request, units, chosen):
    """The states to choose from with their counts: dicts for components/_tabs.html."""
    states = [("", len(units)), *count_states(units)]
    found = []
    for state, number in states:
        query = request.GET.copy()
        query.pop("page", None)
        query["state"] = state
        label = get_state_label(state) if state else _("all")
        found.append({"url": f"?{query.urlencode()}", "label": label, "count": number, "active": state == chosen})
    return found
