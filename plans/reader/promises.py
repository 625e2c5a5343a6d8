"""What a document promises: its numbers, its dated steps, and the numbers that promise nothing."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.reader import past
from plans.reader.clauses import Clause, Spans, clauses, quoted, titled
from plans.reader.deadlines import Kind, PlanTime, When, whens
from plans.reader.milestones import Step, once, step
from plans.reader.model import Milestone, NotTarget, Target
from plans.reader.paragraph import Paragraph
from plans.reader.quantities import Quantity, quantities
from plans.reader.spots import Line, Spot
from plans.reader.targets import pieces, target


@dataclass(frozen=True)
class Promises:
    targets: tuple[Target, ...]
    milestones: tuple[Milestone, ...]
    not_targets: tuple[NotTarget, ...]


@dataclass
class Gathered:
    targets: list[Target] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    not_targets: list[NotTarget] = field(default_factory=list)


def promises(paragraphs: Sequence[Paragraph], *, year: int | None, years: tuple[int, int] | None) -> Promises:
    """Reads the paragraphs in order. ``years`` is given for a plan of several years, ``year`` for one of a year."""
    plan = PlanTime(*(years or (year, year)))
    gathered = Gathered()
    head_behind = False
    for paragraph in paragraphs:
        over = past.heading(paragraph.flat)
        head_behind = head_behind if over is None else over
        _read(paragraph, plan, head_behind, gathered)
    return Promises(tuple(_once(gathered.targets)), tuple(once(gathered.steps)), tuple(gathered.not_targets))


def _read(paragraph: Paragraph, plan: PlanTime, head_behind: bool, gathered: Gathered) -> None:
    line = _line(paragraph.flat, plan, head_behind)
    found = quantities(line.flat)
    starts = [quantity.start for quantity in found]
    carried = Carried()
    for index, clause in enumerate(line.clauses):
        mine = found[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        carried.enter(line, clause)
        _clause(paragraph, line, index, mine, carried, plan, gathered)


def _clause(
    paragraph: Paragraph, line: Line, index: int, mine: Sequence[Quantity], carried: "Carried", plan: PlanTime, gathered: Gathered
) -> None:
    kept, refused = pieces(line, index, mine)
    for piece in kept:
        when = carried.at(piece.spot)
        proposal = target(paragraph, piece, when, plan, carried.name)
        carried.name = proposal.name
        gathered.targets.append(proposal)
    if not kept:
        found = step(paragraph, line, index, carried.last, plan)
        if found:
            gathered.steps.append(found)
    for spot, why in refused:
        gathered.not_targets.append(_not_target(paragraph, spot, why))


def _not_target(paragraph: Paragraph, spot: Spot, why: str) -> NotTarget:
    start, end = spot.quantity.start, spot.quantity.end
    place = spot.line.quoted.around(start) or spot.line.titled.around(start) or spot.line.times_in.around(start)
    start, end = place or (start, end)
    return NotTarget(paragraph.place(start, end), spot.line.flat[start:end], why)


def _line(flat: str, plan: PlanTime, head_behind: bool) -> Line:
    parts = clauses(flat)
    times = tuple(whens(flat, plan))
    return Line(
        flat=flat,
        clauses=tuple(parts),
        quoted=quoted(flat),
        titled=titled(flat),
        times=times,
        times_in=Spans([(when.start, when.end) for when in times]),
        past=past.behind(flat, parts, plan, head_behind=head_behind),
    )


@dataclass
class Carried:
    """What one clause leaves to the next of its sentence: the time that holds, and the name of what is counted."""

    sentence: int = -1
    lead: When | None = None  # 到2025年, at the head of the sentence: holds until its end
    last: When | None = None
    name: str = ""
    here: tuple[When, ...] = ()

    def enter(self, line: Line, clause: Clause) -> None:
        if clause.sentence != self.sentence:
            self.sentence, self.lead, self.last, self.name = clause.sentence, None, None, ""
        self.here = tuple(
            when
            for when in line.times[bisect_left(line.times_in.starts, clause.start) : bisect_left(line.times_in.starts, clause.end)]
            if when.kind is not Kind.OTHER and when.start not in line.quoted and when.start not in line.titled
        )
        if self.here:
            self.last = self.here[-1]

    def at(self, spot: Spot) -> When | None:
        """The time that holds for a quantity: the last before it in its clause, else the clause's, else the sentence's."""
        before = [when for when in self.here if when.end <= spot.quantity.start]
        if before:
            return before[-1]
        return self.here[0] if self.here else self.last


def _once(targets: list[Target]) -> list[Target]:
    """The same clause said twice is one promise."""
    kept: dict[tuple, Target] = {}
    for found in targets:
        kept.setdefault((found.text, found.value, found.unit), found)
    return list(kept.values())
