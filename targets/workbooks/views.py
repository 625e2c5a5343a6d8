"""The pages of workbooks: choose a period, download its template, upload it, see the preview, confirm."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from audit.errors import Refused
from pages.downloads import set_file_name
from pages.table_files import asked_kind, respond_table
from targets.models import Upload
from targets.returns.actions.moves import require_open_period
from targets.workbooks.actions.answers import answer_questions, withdraw_answer
from targets.workbooks.actions.discard import discard_own_uploads, discard_upload
from targets.workbooks.actions.undo import list_undoable_uploads, undo_import
from targets.workbooks.forms import UploadForm, refuse_large_workbook
from targets.workbooks.imported import MAX_SHOWN, list_imported, make_imported_table
from targets.workbooks.importing.jobs import is_large, request_job
from targets.workbooks.importing.marked import write_marked
from targets.workbooks.importing.preview import list_refused_places, preview_context
from targets.workbooks.importing.receiving import find_same_uploads, receive_upload
from targets.workbooks.importing.stored_pages import find_page
from targets.workbooks.importing.uploads import PreviewOutdated, confirm_upload, preview_upload
from targets.workbooks.list_file import make_uploads_table
from targets.workbooks.office.shown_sheets import read_part
from targets.workbooks.queries import (
    answers_context,
    get_clerks_return,
    get_upload,
    get_workbook_period,
    list_plans_with_workbooks,
    list_units_of,
    list_uploads,
    may_import,
    may_undo,
)
from targets.workbooks.reach import require_read_anywhere, require_write_anywhere
from targets.workbooks.template import template_filename, write_period_template, write_unit_template

MAX_LISTED = 50  # uploads on one page
UNKNOWN = "application/octet-stream"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def choose_period(request):
    """The plans and periods whose workbooks this person may download."""
    require_read_anywhere(request.user)
    return render(request, "workbooks/sheets.html", {"plans": list_plans_with_workbooks(request.user)})


@require_safe
def template(request, plan_code, period_code):
    """The template, filled with the stored figures; with ``?unit=`` that of one unit's return alone."""
    period = get_workbook_period(request.user, plan_code, period_code)
    if "unit" in request.GET:
        found = write_unit_template(period, request.GET["unit"], by=request.user)
        if found is None:
            raise Http404
        participant, data = found
        return _attachment(HttpResponse(data, content_type=XLSX), template_filename(period, participant.short_name))
    data = write_period_template(period, by=request.user)
    return _attachment(HttpResponse(data, content_type=XLSX), template_filename(period))


@refuse_large_workbook
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, plan_code, period_code):
    """GET shows the uploads of a period, POST receives workbooks and leads to what they would change."""
    period = get_workbook_period(request.user, plan_code, period_code)
    if request.method != "POST" and (kind := asked_kind(request)):
        table = make_uploads_table(period, list_uploads(request.user, period))
        return respond_table(table, kind, period.plan.title, period.name, _("Workbooks"))
    if request.method != "POST":
        return _page(request, period, UploadForm())
    require_write_anywhere(request.user)
    if request.POST.get("action") == "discard":
        return _discard_all(request, period)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, period, form, status=400)
    try:
        upload = receive_upload(form.cleaned_data["file"], by=request.user, period=period)
        if is_large(upload):
            request_job(upload, Upload.Job.READ, by=request.user)
    except Refused as refused:
        return _page(request, period, form, list(refused.cells.values()) or [refused.message], status=400)
    if request.headers.get("X-Requested-With"):  # the script that shows how much was sent goes there itself
        return JsonResponse({"location": _upload_url(upload)})
    return redirect(_upload_url(upload))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, plan_code, period_code, pk):
    """GET shows an upload, and what it would change until it is imported; POST answers its questions, confirms it,
    undoes its import, or lets the worker read it again."""
    found = get_upload(request.user, plan_code, period_code, pk)
    if request.method != "POST":
        return _respond_imported(request, found, kind) if (kind := asked_kind(request)) else _show(request, found)
    require_write_anywhere(request.user)
    action = request.POST.get("action")
    try:
        if action == "undo":
            return _undo(request, found)
        if action == "discard":
            return _discard(request, found)
        if action in ("draft", "submit"):
            return _confirm(request, found, as_submitted=action == "submit")
        if action == "answer" or "alike" in request.POST:
            _answer(request, found)
        elif action == "again":
            _ask_again(request, found)
        elif action in ("read", "mark"):
            request_job(found, Upload.Job(action), by=request.user)
    except PreviewOutdated as outdated:
        return _preview_page(request, outdated.preview, warning=outdated.message, status=409)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("targets:sheet_upload", plan_code, period_code, pk)


