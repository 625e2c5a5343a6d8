"""Write, answer, withdraw and see comments."""

import re
from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from supervision.models import MAX_TEXT, Comment, Mention
from supervision.queries.notes import get_thread, may_answer
from supervision.queries.people import Reachable, list_reachable
from targets.models import Target
from targets.results.place import TotalsPlace

AT = re.compile(r"(?<![A-Za-z0-9._-])[@＠]\s*([^\s@＠，。、；：,;:!?！？()（）]+)")  # not the @ of an e-mail address


@transaction.atomic
def write_note(place: TotalsPlace, target: Target | None, *, text: str, people: Collection[int], by: Person) -> Comment:
    """Comment on a number, or without ``target`` on the unit as a whole, for ``people`` and those named @ in the text.

    Raises PermissionDenied, or ValidationError for an empty or too long text, a period that has not begun, or a person
    who may not see the number.
    """
    policy.require(by, Verb.COMMENT, place.participant)
    if place.period is None:
        raise ValidationError(_("This period has not begun: there is no number to comment on."))
    reachable = list_reachable(place.participant)
    note = Comment(plan=place.plan, participant=place.participant, period=place.period, target=target, by=by)
    return _save(note, text, {*_read_people(people, reachable), *_find_named(text, reachable)}, "note.write")


@transaction.atomic
def answer_note(note: Comment, *, text: str, by: Person) -> Comment:
    """Answer in the thread of ``note``: it reaches those who wrote in it, and what waited for ``by`` in it is done.

    An answer of who began the thread reaches those whom the thread mentions, too. Raises as ``write_note``.
    """
    root = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("participant", "plan", "period")
        .get(pk=note.root_id)
    )
    notes = get_thread(root)
    if root.withdrawn_at:
        raise ValidationError(_("This comment was withdrawn and can't be answered any more."))
    if not may_answer(by, root, notes):
        raise PermissionDenied
    reachable = list_reachable(root.participant)
    people = {each.by_id for each in notes}
    if by.pk == root.by_id:
        people |= {called["pk"] for each in notes for called in each.called}
    people = people & {each.pk for each in reachable} | _find_named(text, reachable)
    answer = Comment(
        plan=root.plan, participant=root.participant, period=root.period, target_id=root.target_id, thread=root, by=by
    )
    answer = _save(answer, text, people, "note.answer")
    _mark_seen(root, by)
    return answer


@transaction.atomic
def withdraw_note(note: Comment, *, by: Person) -> Comment:
    """Withdraw one's own comment: it stays, marked, and waits for nobody. Twice is as once.

    Raises PermissionDenied for a comment of somebody else.
    """
    note = Comment.objects.select_for_update(of=("self",)).select_related("participant", "plan").get(pk=note.pk)
    if note.by_id != by.pk:
        raise PermissionDenied
    if note.withdrawn_at is None:
        note.withdrawn_at = timezone.now()
        note.save(update_fields=["withdrawn_at"])
        _record(note, "note.withdraw", by)
    return note


@transaction.atomic
def see_note(note: Comment, *, by: Person) -> None:
    """The person has seen the thread of ``note``: it leaves her first page."""
    if _mark_seen(note, by):
        _record(note, "note.see", by)


def _mark_seen(note, person):
    waiting = Mention.objects.filter(person=person, seen_at=None, note__in=[each.pk for each in get_thread(note)])
    return waiting.update(seen_at=timezone.now())


def _read_people(people: Iterable[int], reachable: list[Reachable]) -> set[int]:
    chosen = set(people)
    if chosen - {each.pk for each in reachable}:
        raise ValidationError({"people": _("One of these people may not see this number. Choose again.")})
    return chosen


def _find_named(text: str, reachable: list[Reachable]) -> set[int]:
    """The people named @ in the text. A name may be followed by other words, as Chinese has no spaces."""
    found = set()
    for named in AT.findall(text):
        name = max((each.name for each in reachable if named.startswith(each.name)), key=len, default=None)
        if name is None:
            words = _("@%(name)s: nobody of this name may see this number. Write the full name.")
            raise ValidationError({"text": words % {"name": named[:20]}})
        found |= {each.pk for each in reachable if each.name == name}
    return found


def _save(note, text, people, verb):
    note.text = text.strip()
    if not note.text:
        raise ValidationError({"text": _("Write what you want to say.")})
    if len(note.text) > MAX_TEXT:
        raise ValidationError({"text": _("The comment is longer than %(n)s characters.") % {"n": MAX_TEXT}})
    note.save()
    Mention.objects.bulk_create(Mention(note=note, person_id=pk) for pk in sorted(people - {note.by_id}))
    _record(note, verb, note.by, people=len(people - {note.by_id}))
    return note


def _record(note, verb, by, **data):
    data |= {"plan": note.plan.code, "period": note.period.code, "text": note.text}
    if note.target:
        data["target"] = note.target.code
    record(by=by, verb=verb, on=note, unit=note.participant.code, data=data)
