"""The targets of a unit and of its children at one period, assessed and ranked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from pages.lights import LIGHTS
from plans.models import Participant
from targets.models import Target
from targets.results.board_cache import digest, get_or_build
from targets.results.judge import Judge
from targets.results.line import TotalLine
from targets.results.place import TotalsPlace
from targets.totals.reading import read_totals
from targets.totals.standing import rank_completions, rank_rows, weighted_completion

KIND_ORDER = ("federation", "zone", "office", "member")  # areas before bodies


@dataclass
class UnitResults:
    """A participant's lines in the plan's order, its overall completion, and its rank among siblings of its kind.

    ``lights`` counts the lines by light; ``reported_at`` is the time of its latest report.
    """

    participant: Participant
    lines: list[TotalLine]
    overall: Decimal | None = None
    rank: int | None = None
    lights: dict[str, int] = field(default_factory=dict)
    reported_at: datetime | None = None


@dataclass
class TotalsBoard:
    """A unit and its children with their lines; every ``lines`` is in the order of ``targets``.

    Pages may share a board (``board_cache``): nothing in it is changed once it is built.
    """

    targets: list[Target]
    own: UnitResults
    children: list[UnitResults]

    @property
    def size(self) -> int:
        """The number of lines."""
        return len(self.targets) * (1 + len(self.children))

    def ranked(self) -> list[tuple[str, list[UnitResults]]]:
        """(kind, its children, the best first) for each kind, areas before bodies."""
        kinds = defaultdict(list)
        for child in self.children:
            kinds[child.participant.kind].append(child)
        return [(kind, _best_first(same)) for kind, same in kinds.items()]


class BoardPair(NamedTuple):
    """The boards of two periods; ``before`` is None in the first period."""

    now: TotalsBoard
    before: TotalsBoard | None

    @property
    def size(self) -> int:
        return self.now.size + (self.before.size if self.before else 0)


def read_board(place: TotalsPlace) -> TotalsBoard:
    """The board of a place whose period has begun; three queries, whatever the number of children and targets."""
    return build_board(place, read_children(place.participant))


def build_board(place: TotalsPlace, participants: Iterable[Participant], *, amounts: bool = True) -> TotalsBoard:
    """The board of a place with ``participants`` as its children, ranked among each other; two queries.

    Without ``amounts`` the lines have none: the values before the period are not read.
    """
    children = sort_by_kind(participants)

    def build():
        judge = Judge(place.plan, place.periods, place.basis)
        return _build_board(judge, place, children, _read_histories(judge, [place], children, amounts=amounts))

    return get_or_build(digest(place, children, place.seq, amounts), build)


def build_boards(
    now: TotalsPlace, before: TotalsPlace | None, participants: Iterable[Participant], *, children_before: bool = True
) -> BoardPair:
    """The boards of one unit at two periods (the places differ in nothing else), with the same children and without
    amounts, to compare them; two queries. Without ``children_before`` the second has only the unit itself."""
    children = sort_by_kind(participants)

    def build():
        judge = Judge(now.plan, now.periods, now.basis)
        histories = _read_histories(judge, [place for place in (now, before) if place], children, amounts=False)
        board = _build_board(judge, now, children, histories)
        if before is None:
            return BoardPair(board, None)
        return BoardPair(board, _build_board(judge, before, children if children_before else [], histories))

    key = digest(now, children, now.seq, before.seq if before else 0, children_before)
    return get_or_build(key, build)


def sort_by_kind(participants: Iterable[Participant]) -> list[Participant]:
    """Areas before bodies, else in the order given."""
    return sorted(participants, key=lambda each: KIND_ORDER.index(each.kind))


def _read_histories(judge, places, children, *, amounts):
    first = places[0]
    needed = [judge.needed_totals(first.targets, place.seq, amounts=amounts) for place in places]
    whole = set().union(*(each["seqs"] - each["value_seqs"] for each in needed))
    seqs = set().union(*(each["seqs"] for each in needed))
    return read_family_totals(
        first.participant, children, columns=judge.columns, seqs=seqs, value_seqs=seqs - whole
    )  # fmt: skip


def _build_board(judge, place, children, histories):
    targets, seq = list(place.targets), place.seq

    def assess(participant):
        lines = [judge.line(participant, t, histories[participant.id, t.id], seq) for t in targets]
        whole = weighted_completion([(line.standing, line.target.weight) for line in lines])
        count = Counter([line.standing.light for line in lines])
        lights = {light: count[light] for light in LIGHTS}
        last = max((line.reported_at for line in lines if line.reported_at), default=None)
        return UnitResults(participant, lines, whole, lights=lights, reported_at=last)

    board = TotalsBoard(targets, assess(place.participant), [assess(c) for c in children])
    _rank(board)
    return board


def read_children(participant: Participant) -> list[Participant]:
    """The children of a participant in the plan's order, with their units; one query."""
    return list(participant.children.select_related("unit").order_by("position", "path"))


def read_family_totals(participant: Participant, children: list[Participant], **which: Any) -> dict:
    """The totals of a participant and its children, as ``read_totals`` gives them; two queries."""
    family = [participant, *children]
    stored_ids = [p.pk for p in family if p.keeps_totals]
    return read_totals(participant.plan_id, [p.pk for p in family], stored_ids=stored_ids, **which)


def rank_lines(lines: Iterable[TotalLine]) -> list[TotalLine]:
    """Set each line's rank among those of the same kind; return them kind by kind, the best first."""
    kinds = defaultdict(list)
    for line in sorted(lines, key=lambda line: KIND_ORDER.index(line.participant.kind)):
        kinds[line.participant.kind].append(line)
    ordered = []
    for same in kinds.values():
        for rank, line in rank_rows([(each.standing.completion, each.reported_at, each) for each in same]):
            line.rank = rank
            ordered.append(line)
    return ordered


def _rank(board):
    for _, children in board.ranked():
        for child, rank in zip(children, rank_completions([c.overall for c in children]), strict=True):
            child.rank = rank
        for lines in zip(*(child.lines for child in children), strict=True):
            for line, rank in zip(lines, rank_completions([line.standing.completion for line in lines]), strict=True):
                line.rank = rank


def _best_first(children):
    return [child for _, child in rank_rows([(c.overall, c.reported_at, c) for c in children])]
