"""Totals and figures, as the interface gives them out. Nothing is computed here: lines are those of the pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from targets.models import Return, SnapshotFigure
from targets.results.board import UnitResults, build_board
from targets.results.place import ACCEPTED, TotalsPlace


def readable_participants(reader: Any, plan: Plan) -> QuerySet[Participant]:
    """The participants whose totals the reader sees, in tree order."""
    return plan.participants.filter(policy.paths_q(reader, Verb.SEE_TOTALS)).order_by("path")


def children_of(participant: Participant) -> QuerySet[Participant]:
    """The units directly below, in the plan's order."""
    return participant.children.order_by("position", "path")


def read_own_lines(place: TotalsPlace) -> UnitResults:
    """The lines of the place's own unit; two queries."""
    return build_board(place, []).own


def read_lines_of_children(place: TotalsPlace, children: Sequence[Participant]) -> list[UnitResults]:
    """The lines of some of the units below, in their order; two queries."""
    found = {each.participant.pk: each for each in build_board(place, children).children}
    return [found[child.pk] for child in children]


def list_figures(reader: Any, period: Period, *, basis: str, below: Participant) -> QuerySet[SnapshotFigure]:
    """The figures that count on the basis, of the units at and below ``below`` whose returns the reader sees."""
    pointer = "accepted" if basis == ACCEPTED else "submitted"
    returns = Return.objects.filter(
        policy.paths_q(reader, Verb.SEE_RETURN, "participant__path"),
        period=period, participant__path__startswith=below.path, **{pointer: OuterRef("snapshot_id")},
    )  # fmt: skip
    of_period = SnapshotFigure.objects.filter(snapshot__report__period=period)
    ordered = of_period.filter(Exists(returns)).order_by(
        "snapshot__report__participant__path", "target__position", "target__code"
    )
    return ordered.select_related("target", "snapshot__report__participant")
