"""What a document promises: its numbers, its dated steps, and the numbers that promise nothing."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reader.clauses.carried import Carried
from reader.clauses.lookup import compact, line_of
from reader.clauses.spots import Line, Spot
from reader.clauses.standing import Heading, Standing
from reader.lexicon.rules import Rule
from reader.model import Milestone, NotTarget, Target
from reader.numbers.deadlines import When, whens
from reader.numbers.times import PlanTime
from reader.promises.milestones import Step, once, steps
from reader.promises.table_steps import day_of, row_step
from reader.promises.targets import Piece, pieces, row_pieces, target
from reader.tables.table import Row, Table
from reader.text.paragraph import Paragraph

DUE = Rule(
    r"(?:(?:完成|办结|实施)(?:时[限间]|期限)|时限(?:要求)?|时间(?:要求|节点|安排|进度)"
    r"|期限)[::]?\s?(?P<time>[^;。\t|]{2,20})",
    takes="完成时限:10月底",
    leaves="完成10月底",
)


AND_BY = Rule(
    r"并(?:要)?(?:于|在|确保)?(?=[\d一二三四五六七八九十年])",
    takes="并于6月底前挂牌",
    leaves="于6月底前挂牌",
)
# 10月底前办好两件实事。一是…
LISTS = Rule(
    r"(?:实事|工作|任务|大事|事项|事|如下|以下[^,;。]{0,8})[:。]?$",
    takes="办好两件实事。",
    leaves="办好实事两件",
)
SPOKEN = Rule(
    r"[一二三四五六七八九]是",
    takes="一是抓宣传",
    leaves="抓宣传",
)
NAME_ABOVE = 30  # characters of a cell
STOPPED = re.compile(r"[。;!?\t]|\d[^\d]{0,4}$")


@dataclass(frozen=True)
class Promises:
    targets: tuple[Target, ...]
    milestones: tuple[Milestone, ...]
    not_targets: tuple[NotTarget, ...]


@dataclass
class Gathered:
    """What was found so far; from ``item`` on it belongs to the item that is being read, whose time may follow it."""

    targets: list[Target] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    not_targets: list[NotTarget] = field(default_factory=list)
    item: tuple[int, int] = (0, 0)
    lists: When | None = None
    above: str = ""  # the paragraph before, if it may name what the next one counts

    def listed(self, line: Line) -> When | None:
        """The time of the sentence that announced the list of which this is an item."""
        return self.lists if SPOKEN.match(line.flat) else None

    def begun(self) -> bool:
        """Whether the item that is being read has promised anything."""
        return self.item != (len(self.targets), len(self.steps))

    def begin_item(self) -> None:
        self.item = (len(self.targets), len(self.steps))

    def due(self, when: When, text: str) -> None:
        """完成时限:10月底 dates what the item promised without a time of its own."""
        for at in range(self.item[0], len(self.targets)):
            if self.targets[at].deadline_text is None:
                self.targets[at] = replace(self.targets[at], deadline=when.day, deadline_text=text)
        for at in range(self.item[1], len(self.steps)):
            milestone = self.steps[at].milestone
            if milestone.deadline_text is None:
                milestone = replace(milestone, deadline=when.day, deadline_text=text)
                self.steps[at] = replace(self.steps[at], milestone=milestone)


def promises(
    paragraphs: Sequence[Paragraph],
    *,
    year: int | None,
    years: tuple[int, int] | None,
    headings: Sequence[Heading | None] = (),
) -> Promises:
    """Reads the paragraphs in order. ``years`` is given for a plan of several years, ``year`` for one of a year.
    ``headings[i]`` is the level and title of the heading that paragraph i begins with, without its number."""
    plan = PlanTime(*(years or (year, year)))
    gathered, standing, table = Gathered(), Standing(plan), Table(plan)
    for index, paragraph in enumerate(paragraphs):
        heading = headings[index] if index < len(headings) else None
        if heading is not None:
            standing.enter(heading)
        if heading is not None or "\t" in paragraph.flat:
            gathered.begin_item()
        _read(compact(paragraph), standing, gathered, table)
    return Promises(tuple(_once(gathered.targets)), tuple(once(gathered.steps)), tuple(gathered.not_targets))


def _read(paragraph: Paragraph, standing: Standing, gathered: Gathered, table: Table) -> None:
    line, found = line_of(
        paragraph.flat, standing.plan, behind=standing.behind, conditions=standing.conditions, above=gathered.above
    )
    starts = [quantity.start for quantity in found]
    gathered.above = line.flat if len(line.flat) <= NAME_ABOVE and not STOPPED.search(line.flat) else ""
    table.enter(line.flat)
    if table.heads:
        return
    row = Row(line, table, table.cells(line))
    carried, alone, silent = Carried(gathered.listed(line) or standing.when), row_pieces(row, found), row.silent()
    clauses = Clauses(paragraph, line, carried, standing.plan, gathered)
    for index, clause in enumerate(line.clauses):
        mine = found[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        carried.enter(line, clause)
        kept, refused = pieces(line, index, mine)
        if clause.start in silent:
            clauses.refuse(refused + [(piece.spot, "past") for piece in kept])
        else:
            clauses.take(index, alone.get(index, kept), [] if index in alone else refused)
    _due(line, row, standing.plan, gathered)
    if row.cells and not line.conditions:
        gathered.steps.extend(row_step(paragraph, row, standing.plan, begun=gathered.begun()))
    if not SPOKEN.match(line.flat):
        gathered.lists = carried.announced(line) if LISTS.search(line.flat) else None


@dataclass
class Clauses:
    """Takes what the clauses of one paragraph promise, one after the other."""

    paragraph: Paragraph
    line: Line
    carried: Carried
    plan: PlanTime
    gathered: Gathered

    def take(self, index: int, kept: Sequence[Piece], refused: Sequence[tuple[Spot, str]]) -> None:
        self._back(index)
        times = self.carried.apart([piece.spot for piece in kept])
        for piece, said in zip(kept, times, strict=True):
            name = self.carried.name or ("" if piece.spot.before else self.line.above)
            proposal = target(self.paragraph, piece, said, self.plan, name)
            over = piece.cell.over if piece.cell else None
            if over and over.when:
                proposal = replace(proposal, deadline=over.when.day, deadline_text=over.title)
            self.carried.name = proposal.name
            self.gathered.targets.append(proposal)
        if not kept:
            self.gathered.steps.extend(steps(self.paragraph, self.line, index, self.carried.of_step(), self.plan))
        self.refuse(refused)

    def refuse(self, refused: Sequence[tuple[Spot, str]]) -> None:
        for spot, why in refused:
            self.gathered.not_targets.append(_not_target(self.paragraph, spot, why))

    def _back(self, index: int) -> None:
        """建立调解委员会,并于6月底前挂牌: the time of what completes a promise is the promise's own."""
        clause, here = self.line.clauses[index], self.carried.here
        if not here or here[0].day is None or not AND_BY.match(self.line.flat, clause.start):
            return
        before = self.gathered.targets[-1:]
        if before and before[0].deadline_text is None and self._follows(before[0], index):
            text = self.line.flat[here[0].start : here[0].end]
            self.gathered.targets[-1] = replace(before[0], deadline=here[0].day, deadline_text=text)

    def _follows(self, target: Target, index: int) -> bool:
        previous = self.line.clauses[index - 1] if index else None
        return previous is not None and target.place.start >= self.paragraph.origin[previous.start]


def _due(line: Line, row: Row, plan: PlanTime, gathered: Gathered) -> None:
    """The item's own time, in a label after it or in a cell of its row."""
    label = DUE.search(line.flat)
    if label:
        found = whens(label["time"], plan)
        if len(found) == 1 and found[0].day:
            gathered.due(found[0], label["time"])
        gathered.begin_item()
    elif row.cells:
        due = day_of(row, plan)
        if due is not None:
            gathered.due(*due)


def _not_target(paragraph: Paragraph, spot: Spot, why: str) -> NotTarget:
    start, end = spot.quantity.start, spot.quantity.end
    place = spot.line.quoted.around(start) or spot.line.titled.around(start) or spot.line.times_in.around(start)
    start, end = place or (start, end)
    return NotTarget(paragraph.place(start, end), spot.line.flat[start:end], why)


def _once(targets: list[Target]) -> list[Target]:
    """The same clause said twice is one promise."""
    kept: dict[tuple, Target] = {}
    for found in targets:
        kept.setdefault((found.text, found.value, found.unit), found)
    return list(kept.values())
