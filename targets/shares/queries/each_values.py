"""What each unit must reach to be counted, of targets that count the units that reached theirs."""

from collections import defaultdict
from decimal import Decimal

from plans.models import Plan
from targets.db.shares_in_force import shares_in_force
from targets.models import Proposal
from targets.models.document import ProposalDecision
from targets.models.target import RollUp
from targets.shares.queries.earlier_plans import LAST_SEQ


def read_each_values(plan: Plan) -> dict[int, Decimal]:
    """Target id → the number that each unit must reach, where it is the same for all: by the breakdown of the plan's
    own unit, and before it by the document from which the target was read. Two queries."""
    read = Proposal.objects.filter(
        target__plan=plan, target__rollup=RollUp.UNITS_REACHED, decision=ProposalDecision.ACCEPTED, value__isnull=False
    )
    found: dict[int, Decimal] = {}
    for each in read.order_by("pk"):
        if each.target_id and each.value is not None and each.counts_units:
            found[each.target_id] = each.value
    shares: dict[int, set[Decimal]] = defaultdict(set)
    held = shares_in_force(plan.pk, LAST_SEQ).filter(participant__depth=1, target__rollup=RollUp.UNITS_REACHED)
    for target, amount in held.values_list("target", "amount"):
        if amount is not None:
            shares[target].add(amount)
    for target, amounts in shares.items():
        found.pop(target, None)
        if len(amounts) == 1:
            found[target] = amounts.pop()
    return found
