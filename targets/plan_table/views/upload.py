"""The file of the plan's table brought back: what it would change is shown first, then all or nothing is saved."""

from dataclasses import astuple

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from audit.errors import Conflict, Refused
from pages.request_size import limit_request_size
from plans.queries import get_plan_to_write
from plans.views.common import plan_context
from sheets.files.reading import read_files
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from targets.admin_tables.forms import TableUploadForm
from targets.admin_tables.layout import AdminColumn, AdminTable
from targets.admin_tables.reading import read_lines
from targets.plan_table.actions import CellChange
from targets.plan_table.columns import COLUMNS
from targets.plan_table.downloaded import read_downloaded
from targets.plan_table.queries import PlanTable
from targets.plan_table.sheet_changes import (
    needs_adjustment,
    provisional_adjustment,
    save_sheet_changes,
    see_again,
    try_changes,
)
from targets.plan_table.sheet_lines import CODE, NUMBER, SheetFindings, find_changes
from targets.plan_table.upload_forms import AdjustmentForm

SALT, MAX_AGE = "targets.plan_table.upload", 60 * 60  # seconds
HEADS = AdminTable(
    "",
    (
        AdminColumn(NUMBER, gettext_lazy("No.")),
        AdminColumn(CODE, gettext_lazy("Code")),
        *(AdminColumn(column.key, column.label) for column in COLUMNS),
    ),
    ((CODE,), ("name",)),
)


def _respond_too_large(request):
    plan = get_plan_to_write(request.user, request.resolver_match.kwargs["plan_code"])
    refused = Refused(_("The file is larger than %(limit)s MB.") % {"limit": MAX_MEGABYTES})
    return _render(request, plan, TableUploadForm(plan=None, by=request.user), refused=refused, status=413)


@limit_request_size(MAX_BYTES, _respond_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request, plan_code):
    """GET shows the form; POST reads a workbook and shows what it would change. Nothing is kept."""
    plan = get_plan_to_write(request.user, plan_code)
    form = TableUploadForm(request.POST or None, request.FILES or None, plan=None, by=request.user)
    if request.method != "POST":
        return _render(request, plan, form)
    if not form.is_valid():
        return _render(request, plan, form, status=422)
    file = form.cleaned_data["file"]
    try:
        data, name = file.read(), file.name or ""
        lines, notes = read_lines(data, name, HEADS)
        downloaded = read_downloaded((grid for book in read_files(data, name) for grid in book.grids), plan.code)
        found = find_changes(lines, PlanTable(plan), downloaded)
        return _preview(request, plan, found, notes=notes)
    except Refused as refused:
        return _render(request, plan, form, refused=refused, status=422)


@require_POST
def confirm(request, plan_code):
    """Save what the preview showed, all of it or nothing."""
    plan = get_plan_to_write(request.user, plan_code)
    try:
        person, code, packed, since = signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError):
        person = code = None
    if (person, code) != (request.user.pk, plan.code):
        messages.error(request, _("The preview is too old. Upload the workbook again."))
        return redirect("targets:plan_table_upload", plan.code)
    changes = [CellChange(*each) for each in packed]
    why = AdjustmentForm(request.POST, plan=plan) if needs_adjustment(plan, changes) else None
    if why and not why.is_valid():
        return _preview(request, plan, SheetFindings(changes, since=since), why=why)
    try:
        count = save_sheet_changes(plan, changes, by=request.user, adjustment=why.cleaned_data if why else None)
    except (Conflict, Refused) as refused:
        found = SheetFindings(see_again(plan, changes), since=since)
        return _preview(request, plan, found, why=why, refused=refused)
    text = ngettext("%(count)s cell saved.", "%(count)s cells saved.", count) % {"count": count}
    messages.success(request, text)
    return redirect("targets:plan_table", plan.code)


def _preview(request, plan, found, *, why=None, notes=(), refused=None):
    if not why and needs_adjustment(plan, found.changes):
        why = AdjustmentForm(plan=plan)
    adjustment = provisional_adjustment(plan) | (getattr(why, "cleaned_data", {}) if why and why.is_bound else {})
    trial = try_changes(plan, found.changes, by=request.user, adjustment=adjustment if why else None)
    wrong = [*found.refused, *((found.addresses.get(key, ""), where, text) for key, where, text in trial.refused)]
    faults = [{"where": " ".join(filter(None, (address, where))), "text": text} for address, where, text in wrong]
    faults += [{"where": "", "text": text} for text in trial.adjusting.values() if text]
    packed = [astuple(change) for change in found.changes]
    signed = signing.dumps([request.user.pk, plan.code, packed, found.since], salt=SALT, compress=True)
    context = {
        "preview": True,
        "differences": trial.differences,
        "since": set(found.since),
        "kept": found.kept,
        "faults": faults,
        "notes": notes,
        "unused": found.unused,
        "why": why if trial.differences and not faults else None,
        "signed": signed if trial.differences and not faults else "",
    }
    status = 409 if refused else 422 if faults or (why and why.is_bound) else 200
    return _render(request, plan, None, refused=refused, status=status, **context)


def _render(request, plan, form, *, refused=None, status=200, **context):
    context |= plan_context(request.user, plan) | {"form": form, "refused": refused}
    return render(request, "plan_table/upload.html", context, status=status)
