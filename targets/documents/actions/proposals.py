"""Decide the proposals of a plan document; each decision is stored at once."""

from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Conflict, Refused
from plans.actions.guard import validated
from targets.documents.actions.documents import lock_open_document
from targets.documents.proposal_checks import find_proposal_faults, list_acceptable
from targets.documents.reading.drafts import KIND_ORDER
from targets.models import PlanDocument, Proposal
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome

EDITABLE_FIELDS = ("name", "value", "value2", "unit", "baseline", "measure", "direction", "scale", "each", "deadline",
          "definition", "lead", "assist", "above")  # fmt: skip
ADDED_BY_HAND = "by_hand"


@transaction.atomic
def decide_proposal(proposal: Proposal, decision: str, *, by: Person, seen: int, **fields: Any) -> list[Proposal]:
    """Accept or drop one proposal, or reopen it, and correct ``fields`` (of EDITABLE_FIELDS) with it.

    ``seen`` is the version on the person's screen; raises Conflict when somebody else has decided otherwise since. The
    undecided parts that contain an accepted proposal are accepted as well. Returns the proposals that changed, this one
    first. Raises Refused, naming each field, when it cannot be a target.
    """
    document = lock_open_document(proposal.document, by=by)
    fresh = document.proposals.get(pk=proposal.pk)
    fresh.document = document
    changed = _correct(fresh, fields)
    if fresh.version != seen:
        if changed or fresh.decision != decision:
            _raise_conflict(fresh)
        return [fresh]  # the response to an earlier request was lost, or both people decided the same
    if decision == ProposalDecision.ACCEPTED:
        _require_acceptable(fresh)
    _save_decision(fresh, decision, by)
    return [fresh, *(_accept_containers(fresh, by) if decision == ProposalDecision.ACCEPTED else ())]


@transaction.atomic
def drop_branch(proposal: Proposal, *, by: Person) -> list[Proposal]:
    """Drop a section or task with all undecided proposals in it; returns the proposals that changed."""
    document = lock_open_document(proposal.document, by=by)
    dropped, found = {proposal.pk}, []
    for each in sorted(document.proposals.all(), key=lambda row: (KIND_ORDER[row.kind], row.start or 0)):
        if each.pk == proposal.pk or (each.above_id in dropped and each.is_open):
            dropped.add(each.pk)
            found.append(each)
    return _save_decisions(found, ProposalDecision.DROPPED, by)


@transaction.atomic
def accept_certain(document: PlanDocument, *, by: Person, likely: bool = False, seen: int | None = None) -> int:
    """Accept the undecided proposals that are sure, with ``likely`` also those that are likely, and nothing else; how
    many. ``seen`` is their number in the list that the person read; raises Refused when it differs, so that none is
    accepted unread."""
    document = lock_open_document(document, by=by)
    prefetch_related_objects([document.plan], "periods")
    rows = list(document.proposals.all())
    for each in rows:
        each.document = document
    acceptable = list_acceptable(rows, likely=likely)
    if seen is not None and len(acceptable) != seen:
        raise Refused(_("Something has been decided or added meanwhile. Look again at what is left."), code="seen")
    _save_decisions(acceptable, ProposalDecision.ACCEPTED, by)
    return len(acceptable)


@transaction.atomic
def drop_remaining(document: PlanDocument, *, by: Person, seen: int | None) -> None:
    """Drop all undecided proposals. ``seen`` is their number on the person's screen; raises Refused when it differs, so
    that none is dropped unseen."""
    document = lock_open_document(document, by=by)
    waiting = [each for each in document.proposals.all() if each.is_open and each.outcome != ProposalOutcome.SAME]
    if len(waiting) != seen:
        raise Refused(_("Something has been decided or added meanwhile. Look again at what is left."), code="seen")
    _save_decisions(waiting, ProposalDecision.DROPPED, by)


@transaction.atomic
def add_proposal(document: PlanDocument, kind: str, start: int, end: int, *, by: Person, **fields: Any) -> Proposal:
    """Add an undecided proposal that the reader did not find: the text from ``start`` to ``end``."""
    document = lock_open_document(document, by=by)
    text = document.text[start:end]
    if not (0 <= start < end <= len(document.text)) or not text.strip():
        raise Refused(_("Select some words of the document first."), code="place")
    last = document.proposals.order_by("-number").first()
    row = Proposal(document=document, number=last.number + 1 if last else 1, kind=kind, start=start, end=end)
    row.text, row.rule, row.sure = text, ADDED_BY_HAND, "sure"
    row.above = _find_container(document, row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.name = (row.name or " ".join(text.split()))[:200]
    validated(row).save()
    return row


def _correct(proposal, fields):
    """Set the fields, and keep in ``read`` what the reader had found; whether any field differs."""
    changed = {
        name: value for name, value in fields.items() if name in EDITABLE_FIELDS and getattr(proposal, name) != value
    }
    for name, value in changed.items():
        if name != "above":
            before = getattr(proposal, name)
            proposal.read.setdefault(name, before if isinstance(before, list) else str(before or ""))
        setattr(proposal, name, value)
    return bool(changed)


def _raise_conflict(proposal):
    words = _("%(name)s has decided this meanwhile: %(decision)s. Look at it again.")
    stored = Proposal.objects.select_related("decided_by").get(pk=proposal.pk)
    params = {"name": stored.decided_by, "decision": stored.get_decision_display()}
    raise Conflict(words % params, theirs={"version": stored.version})


def _require_acceptable(proposal):
    if proposal.above_id and proposal.above.document_id != proposal.document_id:
        raise Refused(_("This part belongs to another document."))
    if proposal.outcome == ProposalOutcome.GONE and not proposal.document.plan.is_draft:
        words = _("The plan has been issued, so nothing is taken out of it. Leave it, or adjust its shares.")
        raise Refused(words, code="state")
    if found := find_proposal_faults(proposal):
        raise Refused(_("Some fields are not right."), cells=found, code="invalid")


def _save_decision(proposal, decision, by):
    validated(_set_decision(proposal, decision, by)).save()
    return proposal


def _save_decisions(found, decision, by):
    """Save the decisions of proposals of which nothing else has changed, in one statement for hundreds."""
    rows = [_set_decision(each, decision, by) for each in found]
    Proposal.objects.bulk_update(rows, ["decision", "decided_by", "decided_at", "version"], batch_size=500)
    return rows


def _set_decision(proposal, decision, by):
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, by, timezone.now()
    proposal.version += 1
    return proposal


def _accept_containers(proposal, by):
    return [_save_decision(above, ProposalDecision.ACCEPTED, by) for above in list(_undecided_containers(proposal))]


def _undecided_containers(proposal):
    """The undecided tasks and sections that contain it. One that was refused is passed over: a target whose task was
    refused stays under the section of that task."""
    above = proposal.above
    while above is not None:
        if above.is_open:
            yield above
        above = above.above


def _find_container(document, row):
    """The task whose text contains it, else the last heading before it."""
    before = (
        document.proposals.filter(start__lte=row.start).exclude(kind=ProposalKind.TARGET).order_by("-start", "-number")
    )
    for each in before:
        if each.kind == ProposalKind.TASK and (row.kind != ProposalKind.TARGET or each.end < row.end):
            continue
        if each.kind == ProposalKind.SECTION or row.kind == ProposalKind.TARGET:
            return each
    return None
