"""Receive a plan document: the file is stored and read into proposals; the plan is not changed."""

import hashlib
import unicodedata
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit
from plans.actions.guard import NOT_CLOSED, lock_plan
from plans.actions.plan import create_plan
from plans.codes import next_plan_code
from plans.models import Period, Plan
from reader.model import Reading
from targets.documents.reading.drafts import ProposalDraft, draft_proposals
from targets.documents.reading.intake import (
    ReceivedText,
    UnreadableDocument,
    read_document,
    text_of_file,
    text_of_paste,
    text_of_scan,
)
from targets.documents.revision import compare_with_previous
from targets.models import PlanDocument, Proposal

MAX_NAME = 200
MAX_YEARS_AWAY = 20  # a document that seems to be older or later was misread


def receive_document(  # noqa: PLR0913 - the fields of the form by which a document is uploaded
    plan: Plan,
    *,
    by: Person,
    name: str,
    data: bytes | None = None,
    text: str = "",
    scanned_pages: int = 0,
    from_seq: int | None = None,
    revises: PlanDocument | None = None,
) -> PlanDocument:
    """Read a file (its ``name`` and ``data``) or a pasted ``text`` into proposals, which are stored. With
    ``scanned_pages`` the file holds so many pictures of pages, and ``text`` was recognised in them.

    For an issued plan ``from_seq`` is the period from which its additions count. ``revises`` is the document of which
    this one is a later version. If the same file is still being decided, that document is returned. Raises Refused
    when it cannot be read, PermissionDenied for anybody but the plan's planner.
    """
    policy.require(by, Verb.PLAN, plan.unit)
    received = _read_text(name, data, text, scanned_pages)
    document = PlanDocument(plan=plan, revises=revises, from_seq=from_seq, by=by)
    return _store_document(document, received, read_document(received, year=plan.year))


@transaction.atomic
def start_plan_from_document(
    *, by: Person, unit: Unit, name: str, data: bytes | None = None, text: str = "", scanned_pages: int = 0
) -> PlanDocument:
    """Create a draft plan of ``unit`` with the title, year and number of the document, and store its proposals."""
    policy.require(by, Verb.PLAN, unit)
    received = _read_text(name, data, text, scanned_pages)
    reading = read_document(received, settle_year=_plausible_year)
    if not draft_proposals(reading):
        raise Refused(
            _("No section, task or target was found in this text, so no plan was made of it. Look whether it is the "
              "right text."), code="empty",
        )  # fmt: skip
    year = _plausible_year(reading.year)
    plan = create_plan(
        by=by, unit=unit, year=year, title=(reading.title or name.rpartition(".")[0] or name)[:200],
        code=next_plan_code(unit.code, year, set(Plan.objects.values_list("code", flat=True))),
        document_number=(reading.number or "")[:64],
    )  # fmt: skip
    return _store_document(PlanDocument(plan=plan, by=by), received, reading)


@transaction.atomic
def set_aside_document(document: PlanDocument, *, by: Person) -> PlanDocument:
    """Set a document aside: nothing of it is adopted. The file is kept."""
    document = lock_open_document(document, by=by)
    document.left_at, document.left_by = timezone.now(), by
    document.save(update_fields=["left_at", "left_by"])
    record(by=by, verb="document.leave", on=document.plan, unit=document.plan.unit, data=document_audit_data(document))
    return document


