"""The figures behind a number: each unit that reports it, who is missing, what was carried forward and from when."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from dashboards.queries.explain import asked, read_line
from dashboards.words import said_state
from targets.totals.queries.behind import count_states, list_unit_contributions, list_unit_figures

ROWS = 50
MOST = 20_000  # units below: a list of more helps nobody, and takes long; the way down leads through the children


def figures_of(request, place, target):
    """The context of this page."""
    line = read_line(place, target)
    context = {"line": line, "single": False}
    if _many_below(place):
        return context | {"too_many": True}
    question = asked(place, target)
    everybody = list_unit_figures(question, line.counted_seq)
    state = request.GET.get("state", "")
    chosen = [each for each in everybody if state in ("", each.state)]
    page = Paginator(chosen, ROWS).get_page(request.GET.get("page"))
    rows = list_unit_contributions(question, line.counted_seq, page.object_list)
    return context | {
        "page": page,
        "single": all(each.participant_id == place.participant.pk for each in everybody),
        "states": _states(request, everybody, state),
        "rows": [(row, policy.may(request.user, Verb.SEE_RETURN, row.participant)) for row in rows],
    }


def _many_below(place):
    return place.plan.participants.filter(path__startswith=place.participant.path).order_by()[MOST:].exists()


def _states(request, everybody, chosen):
    """The choice of a state, each with its number: dicts for components/_tabs.html."""
    states = [("", len(everybody)), *count_states(everybody)]
    found = []
    for state, number in states:
        query = request.GET.copy()
        query.pop("page", None)
        query["state"] = state
        label = said_state(state) if state else _("all")
        found.append({"url": f"?{query.urlencode()}", "label": label, "count": number, "active": state == chosen})
    return found
