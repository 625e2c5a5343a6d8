"""Taking a plan's document in: the file is kept, what is read in it is proposed, and nothing is tracked yet."""

import hashlib
import unicodedata
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import NOT_CLOSED, lock_plan
from plans.actions.plan import create_plan
from plans.codes import next_plan_code
from plans.models import Period, Plan
from targets.documents.comparing import compare
from targets.documents.proposed import drafts
from targets.documents.taking_in import NoDocument, of_file, of_paste, read
from targets.models import PlanDocument, Proposal

KEPT_NAME = 200
FARTHEST = 20  # years: a document that seems to be older or later was misread


def receive(plan, *, by, name, data=None, text="", from_seq=None, revises=None):
    """Read a file (its ``name`` and ``data``) or a pasted ``text`` into proposals; the ``PlanDocument``.

    For an issued plan ``from_seq`` is the period from which what it adds counts. ``revises`` is the document that this
    one is a later version of. The same file that is still being decided is given again. Raises Refused with plain words
    for what cannot be read; PermissionDenied for anybody but the plan's planner.
    """
    policy.require(by, Verb.PLAN, plan.unit)
    taken = _taken(name, data, text)
    return _store(plan, taken, read(taken, year=plan.year), by=by, from_seq=from_seq, revises=revises)


def _store(plan, taken, reading, *, by, from_seq=None, revises=None):
    """Store the file and what was read in it; the ``PlanDocument``, or the one that has this file already."""
    document = PlanDocument(
        plan=plan, revises=revises, from_seq=from_seq, by=by, name=_seen(taken.name), size=len(taken.data),
        sha256=hashlib.sha256(taken.data).hexdigest(), text=taken.text, title=(reading.title or "")[:200],
        number=(reading.number or "")[:64], about=_about(reading, taken),
    )  # fmt: skip
    document.file.save(f"{uuid4().hex}.bin", ContentFile(taken.data), save=False)
    kept = None
    try:
        with transaction.atomic():
            kept = _keep(document, drafts(reading), by=by)
    finally:
        if kept is not document:  # there already, refused, or the database went away: nobody will ever ask for it
            document.file.delete(save=False)
    return kept


@transaction.atomic
def start_plan(*, by, unit, name, data=None, text=""):
    """A new draft of ``unit`` out of its document: title, year and document number are those of the text; the
    ``PlanDocument``, whose proposals are to be confirmed."""
    policy.require(by, Verb.PLAN, unit)
    taken = _taken(name, data, text)
    reading = read(taken, settle_year=_plausible_year)
    year = reading.year
    plan = create_plan(
        by=by, unit=unit, year=year, title=(reading.title or name.rpartition(".")[0] or name)[:200],
        code=next_plan_code(unit.code, year, set(Plan.objects.values_list("code", flat=True))),
        document_number=(reading.number or "")[:64],
    )  # fmt: skip
    return _store(plan, taken, reading, by=by)


def _plausible_year(named):
    """The year that a document names, unless it must have been misread; else this year."""
    this_year = timezone.localdate().year
    return named if named and abs(named - this_year) <= FARTHEST else this_year


@transaction.atomic
def leave(document, *, by):
    """Set a reading aside: nothing of it comes into the plan. The file stays."""
    document = hold(document, by=by)
    document.left_at, document.left_by = timezone.now(), by
    document.save(update_fields=["left_at", "left_by"])
    record(by=by, verb="document.leave", on=document.plan, unit=document.plan.unit, data=about_file(document))
    return document


def hold(document, *, by):
    """The document as it stands now with its plan, both locked until the transaction ends, the plan first.

    Raises Refused when it has been decided as a whole; PermissionDenied for anybody but the plan's planner.
    """
    plan = lock_plan(document.plan, by=by, states=NOT_CLOSED)
    fresh = PlanDocument.objects.select_for_update(of=("self",)).select_related("accepted_by").get(pk=document.pk)
    fresh.plan = plan
    if fresh.accepted_at:
        words = _("%(name)s has taken this document over into the plan already. Nothing was written twice.")
        raise Refused(words % {"name": fresh.accepted_by}, code="accepted")
    if fresh.left_at:
        raise Refused(_("This document was set aside. Read the file again."), code="left")
    return fresh


def about_file(document):
    """What the trail tells of a document."""
    return {"file": document.name, "sha256": document.sha256}


def _seen(name):
    """What a person called the file, without what cannot be seen or turns the direction of writing."""
    return "".join(each for each in name if not unicodedata.category(each).startswith("C"))[:KEPT_NAME] or "?"


def _taken(name, data, text):
    try:
        return of_file(name, data) if data is not None else of_paste(text, name)
    except NoDocument as bad:
        raise Refused(_("“%(file)s”: %(why)s") % {"file": name, "why": bad}, code="file") from bad


def _about(reading, taken):
    return {
        "issuer": reading.issuer or "",
        "year": reading.year,
        "addressees": list(reading.addressees),
        "asides": [[each.place.start, each.place.end, each.why] for each in reading.asides],
        "not": [[each.place.start, each.place.end, each.rule] for each in reading.not_targets],
        "notes": [list(note) for note in taken.notes],
    }


def _keep(document, found, *, by):
    plan = document.plan = lock_plan(document.plan, by=by, states=NOT_CLOSED)
    _refuse_start(plan, document)
    if twin := _twin(plan, document):
        return twin
    if document.revises and document.revises.plan_id != plan.pk:
        raise Refused(_("This document belongs to another plan."))
    document.save()
    _propose(document, found)
    data = about_file(document) | {"proposals": len(found)}
    record(by=by, verb="document.receive", on=plan, unit=plan.unit, data=data)
    return document


def _twin(plan, document):
    """The same file, still being decided; Refused when it was taken over as it is."""
    same = plan.documents.filter(sha256=document.sha256, left_at=None).first()
    if same and same.accepted_at:
        raise Refused(_("This very file was taken over into the plan already."), code="accepted")
    return same


def _refuse_start(plan, document):
    """A supplement to an issued plan counts from a period that is not locked; a draft has no such period."""
    if plan.is_draft:
        document.from_seq = None
        return
    period = plan.periods.filter(seq=document.from_seq).first()
    if period is None or period.state == Period.State.LOCKED:
        words = _("Say from which period the supplement counts; the numbers of locked ones are published.")
        raise Refused(words, cells={"from_seq": words})


def _propose(document, found):
    """Write the proposals; what others stand in first, because they name it."""
    rows = {}
    for number, draft in enumerate(found, 1):
        place = {"number": number, "kind": draft.kind, "start": draft.start, "end": draft.end}
        rows[draft] = Proposal(document=document, **place, **draft.fields)
    gone = compare(list(rows.values()), _before(document)) if document.revises_id else []
    waiting = list(found)
    while waiting:
        ready = [draft for draft in waiting if draft.above is None or rows[draft.above].pk]
        for draft in ready:
            rows[draft].above = rows.get(draft.above)
        Proposal.objects.bulk_create([rows[draft] for draft in ready])
        waiting = [draft for draft in waiting if not rows[draft].pk]
    for number, row in enumerate(gone, len(rows) + 1):
        row.document, row.number = document, number
    Proposal.objects.bulk_create(gone)


def _before(document):
    """What the document before made, with the plan's parts as they stand now."""
    rows = list(document.revises.proposals.select_related("section", "task", "target").order_by("start", "number"))
    for row in rows:
        if row.target:
            row.target.plan = document.plan
    return rows
