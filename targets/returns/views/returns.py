"""Pages of a unit's returns: the list, one return, and its clerk's moves."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from pages.table_files import asked_kind, respond_table
from targets.checks.queries.findings import snapshot_findings
from targets.evidence.files.kinds import ACCEPT
from targets.evidence.queries import attach_evidence, list_draft_evidence, list_snapshot_evidence
from targets.models import Progress
from targets.models.report import State
from targets.periods.queries.leave_requests import read_request_status
from targets.returns.actions import submit as actions
from targets.returns.queries import returns as queries
from targets.returns.queries.banners import build_banner, get_days_late
from targets.returns.queries.objections import list_open_objections
from targets.returns.queries.return_history import list_return_events
from targets.returns.queries.return_page import (
    attach_objections,
    draft_target_lines,
    draft_task_lines,
    submitted_target_lines,
    submitted_task_lines,
)
from targets.returns.queries.signing import get_signature_scope
from targets.returns.views.answers import read_answers
from targets.returns.views.list_files import make_returns_table
from targets.returns.views.post_or_redirect import post_or_redirect
from targets.totals.queries.freshness import get_freshness


@require_safe
def own_list(request):
    """All returns of the units of which this person is a clerk."""
    policy.require_anywhere(request.user, Verb.FILL)
    returns = queries.list_own_returns(request.user)
    if kind := asked_kind(request):
        return respond_table(make_returns_table(returns), kind, _("Our returns"))
    return render(request, "returns/returns.html", {"returns": returns})


@require_safe
def page(request, plan_code, period_code, unit_code):
    """A return: a form for its clerks while it can be edited, else to be read."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    return render(request, "returns/return.html", _context(request.user, report))


@post_or_redirect("targets:return")
def submit(request, plan_code, period_code, unit_code):
    """Submit the return; a refusal lists everything that is missing, each linked to its cell."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    try:
        actions.submit_return(
            report,
            by=request.user,
            answers=read_answers(request.POST),
            sign_incomplete=bool(request.POST.get("knowing")),
        )
    except Refused as refused:
        report = queries.get_return(request.user, plan_code, period_code, unit_code)
        return render(request, "returns/return.html", _context(request.user, report, refused), status=422)
    messages.success(request, _("Submitted. It now waits for the review."))
    return redirect("targets:return", plan_code, period_code, unit_code)


@require_POST
def withdraw(request, plan_code, period_code, unit_code):
    """Withdraw the return before its review has begun."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    try:
        actions.withdraw_return(report, by=request.user)
        messages.success(request, _("Taken back. Change it, and submit it again."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("targets:return", plan_code, period_code, unit_code)


def _context(person, report, refused=None):
    """The context of the page of a return; ``refused`` is the refusal of its submission, if there was one."""
    is_clerk = policy.may(person, Verb.FILL, report.participant)
    own_unit = queries.may_see_draft(person, report.participant)
    last = queries.get_last_snapshot(report)
    shows_draft = report.editable and own_unit
    may_edit = shows_draft and is_clerk and report.open_now
    return {
        "report": report,
        "plan": report.period.plan,
        "freshness": None if may_edit else get_freshness(report.period.plan_id),  # a form shows no totals
        "period": report.period,
        "unit": report.participant,
        "banner": build_banner(report, own_unit=own_unit, last_snapshot=last),
        "late_days": get_days_late(report),
        "task_states": Progress.TaskState.choices,
        "accepted_files": ACCEPT,
        "refused": refused,
        "signed": get_signature_scope(report),
        "events": list_return_events(report),
        **_content_context(report, last, shows_draft, refused),
        **_permission_context(person, report, is_clerk, may_edit),
    }


def _content_context(report, last, shows_draft, refused):
    """The lines of the draft or of the ``last`` submission, with their objections, findings and missing cells."""
    lines, tasks = _rows(report, last, shows_draft)
    # Not while a granted correction is open, nor after submitting again: the objections were to the earlier submission.
    objections = list_open_objections(report) if shows_draft or report.state == State.SENT_BACK else []
    return {
        "lines": lines,
        "tasks": tasks,
        "shows_draft": shows_draft,
        "snapshot": None if shows_draft else last,
        "found": snapshot_findings(last.pk) if last and not shows_draft else [],
        "whole": attach_objections(objections, lines, tasks),
        "sent_back": _objection_links(objections),
        "missing": _missing_links(refused, lines, tasks, objections),
    }


def _permission_context(person, report, is_clerk, may_edit):
    """What the person may do with the return, and the state of a request for leave."""
    # Leave is requested by clerks who cannot edit, or who edit by leave.
    edits_without_leave = may_edit and not (report.leave_until or report.correcting)
    return {
        "fills": is_clerk,
        "may_edit": may_edit,
        "may_withdraw": is_clerk and report.open_now and report.state == State.SUBMITTED,
        "request_status": None if edits_without_leave else read_request_status(person, report),
        "may_review": policy.may(person, Verb.REVIEW, report.participant),
        "may_review_below": policy.may_anywhere(person, Verb.REVIEW),
    }


def _rows(report, last, shows_draft):
    """(target lines, task lines) of the draft or of the last submission; empty before the first."""
    if shows_draft:
        return attach_evidence(list_draft_evidence(report), draft_target_lines(report), draft_task_lines(report))
    if last is not None:
        files = list_snapshot_evidence(last.pk)
        return attach_evidence(files, submitted_target_lines(report, last), submitted_task_lines(report, last))
    return [], []


def _objection_links(objections):
    """Objections as rows of ``components/_findings.html``, linked to their cells."""
    rows = []
    for each in objections:
        thing = each.target or each.task
        where = (
            f"{thing.code} {getattr(thing, 'name', '') or getattr(thing, 'title', '')}"
            if thing
            else _("The whole return")
        )
        rows.append({"text": each.reason, "where": where, "href": f"#cell-{thing.code}" if thing else ""})
    return rows


def _missing_links(refused, lines, tasks, objections):
    """Everything that a refused submission lacks, as rows of ``components/_findings.html`` in the order of the page.

    What is to be mended leads to its cell, what is to be explained or answered to the box for it.
    """
    if refused is None:
        return []
    hrefs = {code: f"#why-{code}" for code in getattr(refused, "to_explain", ())}
    if refused.code == "answer":
        hrefs = {each.code: f"#answer-{each.pk}" for each in objections if not each.answer}
    names = {each.target.code: each.target.name for each in lines} | {each.task.code: each.task.title for each in tasks}
    known = [code for code in names if code in refused.cells]
    rows = [(code, f"{code} {names[code]}", hrefs.get(code, f"#cell-{code}")) for code in known]
    if "" in refused.cells:
        rows.insert(0, ("", _("The whole return"), hrefs.get("", "")))
    return [{"text": refused.cells[code], "where": where, "href": href} for code, where, href in rows]
