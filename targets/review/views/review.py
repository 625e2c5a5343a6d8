"""The page on which one return is reviewed, and its buttons."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import Verb
from audit.errors import Refused
from targets.doubts.queries.return_doubts import read_return_doubts
from targets.doubts.words import describe_doubt
from targets.models.report import State
from targets.periods.queries.leave_requests import read_request_status
from targets.returns.queries.banners import build_banner, get_days_late
from targets.returns.queries.return_history import list_return_events
from targets.returns.queries.returns import get_return
from targets.returns.queries.signing import get_signature_scope
from targets.returns.views.answers import read_answers
from targets.returns.views.post_or_redirect import post_or_redirect
from targets.review.actions import review as actions
from targets.review.actions.cancel import cancel_review
from targets.review.actions.recheck import request_recheck
from targets.review.actions.suggestions import remove_suggestion
from targets.review.forms import SendBackForm, parse_submission_number
from targets.review.queries import review as queries
from targets.review.queries.duty import find_reviewing_units
from targets.review.queries.queue import find_next_waiting
from targets.review.queries.suggestions import list_recheck_levels, suggest_reasons
from targets.totals.queries.freshness import get_freshness


@require_safe
def page(request, plan_code, period_code, unit_code):
    """The submission compared with the one before it and the last period, and what the reviewer may do."""
    report = get_return(request.user, plan_code, period_code, unit_code, verb=Verb.REVIEW)
    return _render_review(request, report)


def _render_review(request, report, *, form=None, review=None, refused=None, status=200):
    review = review or queries.read_submission_review(report)
    path = report.participant.path
    reviewing = find_reviewing_units([path]).get(path)
    # While it waits for its review there is nothing to ask for.
    request_status = None if report.state in queries.WAITING else read_request_status(request.user, report)
    context = {
        "report": report,
        "request_status": request_status,
        "plan": report.period.plan,
        "freshness": get_freshness(report.period.plan_id),
        "period": report.period,
        "unit": report.participant,
        "review": review,
        "snapshot": review.snapshot,
        "doubts": _attach_doubts(review),
        "banner": build_banner(report, own_unit=False, last_snapshot=review.snapshot),
        "late_days": get_days_late(report),
        "reviewer_contributed": report.state in queries.WAITING and actions.reviewer_contributed(report, request.user),
        "reviewing": reviewing,
        "own_duty": queries.is_own_duty(request.user, review, reviewing),
        **_allowed_moves(report, request_status, marks=form is not None or "mark" in request.GET),
        "typed_whole": form.data.get("why", "") if form else "",
        "findings": _list_errors(form, refused),
        "levels": list_recheck_levels(request.user, report),
        "typed_to": form.data.get("to", "") if form else "",
        "common_reasons": suggest_reasons(request.user, report.period.plan_id),
        "signed": get_signature_scope(report),
        "may_review_below": True,
        "events": list_return_events(report),
        "next_report": find_next_waiting(request.user, report),
    }
    return render(request, "review/review.html", context, status=status)


def _attach_doubts(review):
    """Give each line the sentences of its doubts. Returned: those of the return as a whole, the count of all, and
    whether nobody has looked for any yet."""
    found = read_return_doubts(review.snapshot)
    for line in review.lines:
        line.doubts = [describe_doubt(each, line.target.measure) for each in found.cells.get(line.target.pk, ())]
    unjudged = review.snapshot is not None and review.snapshot.doubt_count is None
    return {"whole": [describe_doubt(each) for each in found.whole], "count": found.count, "unjudged": unjudged}


def _allowed_moves(report, request_status, *, marks):
    """What can be done with a return in this state. An accepted one is sent back only by who asks for the boxes
    (``marks``): taking the acceptance back and allowing a correction are the plain ways."""
    waiting = report.unlocked and report.state in queries.WAITING
    accepted = report.unlocked and report.state == State.ACCEPTED and not report.correcting
    return {
        "may_start": waiting and report.state == State.SUBMITTED,
        "may_accept": waiting,
        "may_send_back": waiting or (accepted and marks),
        "may_mark": accepted and not marks,
        "may_cancel": accepted or (waiting and report.state == State.UNDER_REVIEW),
        "may_correct": accepted and not (request_status and request_status.may_decide),
        "seen_fields": [("seen", report.submitted.number)] if report.submitted else [],
    }


def _list_errors(form, refused):
    found = [{"text": str(refused.message)}] if refused else []
    errors = form.errors if form else {}
    found += [{"text": " ".join(texts), "href": f"#{name}", "where": name} for name, texts in errors.items()]
    return found


@require_POST
def start(request, plan_code, period_code, unit_code):
    """Start the review; from now on the unit cannot withdraw the return."""
    return _perform(request, (plan_code, period_code, unit_code), actions.start_review)


@require_POST
def accept(request, plan_code, period_code, unit_code):
    """Accept the submission that was read, and go on to the next return that waits."""
    place = plan_code, period_code, unit_code
    seen = parse_submission_number(request.POST.get("seen", ""))
    answers, waiting = read_answers(request.POST), bool(request.POST.get("waiting"))
    return _perform(
        request,
        place,
        lambda report, by: actions.accept(report, by=by, seen=seen, answers=answers, waiting=waiting),
        _("accepted"),
    )


@post_or_redirect("targets:review")
def send_back(request, plan_code, period_code, unit_code):
    """Send the marked cells back, each with its reason: to the unit, or to a level for a recheck."""
    report = get_return(request.user, plan_code, period_code, unit_code, verb=Verb.REVIEW)
    review = queries.read_submission_review(report)
    form = SendBackForm(review.lines, review.tasks, request.POST, levels=list_recheck_levels(request.user, report))
    if not form.is_valid():
        return _render_review(request, report, form=form, review=review, status=422)
    what = {
        "by": request.user,
        "objections": form.objections(),
        "seen": form.cleaned_data["seen"],
        "waiting": form.cleaned_data["waiting"],
    }
    try:
        if level := form.level():
            request_recheck(report, to=level, **what)
        else:
            actions.send_back(report, **what)
    except Refused as refused:
        return _render_review(request, report, form=form, review=review, refused=refused, status=422)
    return _redirect_to_next(request, report, _("sent for another look") if level else _("sent back"))


@require_POST
def correct(request, plan_code, period_code, unit_code):
    """Open an accepted return to its unit again."""
    reason, seen = request.POST.get("reason", ""), parse_submission_number(request.POST.get("seen", ""))
    return _perform(
        request,
        (plan_code, period_code, unit_code),
        lambda report, by: actions.grant_correction(report, by=by, reason=reason, seen=seen),
        stay=_("The unit can correct its return now."),
    )


@require_POST
def cancel(request, plan_code, period_code, unit_code):
    """Take an acceptance back, or stop a review that has begun."""
    reason, seen = request.POST.get("reason", "")[:500], parse_submission_number(request.POST.get("seen", ""))
    return _perform(
        request,
        (plan_code, period_code, unit_code),
        lambda report, by: cancel_review(report, by=by, reason=reason, seen=seen),
        stay=_("The return waits for its review again."),
    )


@require_POST
def remove_reason(request, plan_code, period_code, unit_code):
    """Offer a reason no more that a reviewer once typed; answers in JSON whether it was offered."""
    report = get_return(request.user, plan_code, period_code, unit_code, verb=Verb.REVIEW)
    return JsonResponse({"removed": remove_suggestion(report, request.POST.get("reason", ""), by=request.user)})


def _perform(request, place, action, done="", *, stay=""):
    """Run one action. Redirect to the page with the message ``stay``, or with ``done`` (what was done) to the next
    return."""
    report = get_return(request.user, *place, verb=Verb.REVIEW)
    try:
        moved = action(report, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("targets:review", *place)
    if stay:
        messages.success(request, stay)
    undo = moved.state == State.ACCEPTED
    return _redirect_to_next(request, report, done, undo=undo) if done else redirect("targets:review", *place)


def _redirect_to_next(request, report, done, *, undo=False):
    """Say what was ``done``, with a link to the return and, with ``undo``, to the question whether to take it back."""
    messages.success(request, render_to_string("review/_done.html", {"report": report, "done": done, "undo": undo}))
    following = find_next_waiting(request.user, report)
    if following is None:
        return redirect("targets:review_queue")
    return redirect("targets:review", *following.code.split("/"))
