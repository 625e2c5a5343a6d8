"""Deciding what was read in a plan's document: one proposal at a time, kept as it is decided."""

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.errors import Conflict, Refused
from plans.actions.guard import validated
from targets.documents.actions.documents import hold
from targets.documents.checking import faults_of
from targets.documents.proposed import RANK
from targets.models import Proposal
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome

EDITED = ("name", "value", "value2", "unit", "baseline", "measure", "direction", "scale", "each", "deadline",
          "definition", "lead", "assist", "above")  # fmt: skip
BY_HAND = "by_hand"


@transaction.atomic
def decide(proposal, decision, *, by, seen, **fields):
    """Accept or leave out one proposal, or open it again; ``fields`` are corrected (those of EDITED) with it.

    ``seen`` is the version on the person's screen: Conflict when somebody else has decided it otherwise since. What it
    stands in is accepted along with it, as far as nobody has decided about that. Gives the proposals that changed, this
    one first. Raises Refused, naming each field, for what cannot be a target.
    """
    document = hold(proposal.document, by=by)
    fresh = document.proposals.get(pk=proposal.pk)
    fresh.document = document
    changed = _edit(fresh, fields)
    if fresh.version != seen:
        if changed or fresh.decision != decision:
            _refuse_overtaken(fresh)
        return [fresh]  # the answer to an earlier press was lost on its way, or both decided the same
    if decision == ProposalDecision.ACCEPTED:
        _refuse_impossible(fresh)
    _put(fresh, decision, by)
    return [fresh, *(_accept_above(fresh, by) if decision == ProposalDecision.ACCEPTED else ())]


@transaction.atomic
def leave_out_below(proposal, *, by):
    """Leave out a section or task with all that stands in it and is not decided yet; the proposals that changed."""
    document = hold(proposal.document, by=by)
    gone, found = {proposal.pk}, []
    for each in sorted(document.proposals.all(), key=lambda row: (RANK[row.kind], row.start or 0)):
        if each.pk == proposal.pk or (each.above_id in gone and each.is_open):
            gone.add(each.pk)
            found.append(each)
    return _put_many(found, ProposalDecision.DROPPED, by)


@transaction.atomic
def accept_sure(document, *, by):
    """Accept whatever is open and sure, and the sections and tasks that are at least likely; how many."""
    document = hold(document, by=by)
    prefetch_related_objects([document.plan], "periods")
    rows = {each.pk: each for each in document.proposals.all()}
    for each in rows.values():
        each.document, each.above = document, rows.get(each.above_id)
    found = [each for each in rows.values() if each.is_open and each.is_certain]
    fine = [each for each in found if each.kind != ProposalKind.TARGET or not faults_of(each)]
    _put_many(
        {above.pk: above for each in fine for above in (each, *_open_above(each))}.values(),
        ProposalDecision.ACCEPTED,
        by,
    )
    return len(fine)


@transaction.atomic
def leave_out_rest(document, *, by, seen):
    """Leave out whatever is still to be decided; ``seen`` is how many that was on the person's screen. Raises Refused
    when it is another number by now: nothing goes that nobody has looked at."""
    document = hold(document, by=by)
    waiting = [each for each in document.proposals.all() if each.is_open and each.outcome != ProposalOutcome.SAME]
    if len(waiting) != seen:
        raise Refused(_("Something has been decided or added meanwhile. Look again at what is left."), code="seen")
    _put_many(waiting, ProposalDecision.DROPPED, by)


@transaction.atomic
def add_proposal(document, kind, start, end, *, by, **fields):
    """Propose by hand what the reader did not see: the text from ``start`` to ``end``. Still to be decided."""
    document = hold(document, by=by)
    text = document.text[start:end]
    if not (0 <= start < end <= len(document.text)) or not text.strip():
        raise Refused(_("Select some words of the document first."), code="place")
    last = document.proposals.order_by("-number").first()
    row = Proposal(document=document, number=last.number + 1 if last else 1, kind=kind, start=start, end=end)
    row.text, row.rule, row.sure = text, BY_HAND, "sure"
    row.above = _around(document, row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.name = (row.name or " ".join(text.split()))[:200]
    validated(row).save()
    return row


def _edit(proposal, fields):
    """Set the fields; what the reader said of each that differs is kept. Whether any does."""
    changed = {name: value for name, value in fields.items() if name in EDITED and getattr(proposal, name) != value}
    for name, value in changed.items():
        if name != "above":
            before = getattr(proposal, name)
            proposal.read.setdefault(name, before if isinstance(before, list) else str(before or ""))
        setattr(proposal, name, value)
    return bool(changed)


def _refuse_overtaken(proposal):
    words = _("%(name)s has decided this meanwhile: %(decision)s. Look at it again.")
    stands = Proposal.objects.select_related("decided_by").get(pk=proposal.pk)
    told = {"name": stands.decided_by, "decision": stands.get_decision_display()}
    raise Conflict(words % told, theirs={"version": stands.version})


def _refuse_impossible(proposal):
    if proposal.above_id and proposal.above.document_id != proposal.document_id:
        raise Refused(_("This part belongs to another document."))
    if proposal.outcome == ProposalOutcome.GONE and not proposal.document.plan.is_draft:
        words = _("The plan has been issued, so nothing is taken out of it. Leave it, or adjust its shares.")
        raise Refused(words, code="state")
    if found := faults_of(proposal):
        raise Refused(_("Some fields are not right."), cells=found, code="invalid")


def _put(proposal, decision, by):
    validated(_decided(proposal, decision, by)).save()
    return proposal


def _put_many(found, decision, by):
    """As ``_put``, for proposals of which nothing else has changed; one statement for hundreds."""
    rows = [_decided(each, decision, by) for each in found]
    Proposal.objects.bulk_update(rows, ["decision", "decided_by", "decided_at", "version"], batch_size=500)
    return rows


def _decided(proposal, decision, by):
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, by, timezone.now()
    proposal.version += 1
    return proposal


def _accept_above(proposal, by):
    return [_put(above, ProposalDecision.ACCEPTED, by) for above in list(_open_above(proposal))]


def _open_above(proposal):
    """The task and the sections that it stands in, up to one that is decided: it has no place without them."""
    above = proposal.above
    while above is not None and above.is_open:
        yield above
        above = above.above


def _around(document, row):
    """The task whose text it stands in, else the last heading before it."""
    before = (
        document.proposals.filter(start__lte=row.start).exclude(kind=ProposalKind.TARGET).order_by("-start", "-number")
    )
    for each in before:
        if each.kind == ProposalKind.TASK and (row.kind != ProposalKind.TARGET or each.end < row.end):
            continue
        if each.kind == ProposalKind.SECTION or row.kind == ProposalKind.TARGET:
            return each
    return None
