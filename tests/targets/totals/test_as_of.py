"""What a number was on any day, and what has changed it since: the effects add up to the difference, always."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.errors import Refused
from targets.models import BasisHistory, Return, ShareBefore
from targets.shares.actions.allocate import allocate
from targets.shares.actions.baselines import set_baselines
from targets.shares.queries.duties import list_duties
from targets.totals.facts import compute_totals, read_facts
from targets.totals.queries.as_of import TotalKey, current_contributions, explain_changes_since
from tests.factories import make_person
from tests.targets.totals.test_history import PHASES, World, numbers, optional, promises, shares, steps, trees

pytestmark = pytest.mark.django_db
EXAMPLES = 25
BASES = ("submitted", "accepted")
share_steps = st.tuples(
    st.sampled_from(["allocate", "baseline"]),
    st.integers(0, 7),
    st.integers(1, 4),
    st.tuples(optional, optional, numbers),
)


class Yearbook(World):
    """A world whose planner changes shares too, and in which every total is written down now and then."""

    def __init__(self, nodes, promised, drawn):
        root = [
            [(1, promise["value"], versions[0][2] if versions else None, None)]
            for promise, versions in zip(promised, drawn[0], strict=True)
        ]
        super().__init__(nodes, promised, [root, *drawn[1:]])  # the top owes what the plan promises
        self.planner = make_person("planner", ("planner", self.plan.unit))
        self.pages = []

    def step(self, verb, i, seq, cells):
        if verb in ("allocate", "baseline"):
            self._shares(verb, self.places[i % len(self.places)], seq, cells)
        elif verb == "settle":
            self.pages.append((timezone.now(), compute_totals(read_facts(self.plan.pk))))
        else:
            super().step(verb, i, seq, cells)

    def owed(self, i, seq):
        """As the database says it: shares change here."""
        places = {target.pk: n for n, target in enumerate(self.targets)}
        for duty in list_duties(self.places[i], self.periods[seq]):
            yield places[duty.target.pk], self.targets[places[duty.target.pk]]

    def _shares(self, verb, place, seq, cells):
        whose = place.parent or place
        why = {"by": self.planner, "reason": "why"}
        for target, number in zip(self.targets, cells, strict=True):
            key = (target.code, place.code)
            try:
                with transaction.atomic():
                    if verb == "allocate":
                        allocate(self.plan, whose, {key: number}, from_seq=seq, document_number="1", **why)
                    else:
                        base = number + 1 if number is not None and target.is_ratio else None
                        set_baselines(self.plan, whose, {key: (number, base)}, **why)
            except Refused:
                pass  # not every share can change, and that is not what is asked here


def known(found, key, basis):
    total = found.get(key)
    return (getattr(total, basis), getattr(total, f"{basis}_base")) if total else (None, None)


@settings(max_examples=EXAMPLES, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(
    nodes=trees(),
    promised=st.lists(promises(), min_size=3, max_size=3),
    drawn=shares,
    history=st.lists(st.one_of(steps(), steps(), steps(), share_steps), min_size=5, max_size=30),
    place=st.integers(0, 7),
)
def test_every_number_is_told_as_it_was(nodes, promised, drawn, history, place):
    with transaction.atomic():
        world = Yearbook(nodes, promised, drawn)
        world.step("settle", 0, 0, None)
        for step in history:
            world.step(*step)
        world.step("settle", 0, 0, None)
        now = world.pages[-1][1]
        for participant in {world.places[0], world.places[place % len(world.places)]}:
            for n, target in enumerate(world.targets):
                for basis in BASES:
                    for seq in {4, 1 + n}:
                        asked = TotalKey(participant, target, seq, basis, tuple(world.periods.values()))
                        _compare(world, asked, now)
        transaction.set_rollback(True)


def _compare(world, asked, now):
    key = (asked.participant.pk, asked.seq, asked.target.pk)
    value, base = known(now, key, asked.basis)
    parts = current_contributions(asked, [p.pk for p in world.places if p.path.startswith(asked.participant.path)])
    assert sum(part or 0 for part, _ in parts.values()) == (value or 0)
    assert all(part is None for part, _ in parts.values()) == (value is None)
    for at, page in world.pages:
        told = explain_changes_since(asked, at, value, base)
        assert (told.value, told.base) == known(page, key, asked.basis), (asked, at)
        assert sum(e.value for e in told.effects) == (value or 0) - (told.value or 0)
        assert all(e.move.at > at and (e.value or e.base) for e in told.effects)


@pytest.mark.django_db
def test_every_move_that_changes_what_counts_is_kept(city_world):
    world, report = city_world
    verbs = list(BasisHistory.objects.filter(report=report).order_by("number").values_list("verb", flat=True))
    assert verbs == ["submit", "accept", "submit", "accept", "send_back"]
    last = BasisHistory.objects.filter(report=report).latest("number")
    assert (last.submitted, last.accepted, last.by) == (None, None, world.reviewer)
    accepted = [row.accepted and row.accepted.number for row in BasisHistory.objects.filter(report=report)]
    assert sorted(accepted, key=str) == [1, 1, 2, None, None]


@pytest.fixture
def city_world(db):
    """A county that reports, is accepted, corrected, accepted again and sent back."""
    promised = [{"measure": m, "value": Decimal(5), "frequency": "quarter"} for m in ("increment", "level", "running")]
    share = [[(1, Decimal(10), Decimal(10), None)]] * 3
    world = World([(None, "federation"), (0, "federation")], promised, [[[], [], []], share])
    cells = [(1, Decimal(3), 1)] * 3
    for verb in ("submit", "start", "accept", "correct", "submit", "start", "accept", "send_back"):
        world.step(verb, 1, 2, cells)
    return world, Return.objects.get(pk=world.returns[1, 2].pk)


def test_a_plan_in_draft_keeps_no_history_of_shares(city_world):
    assert not ShareBefore.objects.exists()
