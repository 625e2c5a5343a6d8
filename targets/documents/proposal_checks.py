"""What prevents a proposal from being accepted, by the same rules as for a target that is entered by hand."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from targets.documents.target_fields import build_target, counts_units, sums_each
from targets.goals.fields import clear_unused_fields, find_faults
from targets.models import Proposal
from targets.models.document import ProposalKind, ProposalOutcome
from targets.models.target import Direction, Measure


def find_proposal_faults(proposal: Proposal) -> dict[str, str]:
    """{field: sentence}; empty when it can be adopted. Needs ``proposal.document.plan``; one query."""
    if proposal.outcome == ProposalOutcome.GONE:
        return {}
    found = {} if proposal.name.strip() else {"name": _("Give it a name.")}
    return found | _find_target_faults(proposal) if proposal.kind == ProposalKind.TARGET else found


def list_acceptable(rows: Iterable[Proposal], *, likely: bool) -> list[Proposal]:
    """Those of ``rows`` that are accepted together: undecided, sure (with ``likely``: or likely) and without a fault.

    Each needs ``document.plan``, whose periods are best prefetched.
    """
    found = [each for each in rows if each.is_open and (each.is_likely if likely else each.is_certain)]
    return [each for each in found if not find_proposal_faults(each)]


def _find_target_faults(proposal):
    plan = proposal.document.plan
    target = clear_unused_fields(
        build_target(proposal, plan, reached=proposal.value if counts_units(proposal) else None)
    )
    found = find_faults(target, plan.periods.all())
    if sums_each(proposal):
        found["measure"] = _(
            "“%(each)s” is no unit that takes part: a sum of such numbers says nothing. Choose “ratio” (numerator and "
            "denominator), or give the number of the whole and empty “Each must reach it”."
        ) % {"each": proposal.each}
    if proposal.value is None and proposal.measure != Measure.MILESTONE:
        found["value"] = _("Give the number.")
    if not (target.unit or target.scale):
        found["unit"] = _("Give the unit of measure.")
    if proposal.direction == Direction.RANGE and not _has_ordered_range(proposal):
        found["value2"] = _("A range needs a lower and an upper value, in this order.")
    if proposal.measure == Measure.MILESTONE and proposal.deadline is None:
        found["deadline"] = _("A milestone needs a deadline.")
    if proposal.measure == Measure.RATIO and proposal.direction == Direction.EXACTLY:
        found["direction"] = _("A ratio is at least, at most or within a range, never exactly.")
    return found


def _has_ordered_range(proposal):
    low, high = proposal.value, proposal.value2
    return low is not None and high is not None and high >= low
