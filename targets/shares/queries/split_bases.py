"""To what a target can be split in proportion: other shares, an earlier plan, or figures of the units."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Refused
from targets.models import Target
from targets.shares.board import AllocationBoard, cell_key
from targets.shares.queries.column_split import list_areas, require_weights
from targets.shares.queries.earlier_plans import EarlierPlan, list_earlier_plans
from targets.shares.queries.kept_figures import KeptFigures, list_kept_figures
from targets.shares.queries.pasted_figures import read_pasted_figures
from targets.shares.splitting import SplitRule, split_rule

EVENLY, BROUGHT = "even", "brought"


@dataclass(frozen=True)
class SplitBasis:
    """One choice of the page: ``code`` is even, brought, kept:<year>:<name>, target:L05, share:<plan> or done:<plan>.

    ``uses`` says of an earlier plan by which of its targets each target here would be split: code → its code and name,
    "" where none fits; None where the basis is the same for all.
    """

    code: str
    label: str
    uses: dict[str, str] | None = field(default=None, compare=False)

    @property
    def uses_json(self) -> str:
        """``uses`` for the page's script."""
        return json.dumps(self.uses, ensure_ascii=False)


def describe_kept(name: str, year: int) -> SplitBasis:
    """The choice of kept figures."""
    label = _("in proportion to %(name)s (%(year)s)") % {"name": name, "year": year}
    return SplitBasis(KeptFigures(name, year).code, label)


class SplitBases:
    """Everything by which the targets of a page can be split, for one person."""

    def __init__(self, board: AllocationBoard, by: Person) -> None:
        self.board, self.by = board, by
        self.areas = list_areas(board)

    @cached_property
    def earlier(self) -> list[EarlierPlan]:
        return list_earlier_plans(self.board, self.by, self.areas)

    @cached_property
    def kept(self) -> list[KeptFigures]:
        return list_kept_figures(self.areas)

    def choices(self) -> list[SplitBasis]:
        """What the page offers; three queries."""
        bases = [SplitBasis(EVENLY, _("evenly"))]
        bases += [describe_kept(each.name, each.year) for each in self.kept]
        bases.append(SplitBasis(BROUGHT, _("in proportion to figures that I paste (such as population)")))
        for target in self.board.targets:
            shares = (self.board.share(child, target, "amount") for child in self.board.children)
            if split_rule(target) is SplitRule.SPLIT and any(shares):
                label = _("in proportion to the shares of %(code)s %(name)s")
                bases.append(SplitBasis(f"target:{target.code}", label % {"code": target.code, "name": target.name}))
        for each in self.earlier:
            bases += self._bases_of_plan(each)
        return bases

    def _bases_of_plan(self, earlier):
        matched = {target.code: earlier.match(target) for target in self._splittable}
        uses = {code: f"{each.code} {each.name}" if each else "" for code, each in matched.items()}
        words, code = {"plan": earlier.plan.title}, earlier.plan.code
        done = _("in proportion to what was accepted in “%(plan)s” (target of the same name)") % words
        share = _("in proportion to the shares in “%(plan)s” (target of the same name)") % words
        return [SplitBasis(f"done:{code}", done, uses), SplitBasis(f"share:{code}", share, uses)]

    @property
    def _splittable(self):
        return [target for target in self.board.targets if split_rule(target) is SplitRule.SPLIT]

    def read_weights(
        self, target: Target, code: str, *, values: Mapping[str, Decimal | None], brought: str
    ) -> dict[int, Decimal] | None:
        """Participant id → number by which ``target`` is split, or None for an even split.

        ``values`` is what stands in the boxes (key → number or None), ``brought`` the text that was pasted. Raises
        Refused, naming the units without a figure.
        """
        kind, _colon, name = code.partition(":")
        if kind == EVENLY:
            return None
        if split_rule(target) is not SplitRule.SPLIT:
            raise Refused(_("Only what adds up can be split in proportion. Choose “evenly”: each gets the same."))
        if kind == BROUGHT:
            return require_weights(self.areas, read_pasted_figures(self.areas, brought))
        if kind == "target":
            return require_weights(self.areas, self._read_shares_here(target, name, values))
        if kind == "kept" and (kept := next((each for each in self.kept if each.code == code), None)):
            return require_weights(self.areas, kept.values)
        earlier = next((each for each in self.earlier if each.plan.code == name), None)
        if kind not in {"done", "share"} or earlier is None:
            raise Refused(_("Choose how it is to be split."), code="weights")
        return require_weights(self.areas, self._read_earlier(earlier, target, done=kind == "done"))

    def _read_shares_here(self, target, code, values):
        other = next((each for each in self.board.targets if each.code == code), None)
        if other is None or other == target:
            raise Refused(_("Choose another target: this one cannot be split in proportion to itself."), code="weights")
        return {
            child.pk: values.get(cell_key(other, child), self.board.share(child, other, "amount"))
            for child in self.areas
        }

    def _read_earlier(self, earlier, target, *, done):
        other = earlier.match(target)
        if other is None:
            message = _("“%(plan)s” has no target called “%(name)s” that adds up.")
            raise Refused(message % {"plan": earlier.plan.title, "name": target.name}, code="weights")
        return earlier.read(other, done=done)
