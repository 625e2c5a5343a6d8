"""Collects the targets, milestones and rejected numbers of a document, paragraph by paragraph."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reader.clauses.analysis import analyse_paragraph, remove_blanks
from reader.clauses.carryover import ClauseCarryover
from reader.clauses.contexts import ParagraphAnalysis, QuantityContext
from reader.clauses.heading_context import HeadingContext, HeadingTitle
from reader.clauses.past import TURNS_TO_FUTURE
from reader.clauses.splitting import PART_NUMBER
from reader.lexicon.rules import PatternRule
from reader.model import MilestoneReading, RejectedNumber, TargetReading
from reader.names.owners import topic_of_title
from reader.names.sources import NameSources
from reader.numbers.days import PlanYears, TimeKind
from reader.numbers.deadlines import find_times
from reader.numbers.quantities import Quantity
from reader.outline.periods import named_spans
from reader.promises.collected import SPOKEN_NUMBER, CollectedPromises
from reader.promises.due import ALL_DUE, AND_BY_DATE, DUE, DUE_ONLY
from reader.promises.milestones import find_steps, without_repeated_steps
from reader.promises.not_targets import rejected_number
from reader.promises.repeated import origin_of, without_repeated_targets
from reader.promises.row_steps import day_of, row_step
from reader.promises.targets import TargetCandidate, build_target, row_candidates, target_candidates
from reader.promises.told_until import written_before
from reader.tables.table import QuantityTableRow, Table
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph

# 10月底前办好两件实事。一是…
ANNOUNCES_LIST = PatternRule(
    r"(?:实事|工作|任务|大事|事项|事|如下|以下[^,;。]{0,8})[:。]?$|(?:期间|[月日]份?底?前?|[上中下]旬|时间|之间|内)(?:集中)?(?:开展|进行|组织|完成|实施)?:$",
    takes="办好两件实事。",
    leaves="办好实事两件",
)
MAX_BEGINNING = 6  # paragraphs in which a news item shows that it is one
MAX_NAME_ABOVE = 30  # characters of a cell
NOT_A_NAME = re.compile(r"[。;!?\t]|\d[^\d]{0,4}$")


@dataclass(frozen=True)
class Promises:
    """The targets, milestones and rejected numbers of a document."""

    targets: tuple[TargetReading, ...]
    milestones: tuple[MilestoneReading, ...]
    not_targets: tuple[RejectedNumber, ...]


def collect_promises(
    paragraphs: Sequence[Paragraph],
    plan: PlanYears,
    *,
    headings: Sequence[HeadingTitle | None] = (),
    title: str = "",
    until: date | None = None,
) -> Promises:
    """The targets, milestones and rejected numbers in ``paragraphs``.

    ``plan`` has the years of the plan. ``headings[i]`` is the level and the title, without its number, of the heading
    that paragraph i begins with, or None. ``title`` is the document's; ``until`` is the day until which a report tells
    what happened.
    """
    one_year = plan.first == plan.last
    plan = replace(
        plan,
        written_before=one_year and written_before(until, plan.last, title, paragraphs),
        spans=tuple(named_spans(paragraph.flat for paragraph in paragraphs)),
    )
    gathered, headings_above, table = CollectedPromises(), HeadingContext(plan, title), Table(plan)
    gathered.told.until, gathered.about = until, topic_of_title(normalize(title))
    gathered.reports.begin(title, [paragraph.flat for paragraph in paragraphs])
    for index, paragraph in enumerate(paragraphs):
        heading = headings[index] if index < len(headings) else None
        if heading is not None:
            headings_above.enter(heading)
        else:
            headings_above.enter_unnumbered(paragraph.flat)
        gathered.enter_list(paragraph.flat)
        gathered.told.enter(paragraph.flat, begins=index < MAX_BEGINNING)
        if heading is not None or PART_NUMBER.match(paragraph.flat):
            gathered.horizon = None
        gathered.origin = origin_of(paragraph.flat, index, in_row=gathered.told.quarters)
        if heading is not None or "\t" in paragraph.flat:
            gathered.begin_item()
        paragraph = remove_blanks(paragraph)
        gathered.told.reported = gathered.reports.enter(
            paragraph.flat,
            level=heading[0] if heading else None,
            news=gathered.told.news,
            behind=paragraphs[index + 1].flat[:MAX_NAME_ABOVE] if index + 1 < len(paragraphs) else "",
        )
        _read_paragraph(paragraph, headings_above, gathered, table)
    return Promises(
        tuple(without_repeated_targets(gathered.targets, gathered.origins)),
        tuple(without_repeated_steps(gathered.steps)),
        tuple(gathered.not_targets),
    )


def _read_paragraph(
    paragraph: Paragraph, headings_above: HeadingContext, gathered: CollectedPromises, table: Table
) -> None:
    line, found = analyse_paragraph(
        paragraph.flat,
        headings_above.plan,
        under_past_heading=headings_above.about_past or gathered.past_list,
        conditions=headings_above.conditions,
        above=gathered.above,
        told=gathered.told,
    )
    if line.tells_of_ended_period and not TURNS_TO_FUTURE.search(line.flat):
        gathered.reports.open()
    gathered.above = line.flat if len(line.flat) <= MAX_NAME_ABOVE and not NOT_A_NAME.search(line.flat) else ""
    table.enter(line.flat)
    if table.heads:
        return
    row = QuantityTableRow(line, table, table.cells(line))
    carried = ClauseCarryover(
        gathered.list_time(line) or headings_above.when, gathered.horizon, headings_above.plan.last
    )
    ClauseReader(paragraph, line, carried, headings_above.plan, gathered, headings_above.title).read(row, found)
    gathered.horizon = carried.horizon
    _apply_item_deadline(line, row, headings_above.plan, gathered)
    if row.cells and not line.conditions:
        gathered.steps.extend(row_step(paragraph, row, headings_above.plan, has_promises=gathered.has_promises()))
    if not SPOKEN_NUMBER.match(line.flat):
        gathered.announced_time = carried.time_of_list(line) if ANNOUNCES_LIST.search(line.flat) else None


@dataclass
class ClauseReader:
    """Adds the targets, steps and rejected numbers of the clauses of one paragraph to the results."""

    paragraph: Paragraph
    line: ParagraphAnalysis
    carried: ClauseCarryover
    plan: PlanYears
    gathered: CollectedPromises
    heading: str = ""  # the title of the heading above, which may name what is counted

    def read(self, row: QuantityTableRow, found: Sequence[Quantity]) -> None:
        """Read the clauses in order; ``found`` are the quantities of the paragraph, ``row`` its cells, if any."""
        starts = [quantity.start for quantity in found]
        alone, without_targets = row_candidates(row, found), row.cells_without_targets()
        for index, clause in enumerate(self.line.clauses):
            own = found[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
            self.carried.enter(self.line, clause)
            candidates, rejected = target_candidates(self.line, index, own)
            if clause.start in without_targets:
                self.reject(rejected + [(piece.context, "past") for piece in candidates])
            else:
                self.take(index, alone.get(index, candidates), [] if index in alone else rejected)

    def take(
        self, index: int, candidates: Sequence[TargetCandidate], rejected: Sequence[tuple[QuantityContext, str]]
    ) -> None:
        """Add the targets of the clause, or its steps if it has no target, and its rejected numbers."""
        dates_previous = self._date_previous_target(index) or self._date_previous_sentence(index)
        times = self.carried.times_of([piece.context for piece in candidates])
        for piece, said in zip(candidates, times, strict=True):
            name = self.carried.name or ("" if piece.context.before else self.line.above)
            sources = NameSources(
                name, heading=self.heading, title=self.gathered.about, alike=self.gathered.last_counted_in(piece)
            )
            proposal = build_target(self.paragraph, piece, said, self.plan, sources)
            over = piece.cell.over if piece.cell else None
            if over and over.when:
                proposal = replace(proposal, deadline=over.when.day, deadline_text=over.title)
            self.carried.name = proposal.name
            self.gathered.targets.append(proposal)
            self.gathered.origins.append(replace(self.gathered.origin, heading=self.heading))
        if not candidates and not dates_previous:
            self.gathered.steps.extend(
                find_steps(self.paragraph, self.line, index, self.carried.time_of_step(), self.plan)
            )
        self.reject(rejected)

    def reject(self, rejected: Sequence[tuple[QuantityContext, str]]) -> None:
        """Add rejected numbers, each with the name of its rule."""
        for context, why in rejected:
            self.gathered.not_targets.append(rejected_number(self.paragraph, context, why))

    def _date_previous_target(self, index: int) -> bool:
        """Date the target of the previous clause: 建立调解委员会,并于6月底前挂牌."""
        clause, here = self.line.clauses[index], self.carried.here
        if not here or here[0].day is None or not AND_BY_DATE.match(self.line.flat, clause.start):
            return False
        before = self.gathered.targets[-1:]
        if before and before[0].deadline_text is None and self._is_in_previous_clause(before[0], index):
            text = self.line.flat[here[0].start : here[0].end]
            self.gathered.targets[-1] = replace(before[0], deadline=here[0].day, deadline_text=text)
        return False

    def _date_previous_sentence(self, index: int) -> bool:
        """Date the targets of the sentence before: 改造50户。8月底前完成。 False if it has none without a time."""
        clauses, here = self.line.clauses, self.carried.here
        clause, flat = clauses[index], self.line.flat
        if not index or len(here) != 1 or here[0].kind is not TimeKind.DAY:
            return False
        of_all = ALL_DUE.fullmatch(flat[clause.start : here[0].start])
        if clauses[index - 1].sentence == clause.sentence and not of_all:
            return False
        alone = flat[clause.end : clause.end + 1] in {"", "。", ";", "\t"}
        said = "" if of_all else flat[clause.start : here[0].start]
        if not alone or not DUE_ONLY.fullmatch(said + flat[here[0].end : clause.end]):
            return False
        first = next(one.start for one in clauses if one.sentence == clauses[index - 1].sentence)
        targets, dated = self.gathered.targets, False
        for at in range(self.gathered.item[0], len(targets)):
            free = targets[at].deadline_text is None or (of_all and targets[at].deadline == self.plan.end)
            if targets[at].place.start >= self.paragraph.origin[first] and free:
                text = flat[here[0].start : here[0].end]
                targets[at] = replace(targets[at], deadline=here[0].day, deadline_text=text)
                dated = True
        return dated

    def _is_in_previous_clause(self, target: TargetReading, index: int) -> bool:
        previous = self.line.clauses[index - 1] if index else None
        return previous is not None and target.place.start >= self.paragraph.origin[previous.start]


def _apply_item_deadline(
    line: ParagraphAnalysis, row: QuantityTableRow, plan: PlanYears, gathered: CollectedPromises
) -> None:
    """Apply a deadline in a label after the item or in a cell of its row."""
    label = DUE.search(line.flat)
    if label:
        found = find_times(label["time"], plan)
        if len(found) == 1 and found[0].day:
            gathered.apply_deadline(found[0], label["time"])
        gathered.begin_item()
    elif row.cells:
        apply_deadline = day_of(row, plan)
        if apply_deadline is not None:
            gathered.apply_deadline(*apply_deadline)
