"""Files that show what a return says: added, shown, given back, taken away.

What a browser is told of a file is what we found it to be. Pictures and PDF are shown, with everything forbidden that
a page could do; the rest is only handed out. Nothing of it is ever served from a folder.
"""

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from pages.request_size import limit_request_size
from plans.models import Task
from targets.evidence.actions import add_evidence, remove_evidence
from targets.evidence.files import MAX_BYTES, SHOWN, TYPES
from targets.evidence.files.reasons import BadFile
from targets.evidence.queries import get_evidence, list_draft_evidence
from targets.evidence.refusals import describe_refusal
from targets.models import Target
from targets.returns.queries.returns import get_return

NOTHING = "default-src 'none'; sandbox"
KINDS = {"target": Target, "task": Task}


def _too_big(request):
    return _refused(request, str(describe_refusal(BadFile("too_big", limit=MAX_BYTES // 1024 // 1024))), status=413)


@limit_request_size(MAX_BYTES, _too_big)
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
        return _refused(request, refused.message) if _by_script(request) else _page(request, report, cell, refused)
    return _done(request, report, cell)


@require_POST
def remove(request, pk):
    """Take a file off its cell."""
    file = get_evidence(request.user, pk)
    try:
        remove_evidence(file, by=request.user)
    except Refused as refused:
        if _by_script(request):
            return _refused(request, refused.message)
        messages.error(request, refused.message)
    return _done(request, file.report, file.target or file.task)


@require_safe
def show(request, pk):
    """The file as it was added."""
    file = get_evidence(request.user, pk)
    shown = file.kind in SHOWN and "download" not in request.GET
    response = _served(file.file, TYPES[file.kind])
    how = "inline" if shown else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(file.name)}"
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def thumb(request, pk):
    """The small picture of a photo."""
    file = get_evidence(request.user, pk)
    if not file.thumb:
        raise Http404
    response = _served(file.thumb, TYPES["jpg"])
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _served(stored, content_type):
    try:
        response = FileResponse(stored.open("rb"), content_type=content_type)
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Security-Policy"] = NOTHING
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _cell(report, text):
    """The target or task that "target-L01" or "task-T02" names."""
    kind, _dash, code = text.partition("-")
    if kind not in KINDS or "\0" in code:
        raise Http404
    found = KINDS[kind].objects.filter(plan_id=report.period.plan_id, code=code).first()
    if found is None:
        raise Http404
    return found


def _kind(cell):
    return "target" if isinstance(cell, Target) else "task"


def _place(report):
    """What the templates of evidence need to name addresses."""
    return {"plan": report.period.plan, "period": report.period, "unit": report.participant}


def _shown(report, cell):
    """What stands at one cell, for its list and its page."""
    kind = _kind(cell)
    key = (cell.pk, None) if kind == "target" else (None, cell.pk)
    name = cell.name if kind == "target" else cell.title
    files = list_draft_evidence(report).get(key, [])
    return {"files": files, "kind": kind, "code": cell.code, "name": name, "may_edit": True}


def _page(request, report, cell, refused=None):
    context = _place(report) | _shown(report, cell)
    context["reasons"] = [{"text": refused.message}] if refused else []
    return render(request, "evidence/evidence.html", context, status=422 if refused else 200)


def _done(request, report, cell):
    if not _by_script(request):
        return redirect("targets:evidence", *report.code.split("/"), f"{_kind(cell)}-{cell.code}")
    context = _place(report) | _shown(report, cell)
    return JsonResponse({"html": render_to_string("evidence/_evidence_files.html", context, request)})


def _refused(request, message, status=422):
    if _by_script(request):
        return JsonResponse({"message": str(message)}, status=status)
    return render(request, "evidence/evidence_refused.html", {"reasons": [{"text": message}]}, status=status)


def _by_script(request):
    return request.headers.get("X-Requested-With") == "fetch"
