"""The tab "What has changed" of a number: then and now, part by part, and everything that changed it."""

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from dashboards.words import describe_effect
from targets.results.explain import explain_effects, read_changes

PAGE_SIZE = 50


def build_changes_context(request, place, target):
    """The context of this tab."""
    day, wrong = _parse_day(request.GET.get("since", ""))
    changes = read_changes(place, target, timezone.make_aware(datetime.combine(day, time.min)))
    page = Paginator(changes.since.effects, PAGE_SIZE).get_page(request.GET.get("page"))
    effects = explain_effects(target, changes, list(page.object_list))
    return {
        "line": changes.line,
        "single": not changes.parts or all(part.participant == place.participant for part in changes.parts),
        "changes": changes,
        "page": page,
        "effects": [
            (each, describe_effect(each), policy.may(request.user, Verb.SEE_RETURN, each.participant))
            for each in effects
        ],
        "day": day,
        "wrong_day": wrong,
        "days": _list_days(request, place, day),
    }


def _parse_day(text):
    """(the chosen day, or a week ago; whether ``text`` is invalid)."""
    default = timezone.localdate() - timedelta(days=7)
    try:
        day = parse_date(text) if text else default
    except ValueError:
        day = None
    if day is None or not 1900 < day.year < 9999:
        return default, True
    return day, False


def _list_days(request, place, chosen):
    """The days to choose from: dicts for components/_tabs.html."""
    today = timezone.localdate()
    days = [
        (_("the last 7 days"), today - timedelta(days=7)),
        (_("the last 30 days"), today - timedelta(days=30)),
        (_("since this period began"), place.period.start),
        (_("since the year began"), place.periods[0].start),
    ]
    found = []
    for label, day in days:
        query = request.GET.copy()
        query.pop("page", None)
        query["since"] = day.isoformat()
        found.append({"url": f"?{query.urlencode()}", "label": label, "active": day == chosen})
    return found
