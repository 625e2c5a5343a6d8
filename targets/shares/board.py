"""The part of a plan that an allocation page shows and saves: a participant, its children, their allocations."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from plans.models import Participant, Period, Plan
from targets.models import Allocation, ShareBefore, Target


def cell_key(target: Target, participant: Participant) -> str:
    """How a cell is named in forms, refusals and the trail: ``L03:530923000000``."""
    return f"{target.code}:{participant.code}"


@dataclass
class AllocationBoard:
    """A participant, those below it, the plan's targets, and every version of what they owe.

    ``versions`` maps (participant id, target id) to the allocations in the order in which they were made.
    """

    plan: Plan
    participant: Participant
    children: list[Any]  # participants, each annotated with has_children
    targets: list[Target]
    versions: dict = field(default_factory=lambda: defaultdict(list))
    correctable: frozenset[int] = frozenset()  # ids of allocations, see ``is_given``

    @property
    def is_leaf(self) -> bool:
        """A participant without others below it owes its whole itself."""
        return not self.children

    @property
    def is_root(self) -> bool:
        return self.participant.parent_id is None

    def latest_version(self, participant: Participant, target: Target) -> Allocation | None:
        """The version in force that begins last, or None."""
        rows = [row for row in self.versions.get((participant.pk, target.pk), ()) if not row.replaced]
        return max(rows, key=lambda row: row.from_seq, default=None)

    def share(self, participant: Participant, target: Target, name: str) -> Decimal | None:
        """The ``amount`` or ``own`` of the latest version, or None."""
        row = self.latest_version(participant, target)
        return getattr(row, name) if row else None

    def was_allocated(self, participant: Participant, target: Target, name: str) -> bool:
        """Whether this share was ever allocated, even if it was withdrawn since."""
        return any(getattr(row, name) is not None for row in self.versions.get((participant.pk, target.pk), ()))

    def is_given(self, participant: Participant, target: Target, name: str) -> bool:
        """Whether this share was given out, so that only an adjustment changes it.

        A first breakdown that was saved after the issue can be corrected until a period opens in which it counts.
        """
        rows = self.versions.get((participant.pk, target.pk), ())
        return any(getattr(row, name) is not None and row.pk not in self.correctable for row in rows)

    def total_to_split(self, target: Target) -> Decimal | None:
        """What the participant owes: the root the target's value (a range's lower end), others their ``amount``."""
        return target.value if self.is_root else self.share(self.participant, target, "amount")


def load_board(plan: Plan, participant: Participant) -> AllocationBoard:
    """Read the board of a participant in three queries, of an issued plan in four."""
    below = Exists(Participant.objects.filter(parent=OuterRef("pk")))
    children = participant.children.annotate(has_children=below).order_by("position", "path")
    board = AllocationBoard(plan, participant, list(children), list(plan.targets.order_by("position", "code")))
    people = [participant, *board.children]
    rows = Allocation.objects.filter(participant__in=people, target__plan=plan).order_by("id")
    for row in rows:
        board.versions[row.participant_id, row.target_id].append(row)
    if not plan.is_draft:
        board.correctable = frozenset(_list_correctable(rows))
    return board


def _list_correctable(rows):
    """Ids of the allocations made after the issue, without an adjustment, that count from a period not begun yet."""
    begun = Period.objects.filter(plan=OuterRef("target__plan"), seq__gte=OuterRef("from_seq"))
    begun = begun.exclude(state=Period.State.PLANNED)
    made = Q(pk__in=ShareBefore.objects.filter(existed=False, adjustment=None).values("allocation"))
    return rows.filter(~Exists(begun), made, adjustment=None).order_by().values_list("pk", flat=True)
