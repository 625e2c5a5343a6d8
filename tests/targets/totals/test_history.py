"""Any history of returns over any tree gives the totals of a plain recomputation, on both bases, to the last digit.

The plain side keeps its own books and never reads the database: a fault in an action shows as well as one in SQL.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from plans.models import Period
from targets.models import Figure, Return, Settlement, Total
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions import review
from targets.totals import facts
from targets.totals.arithmetic import ReportedValue, ShareVersion, TargetRules
from targets.totals.facts import PlanFacts
from targets.totals.settle import rebuild, settle
from targets.totals.stale_marks import mark_stale
from targets.totals.verification.verify import compare_total, verify_plan
from tests.factories import make_allocation, make_participant, make_person, make_plan, make_target, make_unit
from tests.targets.returns_world import answer_all, explain_built_in
from tests.targets.totals.helpers import all_totals

pytestmark = pytest.mark.django_db

EXAMPLES = 60
PHASES = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
)  # shrinking real histories takes minutes; the first failure tells
MEASURES = ("increment", "running", "level", "ratio", "milestone")
DIRECTIONS = ("at_least", "at_most", "exactly", "range")
numbers = st.integers(0, 400).map(lambda n: Decimal(n) / 4)


@st.composite
def trees(draw):
    """A tree as [(parent index or None, kind)]: the root first; offices have nobody below them."""
    nodes = [(None, "federation")]
    for _ in range(draw(st.integers(0, 7))):
        above = [i for i, (_, kind) in enumerate(nodes) if kind != "office"]
        nodes.append((draw(st.sampled_from(above)), draw(st.sampled_from(["federation", "zone", "office"]))))
    return nodes


@st.composite
def promises(draw):
    measure = draw(st.sampled_from(MEASURES))
    direction = draw(st.sampled_from([d for d in DIRECTIONS if (measure, d) != ("ratio", "exactly")]))
    return {
        "measure": measure,
        "direction": direction,
        "rollup": draw(st.sampled_from(["sum", "units_reached"])),
        "scale": draw(st.sampled_from(["", "%", "‰", "/10万"])) if measure == "ratio" else "",
        "frequency": draw(st.sampled_from(["quarter", "quarter", "half"])),
        "value": Decimal(5),
        "value2": Decimal(50) if direction == "range" else None,
    }


@st.composite
def steps(draw):
    """One thing that happens: (verb, unit index, seq, [cell content for each target])."""
    verb = draw(
        st.sampled_from(["submit"] * 4 + ["accept"] * 3 + ["start", "send_back", "correct", "withdraw", "settle"])
    )
    cells = draw(st.lists(st.tuples(st.integers(0, 5), numbers, st.integers(0, 40)), min_size=3, max_size=3))
    return verb, draw(st.integers(0, 7)), draw(st.integers(1, 4)), cells


@dataclass
class Books:
    """The plain side: the state of each return, its latest submission, and what counts on each basis."""

    state: dict = field(default_factory=lambda: defaultdict(lambda: "draft"))
    correcting: set = field(default_factory=set)
    submission: dict = field(default_factory=dict)
    submitted: dict = field(default_factory=dict)
    accepted: dict = field(default_factory=dict)

    def allowed(self, verb, key):
        state = self.state[key]
        return {
            "submit": state in ("draft", "sent_back") or key in self.correcting,
            "withdraw": state == "submitted",
            "start": state == "submitted",
            "accept": state == "under_review",
            "send_back": state in ("submitted", "under_review", "accepted"),
            "correct": state == "accepted",
        }[verb]

    def apply(self, verb, key, cells=None):
        state = self.state[key]
        if verb == "submit":
            self.state[key], self.submitted[key] = "submitted", cells
            self.correcting.discard(key)
        elif verb == "withdraw":
            self.state[key] = "draft"
            self.submitted.pop(key)
        elif verb == "start":
            self.state[key] = "under_review"
        elif verb == "accept":
            self.state[key], self.accepted[key] = "accepted", self.submitted[key]
        elif verb == "send_back":
            self.state[key] = "sent_back"
            self.submitted.pop(key)
            if state == "accepted":
                self.accepted.pop(key)
                self.correcting.discard(key)
        elif verb == "correct":
            self.correcting.add(key)


class World:
    """A real plan in the database, its people, and the books beside it."""

    def __init__(self, nodes, promised, shares):
        province = make_unit("53")
        units, self.places = [], []
        for i, (parent, kind) in enumerate(nodes):
            above = province if parent is None else units[parent]
            units.append(make_unit(f"{530000 + i}", parent=above, kind=kind))
        self.plan = make_plan(units[0], state="issued", issued_at="2020-01-01T00:00Z")
        for i, (parent, _) in enumerate(nodes):
            self.places.append(make_participant(self.plan, units[i], None if parent is None else self.places[parent]))
        self._choose_keepers(nodes)
        Settlement.objects.create(plan=self.plan)
        Period.objects.filter(plan=self.plan).update(state="open")
        self.periods = {p.seq: p for p in self.plan.periods.all()}
        self.targets = [make_target(self.plan, f"L{i}", decimals=2, **p) for i, p in enumerate(promised)]
        self.shares = self._allocate(shares)
        self.clerk = make_person("clerk", *[("clerk", u) for u in units])
        self.reviewer = make_person("reviewer", ("reviewer", province))
        self.returns = {
            (i, seq): Return.objects.create(participant=place, period=period)
            for i, place in enumerate(self.places)
            for seq, period in self.periods.items()
        }
        self.books = Books()
        with transaction.atomic():
            mark_stale(plan_id=self.plan.pk)

    def _choose_keepers(self, nodes):
        """Every second one of those with nobody below keeps no totals, as villages do."""
        holders = {parent for parent, _ in nodes}
        childless = [i for i in range(len(nodes)) if i not in holders]
        for i in childless[::2]:
            self.places[i].keeps_totals = False
            self.places[i].save()

    def _allocate(self, drawn):
        made = defaultdict(list)
        for i, place in enumerate(self.places):
            for t, target in enumerate(self.targets):
                for from_seq, amount, own, baseline in drawn[i][t]:
                    own = own if own is None or not target.is_milestone else Decimal(1)
                    base = None if baseline is None or not target.is_ratio else baseline + 1
                    extra = {"from_seq": from_seq, "baseline": baseline, "baseline_base": base}
                    make_allocation(target, place, amount, own=own, **extra)
                    made[place.pk, target.pk].append(ShareVersion(from_seq, amount, own, baseline, base))
        return made

    def owed(self, i, seq):
        place, period = self.places[i], self.periods[seq]
        for t, target in enumerate(self.targets):
            held = [s for s in self.shares.get((place.pk, target.pk), ()) if s.from_seq <= seq]
            if held and max(held, key=lambda s: s.from_seq).own is not None and period.falls_due(target.frequency):
                yield t, target

    def step(self, verb, i, seq, cells):
        if verb == "settle":
            settle(self.plan.pk)
            return
        i %= len(self.places)
        report = self.returns[i, seq]
        if verb == "accept" and self.books.state[i, seq] == "submitted":
            self.step("start", i, seq, cells)
        if not self.books.allowed(verb, (i, seq)):
            return
        if verb == "submit":
            self.books.apply(verb, (i, seq), self._fill(report, i, seq, cells))
            explain_built_in(report, by=self.clerk)
            submit_return(report, by=self.clerk, answers=answer_all(report))
        elif verb == "withdraw":
            withdraw_return(report, by=self.clerk)
            self.books.apply(verb, (i, seq))
        else:
            act = {"start": review.start_review, "accept": review.accept}.get(verb)
            if verb == "send_back":
                review.send_back(report, by=self.reviewer, objections=[review.Objection("why")])
            elif verb == "correct":
                review.grant_correction(report, by=self.reviewer, reason="why")
            else:
                act(report, by=self.reviewer)
            self.books.apply(verb, (i, seq))

    def _fill(self, report, i, seq, cells):
        said = {}
        versions = dict(Figure.objects.filter(report=report).values_list("target_id", "version"))
        for t, target in self.owed(i, seq):
            kind, value, base = cells[t]
            typed = _typed(target, kind, value, Decimal(base))
            save_figure(report, target, typed, by=self.clerk, seen=versions.get(target.pk, 0))
            said[target.pk] = ReportedValue(typed.value, typed.base, typed.na)
        return said

    def expected(self):
        """The totals that the books give."""
        plain = PlanFacts(
            participants=[(p.pk, p.parent_id, p.kind) for p in reversed(self.places)],
            promises={t.pk: self._promise(t) for t in self.targets},
            horizon=4,
            shares=self.shares,
        )
        for (i, seq), said in self.books.submitted.items():
            for target_id, report in said.items():
                plain.submitted[self.places[i].pk, target_id][seq] = report
        for (i, seq), said in self.books.accepted.items():
            for target_id, report in said.items():
                plain.accepted[self.places[i].pk, target_id][seq] = report
        return facts.compute_totals(plain)

    def _promise(self, target):
        due = frozenset(seq for seq in self.periods if target.frequency == "quarter" or seq % 2 == 0)
        return TargetRules(target.measure, target.direction, target.rollup, target.value2, target.scale, due)

    def differences(self):
        wanted = self.expected()
        has = all_totals(self.plan)
        keys = sorted(wanted.keys() | has.keys())
        return [d for key in keys if (d := compare_total(key, wanted.get(key), has.get(key)))]


def _typed(target, kind, value, base):
    if kind == 0:
        return FigureInput(na=True, reason="why")
    if target.is_milestone:
        return FigureInput(value=Decimal(kind % 2), done_on=target.plan.periods.first().end if kind % 2 else None)
    if target.is_ratio:
        return FigureInput(value=Decimal(int(value)) if base else Decimal(0), base=base)
    return FigureInput(value=value)


optional = st.none() | numbers
versions = st.lists(
    st.tuples(st.integers(1, 4), optional, optional, optional), max_size=2, unique_by=lambda share: share[0]
)
shares = st.lists(st.lists(versions, min_size=3, max_size=3), min_size=8, max_size=8)


@settings(max_examples=EXAMPLES, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(
    nodes=trees(),
    promised=st.lists(promises(), min_size=3, max_size=3),
    drawn=shares,
    history=st.lists(steps(), max_size=25),
)
def test_any_history_gives_the_plain_totals(nodes, promised, drawn, history):
    with transaction.atomic():
        world = World(nodes, promised, drawn)
        for step in history:
            world.step(*step)
        settle(world.plan.pk)
        assert world.differences() == []
        assert verify_plan(world.plan.pk).differing == 0
        before = sorted(Total.objects.values_list())
        rebuild(world.plan.pk)
        assert sorted(Total.objects.values_list()) == before
        transaction.set_rollback(True)
