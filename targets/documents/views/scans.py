"""Pictures of a plan document: how far the worker is, their text to be read over, and the step to a document."""

from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.errors import Refused
from plans.views.common import run_and_redirect
from targets.documents.actions.scans import give_up_scan, read_scan
from targets.documents.forms import ScannedTextForm
from targets.documents.queries import get_scan
from targets.documents.reading.messages import describe_reason
from targets.documents.views.documents import file_response


@require_http_methods(["GET", "HEAD", "POST"])
def show_scan(request, pk):
    """The state of the recognition, or its text. POST reads the text, as it was corrected, into a document."""
    scan = get_scan(request.user, pk)
    form = ScannedTextForm(request.POST if request.method == "POST" else None, initial={"text": scan.text})
    if form.is_valid():
        try:
            document = read_scan(scan, by=request.user, text=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error("text", str(refused.message))
        else:
            if not scan.plan:
                messages.success(request, _("The draft was made. Confirm what was read in the document."))
            return redirect("targets:document", document.plan.code, document.pk)
    context = {"scan": scan, "plan": scan.plan, "form": form, "why": describe_reason(scan.why, scan.values)}
    return render(request, "documents/scan.html", context, status=422 if form.is_bound else 200)


@require_safe
def download_scan(request, pk):
    """The pictures as they were uploaded."""
    return file_response(get_scan(request.user, pk))


@require_POST
def give_up(request, pk):
    """Delete the pictures unread."""
    scan = get_scan(request.user, pk)
    to = resolve_url("targets:documents", scan.plan.code) if scan.plan else resolve_url("targets:document_start")
    return run_and_redirect(request, to, give_up_scan, scan, by=request.user, done=_("The pictures were deleted."))
