"""A unit's targets and those of its children at one period: three queries, however many there are."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from dashboards.queries.judge import Judge
from dashboards.queries.line import Line
from plans.models import Participant
from targets.models import Target, Total
from targets.rollup.standing import overall, ranks

KINDS = ("federation", "zone", "office", "member")  # areas before bodies
LIGHTS = ("blue", "green", "yellow", "red", "grey")


@dataclass
class Standings:
    """A participant's lines in the plan's order, its completion on the whole, its rank among siblings of its kind."""

    participant: Participant
    lines: list[Line]
    overall: Decimal | None = None
    rank: int | None = None
    lights: dict[str, int] = field(default_factory=dict)


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
    """The Board of a place whose period has begun."""
    judge = Judge(place.plan, place.periods, place.basis)
    children = sorted(
        place.participant.children.select_related("unit").order_by("position", "path"),
        key=lambda child: KINDS.index(child.kind),
    )
    targets = list(place.plan.targets.order_by("position", "code"))
    seq = place.period.seq
    ids = [place.participant.pk, *(c.pk for c in children)]
    histories = read_histories(participant__in=ids, seq__in=judge.seqs(targets, seq))

    def standings(participant):
        lines = [judge.line(participant, t, histories[participant.pk, t.pk], seq) for t in targets]
        parts = [(line.standing, line.target.weight) for line in lines]
        tally = Counter(line.standing.light for line in lines)
        return Standings(participant, lines, overall(parts), lights={light: tally[light] for light in LIGHTS})

    board = Board(targets, standings(place.participant), [standings(c) for c in children])
    _rank(board)
    return board


def read_histories(**where):
    """Totals as {(participant id, target id): {seq: Total}}, in one query."""
    histories = defaultdict(dict)
    for total in Total.objects.filter(**where):
        histories[total.participant_id, total.target_id][total.seq] = total
    return histories


def rank_lines(lines):
    """Give each line its rank among those of the same kind, and return them best first, kind by kind."""
    kinds = defaultdict(list)
    for line in sorted(lines, key=lambda line: KINDS.index(line.participant.kind)):
        kinds[line.participant.kind].append(line)
    ordered = []
    for same in kinds.values():
        for rank, line in ranks([(each.standing.completion, each.reported_at, each) for each in same]):
            line.rank = rank
            ordered.append(line)
    return ordered


def _rank(board):
    for place in range(len(board.targets)):
        rank_lines([child.lines[place] for child in board.children])
    for _, children in board.ranked():
        for rank, child in ranks([(c.overall, _last_report(c), c) for c in children]):
            child.rank = rank


def _best_first(children):
    return [child for _, child in ranks([(c.overall, _last_report(c), c) for c in children])]


def _last_report(standings):
    """When the last of what it reported came in."""
    return max((line.reported_at for line in standings.lines if line.reported_at), default=None)