def lock_open_document(document: PlanDocument, *, by: Person) -> PlanDocument:
    """The document as it is stored now, with its plan, both locked until the transaction ends, the plan first.

    Raises Refused when it was adopted or set aside, PermissionDenied for anybody but the plan's planner.
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


def document_audit_data(document: PlanDocument) -> dict[str, str]:
    """What audit records hold of a document."""
    return {"file": document.name, "sha256": document.sha256}


def visible_name(name: str) -> str:
    """The name of the file without invisible characters and those that change the direction of writing."""
    return "".join(each for each in name if not unicodedata.category(each).startswith("C"))[:MAX_NAME] or "?"


def _plausible_year(named: int | None) -> int:
    """The year that a document names, unless it was probably misread; else this year."""
    this_year = timezone.localdate().year
    return named if named and abs(named - this_year) <= MAX_YEARS_AWAY else this_year


def _store_document(document: PlanDocument, received: ReceivedText, reading: Reading) -> PlanDocument:
    """Store the file and the proposals of its reading; ``document`` or the one that has the same file."""
    document.name, document.text = visible_name(received.name), received.text
    document.size, document.sha256 = len(received.data), hashlib.sha256(received.data).hexdigest()
    document.title, document.number = (reading.title or "")[:200], (reading.number or "")[:64]
    document.about = _about_reading(reading, received)
    document.file.save(f"{uuid4().hex}.bin", ContentFile(received.data), save=False)
    stored = None
    try:
        with transaction.atomic():
            stored = _save_with_proposals(document, draft_proposals(reading, is_sure=not received.is_scanned))
    finally:
        if stored is not document:  # stored before, refused, or lost with the connection: the file is not needed
            document.file.delete(save=False)
    return stored


def _read_text(name, data, text, scanned_pages):
    try:
        if scanned_pages:
            return text_of_scan(name, data, text, scanned_pages)
        return text_of_file(name, data) if data is not None else text_of_paste(text, name)
    except UnreadableDocument as error:
        code = "pictures" if error.is_recognisable else "file"
        raise Refused(_("“%(file)s”: %(why)s") % {"file": name, "why": error}, code=code) from error


def _about_reading(reading, received):
    return {
        "issuer": reading.issuer or "",
        "year": reading.year,
        "addressees": list(reading.addressees),
        "asides": [[each.place.start, each.place.end, each.why] for each in reading.asides],
        "not": [[each.place.start, each.place.end, each.rule] for each in reading.not_targets],
        "notes": [list(note) for note in received.notes],
    }


def _save_with_proposals(document: PlanDocument, drafts: list[ProposalDraft]) -> PlanDocument:
    by = document.by
    plan = document.plan = lock_plan(document.plan, by=by, states=NOT_CLOSED)
    _require_open_start(plan, document)
    if same := _find_same_file(plan, document):
        return same
    if document.revises and document.revises.plan_id != plan.pk:
        raise Refused(_("This document belongs to another plan."))
    document.save()
    _create_proposals(document, drafts)
    data = document_audit_data(document) | {"proposals": len(drafts)}
    record(by=by, verb="document.receive", on=plan, unit=plan.unit, data=data)
    return document


def _find_same_file(plan, document):
    """The document with the same file that is still being decided. Raises Refused when it was adopted."""
    same = plan.documents.filter(sha256=document.sha256, left_at=None).first()
    if same and same.accepted_at:
        raise Refused(_("This very file was taken over into the plan already."), code="accepted")
    return same


def _require_open_start(plan, document):
    """A supplement to an issued plan counts from a period that is not locked; a draft has no such period."""
    if plan.is_draft:
        document.from_seq = None
        return
    period = plan.periods.filter(seq=document.from_seq).first()
    if period is None or period.state == Period.State.LOCKED:
        words = _("Say from which period the supplement counts; the numbers of locked ones are published.")
        raise Refused(words, cells={"from_seq": words})


def _create_proposals(document, drafts):
    """Create the proposals; containing parts first, because the others refer to them."""
    rows = {}
    for number, draft in enumerate(drafts, 1):
        place = {"number": number, "kind": draft.kind, "start": draft.start, "end": draft.end}
        rows[draft] = Proposal(document=document, **place, **draft.fields)
    gone = compare_with_previous(list(rows.values()), _list_previous_proposals(document)) if document.revises_id else []
    waiting = list(drafts)
    while waiting:
        ready = [draft for draft in waiting if draft.above is None or rows[draft.above].pk]
        for draft in ready:
            rows[draft].above = rows.get(draft.above)
        Proposal.objects.bulk_create([rows[draft] for draft in ready])
        waiting = [draft for draft in waiting if not rows[draft].pk]
    for number, row in enumerate(gone, len(rows) + 1):
        row.document, row.number = document, number
    Proposal.objects.bulk_create(gone)


def _list_previous_proposals(document):
    """The proposals of the version before, with the parts of the plan that they made as these are now."""
    rows = list(document.revises.proposals.select_related("section", "task", "target").order_by("start", "number"))
    for row in rows:
        if row.target:
            row.target.plan = document.plan
    return rows
