"""What the same units had in an earlier plan of the same unit: by which target there a target here may be split."""

import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.models import Person
from plans.models import Plan
from plans.queries import visible_plans
from targets.db.shares_in_force import shares_in_force
from targets.models import Target, Total
from targets.shares.board import AllocationBoard
from targets.shares.splitting import SplitRule, split_rule

MAX_EARLIER_PLANS = 3
LAST_SEQ = 32_767  # later than any period
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s*[-‐-―~～至到]+\s*(?=\d)")
_SEPARATORS = re.compile(r"(?<=\d)[.,](?=\d)|(?<=\d)-(?=\d)")


def fold_name(name: str) -> str:
    """A name for comparing: full and half width, capitals, blanks, quotes and other marks make no difference, but 3—6
    is not 36."""
    text = _BETWEEN_DIGITS.sub("-", unicodedata.normalize("NFKC", name).casefold())
    kept = {match.start() for match in _SEPARATORS.finditer(text)}
    return "".join(sign for i, sign in enumerate(text) if i in kept or unicodedata.category(sign)[0] not in "PZC")


class EarlierPlan:
    """An earlier plan with its targets that add up, and what the units of ``areas`` (participants here) had there."""

    def __init__(self, plan: Plan, areas: list[Any]) -> None:
        self.plan = plan
        self.targets = [each for each in plan.targets.all() if split_rule(each) is SplitRule.SPLIT]
        self._by_unit = {child.unit_id: child.pk for child in areas}
        self._by_name: dict[str, list[Target]] = defaultdict(list)
        for target in self.targets:
            self._by_name[fold_name(target.name)].append(target)

    def match(self, target: Target) -> Target | None:
        """The target there that has the name of ``target``; of several whose names differ in marks only, the one that
        is written the same. None where none fits, or more than one."""
        if split_rule(target) is not SplitRule.SPLIT:
            return None
        found = self._by_name.get(fold_name(target.name), [])
        same = [each for each in found if each.name == target.name] or found
        return same[0] if len(same) == 1 else None

    def read(self, target: Target, *, done: bool) -> dict[int, Decimal | None]:
        """Participant id here → what its unit had there of ``target``, a target there: accepted to date, or as its
        share. One query for all targets together."""
        return (self._accepted if done else self._shares)[target.pk]

    @cached_property
    def _accepted(self):
        totals = Total.objects.filter(participant__plan=self.plan, participant__unit__in=self._by_unit)
        latest = totals.order_by("participant_id", "target_id", "-seq").distinct("participant_id", "target_id")
        return self._by_target(latest.values_list("target", "participant__unit", "accepted"))

    @cached_property
    def _shares(self):
        held = shares_in_force(self.plan.pk, LAST_SEQ).filter(participant__unit__in=self._by_unit)
        return self._by_target(held.values_list("target", "participant__unit", "amount"))

    def _by_target(self, rows):
        found: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
        for target, unit, number in rows:
            found[target][self._by_unit[unit]] = number
        return found


def list_earlier_plans(board: AllocationBoard, person: Person, areas: list[Any]) -> list[EarlierPlan]:
    """The latest plans of the same unit before this one that the person sees; two queries."""
    plans = visible_plans(person).filter(unit=board.plan.unit_id, year__lt=board.plan.year)
    found = plans.exclude(state=Plan.State.DRAFT).order_by("-year", "-pk")[:MAX_EARLIER_PLANS]
    return [EarlierPlan(plan, areas) for plan in found.prefetch_related("targets")]
