"""The comments at a place, and those that wait for a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.http import Http404
from django.urls import reverse

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant
from supervision.models import Comment, Mention
from targets.models import Target
from targets.results.place import TotalsPlace


@dataclass
class NoteThread:
    """A comment with its answers, in order; ``may_answer``: by the person who asks."""

    root: Comment
    answers: list[Comment] = field(default_factory=list)
    may_answer: bool = False

    @property
    def notes(self) -> list[Comment]:
        return [self.root, *self.answers]

    @property
    def url(self) -> str:
        """The number, or the unit as a whole, that it is about."""
        return get_note_url(self.root)


def list_threads(person: Person, place: TotalsPlace, target: Target | None) -> list[NoteThread]:
    """The comments on a number; without ``target`` all those on the unit and its numbers. The newest first.

    The person may see the place. One query.
    """
    found = Comment.objects.filter(participant=place.participant, period=place.period)
    if target is not None:
        found = found.filter(target=target)
    notes = with_called(found.select_related("by", "target", "period", "participant", "plan"))
    threads: dict[int, NoteThread] = {}
    for note in notes:
        if note.thread_id is None:
            threads[note.pk] = NoteThread(note)
        else:
            threads[note.thread_id].answers.append(note)
    for thread in threads.values():
        thread.may_answer = may_answer(person, thread.root, thread.notes)
    return list(reversed(threads.values()))


def may_answer(person: Person, root: Comment, notes: Iterable[Comment]) -> bool:
    """Whether the person answers in a thread: who wrote in it, was mentioned in it, or comments at its unit; not in a
    thread whose comment was withdrawn."""
    if root.withdrawn_at or not policy.may(person, Verb.SEE_TOTALS, root.participant):
        return False
    if policy.may(person, Verb.COMMENT, root.participant):
        return True
    return any(person.pk in (note.by_id, *[each["pk"] for each in note.called]) for note in notes)


def with_called(notes: QuerySet[Comment]) -> QuerySet[Comment]:
    """The comments, each with ``called``: dicts of pk, name and seen of those whom it is addressed to, in one query."""
    name = Coalesce(NullIf("person__name", Value("")), "person__username")
    mentions = Mention.objects.filter(note=OuterRef("pk")).order_by("pk")
    row = JSONObject(pk="person_id", name=name, seen=Q(seen_at__isnull=False))
    return notes.annotate(called=ArraySubquery(mentions.values(row=row)))  # type: ignore[no-redef]


def get_note(person: Person, pk: int) -> Comment:
    """A comment whose number the person may see; else Http404."""
    names = ("participant", "plan", "period", "target", "thread", "by")
    note = Comment.objects.filter(pk=pk).select_related(*names).first()
    if note is None or not policy.may(person, Verb.SEE_TOTALS, note.participant):
        raise Http404
    return note


def get_thread(note: Comment) -> list[Comment]:
    """All comments of the thread of ``note``, in order, with whom they call; one query."""
    found = Comment.objects.filter(Q(pk=note.root_id) | Q(thread=note.root_id))
    return list(with_called(found.select_related("by", "participant")))


def list_waiting_mentions(person: Person) -> QuerySet[Mention]:
    """The comments addressed to the person that she has neither seen nor answered, the oldest first."""
    visible = policy.paths_q(person, Verb.SEE_TOTALS, "note__participant__path")
    found = Mention.objects.filter(visible, person=person, seen_at=None, note__withdrawn_at=None)
    return found.select_related("note__by", "note__participant", "note__plan", "note__period", "note__target")


def get_note_url(note: Comment) -> str:
    """The page on which the comment stands, at the comment."""
    return f"{get_place_url(note.participant, note.plan.code, note.period.code, note.target)}#note-{note.pk}"


def get_place_url(participant: Participant, plan_code: str, period_code: str, target: Target | None) -> str:
    """The page of a number, or the overview of the unit."""
    where = [plan_code, participant.code, period_code]
    if target is None:
        return reverse("dashboards:overview", args=where)
    return reverse("dashboards:total", args=[*where, target.code])
