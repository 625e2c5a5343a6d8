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
from pages.table_files import asked_kind, respond_table
from plans.models import Period
from targets.returns.queries.groups import list_unit_groups
from targets.review.actions.accept_returns import accept_returns
from targets.review.forms import parse_submission_number
from targets.review.queries import review as queries
from targets.review.queries.queue import SORT_KEYS, QueueChoice, read_review_queue
from targets.review.views.queue_file import make_queue_table
from targets.totals.queries.freshness import get_freshness

SEARCH_MAX_LENGTH = 50
MAX_FILE_ROWS = 20_000


@require_safe
def queue(request):
    """The returns of one period that this person may review; ?period=, ?show=, ?sort=, ?q=, ?group= and ?by= choose."""
    policy.require_anywhere(request.user, Verb.REVIEW)
    standings = queries.list_periods_to_review(request.user)
    chosen = _choose_period(request, standings)
    if chosen is None:
        return render(request, "review/review_queue.html", {"standings": []})
    groups = list_unit_groups(request.user, Verb.REVIEW, chosen.plan)
    choice = _read_choice(request, chosen, groups)
    if kind := asked_kind(request):
        every = read_review_queue(request.user, chosen, choice, groups, page_size=MAX_FILE_ROWS).rows
        names = chosen.plan.title, _("Review of returns"), chosen.period.name
        return respond_table(make_queue_table(chosen, every, get_state_words()), kind, *names)
    page = read_review_queue(request.user, chosen, choice, groups, request.GET.get("page"))
    tabs = _build_tabs(request, chosen, choice)
    context = {
        "standings": standings,
        "chosen": chosen,
        "plan": chosen.plan,
        "imports": policy.may_anywhere(request.user, Verb.IMPORT),
        "rows": page.rows,
        "page": page.page,
        "plain": page.plain,
        "limit": page.swing_limit,
        "shown": choice.shown,
        "sort": choice.sort,
        "choice": choice,
        "groups": groups,
        "group_counts": _count_groups(page.rows),
        "states": get_state_words(),
        "freshness": get_freshness(chosen.plan.pk),
        "tabs": tabs,
        "elsewhere": [tab for tab in tabs if tab["count"] and not tab["active"] and tab["shown"] != "all"],
        "columns": _build_columns(choice.sort),
    }
    return render(request, "review/review_queue.html", context)


def _choose_period(request, standings):
    """The period asked for; without one, the latest in which something waits for this person, of their own plan first;
    else that of their own plan, else the latest."""
    asked = request.GET.get("period", "")
    named = [s for s in standings if f"{s.plan.code}/{s.period.code}" == asked]
    unlocked = [s for s in standings if s.period.state != Period.State.LOCKED]
    waiting = [s for s in unlocked if s.waiting]
    own = [s for s in unlocked if s.own_plan]
    candidates = [
        *named,
        *(s for s in waiting if s.own_plan),
        *waiting,
        *(s for s in own if s.also),
        *own,
        *(s for s in standings if s.own_plan),
        *(s for s in unlocked if s.also),
    ]
    return next(iter(candidates or standings), None)


def _read_choice(request, chosen, groups):
    shown, sort = request.GET.get("show"), request.GET.get("sort")
    if shown not in queries.QUEUE_FILTERS:
        shown = "waiting" if chosen.waiting else "also" if chosen.also else "all"
    return QueueChoice(
        shown,
        sort if sort in SORT_KEYS else "urgency",
        request.GET.get("q", "").strip()[:SEARCH_MAX_LENGTH],
        next((each for each in groups if each.code == request.GET.get("group")), None),
        bool(groups) and request.GET.get("by") == "group",
    )


def _count_groups(rows):
    """path of a group, "" for none -> (number of its rows, number of those that wait for a review)."""
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        path = row.group.path if row.group else ""
        total, waiting = counts.get(path, (0, 0))
        counts[path] = total + 1, waiting + (row.report.state in queries.WAITING)
    return counts


def get_state_words() -> dict[str, str]:
    """State of a row -> its word, as in ``components/_state.html``."""
    return {
        "missing": _("not reported"),
        "withdrawn": _("withdrawn"),
        "submitted": _("submitted"),
        "under_review": _("under review"),
        "sent_back": _("sent back"),
        "accepted": _("accepted"),
    }


def _build_tabs(request, chosen, choice):
    words = {
        "waiting": _("Waiting for your review"),
        "also": _("You may review as well"),
        "missing": _("Not submitted"),
        "sent_back": pgettext("returns", "Sent back"),
        "accepted": pgettext("returns", "Accepted"),
        "all": _("All"),
    }
    limited = choice.words or choice.group
    counts = queries.count_queue_returns(request.user, chosen.period, choice.condition) if limited else {}
    return [
        {
            "shown": word,
            "url": f"?{_build_query(request, chosen, word)}",
            "label": label,
            "active": word == choice.shown,
            "count": counts[word] if limited else chosen.count(word),
        }
        for word, label in words.items()
        if word != "also" or chosen.also or choice.shown == "also"
    ]


def _build_query(request, standing, shown):
    query = {"period": f"{standing.plan.code}/{standing.period.code}", "show": shown}
    kept = {name: request.GET[name] for name in ("sort", "q", "group", "by") if request.GET.get(name)}
    return urlencode(query | kept, safe="/")


def _build_columns(sort):
    """The column heads by which rows can be sorted: dicts of word (?sort=), label, num and active."""
    words = {
        "unit": (pgettext("organisation", "Unit"), False),
        "swing": (_("Largest swing"), True),
        "doubts": (_("Unlikely numbers"), True),
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
    query = {name: request.POST.get(name, "") for name in ("show", "sort", "q", "group", "by")}
    query = {"period": asked} | {name: value for name, value in query.items() if value}
    return redirect(f"{reverse('targets:review_queue')}?{urlencode(query, safe='/')}")


def _add_messages(request, period, accepted, skipped):
    if accepted:
        words = _("%(period)s: %(count)s returns accepted.")
        messages.success(request, words % {"period": period.name, "count": len(accepted)})
    if skipped:
        each = "；".join(f"{one.report.participant.short_name}：{one.reason}" for one in skipped)
        messages.warning(request, _("Not accepted: %(each)s") % {"each": each})
