"""One proposal of a document: shown, corrected, accepted or left out; and one that a person adds."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.people import add_refusal
from audit.errors import Conflict, Refused
from targets.documents.actions.proposals import add_proposal, decide, leave_out_below
from targets.documents.forms import ProposalForm
from targets.documents.queries import Sheet, get_document
from targets.documents.taking_in import read_words
from targets.documents.views.parts import answer, context_of, part
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome

BELOW = "dropped_below"


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request, plan_code, pk, proposal_pk):
    """GET leads to it in its page (a script gets the part). POST decides it, with what was corrected."""
    sheet = Sheet(get_document(request.user, plan_code, pk))
    row = sheet.by_pk.get(proposal_pk)
    if row is None:
        raise Http404
    if request.method != "POST":
        return HttpResponse(part(request, sheet, row)) if _by_script(request) else redirect(_page(sheet, row))
    decision, seen = request.POST.get("decision", ""), request.POST.get("seen", "")
    if decision not in {*ProposalDecision.values, BELOW} or not seen.isdecimal():
        return render(request, "400.html", status=400)
    return _decided(request, sheet, row, decision, int(seen))


@require_POST
def add(request, plan_code, pk):
    """Propose what was selected in the text (``start``, ``end``), or a ``quote`` of it."""
    document = get_document(request.user, plan_code, pk)
    kind = request.POST.get("kind")
    if kind not in ProposalKind.values:
        return render(request, "400.html", status=400)
    start, end = _selected(request.POST, document)
    try:
        fields = read_words(document.text[start:end], year=document.plan.year) if kind == ProposalKind.TARGET else {}
        row = add_proposal(document, kind, start, end, by=request.user, **fields)
    except Refused as refused:
        if _by_script(request):
            return JsonResponse({"message": str(refused.message)}, status=422)
        messages.error(request, str(refused.message))
        return redirect("targets:document", plan_code, pk)
    to = _page(Sheet(document), row)
    return JsonResponse({"to": to}) if _by_script(request) else redirect(to)


def _decided(request, sheet, row, decision, seen):
    typed = decision == ProposalDecision.ACCEPTED and row.outcome != ProposalOutcome.GONE
    form = ProposalForm(request.POST, proposal=row, places=sheet.places(row)) if typed else None
    if form is not None and not form.is_valid():
        return _refused(request, sheet, row, form)
    try:
        if decision == BELOW:
            changed = leave_out_below(row, by=request.user)
        else:
            changed = decide(row, decision, by=request.user, seen=seen, **(form.values() if form else {}))
    except Conflict as conflict:
        return _overtaken(request, sheet, row, conflict)
    except Refused as refused:
        if form is None:
            return _overtaken(request, sheet, row, refused)
        add_refusal(form, refused)
        return _refused(request, sheet, row, form)
    after = sheet.following(row)
    sheet = Sheet(sheet.document)
    following = sheet.by_pk.get(after.pk) if after and after.pk in {each.pk for each in sheet.walk} else None
    shown = following or next(iter(sheet.walk), None) or sheet.by_pk[row.pk]
    if decision == ProposalDecision.OPEN:
        shown = sheet.by_pk[row.pk]
    return (
        JsonResponse(answer(request, sheet, changed, shown)) if _by_script(request) else redirect(_page(sheet, shown))
    )


def _refused(request, sheet, row, form):
    if _by_script(request):
        return JsonResponse({"now": part(request, sheet, row, form)}, status=422)
    return render(request, "documents/document.html", context_of(sheet, row.pk, form), status=422)


def _overtaken(request, sheet, row, refused):
    """Somebody else was first: what stands is shown, with the words."""
    sheet = Sheet(sheet.document)
    row = sheet.by_pk[row.pk]
    if _by_script(request):
        return JsonResponse(answer(request, sheet, [row], row) | {"message": str(refused.message)}, status=409)
    messages.error(request, str(refused.message))
    return redirect(_page(sheet, row))


def _page(sheet, row):
    document = sheet.document
    return f"{resolve_url('targets:document', document.plan.code, document.pk)}?at={row.pk}#now"


def _selected(given, document):
    """The place of what was selected; (0, 0) for nothing, and for words that the document does not have."""
    if given.get("start", "").isdecimal() and given.get("end", "").isdecimal():
        return int(given["start"]), int(given["end"])
    quote = given.get("quote", "").strip()
    at = document.text.find(quote) if quote else -1
    return (at, at + len(quote)) if at >= 0 else (0, 0)


def _by_script(request):
    return request.headers.get("X-Requested-With") == "fetch"
