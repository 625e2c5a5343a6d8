"""Pages of evidence files: add, show, download, remove.

A file is served as the kind that inspection found. Pictures and PDF are shown inline under a policy that forbids all
active content; others are downloads. No file is served from a directory.
"""

from django.contrib import messages
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from pages.downloads import set_file_name
from pages.request_size import limit_request_size
from plans.models import Task
from targets.evidence.actions import add_evidence, remove_evidence
from targets.evidence.files import MAX_BYTES, MAX_MEGABYTES
from targets.evidence.files.kinds import ACCEPT, FILE_KINDS
from targets.evidence.files.reasons import BadFile
from targets.evidence.queries import get_evidence, list_draft_evidence
from targets.evidence.refusals import describe_refusal
from targets.models import Target
from targets.returns.queries.returns import get_return

NO_ACTIVE_CONTENT = "default-src 'none'; sandbox"
CELL_MODELS: dict[str, type[Target] | type[Task]] = {"target": Target, "task": Task}


def _respond_too_large(request):
    return _refused(request, describe_refusal(BadFile("too_big", limit=MAX_MEGABYTES)), status=413)


@limit_request_size(MAX_BYTES, _respond_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request, plan_code, period_code, unit_code, cell):
    """The files of one cell (target-L01, task-T02). POST adds the one that is sent as ``file``."""
    report = get_return(request.user, plan_code, period_code, unit_code)
    policy.require(request.user, Verb.FILL, report.participant)
    cell = _cell(report, cell)
    if request.method != "POST":
        return _page(request, report, cell)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused(_("Choose a file first."), code="file")
        add_evidence(report, cell, upload, by=request.user)
    except Refused as refused:
        return _refused(request, refused.message) if _is_fetch(request) else _page(request, report, cell, refused)
    return _done(request, report, cell)


@require_POST
def remove(request, pk):
    """Remove a file from its cell."""
    file = get_evidence(request.user, pk)
    try:
        remove_evidence(file, by=request.user)
    except Refused as refused:
        if _is_fetch(request):
            return _refused(request, refused.message)
        messages.error(request, refused.message)
    return _done(request, file.report, file.target or file.task)


@require_safe
def show(request, pk):
    """The file as it was added."""
    file = get_evidence(request.user, pk)
    shown = FILE_KINDS[file.kind].inline and "download" not in request.GET
    response = _served(file.file, FILE_KINDS[file.kind].content_type)
    set_file_name(response, file.name, inline=shown)
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def thumb(request, pk):
    """The thumbnail of a picture."""
    file = get_evidence(request.user, pk)
    if not file.thumb:
        raise Http404
    response = _served(file.thumb, FILE_KINDS["jpg"].content_type)
    del response["Content-Disposition"]  # part of a list, not a file that is taken away (ADR 0014)
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _served(stored, content_type):
    try:
        response = FileResponse(stored.open("rb"), content_type=content_type)
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Security-Policy"] = NO_ACTIVE_CONTENT
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _cell(report, text):
    """The target or task that "target-L01" or "task-T02" names."""
    kind, _dash, code = text.partition("-")
    if kind not in CELL_MODELS or "\0" in code:
        raise Http404
    found = CELL_MODELS[kind]._default_manager.filter(plan_id=report.period.plan_id, code=code).first()
    if found is None:
        raise Http404
    return found


def _kind(cell):
    return "target" if isinstance(cell, Target) else "task"


def _address_context(report):
    """The context with which templates build addresses."""
    return {"plan": report.period.plan, "period": report.period, "unit": report.participant}


def _cell_context(report, cell):
    """The context of one cell's files, for the list and the page."""
    kind = _kind(cell)
    key = (cell.pk, None) if kind == "target" else (None, cell.pk)
    name = cell.name if kind == "target" else cell.title
    files = list_draft_evidence(report).get(key, [])
    return {"files": files, "kind": kind, "code": cell.code, "name": name, "may_edit": True}


def _page(request, report, cell, refused=None):
    context = _address_context(report) | _cell_context(report, cell)
    context["accepted_files"] = ACCEPT
    context["reasons"] = [{"text": refused.message}] if refused else []
    return render(request, "evidence/evidence.html", context, status=422 if refused else 200)


def _done(request, report, cell):
    if not _is_fetch(request):
        return redirect("targets:evidence", *report.code.split("/"), f"{_kind(cell)}-{cell.code}")
    context = _address_context(report) | _cell_context(report, cell)
    return JsonResponse({"html": render_to_string("evidence/_evidence_files.html", context, request)})


def _refused(request, message, status=422):
    if _is_fetch(request):
        return JsonResponse({"message": str(message)}, status=status)
    return render(request, "evidence/evidence_refused.html", {"reasons": [{"text": message}]}, status=status)


def _is_fetch(request):
    return request.headers.get("X-Requested-With") == "fetch"
