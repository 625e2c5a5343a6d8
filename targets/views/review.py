"""Reviewing returns: the queue, one return, and the moves that a reviewer makes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Period, Plan
from targets.actions import review as actions
from targets.forms.review import COMMON_REASONS, SendBackForm
from targets.models.report import State
from targets.queries import review as queries
from targets.queries.freshness import freshness
from targets.queries.return_history import events
from targets.queries.returns import get_return
from targets.queries.wordings import banner, lateness
from targets.views.back import post_or_page


@require_safe
def queue(request):
    """The returns of one period of one plan that this person may review, those that wait first."""
    policy.require_anywhere(request.user, Verb.REVIEW)
    standings = queries.to_review(request.user)
    chosen = _chosen(request, standings)
    if chosen is None:
        return render(request, "targets/review_queue.html", {"standings": []})
    shown = request.GET.get("show")
    if shown not in queries.SHOWN:
        shown = "waiting" if chosen.waiting else "all"
    rows = list(queries.queue(request.user, chosen.period, shown))
    context = {"standings": standings, "chosen": chosen, "plan": chosen.plan, "rows": rows, "shown": shown}
    context["freshness"] = freshness(chosen.plan.pk)
    return render(request, "targets/review_queue.html", context | {"tabs": _tabs(chosen, shown)})


def _chosen(request, standings):
    """The period asked for; without one, the latest in which something waits, else the latest."""
    asked = request.GET.get("period", "")
    named = [s for s in standings if f"{s.plan.code}/{s.period.code}" == asked]
    waiting = [s for s in standings if s.waiting and s.period.state != Period.State.LOCKED]
    return next(iter(named or waiting or standings), None)


def _tabs(chosen, shown):
    words = {
        "waiting": _("Waiting for review"),
        "missing": _("Not submitted"),
        "sent_back": pgettext("returns", "Sent back"),
        "accepted": pgettext("returns", "Accepted"),
        "all": _("All"),
    }
    period = f"{chosen.plan.code}/{chosen.period.code}"
    return [
        {"url": f"?period={period}&show={word}", "label": label, "active": word == shown, "count": chosen.count(word)}
        for word, label in words.items()
    ]


@require_safe
def page(request, plan_code, period_code, unit_code):
    """A submission beside the one before it and the last period, with what its reviewer may do."""
    report = get_return(request.user, plan_code, period_code, unit_code, verb=Verb.REVIEW)
    return _shown(request, report)


def _shown(request, report, *, form=None, review=None, refused=None, status=200):
    review = review or queries.read_review(report)
    unlocked = report.unlocked
    context = {
        "report": report,
        "plan": report.period.plan,
        "freshness": freshness(report.period.plan_id),
        "period": report.period,
        "unit": report.participant,
        "review": review,
        "snapshot": review.snapshot,
        "banner": banner(report, ours=False, last_snapshot=review.snapshot),
        "late_days": lateness(report),
        "own_hands": report.state == State.UNDER_REVIEW and actions.own_hands(report, request.user),
        "may_start": unlocked and report.state == State.SUBMITTED,
        "may_accept": unlocked and report.state == State.UNDER_REVIEW,
        "may_send_back": unlocked and report.state in (State.UNDER_REVIEW, State.ACCEPTED) and not report.correcting,
        "may_correct": unlocked and report.state == State.ACCEPTED and not report.correcting,
        "typed_whole": form.data.get("why", "") if form else "",
        "findings": _findings(form, refused),
        "common_reasons": COMMON_REASONS,
        "events": events(report),
        "next_report": queries.next_waiting(request.user, report),
    }
    return render(request, "targets/review.html", context, status=status)


def _findings(form, refused):
    found = [{"text": str(refused.message)}] if refused else []
    errors = form.errors if form else {}
    found += [{"text": " ".join(texts), "href": f"#{name}", "where": name} for name, texts in errors.items()]
    return found


@require_POST
def start(request, plan_code, period_code, unit_code):
    """Begin the review; from now on the unit can't take the return back."""
    return _do(request, (plan_code, period_code, unit_code), actions.start_review)


@require_POST
def accept(request, plan_code, period_code, unit_code):
    """Accept what was read, and go on to the next that waits."""
    place = plan_code, period_code, unit_code
    seen = _seen(request)
    return _do(request, place, lambda report, by: actions.accept(report, by=by, seen=seen), _("accepted"))


@post_or_page("targets:review")
def send_back(request, plan_code, period_code, unit_code):
    """Send the marked cells back, each with its reason."""
    report = get_return(request.user, plan_code, period_code, unit_code, verb=Verb.REVIEW)
    review = queries.read_review(report)
    form = SendBackForm(review.lines, review.tasks, request.POST)
    if not form.is_valid():
        return _shown(request, report, form=form, review=review, status=422)
    try:
        actions.send_back(report, by=request.user, objections=form.objections(), seen=form.cleaned_data["seen"])
    except Refused as refused:
        return _shown(request, report, form=form, review=review, refused=refused, status=422)
    return _onward(request, report, _("sent back"))


@require_POST
def correct(request, plan_code, period_code, unit_code):
    """Open an accepted return to its unit again."""
    reason = request.POST.get("reason", "")[:500]
    return _do(
        request,
        (plan_code, period_code, unit_code),
        lambda report, by: actions.grant_correction(report, by=by, reason=reason),
    )


def _seen(request):
    """The number of the submission on the reviewer's page; one that is no number agrees with none."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _do(request, place, action, done=""):
    """Run one move. Back to the page, or (``done`` says what was done) to the queue."""
    report = get_return(request.user, *place, verb=Verb.REVIEW)
    try:
        action(report, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("targets:review", *place)
    return _onward(request, report, done) if done else redirect("targets:review", *place)


def _onward(request, report, done):
    words = _("%(unit)s, %(period)s: %(done)s.")
    messages.success(
        request, words % {"unit": report.participant.short_name, "period": report.period.code, "done": done}
    )
    following = queries.next_waiting(request.user, report)
    if following is None:
        return redirect("targets:review_queue")
    return redirect("targets:review", *following.code.split("/"))
