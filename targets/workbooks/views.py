"""The pages of workbooks: choose a period, fetch its template, bring it back, look, confirm."""

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from targets.workbooks import showing
from targets.workbooks.actions.undo import undo
from targets.workbooks.big_files import refuse_early
from targets.workbooks.forms import UploadForm
from targets.workbooks.queries import get_period, get_upload, may_import, may_undo, plans_with_workbooks, uploads
from targets.workbooks.template import filename, workbook
from targets.workbooks.uploads import Outdated, confirm, preview, receive

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def chooser(request):
    """The plans and periods whose workbooks this person may fetch."""
    policy.require_anywhere(request.user, Verb.EXPORT)
    return render(request, "workbooks/sheets.html", {"plans": plans_with_workbooks(request.user)})


@require_safe
def template(request, plan_code, period_code):
    """The template, filled with what stands."""
    period = get_period(request.user, plan_code, period_code)
    return _attachment(HttpResponse(workbook(period, by=request.user), content_type=XLSX), filename(period))


@refuse_early
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, plan_code, period_code):
    """GET shows what there is, POST takes a workbook and shows what it would do."""
    period = get_period(request.user, plan_code, period_code)
    if request.method != "POST":
        return _page(request, period, UploadForm())
    policy.require_anywhere(request.user, Verb.IMPORT)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, period, form, status=400)
    try:
        shown = receive(form.cleaned_data["file"], by=request.user, period=period)
    except Refused as refused:
        return _page(request, period, form, list(refused.cells.values()) or [refused.message], status=400)
    return _preview(request, shown)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, plan_code, period_code, pk):
    """GET shows what became of a workbook; POST looks at it again, or confirms it."""
    found = get_upload(request.user, plan_code, period_code, pk)
    if request.method != "POST":
        return _upload_page(request, found)
    policy.require_anywhere(request.user, Verb.IMPORT)
    if request.POST.get("action") == "undo":
        return _undone(request, found)
    try:
        if request.POST.get("action") in ("draft", "submit"):
            return _confirmed(request, found, as_submitted=request.POST["action"] == "submit")
        return _preview(request, preview(found, by=request.user))
    except Outdated as outdated:
        return _preview(request, outdated.preview, warning=outdated.message, status=409)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("targets:sheet_upload", plan_code, period_code, pk)


@require_safe
def file(request, plan_code, period_code, pk):
    """The workbook as it was brought."""
    found = get_upload(request.user, plan_code, period_code, pk)
    return _attachment(FileResponse(found.file.open("rb"), content_type=XLSX), found.name)


def _confirmed(request, found, *, as_submitted):
    result = confirm(found, by=request.user, as_submitted=as_submitted)
    words = {"cells": len(result.changes), "returns": len(result.submitted)}
    if as_submitted:
        messages.success(request, _("Imported %(cells)s cells and submitted %(returns)s returns.") % words)
    else:
        messages.success(request, _("Imported %(cells)s cells as drafts.") % words)
    return redirect("targets:sheet", found.period.plan.code, found.period.code)


def _undone(request, found):
    try:
        figures, returns = undo(found, by=request.user)
    except Refused as refused:
        return _upload_page(request, found, refused, status=409)
    words = {"cells": figures, "returns": returns}
    messages.success(
        request, _("Taken back: %(cells)s cells and %(returns)s returns are as they were before the import.") % words
    )
    return redirect("targets:sheet_upload", found.period.plan.code, found.period.code, found.pk)


def _upload_page(request, found, refused=None, status=200):
    done = found.applied_at and not found.undone_at and may_import(request.user, found.period)
    context = _base(found.period) | {
        "upload": found,
        "may_undo": done and may_undo(request.user, found),
        "action": [("action", "undo")],
        "refused": refused,
        "places": showing.places(refused.cells, found.period.plan) if refused else [],
    }
    return render(request, "workbooks/sheet_upload.html", context, status=status)


def _page(request, period, form, reasons=(), status=200):
    context = _base(period) | {
        "form": form,
        "reasons": [{"text": reason} for reason in reasons],
        "may_import": may_import(request.user, period),
        "uploads": uploads(request.user, period)[:50],
    }
    return render(request, "workbooks/sheet.html", context, status=status)


def _preview(request, shown, warning="", status=200):
    context = _base(shown.upload.period) | showing.context(shown, request.user) | {"warning": warning}
    return render(request, "workbooks/sheet_preview.html", context, status=status)


def _base(period):
    return {"plan": period.plan, "period": period}


def _attachment(response, name):
    """A download under its own name, also when that is Chinese (RFC 6266)."""
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
