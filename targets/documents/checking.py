"""What is wrong with a proposal that somebody wants to accept, by the same rules as for a target that is typed."""

from django.utils.translation import gettext as _

from targets.documents.made import each_unit, target_of
from targets.goals.fields import clear_unused_fields, find_faults
from targets.models.document import ProposalKind, ProposalOutcome
from targets.models.target import Direction, Measure


def faults_of(proposal):
    """{field: words}; empty when it can be taken over. Needs ``proposal.document.plan``; one query."""
    if proposal.outcome == ProposalOutcome.GONE:
        return {}
    found = {} if proposal.name.strip() else {"name": _("Give it a name.")}
    return found | _of_target(proposal) if proposal.kind == ProposalKind.TARGET else found


def _of_target(proposal):
    plan = proposal.document.plan
    target = clear_unused_fields(target_of(proposal, plan, reached=proposal.value if each_unit(proposal) else None))
    found = find_faults(target, plan.periods.all())
    if proposal.value is None and proposal.measure != Measure.MILESTONE:
        found["value"] = _("Give the number.")
    if not (target.unit or target.scale):
        found["unit"] = _("Give the unit of measure.")
    if proposal.direction == Direction.RANGE and not _in_order(proposal):
        found["value2"] = _("A range needs a lower and an upper value, in this order.")
    if proposal.measure == Measure.MILESTONE and proposal.deadline is None:
        found["deadline"] = _("A milestone needs a deadline.")
    if proposal.measure == Measure.RATIO and proposal.direction == Direction.EXACTLY:
        found["direction"] = _("A ratio is at least, at most or within a range, never exactly.")
    return found


def _in_order(proposal):
    low, high = proposal.value, proposal.value2
    return low is not None and high is not None and high >= low
