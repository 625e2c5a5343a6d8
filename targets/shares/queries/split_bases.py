"""To what a target can be split in proportion: other shares, an earlier plan, or figures that somebody brings."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Refused
from orgs.models import UnitAlias
from orgs.names import normalize
from plans.models import Plan
from plans.queries import visible_plans
from targets.db.shares_in_force import shares_in_force
from targets.models import Target, Total
from targets.shares.board import AllocationBoard, cell_key
from targets.shares.queries.column_split import list_areas, require_weights
from targets.shares.splitting import SplitRule, split_rule

EVENLY, BROUGHT = "even", "brought"
MAX_EARLIER_PLANS = 3
SUM_LINES = {"合计", "总计", "小计", "共计", "全部"}
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")


@dataclass(frozen=True)
class SplitBasis:
    """One choice of the page: ``code`` is even, brought, target:L05, share:<plan> or done:<plan>."""

    code: str
    label: str


def list_bases(board: AllocationBoard, person: Person) -> list[SplitBasis]:
    """What the page offers; one query, for the earlier plans of the same unit."""
    bases = [SplitBasis(EVENLY, _("evenly"))]
    bases.append(SplitBasis(BROUGHT, _("in proportion to figures that I paste (such as population)")))
    for target in board.targets:
        if split_rule(target) is SplitRule.SPLIT and any(board.share(c, target, "amount") for c in board.children):
            label = _("in proportion to the shares of %(code)s %(name)s") % {"code": target.code, "name": target.name}
            bases.append(SplitBasis(f"target:{target.code}", label))
    for plan in _earlier_plans(board, person):
        done = _("in proportion to what was accepted in “%(plan)s” (target of the same name)") % {"plan": plan.title}
        share = _("in proportion to the shares in “%(plan)s” (target of the same name)") % {"plan": plan.title}
        bases += [SplitBasis(f"done:{plan.code}", done), SplitBasis(f"share:{plan.code}", share)]
    return bases


def _earlier_plans(board, person):
    plans = visible_plans(person).filter(unit=board.plan.unit_id, year__lt=board.plan.year)
    return plans.exclude(state=Plan.State.DRAFT).order_by("-year", "-pk")[:MAX_EARLIER_PLANS]


def read_weights(
    board: AllocationBoard, target: Target, code: str, *, by: Person, values: Mapping[str, Decimal | None], brought: str
) -> dict[int, Decimal] | None:  # fmt: skip
    """Participant id → number by which ``target`` is split, or None for an even split.

    ``values`` is what stands in the boxes (key → number or None), ``brought`` the text that was pasted. Raises Refused,
    naming the units without a figure.
    """
    kind, _colon, name = code.partition(":")
    if kind == EVENLY:
        return None
    if split_rule(target) is not SplitRule.SPLIT:
        raise Refused(_("Only what adds up can be split in proportion. Choose “evenly”: each gets the same."))
    areas = list_areas(board)
    if kind == BROUGHT:
        return require_weights(areas, _read_brought(areas, brought))
    if kind == "target":
        return require_weights(areas, _read_shares_here(board, target, name, areas, values))
    plan = next((plan for plan in _earlier_plans(board, by) if plan.code == name), None)
    if kind not in {"done", "share"} or plan is None:
        raise Refused(_("Choose how it is to be split."), code="weights")
    return require_weights(areas, _read_earlier(plan, target, areas, done=kind == "done"))


def _read_shares_here(board, target, code, areas, values):
    other = next((each for each in board.targets if each.code == code), None)
    if other is None or other == target:
        raise Refused(_("Choose another target: this one cannot be split in proportion to itself."), code="weights")
    return {
        child.pk: values.get(cell_key(other, child), board.share(child, other, "amount")) for child in areas
    }  # fmt: skip


def _read_earlier(plan, target, areas, *, done):
    """What the same units had in the earlier plan's target of the same name: accepted to date, or as their share."""
    name = normalize(target.name)
    other = next((each for each in plan.targets.all() if normalize(each.name) == name), None)
    if other is None or split_rule(other) is not SplitRule.SPLIT:
        message = _("“%(plan)s” has no target called “%(name)s” that adds up.")
        raise Refused(message % {"plan": plan.title, "name": target.name}, code="weights")
    by_unit = {child.unit_id: child.pk for child in areas}
    participants = dict(plan.participants.filter(unit__in=by_unit).values_list("pk", "unit_id"))
    if done:
        totals = Total.objects.filter(participant__in=participants, target=other)
        last = totals.aggregate(last=Max("seq"))["last"]
        found = dict(totals.filter(seq=last).values_list("participant_id", "accepted"))
    else:
        last = plan.periods.aggregate(last=Max("seq"))["last"] or 1
        held = shares_in_force(plan.pk, last).filter(participant__in=participants, target=other)
        found = dict(held.values_list("participant_id", "amount"))
    return {by_unit[participants[participant]]: number for participant, number in found.items()}


def _read_brought(areas: list[Any], text: str) -> dict[int, Decimal]:
    """The figures of a pasted column, or of two columns with the units' names before them. Raises Refused."""
    lines = [line.strip() for line in unicodedata.normalize("NFKC", text).splitlines() if line.strip()]
    if not lines:
        raise Refused(_("Paste the figures first: a column of units and one of figures."), code="weights")
    pairs = [_read_line(line) for line in lines]
    if pairs[0][1] is None:  # the head of the columns
        pairs = pairs[1:]
    if any(number is None for _name, number in pairs):
        line = next(name for name, number in pairs if number is None)
        raise Refused(_("“%(line)s” does not end with a number.") % {"line": line[:40]}, code="weights")
    if all(not name for name, _number in pairs):
        return _by_order(areas, [number for _name, number in pairs])
    return _by_name(areas, pairs)


def _read_line(line):
    """(name, number) of a line; number None where it does not end with one."""
    name, _space, last = line.rpartition("\t") if "\t" in line else line.rpartition(" ")
    if not _NUMBER.fullmatch(last.strip()):
        return line, None
    return normalize(name), Decimal(last.strip().replace(",", ""))


def _by_order(areas, numbers):
    if len(numbers) != len(areas):
        message = _("%(numbers)s figures for %(areas)s units: paste the names of the units before them.")
        raise Refused(message % {"numbers": len(numbers), "areas": len(areas)}, code="weights")
    return {child.pk: number for child, number in zip(areas, numbers, strict=True)}


def _by_name(areas, pairs):
    names: dict[str, set[int]] = {}
    by_unit = {child.unit_id: child.pk for child in areas}
    known = [(each, child.pk) for child in areas for each in (child.code, child.name, child.short_name)]
    known += [(alias.name, by_unit[alias.unit_id]) for alias in UnitAlias.objects.filter(unit__in=by_unit)]
    for name, pk in known:
        names.setdefault(normalize(name), set()).add(pk)
    found: dict[int, Decimal] = {}
    for name, number in pairs:
        at = names.get(name, set())
        if not at and name in SUM_LINES:
            continue
        if len(at) != 1 or at <= found.keys():
            message = _("“%(name)s” is none of the units below, or stands there twice.")
            raise Refused(message % {"name": name or number}, code="weights")
        found[at.pop()] = number
    return found