@require_safe
def file(request, plan_code, period_code, pk):
    """The workbook as it was uploaded, whatever it is: no browser opens or guesses it."""
    found = get_upload(request.user, plan_code, period_code, pk)
    try:
        return _attachment(FileResponse(found.file.open("rb"), content_type=UNKNOWN), found.name)
    except FileNotFoundError:
        raise Http404 from None


@require_safe
def marked(request, plan_code, period_code, pk):
    """The uploaded workbook with its cells marked, for whoever brought it: as previewed, or as imported."""
    found = get_upload(request.user, plan_code, period_code, pk)
    if found.by_id != request.user.pk:
        messages.error(request, _("Only %(name)s, who brought it, gets it marked.") % {"name": found.by})
        return redirect("targets:sheet_upload", plan_code, period_code, pk)
    if is_large(found):
        return _respond_marked(request, found)
    try:
        file = write_marked(found, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("targets:sheet_upload", plan_code, period_code, pk)
    return _attachment(HttpResponse(file.data, content_type=file.content_type), file.name)


def _respond_marked(request, found):
    """The marked workbook that the worker has made; else the page on which it is asked for."""
    if not found.marked or found.job:
        return _upload_page(request, found, asks_to_mark=not found.job)
    try:
        return _attachment(FileResponse(found.marked.open("rb"), content_type=UNKNOWN), found.marked_name)
    except FileNotFoundError:
        raise Http404 from None


def _show(request, found):
    """The upload while it is worked on, before it is imported (for the person who brought it), and afterwards."""
    is_unread = bool(found.fault) and "digest" not in found.counts
    if found.job or is_unread or found.applied_at or found.by_id != request.user.pk:
        return _upload_page(request, found)
    try:
        _require_taken(request.user, found.period)
        if is_large(found):
            return _stored_page(request, found)
        return _preview_page(request, preview_upload(found, by=request.user))
    except Refused as refused:
        return _upload_page(request, found, refused, status=409)


def _require_taken(person, period):
    """Raise Refused where the period takes no workbooks from this person now."""
    if not may_import(person, period):
        require_open_period(period)


def _answer(request, found):
    """Keep the answers that were posted as ``answer:KEY``, a typed number as ``number:KEY``, the
    correction of a label as ``key`` and ``meaning``."""
    posted: dict[str, str] = {}
    if request.POST.get("key") and request.POST.get("meaning"):
        posted[request.POST["key"]] = request.POST["meaning"]
    for name, value in request.POST.items():
        kind, _colon, key = name.partition(":")
        if kind == "answer" and value:
            posted.setdefault(key, value)
        elif kind == "number" and value.strip():  # typed, instead of one of the choices
            posted[key] = f"value:{value.strip()}"
    alike = request.POST.get("alike", "")
    if posted and is_large(found):
        request_job(found, Upload.Job.READ, by=request.user, given={"answers": posted, "alike": alike})
        return
    number = answer_questions(found, posted, by=request.user, alike=alike)
    if number:
        done = ngettext("%(number)s answer saved.", "%(number)s answers saved.", number)
        messages.success(request, done % {"number": number})
    else:
        messages.warning(request, _("Nothing was chosen yet."))


def _ask_again(request, found):
    key = request.POST.get("key", "")
    if is_large(found):
        request_job(found, Upload.Job.READ, by=request.user, given={"again": key})
    else:
        withdraw_answer(found, key, by=request.user)


def _confirm(request, found, *, as_submitted):
    _require_taken(request.user, found.period)
    given = {"also": request.POST.getlist("also"), "seen": request.POST.get("seen", "")}
    if is_large(found):
        request_job(found, Upload.Job.SUBMIT if as_submitted else Upload.Job.DRAFT, by=request.user, **given)
        return redirect(_upload_url(found))
    result = confirm_upload(found, by=request.user, as_submitted=as_submitted, **given)
    counts = {"cells": len(result.changes), "returns": len(result.submitted), "names": result.submitted_names}
    if as_submitted:
        message = _("Imported %(cells)s cells and submitted %(returns)s returns: %(names)s.")
        messages.success(request, message % counts)
    else:
        messages.success(request, _("Imported %(cells)s cells as drafts.") % counts)
    if report := get_clerks_return(request.user, found.period, {outcome.unit for outcome in result.changes}):
        return redirect("targets:return", found.period.plan.code, found.period.code, report)
    return redirect(_upload_url(found))


def _respond_imported(request, found, kind):
    if not list_imported(found) or not may_undo(request.user, found):
        raise Http404
    return respond_table(make_imported_table(found), kind, found.period.plan.title, found.period.name, _("Imported"))


def _discard(request, found):
    discard_upload(found, by=request.user)
    messages.success(request, _("Removed: %(name)s. Nothing of it was imported.") % {"name": found.name})
    return redirect("targets:sheet", found.period.plan.code, found.period.code)


def _discard_all(request, period):
    number = discard_own_uploads(period, by=request.user)
    done = ngettext("%(number)s file removed.", "%(number)s files removed.", number)
    messages.success(request, done % {"number": number})
    return redirect("targets:sheet", period.plan.code, period.code)


def _undo(request, found):
    try:
        figures, returns = undo_import(found, by=request.user)
    except Refused as refused:
        return _upload_page(request, found, refused, status=409)
    counts = {"cells": figures, "returns": returns}
    messages.success(
        request, _("Taken back: %(cells)s cells and %(returns)s returns are as they were before the import.") % counts
    )
    return redirect(_upload_url(found))


def _upload_url(upload):
    return reverse("targets:sheet_upload", args=[upload.period.plan.code, upload.period.code, upload.pk])


def _upload_page(request, found, refused=None, status=200, *, asks_to_mark=False):
    may_undo_it = may_import(request.user, found.period) and may_undo(request.user, found)
    undoable = list_undoable_uploads([found]) if may_undo_it else set()
    imported = list_imported(found) if may_undo(request.user, found) else []
    context = _period_context(found.period) | {
        "upload": found,
        "may_undo": found.pk in undoable,
        "past_undo": may_undo_it and found.applied_at and not found.undone_at and found.pk not in undoable,
        "may_mark": bool(found.applied_at) and not found.undone_at and found.by_id == request.user.pk,
        "action": [("action", "undo")],
        "faults": [{"text": text} for text in found.fault],
        "may_read_again": not found.applied_at and not found.job and found.by_id == request.user.pk,
        "asks_to_mark": asks_to_mark,
        "own_return": get_clerks_return(request.user, found.period, list_units_of(found)),
        **answers_context(found),
        "imported": imported[:MAX_SHOWN],
        "imported_count": len(imported),
        "more_imported": max(0, len(imported) - MAX_SHOWN),
        "may_discard": _is_discardable(request.user, found),
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
        "discard": [("action", "discard")],
        "uploads": uploads,
        "discardable": {each.pk for each in uploads if _is_discardable(request.user, each)},
        "own_waiting": sum(_is_discardable(request.user, each) and each.by_id == request.user.pk for each in uploads),
        "undoable": {each.pk for each in uploads if each.pk in undoable and may_undo(request.user, each)},
    }
    return render(request, "workbooks/sheet.html", context, status=status)


def _is_discardable(person, upload):
    return not upload.applied_at and not upload.job and may_undo(person, upload)


def _preview_page(request, preview, warning="", status=200):
    context = _period_context(preview.upload.period) | preview_context(preview, request.user, read_part(request.GET))
    context |= {"warning": warning, "faults": [{"text": text} for text in preview.upload.fault]}
    return render(request, "workbooks/sheet_preview.html", context, status=status)


def _stored_page(request, found):
    """A large upload as the worker found it; the page of its file where it is to be read again."""
    kept = find_page(found, read_part(request.GET), get_token(request))
    if kept is None:
        return _upload_page(request, found)
    context = _period_context(found.period) | {
        "upload": found,
        "page": kept.page,
        "body": kept.body,
        "same_uploads": find_same_uploads(found),
        "faults": [{"text": text} for text in found.fault],
    }
    return render(request, "workbooks/sheet_preview_large.html", context)


def _period_context(period):
    return {"plan": period.plan, "period": period}


def _attachment(response, name):
    """A download under its own name."""
    set_file_name(response, name)
    return response
