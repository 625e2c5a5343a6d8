"""A unit's targets and those of its children at one period, judged and ranked."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from dashboards.queries.judge import Judge
from dashboards.queries.line import Line
from pages.lights import LIGHTS
from plans.models import Participant
from targets.models import Target
from targets.totals.reading import read_totals
from targets.totals.standing import rank_completions, rank_rows, weighted_completion

KINDS = ("federation", "zone", "office", "member")  # areas before bodies


@dataclass
class Standings:
    """A participant's lines in the plan's order, its completion on the whole, its rank among siblings of its kind.

    ``reported_at`` is when the last of what it reported came in.
    """

    participant: Participant
    lines: list[Line]
    overall: Decimal | None = None
    rank: int | None = None
    lights: dict[str, int] = field(default_factory=dict)
    reported_at: datetime | None = None


@dataclass
class Board:
    targets: list[Target]
    own: Standings
    children: list[Standings]

    def ranked(self):
        """(kind, its children best first) for each kind, areas before bodies."""
        kinds = defaultdict(list)
        for child in self.children:
            kinds[child.participant.kind].append(child)
        return [(kind, _best_first(same)) for kind, same in kinds.items()]


def read_board(place):
    """The Board of a place whose period has begun: three queries, however many children and targets there are."""
    return board_of(place, read_children(place.participant))


def board_of(place, below):
    """The Board of a place with the participants ``below`` as its children, ranked among each other: two queries."""
    judge = Judge(place.plan, place.periods, place.basis)
    children = sorted(below, key=lambda child: KINDS.index(child.kind))
    targets, seq = list(place.targets), place.period.seq
    histories = read_family(place.participant, children, names=judge.names, **judge.reading(targets, seq))

    def standings(participant):
        lines = [judge.line(participant, t, histories[participant.id, t.id], seq) for t in targets]
        whole = weighted_completion([(line.standing, line.target.weight) for line in lines])
        tally = Counter([line.standing.light for line in lines])
        lights = {light: tally[light] for light in LIGHTS}
        last = max((line.reported_at for line in lines if line.reported_at), default=None)
        return Standings(participant, lines, whole, lights=lights, reported_at=last)

    board = Board(targets, standings(place.participant), [standings(c) for c in children])
    _rank(board)
    return board


def read_children(participant):
    """Those below a participant, each with whether anybody is below it, too."""
    return list(participant.children.select_related("unit").order_by("position", "path"))


def read_family(participant, children, **which):
    """The totals of a participant and its ``children`` (of ``read_children``): two queries."""
    family = [participant, *children]
    kept = [p.pk for p in family if p.keeps_totals]
    return read_totals(participant.plan_id, [p.pk for p in family], kept=kept, **which)


def rank_lines(lines):
    """Give each line its rank among those of the same kind, and return them best first, kind by kind."""
    kinds = defaultdict(list)
    for line in sorted(lines, key=lambda line: KINDS.index(line.participant.kind)):
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
