"""A plan's documents: brought as a file or pasted, shown with what was read in them, and taken over into the plan.

The file itself is only handed out, under its name and as nothing that a browser would show or run.
"""

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policy
from accounts.forms.people import suggested_units
from accounts.policy import Verb
from audit.errors import Refused
from pages.request_size import limit_request_size
from plans.models import Plan
from plans.queries import get_plan_to_write
from plans.views.common import plan_context, run_and_redirect
from targets.documents.actions.documents import leave, receive, start_plan
from targets.documents.actions.proposals import accept_sure, leave_out_rest
from targets.documents.actions.take_over import take_over
from targets.documents.forms import DocumentForm, StartForm
from targets.documents.queries import Sheet, documents_of, get_document
from targets.documents.taking_in import MAX_BYTES
from targets.documents.views.parts import context_of
from targets.documents.words import UNREADABLE

NOTHING = "default-src 'none'; sandbox"


def _too_big(request):
    reasons = [{"text": UNREADABLE["too_big"] % {"limit": MAX_BYTES // 1024 // 1024}}]
    return render(request, "documents/document_too_big.html", {"reasons": reasons}, status=413)


@limit_request_size(MAX_BYTES, _too_big)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request, plan_code):
    """The plan's documents, and the form by which one is brought. POST reads it and leads to what was read."""
    plan = get_plan_to_write(request.user, plan_code)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*given, plan=plan)
    status = 200
    if form.is_valid():
        try:
            document = receive(plan, by=request.user, **form.values())
            return redirect("targets:document", plan.code, document.pk)
        except Refused as refused:
            field = next((name for name in refused.cells if name in form.fields), "file")
            form.add_error(field, str(refused.message))
    if form.is_bound:
        status = 422
    context = plan_context(request.user, plan) | {"form": form, "documents": documents_of(plan)}
    context["living"] = plan.state != Plan.State.CLOSED
    return render(request, "documents/documents.html", context, status=status)


@limit_request_size(MAX_BYTES, _too_big)
@require_http_methods(["GET", "HEAD", "POST"])
def document_start(request):
    """A new plan out of its document: a draft of the document's title and year, and what was read in it."""
    policy.require_anywhere(request.user, Verb.PLAN)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StartForm(*given, by=request.user)
    if form.is_valid():
        try:
            made = start_plan(by=request.user, unit=form.cleaned_data["unit"], **form.brought())
        except Refused as refused:
            form.add_error("file", str(refused.message))
        else:
            messages.success(request, _("The draft was made. Confirm what was read in the document."))
            return redirect("targets:document", made.plan.code, made.pk)
    context = {"form": form, "units": suggested_units(form)}
    return render(request, "documents/document_start.html", context, status=422 if form.is_bound else 200)


@require_safe
def document(request, plan_code, pk):
    """The document with everything that was read in it; ``at`` names the proposal that is being decided."""
    document = get_document(request.user, plan_code, pk)
    asked = request.GET.get("at", "")
    context = context_of(Sheet(document), int(asked) if asked.isdecimal() else None)
    return render(request, "documents/document.html", context)


@require_safe
def file(request, plan_code, pk):
    """The file as it was brought."""
    document = get_document(request.user, plan_code, pk)
    try:
        response = FileResponse(document.file.open("rb"), content_type="application/octet-stream")
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.name)}"
    response["Content-Security-Policy"] = NOTHING
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def document_press(request, plan_code, pk, verb):
    """A button for the whole document: accept what is sure, leave out the rest, take it over, set it aside."""
    document = get_document(request.user, plan_code, pk)
    here = resolve_url("targets:document", plan_code, pk)
    if verb == "sure":
        return run_and_redirect(
            request, here, accept_sure, document, by=request.user, done=_("Accepted. Look at what is left.")
        )
    if verb == "rest":
        seen = request.POST.get("seen", "")
        seen = int(seen) if seen.isdecimal() else None
        return run_and_redirect(
            request, here, leave_out_rest, document, by=request.user, seen=seen, done=_("Left out.")
        )
    if verb == "leave":
        to = resolve_url("targets:documents", plan_code)
        return run_and_redirect(request, to, leave, document, by=request.user, done=_("The document was set aside."))
    if verb != "take":
        raise Http404
    return _taken(request, document, here)


def _taken(request, document, here):
    try:
        counts = take_over(document, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.message))
        if refused.code == "accepted":
            return redirect("plans:detail", document.plan.code)
        numbers = [int(number) for number in refused.cells if number.isdecimal()]
        first = document.proposals.filter(number__in=numbers).order_by("start").first()
        return redirect(f"{here}?at={first.pk}" if first else here)
    words = _("In the plan now: %(sections)s sections, %(tasks)s tasks, %(targets)s targets.")
    told = [words % counts]
    if counts["altered"] or counts["removed"]:
        told.append(_("Changed: %(altered)s, taken out: %(removed)s.") % counts)
    messages.success(request, " ".join(told))
    return redirect("plans:write" if document.plan.is_draft else "plans:detail", document.plan.code)
