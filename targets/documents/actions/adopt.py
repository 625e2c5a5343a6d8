"""Adopt a confirmed document into its plan: sections, tasks and targets in one transaction, and only once."""

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit
from plans.models import Period, TaskUnit
from targets.documents.actions.changes_kept import PlanState
from targets.documents.actions.documents import document_audit_data, lock_open_document
from targets.documents.actions.plan_heading import PlanHeading, confirm_heading
from targets.documents.actions.plan_writer import PlanWriter
from targets.documents.proposal_checks import find_proposal_faults
from targets.goals.readiness import list_missing_items
from targets.models import PlanDocument, Proposal
from targets.models.document import ProposalOutcome
from targets.shares.actions.due_returns import ensure_returns
from targets.shares.actions.effective_period import EffectiveStart
from targets.shares.actions.versions import complete_shares
from targets.totals.stale_marks import mark_stale

MAX_NAMES = 10  # in one sentence


@transaction.atomic
def adopt_document(
    document: PlanDocument, *, by: Person, lead: Unit | None = None, heading: PlanHeading | None = None
) -> dict[str, int]:
    """Write the accepted proposals of a document into its plan; returns the counts of ``PlanWriter.write``.

    Raises Refused, its cells named by the numbers of the proposals, when some are undecided or cannot be adopted, and
    when the document was adopted already. In an issued plan everything counts from the document's period on, and what
    is written must lack nothing that the issue of a plan asks for; ``lead`` leads the tasks for which no unit is named.
    ``heading`` is the title and year of the draft that this document begins, as a person confirmed them.
    """
    document = lock_open_document(document, by=by)
    if heading is not None:
        confirm_heading(document, heading, by=by)
    plan = document.plan
    proposals = list(document.proposals.select_related("target__task", "task", "section").order_by("start", "number"))
    for each in proposals:
        each.document = document
        if each.target:
            each.target.plan = plan
    prefetch_related_objects([plan], "periods")
    _require_decided(proposals)
    _require_adoptable(proposals)
    _require_open_start(document)
    state = PlanState(plan)
    counts = PlanWriter(document, proposals, by, state).write()
    document.changes = state.describe_changes()
    if document.from_seq is not None:  # a supplement to an issued plan
        _give_lead(plan, document.changes["made"]["task"], lead)
        _require_issuable(plan, document.changes["made"]["task"], proposals)
        complete_shares(plan, start=EffectiveStart(document.from_seq, by=by))
        ensure_returns(plan)
        mark_stale(plan_id=plan.pk)
    document.accepted_at, document.accepted_by = timezone.now(), by
    document.save(update_fields=["accepted_at", "accepted_by", "changes"])
    data: dict = document_audit_data(document) | counts
    if document.from_seq:
        data["from_seq"] = document.from_seq
    record(by=by, verb="document.accept", on=plan, unit=plan.unit, data=data)
    return counts


def _give_lead(plan, tasks, lead):
    """Give the lead of those new tasks that have neither a lead nor a target to ``lead``, who must take part."""
    if lead is None:
        return
    if not plan.participants.filter(unit=lead).exists():
        raise Refused(_("Only a unit that takes part in the plan can lead a task."), code="lead")
    led = TaskUnit.objects.filter(task__in=tasks, part=TaskUnit.Part.LEAD).values("task")
    without = plan.tasks.filter(pk__in=tasks, targets=None).exclude(pk__in=led)
    TaskUnit.objects.filter(task__in=without, unit=lead).delete()
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=lead, part=TaskUnit.Part.LEAD) for task in without)


def _require_issuable(plan, tasks, proposals):
    """Raise Refused for what the issue of a plan would refuse in what was written, its cells named by proposals."""
    codes = {("task", task.code) for task in plan.tasks.filter(pk__in=tasks)}
    written = {("target", each.target.code): each for each in proposals if each.target and each.is_accepted}
    written |= {("task", each.task.code): each for each in proposals if each.task and each.task_id in tasks}
    lacks = [lack for lack in list_missing_items(plan) if (lack.kind, lack.code) in codes | written.keys()]
    if lacks:
        found = [(written.get((lack.kind, lack.code)), lack) for lack in lacks]
        cells = {str(each.number): lack.text for each, lack in found if each is not None}
        names = "；".join(f"“{lack.name}”：{lack.text}" for lack in lacks[:MAX_NAMES])
        words = _("The plan is issued, so nothing may be missing: %(names)s") % {"names": names}
        raise Refused(words, cells=cells, code="missing")


def _require_decided(proposals: list[Proposal]) -> None:
    """Raise Refused for undecided proposals. One that is in the plan unchanged needs no decision."""
    undecided = [each for each in proposals if each.is_open and each.outcome != ProposalOutcome.SAME]
    if undecided:
        message = _("Not decided yet: %(n)s (%(names)s). Accept each or leave it out.")
        cells = {str(each.number): _("Not decided yet.") for each in undecided}
        params = {"n": len(undecided), "names": _list_names(undecided)}
        raise Refused(message % params, cells=cells, code="undecided")
    if not any(each.is_accepted or each.outcome == ProposalOutcome.SAME for each in proposals):
        raise Refused(_("Nothing of this document was accepted. Set it aside instead."), code="nothing")


def _require_adoptable(proposals: list[Proposal]) -> None:
    cells, faulty = {}, []
    for each in proposals:
        if each.is_accepted and (faults := find_proposal_faults(each)):
            cells[str(each.number)] = " ".join(map(str, faults.values()))
            faulty.append(each)
    if faulty:
        message = _("Cannot be taken over: %(names)s.") % {"names": _list_names(faulty, cells)}
        raise Refused(message, cells=cells, code="invalid")


def _require_open_start(document: PlanDocument) -> None:
    """Raise Refused when the period from which a supplement counts is missing or locked."""
    if document.plan.is_draft:
        return
    seq = document.from_seq
    period = document.plan.periods.filter(seq=seq).first() if seq is not None else None
    if period is None:
        raise Refused(
            _("The plan was issued meanwhile. Read the document again, as a supplement from a period on."), code="state"
        )
    if period.state == Period.State.LOCKED:
        raise Refused(
            _("%(period)s is locked and its numbers are published. Read the document again from a later one.")
            % {"period": period.name},
            code="state",
        )


def _list_names(proposals, faults=None):
    """The names of the proposals, each with its fault if ``faults`` has one."""
    names = [f"“{each.name}”{'：' + faults[str(each.number)] if faults else ''}" for each in proposals[:MAX_NAMES]]
    return "；".join(names) + ("…" if len(proposals) > MAX_NAMES else "")
