"""In which order things arrive never matters: the same final submissions give the same totals, to the last digit."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from targets.models import Figure, Return, Total
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions import review
from targets.totals.settle import settle, settle_round
from targets.totals.stale_marks import mark_stale
from targets.totals.verification.verify import verify_plan
from tests.factories import (
    make_allocation,
    make_participants,
    make_person,
    make_plan,
    make_target,
    make_unit,
    set_issued,
)
from tests.targets.returns_world import answer_all, explain_built_in

pytestmark = pytest.mark.django_db

UNITS, SEQS = 4, (1, 2, 3)
KINDS = ("increment", "running", "level", "ratio")
values = st.integers(0, 10**6).map(lambda n: Decimal(n) / 100)
cell = st.tuples(st.integers(0, 5), values, st.integers(1, 99))  # 0: not applicable
returns = [(unit, seq) for unit in range(UNITS) for seq in SEQS]


class City:
    """A city with three counties below it; it reports, too. Nothing has arrived."""

    def __init__(self):
        province = make_unit("530000000000")
        unit = make_unit("530900000000", parent=province)
        units = [unit, *(make_unit(f"5309{n}0000000", parent=unit) for n in (21, 22, 23))]
        self.plan = make_plan(unit)
        places = make_participants(self.plan)
        self.targets = [
            make_target(self.plan, f"L{n}", measure=kind, decimals=2, rollup="sum") for n, kind in enumerate(KINDS)
        ]
        self.targets.append(make_target(self.plan, "L9", measure="level", decimals=2, rollup="units_reached"))
        set_issued(self.plan, open_seq=max(SEQS))
        for place in places.values():
            for target in self.targets:
                make_allocation(target, place, Decimal(500), baseline=Decimal(3), baseline_base=_base(target))
        self.returns = {
            (n, seq): Return.objects.create(participant=places[each.code], period=self.plan.periods.get(seq=seq))
            for n, each in enumerate(units)
            for seq in SEQS
        }
        self.clerk = make_person("clerk", *[("clerk", each) for each in units])
        self.reviewer = make_person("reviewer", ("reviewer", province))
        with transaction.atomic():
            mark_stale(plan_id=self.plan.pk)

    def arrive(self, key, cells, detour, accepted):
        """One return comes to its end: submitted with these cells, at once or by a detour, and perhaps accepted."""
        report = self.returns[key]
        if detour == "withdrawn":
            self.submit(report, [(1, Decimal(77), 7)] * len(self.targets))
            withdraw_return(report, by=self.clerk)
        elif detour == "sent back":
            self.submit(report, [(1, Decimal(88), 8)] * len(self.targets))
            review.send_back(report, by=self.reviewer, objections=[review.Objection("why")])
        elif detour == "corrected":
            self.submit(report, [(1, Decimal(99), 9)] * len(self.targets))
            self.accept(report)
            review.grant_correction(report, by=self.reviewer, reason="why")
        self.submit(report, cells)
        if accepted or detour == "corrected":
            self.accept(report)

    def submit(self, report, cells):
        seen = dict(Figure.objects.filter(report=report).values_list("target_id", "version"))
        for target, (kind, value, base) in zip(self.targets, cells, strict=True):
            typed = FigureInput(na=True, reason="why") if kind == 0 else FigureInput(value=value, base=None)
            if target.is_ratio and kind:
                typed = replace(typed, value=Decimal(int(value)), base=Decimal(base))
            save_figure(report, target, typed, by=self.clerk, seen=seen.get(target.pk, 0))
        explain_built_in(report, by=self.clerk)
        submit_return(report, by=self.clerk, answers=answer_all(report))

    def accept(self, report):
        review.start_review(report, by=self.reviewer)
        review.accept(report, by=self.reviewer)

    def totals(self):
        """All that does not tell the time."""
        settle(self.plan.pk)
        assert verify_plan(self.plan.pk).differing == 0
        names = [f.name for f in Total._meta.local_fields if f.name not in ("pk", "reported_at")]
        order = ("participant__path", "seq", "target__code")
        wanted = [name for name in names if name not in ("participant", "target")]
        return list(Total.objects.order_by(*order).values_list(*order, *wanted))


def _base(target):
    return Decimal(10) if target.is_ratio else None


@st.composite
def arrivals(draw):
    """What arrives in the end, and two orders in which it does."""
    final = {
        key: (draw(st.lists(cell, min_size=5, max_size=5)), draw(st.booleans()))
        for key in draw(st.lists(st.sampled_from(returns), unique=True, min_size=2, max_size=8))
    }
    detours = st.sampled_from(["", "", "withdrawn", "sent back", "corrected"])
    orders = [[(key, draw(detours)) for key in draw(st.permutations(sorted(final)))] for _ in range(2)]
    corrected = {key for order in orders for key, detour in order if detour == "corrected"}
    # Whatever was corrected was accepted, so it is in both orders.
    return {key: (cells, accepted or key in corrected) for key, (cells, accepted) in final.items()}, orders


@settings(
    max_examples=15,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(drawn=arrivals(), pauses=st.lists(st.integers(0, 2), min_size=8, max_size=8))
def test_the_order_of_arrival_never_matters(drawn, pauses):
    final, orders = drawn
    found = []
    for order in orders:
        with transaction.atomic():
            city = City()
            for (key, detour), pause in zip(order, pauses, strict=False):
                city.arrive(key, final[key][0], detour, final[key][1])
                if pause == 1:
                    settle(city.plan.pk)
                elif pause == 2:
                    settle_round(city.plan.pk)
            found.append(city.totals())
            transaction.set_rollback(True)
        pauses = pauses[::-1]
    assert found[0]
    assert found[0] == found[1]
