"""Comments: written, answered, withdrawn and seen. They are read on the pages of totals."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import policy
from accounts.policy import Verb
from supervision.actions import notes as actions
from supervision.forms import AnswerForm, NoteForm
from supervision.queries.notes import get_note, get_note_url, get_place_url, get_thread, may_answer
from supervision.queries.people import list_reachable
from targets.results.parts import find_target
from targets.results.place import find_place


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, plan_code, unit_code, period_code, target_code=""):
    """A comment on a number, or on the unit as a whole."""
    place = find_place(request.user, plan_code, unit_code, period_code)
    target = find_target(place, target_code) if target_code else None
    if place.period is None or (target_code and target is None):
        raise Http404
    policy.require(request.user, Verb.COMMENT, place.participant)
    form = NoteForm(request.POST or None, reachable=list_reachable(place.participant), but=request.user.pk)
    if request.method == "POST" and form.is_valid():
        try:
            note = actions.write_note(place, target, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(get_note_url(note))
    context = {
        "form": form, "about": _name(place.participant, place.period, target), "plan": place.plan,
        "back": get_place_url(place.participant, plan_code, period_code, target),
        "title": _("Comment"), "submit": _("Send the comment"),
    }  # fmt: skip
    return render(request, "supervision/write.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk):
    """An answer in the thread of a comment."""
    note = get_note(request.user, pk)
    notes = get_thread(note)
    if not may_answer(request.user, notes[0], notes):
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.answer_note(note, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(get_note_url(written))
    context = {
        "form": form, "about": _name(note.participant, note.period, note.target), "plan": note.plan, "notes": notes,
        "back": get_note_url(note), "title": _("Answer the comment"), "submit": _("Send the answer"),
    }  # fmt: skip
    return render(request, "supervision/write.html", context)


@require_POST
def withdraw(request, pk):
    """Withdraw one's own comment."""
    note = actions.withdraw_note(get_note(request.user, pk), by=request.user)
    return redirect(get_note_url(get_note(request.user, note.pk)))


@require_POST
def see(request, pk):
    """Mark a comment as seen, and go on to the number that it is about."""
    note = get_note(request.user, pk)
    actions.see_note(note, by=request.user)
    return redirect(get_note_url(note))


def _name(participant, period, target):
    parts = [participant.name, period.name, *([target.name] if target else [])]
    return " · ".join(parts)
