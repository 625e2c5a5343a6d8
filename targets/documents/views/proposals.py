"""One proposal of a document: shown, corrected, accepted or left out; and one that a person adds."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.people import add_refusal
from audit.errors import Conflict, Refused
from plans.views.common import run_and_redirect
from targets.documents.actions.proposals import add_proposal, decide_proposal, drop_branch
from targets.documents.actions.take_back import remove_written_part
from targets.documents.forms import ProposalForm
from targets.documents.queries import DocumentReview, get_document
from targets.documents.reading.intake import read_selection
from targets.documents.views.context import decision_response, page_context, render_proposal
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome

DROP_BRANCH = "dropped_below"


@require_http_methods(["GET", "HEAD", "POST"])
def edit_proposal(request, plan_code, pk, proposal_pk):
    """GET redirects to it in its page (a script gets its part). POST decides it, with the corrections."""
    review = DocumentReview(get_document(request.user, plan_code, pk))
    row = review.by_pk.get(proposal_pk)
    if row is None:
        raise Http404
    if request.method != "POST":
        return (
            HttpResponse(render_proposal(request, review, row))
            if _is_script_request(request)
            else redirect(_page_url(review, row))
        )
    decision, seen = request.POST.get("decision", ""), request.POST.get("seen", "")
    if decision not in {*ProposalDecision.values, DROP_BRANCH} or not seen.isdecimal():
        return render(request, "400.html", status=400)
    return _decide(request, review, row, decision, int(seen))


@require_POST
def remove_part(request, plan_code, pk, proposal_pk):
    """Delete the wrong task or target that a supplement wrote, as long as nobody has reported on it."""
    review = DocumentReview(get_document(request.user, plan_code, pk))
    row = review.by_pk.get(proposal_pk)
    if row is None:
        raise Http404
    done = _("It was deleted from the plan.")
    return run_and_redirect(request, _page_url(review, row), remove_written_part, row, by=request.user, done=done)


@require_POST
def add(request, plan_code, pk):
    """Add a proposal for what was selected in the text (``start``, ``end``), or for a ``quote`` of it."""
    document = get_document(request.user, plan_code, pk)
    kind = request.POST.get("kind")
    if kind not in ProposalKind.values:
        return render(request, "400.html", status=400)
    start, end = _read_selection_range(request.POST, document)
    try:
        fields = (
            read_selection(document.text[start:end], year=document.plan.year) if kind == ProposalKind.TARGET else {}
        )
        row = add_proposal(document, kind, start, end, by=request.user, **fields)
    except Refused as refused:
        if _is_script_request(request):
            return JsonResponse({"message": str(refused.message)}, status=422)
        messages.error(request, str(refused.message))
        return redirect("targets:document", plan_code, pk)
    to = _page_url(DocumentReview(document), row)
    return JsonResponse({"to": to}) if _is_script_request(request) else redirect(to)


def _decide(request, review, row, decision, seen):
    typed = decision == ProposalDecision.ACCEPTED and row.outcome != ProposalOutcome.GONE
    form = ProposalForm(request.POST, proposal=row, containers=review.containers(row)) if typed else None
    if form is not None and not form.is_valid():
        return _form_errors(request, review, row, form)
    try:
        if decision == DROP_BRANCH:
            changed = drop_branch(row, by=request.user)
        else:
            changed = decide_proposal(row, decision, by=request.user, seen=seen, **(form.values() if form else {}))
    except Conflict as conflict:
        return _show_stored(request, review, row, conflict)
    except Refused as refused:
        if form is None:
            return _show_stored(request, review, row, refused)
        add_refusal(form, refused)
        return _form_errors(request, review, row, form)
    after = review.following(row)
    review = DocumentReview(review.document)
    following = review.by_pk.get(after.pk) if after and after.pk in {each.pk for each in review.undecided} else None
    shown = following or next(iter(review.undecided), None) or review.by_pk[row.pk]
    if decision == ProposalDecision.OPEN:
        shown = review.by_pk[row.pk]
    return (
        JsonResponse(decision_response(request, review, changed, shown))
        if _is_script_request(request)
        else redirect(_page_url(review, shown))
    )


def _form_errors(request, review, row, form):
    if _is_script_request(request):
        return JsonResponse({"now": render_proposal(request, review, row, form)}, status=422)
    return render(request, "documents/document.html", page_context(review, row.pk, form), status=422)


def _show_stored(request, review, row, refused):
    """Somebody else decided first: show what is stored, with the message."""
    review = DocumentReview(review.document)
    row = review.by_pk[row.pk]
    if _is_script_request(request):
        return JsonResponse(
            decision_response(request, review, [row], row) | {"message": str(refused.message)}, status=409
        )
    messages.error(request, str(refused.message))
    return redirect(_page_url(review, row))


def _page_url(review, row):
    document = review.document
    return f"{resolve_url('targets:document', document.plan.code, document.pk)}?at={row.pk}#now"


def _read_selection_range(given, document):
    """(start, end) of what was selected; (0, 0) for nothing, and for a quote that the document does not have."""
    if given.get("start", "").isdecimal() and given.get("end", "").isdecimal():
        return int(given["start"]), int(given["end"])
    quote = given.get("quote", "").strip()
    at = document.text.find(quote) if quote else -1
    return (at, at + len(quote)) if at >= 0 else (0, 0)


def _is_script_request(request):
    return request.headers.get("X-Requested-With") == "fetch"
