"""The pages of workbooks: choose a period, download its template, upload it, see the preview, confirm."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from pages.downloads import set_file_name
from targets.workbooks.actions.undo import list_undoable_uploads, undo_import
from targets.workbooks.forms import UploadForm
from targets.workbooks.importing.preview import list_refused_places, preview_context
from targets.workbooks.importing.uploads import PreviewOutdated, confirm_upload, preview_upload, receive_upload
from targets.workbooks.large_files import refuse_large_workbook
from targets.workbooks.queries import (
    get_upload,
    get_workbook_period,
    list_plans_with_workbooks,
    list_uploads,
    may_import,
    may_undo,
)
from targets.workbooks.template import template_filename, write_period_template

MAX_LISTED = 50  # uploads on one page
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def choose_period(request):
    """The plans and periods whose workbooks this person may download."""
    policy.require_anywhere(request.user, Verb.EXPORT)
    return render(request, "workbooks/sheets.html", {"plans": list_plans_with_workbooks(request.user)})


@require_safe
def template(request, plan_code, period_code):
    """The template, filled with the stored figures."""
    period = get_workbook_period(request.user, plan_code, period_code)
    data = write_period_template(period, by=request.user)
    return _attachment(HttpResponse(data, content_type=XLSX), template_filename(period))


@refuse_large_workbook
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, plan_code, period_code):
    """GET shows the uploads of a period, POST receives a workbook and shows its preview."""
    period = get_workbook_period(request.user, plan_code, period_code)
    if request.method != "POST":
        return _page(request, period, UploadForm())
    policy.require_anywhere(request.user, Verb.IMPORT)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, period, form, status=400)
    try:
        preview = receive_upload(form.cleaned_data["file"], by=request.user, period=period)
    except Refused as refused:
        return _page(request, period, form, list(refused.cells.values()) or [refused.message], status=400)
    return _preview_page(request, preview)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, plan_code, period_code, pk):
    """GET shows an upload; POST shows its preview again, confirms it or undoes its import."""
    found = get_upload(request.user, plan_code, period_code, pk)
    if request.method != "POST":
        return _upload_page(request, found)
    policy.require_anywhere(request.user, Verb.IMPORT)
    if request.POST.get("action") == "undo":
        return _undo(request, found)
    try:
        if request.POST.get("action") in ("draft", "submit"):
            return _confirm(request, found, as_submitted=request.POST["action"] == "submit")
        return _preview_page(request, preview_upload(found, by=request.user))
    except PreviewOutdated as outdated:
        return _preview_page(request, outdated.preview, warning=outdated.message, status=409)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("targets:sheet_upload", plan_code, period_code, pk)


@require_safe
def file(request, plan_code, period_code, pk):
    """The workbook as it was uploaded."""
    found = get_upload(request.user, plan_code, period_code, pk)
    return _attachment(FileResponse(found.file.open("rb"), content_type=XLSX), found.name)


def _confirm(request, found, *, as_submitted):
    also = request.POST.getlist("also")
    result = confirm_upload(found, by=request.user, as_submitted=as_submitted, also=also)
    counts = {"cells": len(result.changes), "returns": len(result.submitted), "names": result.submitted_names}
    if as_submitted:
        told = _("Imported %(cells)s cells and submitted %(returns)s returns: %(names)s.")
        messages.success(request, told % counts)
    else:
        messages.success(request, _("Imported %(cells)s cells as drafts.") % counts)
    return redirect("targets:sheet", found.period.plan.code, found.period.code)


def _undo(request, found):
    try:
        figures, returns = undo_import(found, by=request.user)
    except Refused as refused:
        return _upload_page(request, found, refused, status=409)
    counts = {"cells": figures, "returns": returns}
    messages.success(
        request, _("Taken back: %(cells)s cells and %(returns)s returns are as they were before the import.") % counts
    )
    return redirect("targets:sheet_upload", found.period.plan.code, found.period.code, found.pk)


def _upload_page(request, found, refused=None, status=200):
    undoable = found.applied_at and not found.undone_at and may_import(request.user, found.period)
    context = _period_context(found.period) | {
        "upload": found,
        "may_undo": undoable and may_undo(request.user, found),
        "action": [("action", "undo")],
        "refused": refused,
        "places": list_refused_places(refused.cells, found.period.plan) if refused else [],
    }
    return render(request, "workbooks/sheet_upload.html", context, status=status)


def _page(request, period, form, reasons=(), status=200):
    importing = may_import(request.user, period)
    uploads = list_uploads(request.user, period)[:MAX_LISTED]
    undoable = list_undoable_uploads(uploads) if importing else set()
    context = _period_context(period) | {
        "form": form,
        "reasons": [{"text": reason} for reason in reasons],
        "may_import": importing,
        "uploads": uploads,
        "undoable": {each.pk for each in uploads if each.pk in undoable and may_undo(request.user, each)},
    }
    return render(request, "workbooks/sheet.html", context, status=status)


def _preview_page(request, preview, warning="", status=200):
    context = _period_context(preview.upload.period) | preview_context(preview, request.user) | {"warning": warning}
    return render(request, "workbooks/sheet_preview.html", context, status=status)


def _period_context(period):
    return {"plan": period.plan, "period": period}


def _attachment(response, name):
    """A download under its own name."""
    set_file_name(response, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
