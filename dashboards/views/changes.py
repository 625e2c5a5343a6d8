"""What has changed a number since a day: then and now, part by part, and everything that moved it."""

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from dashboards.queries.explain import read_changes, tell
from dashboards.words import moved

ROWS = 50


def changes_of(request, place, target):
    """The context of this page."""
    day, wrong = _day(request.GET.get("since", ""))
    changes = read_changes(place, target, timezone.make_aware(datetime.combine(day, time.min)))
    page = Paginator(changes.since.effects, ROWS).get_page(request.GET.get("page"))
    told = tell(target, changes, page.object_list)
    return {
        "line": changes.line,
        "single": not changes.parts or all(part.participant == place.participant for part in changes.parts),
        "changes": changes,
        "page": page,
        "told": [(each, moved(each), policy.may(request.user, Verb.SEE_RETURN, each.participant)) for each in told],
        "day": day,
        "wrong_day": wrong,
        "days": _offered(request, place, day),
    }


def _day(text):
    """The day that was chosen (a week ago where none was), and whether what was typed is none."""
    usual = timezone.localdate() - timedelta(days=7)
    try:
        day = parse_date(text) if text else usual
    except ValueError:
        day = None
    if day is None or not 1900 < day.year < 9999:
        return usual, True
    return day, False


def _offered(request, place, chosen):
    """Days that people ask for: dicts for components/_tabs.html."""
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
