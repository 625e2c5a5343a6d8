"""A plan's documents: uploaded or pasted, shown with their proposals, and adopted into the plan.

The file itself can only be downloaded, with a type that no browser shows or runs.
"""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policy
from accounts.forms.people import suggested_units
from accounts.policy import Verb
from audit.errors import Refused
from pages.downloads import set_file_name
from pages.request_size import limit_request_size
from pages.table_files import asked_kind, respond_table
from plans.models import Plan
from plans.queries import get_plan_to_write
from plans.views.common import plan_context, run_and_redirect
from sheets.tables import SheetTable
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import receive_document, set_aside_document, start_plan_from_document
from targets.documents.actions.plan_heading import (
    PlanHeading,
    begins_plan,
    list_issued_plans,
    set_aside_with_draft,
)
from targets.documents.actions.proposals import accept_certain, drop_remaining
from targets.documents.actions.scans import receive_scan
from targets.documents.actions.take_back import find_obstacle, take_back_document
from targets.documents.forms import PlanDocumentForm, PlanFromDocumentForm, PlanHeadingForm
from targets.documents.queries import DocumentReview, get_document, list_documents, list_scans
from targets.documents.reading.intake import MAX_BYTES
from targets.documents.reading.messages import FILE_PROBLEMS
from targets.documents.views.context import page_context
from targets.models import PlanDocument, ScannedFile

NO_CONTENT = "default-src 'none'; sandbox"


