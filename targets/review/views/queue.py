"""The page of the review queue, and accepting its plain returns at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from plans.models import Period
from targets.review.actions.accept_returns import accept_returns
from targets.review.forms import parse_submission_number
from targets.review.queries import review as queries
from targets.review.queries.queue import SORT_KEYS, read_review_queue
from targets.totals.queries.freshness import get_freshness


@require_safe
def queue(request):
    """The returns of one period that this person may review; ?period=, ?show= and ?sort= choose."""
    policy.require_anywhere(request.user, Verb.REVIEW)
    standings = queries.list_periods_to_review(request.user)
    chosen = _choose_period(request, standings)
    if chosen is None:
        return render(request, "review/review_queue.html", {"standings": []})
    shown, sort = request.GET.get("show"), request.GET.get("sort")
    if shown not in queries.QUEUE_FILTERS:
        shown = "waiting" if chosen.waiting else "all"
    sort = sort if sort in SORT_KEYS else "urgency"
    page = read_review_queue(request.user, chosen, shown, sort, request.GET.get("page"))
    context = {
        "standings": standings,
        "chosen": chosen,
        "plan": chosen.plan,
        "rows": page.rows,
        "page": page.page,
        "plain": page.plain,
        "limit": page.swing_limit,
        "shown": shown,
        "sort": sort,
        "freshness": get_freshness(chosen.plan.pk),
        "tabs": _build_tabs(chosen, shown, sort),
        "columns": _build_columns(sort),
    }
    return render(request, "review/review_queue.html", context)


def _choose_period(request, standings):
    """The period asked for; without one, the latest in which something waits, else the latest."""
    asked = request.GET.get("period", "")
    named = [s for s in standings if f"{s.plan.code}/{s.period.code}" == asked]
    waiting = [s for s in standings if s.waiting and s.period.state != Period.State.LOCKED]
    return next(iter(named or waiting or standings), None)


def _build_tabs(chosen, shown, sort):
    words = {
        "waiting": _("Waiting for review"),
        "missing": _("Not submitted"),
        "sent_back": pgettext("returns", "Sent back"),
        "accepted": pgettext("returns", "Accepted"),
        "all": _("All"),
    }
    return [
        {
            "url": f"?{_build_query(chosen, word, sort)}",
            "label": label,
            "active": word == shown,
            "count": chosen.count(word),
        }
        for word, label in words.items()
    ]


def _build_query(standing, shown, sort):
    query = {"period": f"{standing.plan.code}/{standing.period.code}", "show": shown}
    return urlencode(query | ({"sort": sort} if sort != "urgency" else {}), safe="/")


def _build_columns(sort):
    """The column heads by which rows can be sorted: dicts of word (?sort=), label, num and active."""
    words = {
        "unit": (pgettext("organisation", "Unit"), False),
        "swing": (_("Largest swing"), True),
        "findings": (_("Findings"), True),
        "changed": (_("Changed cells"), True),
        "files": (_("Evidence"), True),
        "late": (_("Days late"), True),
    }
    return [{"word": word, "label": label, "num": num, "active": word == sort} for word, (label, num) in words.items()]


@require_POST
def accept_plain(request):
    """Accept what the dialog listed: ``period`` (plan/period) and ``seen`` (unit:submission number) of each return."""
    policy.require_anywhere(request.user, Verb.REVIEW)
    asked = request.POST.get("period", "")
    standing = next(
        (s for s in queries.list_periods_to_review(request.user) if f"{s.plan.code}/{s.period.code}" == asked), None
    )
    if standing is None:
        raise Http404
    period = standing.period
    seen = dict(each.partition(":")[::2] for each in request.POST.getlist("seen"))
    reports = queries.reviewable_returns(request.user).filter(period=period, participant__unit__code__in=seen)
    submission_numbers = {
        pk: parse_submission_number(seen[code]) for pk, code in reports.values_list("pk", "participant__unit__code")
    }
    accepted, skipped = accept_returns(period, submission_numbers, by=request.user)
    _add_messages(request, period, accepted, skipped)
    query = {"period": asked, "show": request.POST.get("show", ""), "sort": request.POST.get("sort", "")}
    return redirect(f"{reverse('targets:review_queue')}?{urlencode(query, safe='/')}")


def _add_messages(request, period, accepted, skipped):
    if accepted:
        words = _("%(period)s: %(count)s returns accepted.")
        messages.success(request, words % {"period": period.name, "count": len(accepted)})
    if skipped:
        each = "；".join(f"{one.report.participant.short_name}：{one.reason}" for one in skipped)
        messages.warning(request, _("Not accepted: %(each)s") % {"each": each})