def _respond_too_large(request):
    reasons = [{"text": FILE_PROBLEMS["too_big"] % {"limit": MAX_BYTES // 1024 // 1024}}]
    return render(request, "documents/document_too_big.html", {"reasons": reasons}, status=413)


@limit_request_size(MAX_BYTES, _respond_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def list_plan_documents(request, plan_code):
    """The plan's documents, and the form to upload one. POST reads it and redirects to its page."""
    plan = get_plan_to_write(request.user, plan_code)
    if request.method != "POST" and (kind := asked_kind(request)):
        return respond_table(_make_table(plan), kind, plan.title, _("Plan documents"))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PlanDocumentForm(*given, plan=plan)
    status = 200
    if form.is_valid():
        try:
            return redirect(_receive(plan, request.user, form.values()))
        except Refused as refused:
            field = next((name for name in refused.cells if name in form.fields), "file")
            form.add_error(field, str(refused.message))
    if form.is_bound:
        status = 422
    context = plan_context(request.user, plan) | {"form": form, "documents": list_documents(plan)}
    context["living"], context["scans"] = plan.state != Plan.State.CLOSED, list_scans(request.user, plan=plan)
    return render(request, "documents/documents.html", context, status=status)


def _make_table(plan) -> SheetTable:
    heads = [_("Document"), _("Number"), _("State"), _("Brought by"), _("When"), _("File")]
    rows = (
        [str(each), each.number, _state_word(each), str(each.by), timezone.make_naive(each.at), each.name]
        for each in list_documents(plan)
    )
    return SheetTable(f"{plan.title} · {_('Plan documents')}", heads, rows, sheet=_("Plan documents"))


def _state_word(document):
    if document.accepted_at:
        return _("in the plan")
    return _("set aside") if document.left_at else _("to be confirmed")


def _receive(plan, by, values):
    """The address of the document that was read, or of the pictures that the worker is to read first."""
    try:
        document = receive_document(plan, by=by, **values)
    except Refused as refused:
        if refused.code != "pictures":
            raise
        return resolve_url("targets:scan", receive_scan(plan=plan, by=by, **_without_text(values)).pk)
    return resolve_url("targets:document", plan.code, document.pk)


def _without_text(values):
    return {name: value for name, value in values.items() if name != "text"}


@limit_request_size(MAX_BYTES, _respond_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def start_plan(request):
    """Create a draft plan from a document, with its title and year."""
    policy.require_anywhere(request.user, Verb.PLAN)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PlanFromDocumentForm(*given, by=request.user)
    if form.is_valid():
        try:
            return redirect(_start(request, form.source_arguments() | {"unit": form.cleaned_data["unit"]}))
        except Refused as refused:
            form.add_error("file", str(refused.message))
    context = {"form": form, "units": suggested_units(form), "scans": list_scans(request.user, plan=None)}
    return render(request, "documents/document_start.html", context, status=422 if form.is_bound else 200)


def _start(request, values):
    """The address of the document of the new draft, or of the pictures that the worker is to read first."""
    try:
        made = start_plan_from_document(by=request.user, **values)
    except Refused as refused:
        if refused.code != "pictures":
            raise
        return resolve_url("targets:scan", receive_scan(by=request.user, **_without_text(values)).pk)
    messages.success(request, _("The draft was made. Confirm what was read in the document."))
    return resolve_url("targets:document", made.plan.code, made.pk)


@require_safe
def show_document(request, plan_code, pk):
    """The document with its proposals; ``at`` is the id of the one that is shown for decision."""
    document = get_document(request.user, plan_code, pk)
    asked = request.GET.get("at", "")
    context = page_context(DocumentReview(document), int(asked) if asked.isdecimal() else None)
    if document.is_open and begins_plan(document):
        context["begins_plan"], context["issued_plans"] = True, list_issued_plans(document.plan)
    if document.accepted_at:
        context["obstacle"] = find_obstacle(document)
        context["written"] = {kind: len(pks) for kind, pks in document.changes.get("made", {}).items()}
    elif document.from_seq:
        context["leads"] = document.plan.participants.filter(depth__lte=1).order_by("depth", "-kind", "path")
    return render(request, "documents/document.html", context)


@require_safe
def download_file(request, plan_code, pk):
    """The file as it was uploaded."""
    return file_response(get_document(request.user, plan_code, pk))


def file_response(document: PlanDocument | ScannedFile) -> FileResponse:
    """The file of ``document`` as a download. Raises Http404 when it is gone."""
    try:
        response = FileResponse(document.file.open("rb"), content_type="application/octet-stream")
    except FileNotFoundError:
        raise Http404 from None
    set_file_name(response, document.name)
    response["Content-Security-Policy"] = NO_CONTENT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def press_button(request, plan_code, pk, verb):
    """A button for the whole document: accept what is certain, drop the rest, adopt it, set it aside."""
    document = get_document(request.user, plan_code, pk)
    here = resolve_url("targets:document", plan_code, pk)
    seen_text = request.POST.get("seen", "")
    seen = int(seen_text) if seen_text.isdecimal() else -1  # a page that does not say what it showed
    if verb in ("sure", "likely"):
        done = _("Accepted: %(n)s. Look at what is left.") % {"n": seen}
        given = {"by": request.user, "likely": verb == "likely", "seen": seen}
        return run_and_redirect(request, here, accept_certain, document, done=done, **given)
    if verb == "rest":
        return run_and_redirect(
            request, here, drop_remaining, document, by=request.user, seen=seen, done=_("Left out.")
        )
    if verb == "leave" and request.POST.get("draft") == "delete":
        return _set_aside_with_draft(request, document, here)
    if verb == "leave":
        to = resolve_url("targets:documents", plan_code)
        return run_and_redirect(
            request, to, set_aside_document, document, by=request.user, done=_("The document was set aside.")
        )
    if verb == "back":
        done = _("The plan stands as it did before. The document can be decided again.")
        return run_and_redirect(request, here, take_back_document, document, by=request.user, done=done)
    if verb != "take":
        raise Http404
    return _adopt(request, document, here)


def _set_aside_with_draft(request, document, here):
    try:
        set_aside_with_draft(document, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(here)
    messages.success(request, _("The document was set aside, and its empty draft was deleted."))
    return redirect("plans:list")


def _read_heading(request):
    """The title and year that were confirmed in the dialog, or None where it did not ask. Raises Refused."""
    if "title" not in request.POST:
        return None
    form = PlanHeadingForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(f"{form[name].label}：{errors[0]}" for name, errors in form.errors.items()))
    return PlanHeading(**form.cleaned_data)


def _warn_of_issued(request, plan):
    if issued := list_issued_plans(plan):
        names = "、".join(f"“{each.title}”" for each in issued)
        words = {"unit": plan.unit.full_name, "year": plan.year, "names": names}
        text = _(
            "%(unit)s has an issued plan of %(year)s already: %(names)s. If this is the same plan, delete this draft "
            "and bring the document there."
        )
        messages.warning(request, text % words)


def _chosen_lead(request, document):
    """The unit that leads what names none, chosen in the dialog of a supplement."""
    code = request.POST.get("lead", "")
    row = document.plan.participants.filter(unit__code=code).select_related("unit").first() if code else None
    return row.unit if row else None


def _adopt(request, document, here):
    try:
        heading = _read_heading(request)
        counts = adopt_document(document, by=request.user, lead=_chosen_lead(request, document), heading=heading)
    except Refused as refused:
        messages.error(request, str(refused.message))
        if refused.code == "accepted":
            return redirect("plans:detail", document.plan.code)
        numbers = [int(number) for number in refused.cells if number.isdecimal()]
        first = document.proposals.filter(number__in=numbers).order_by("start").first()
        return redirect(f"{here}?at={first.pk}" if first else here)
    parts = []
    if counts["sections"] or counts["tasks"] or counts["targets"]:
        message = _("In the plan now: %(sections)s sections, %(tasks)s tasks, %(targets)s targets.")
        parts.append(message % counts)
    if counts["altered"] or counts["removed"]:
        parts.append(_("Changed: %(altered)s, taken out: %(removed)s.") % counts)
    messages.success(request, " ".join(parts) or _("Everything in this document stood in the plan already."))
    plan = get_plan_to_write(request.user, document.plan.code)
    if heading and plan.year != document.plan.year:  # the dialog spoke of another year
        _warn_of_issued(request, plan)
    return redirect("targets:plan_table", plan.code)
