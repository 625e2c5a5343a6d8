"""Reads a plan document: runs all stages and combines their results."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from reader.model import MilestoneReading, Reading, SectionReading, TargetReading, TaskReading, TextSpan
from reader.numbers.days import PlanYears
from reader.outline import head as heading
from reader.outline import sections as outline
from reader.outline import tasks
from reader.outline.headings import Heading
from reader.outline.news import without_news_days
from reader.promises.collecting import collect_promises
from reader.promises.told_until import issued_within, told_until, year_within
from reader.text import body as text
from reader.text import part_numbers
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph
from reader.text.part_numbers import NumberStyle

WORDS = re.compile(r"\w+")
MAX_WORDS_BEFORE, MAX_WORDS_BEHIND = 2, 4  # characters of an item beside its only target
CONTINUES = (",", ";")  # (五)到2015年,A;B;C: the time at the head of the line dates all of it


def read(
    document: str,
    *,
    year: int | None = None,
    settle_year: Callable[[int | None], int] | None = None,
    wrapped: bool = True,
) -> Reading:
    """Read the text of a document. Does not raise, whatever the text.

    ``year`` is the year of the plan, if known. Otherwise ``settle_year``, if given, is called with the year that
    the document names (or None) and returns the year to use. ``wrapped`` is True if a paragraph may extend over
    several lines (text files, PDFs), False if each line is a paragraph (Word files).
    """
    body = text.body(document, wrapped=wrapped)
    top = heading.in_original_characters(heading.read_head(body.paragraphs, body.asides), document)
    own, heads = _plan_paragraphs(body.paragraphs, top.first_paragraph)
    sections = outline.build_sections(outline.only_sections(heads), own, document)
    known = year or (settle_year(top.year) if settle_year else top.year)
    plan = PlanYears(*(top.years or (known, known)))
    parts, headings = split_at_headings(own, heads)
    until = told_until(top.title, top.day, known, body.paragraphs)
    if top.years:
        now = year_within(top.years, top.day, body.paragraphs)
        plan = replace(plan, now=now, issued=issued_within(top.years, top.day, top.number))
    found = collect_promises(parts, plan, headings=headings, title=top.title or "", until=until)
    milestones = without_news_days(found.milestones, body.asides, body.paragraphs)
    promised = [target.place for target in found.targets] + [milestone.place for milestone in milestones]
    todo = tasks.find_tasks(heads, sections, own, plan, document)
    where = SectionTaskIndex(document, sections, without_single_promises(todo, promised, document))
    return Reading(
        text=document,
        title=top.title,
        issuer=top.issuer,
        year=known,
        years=top.years,
        number=top.number,
        addressees=top.addressees,
        asides=tuple(body.asides),
        sections=sections,
        tasks=where.tasks_with_deadlines(milestones, plan),
        targets=tuple(where.assign(target) for target in found.targets),
        milestones=tuple(where.assign(milestone) for milestone in milestones),
        not_targets=tuple(replace(one, text=where.words(one.place)) for one in found.not_targets),
    )


def _plan_paragraphs(paragraphs: list[Paragraph], first: int) -> tuple[list[Paragraph], list[Heading]]:
    """(the paragraphs of the plan, its headings), without what precedes paragraph ``first``.

    If only the part before it has headings, the notice itself is the plan, and only a table is attached.
    """
    heads = outline.find_headings(paragraphs[first:])
    if not heads and first:
        all_heads = outline.find_headings(paragraphs)
        if any(head.mark.style is not NumberStyle.PLAIN for head in all_heads):
            return paragraphs, all_heads
    return paragraphs[first:], heads


def split_at_headings(
    paragraphs: Sequence[Paragraph], heads: Sequence[Heading]
) -> tuple[list[Paragraph], list[tuple[int, str] | None]]:
    """Split the paragraphs at their headings.

    Returns the pieces and, for each piece, the level and title of the heading that it begins with, or None. A
    heading that is ended by a full stop or by the end of its line becomes a piece of its own; one that is ended by a
    comma or semicolon does not.
    """
    cuts: dict[int, list[int]] = {}
    titles: dict[tuple[int, int], tuple[int, str]] = {}
    unnumbered: dict[tuple[int, int], int] = {}  # 9.5岁以下: the number of the item would be read as part of 9.5
    for head in heads:
        flat = paragraphs[head.paragraph].flat
        cuts.setdefault(head.paragraph, []).append(head.mark.start)
        titles[head.at] = head.level, flat[head.mark.end : head.end]
        if flat[head.mark.end].isdigit() and flat[head.mark.end - 1] in part_numbers.DECIMAL_POINTS:
            unnumbered[head.at] = head.mark.end
        if flat[head.end : head.end + 1] not in CONTINUES and (
            head.mark.style <= NumberStyle.COUNT_BRACKET or flat[head.end : head.end + 1] == "。"
        ):
            cuts[head.paragraph].append(head.end)
    result, headings = [], []
    for i, paragraph in enumerate(paragraphs):
        for start, end in pairwise([0, *cuts.get(i, []), len(paragraph.flat)]):
            if end > start:
                first = unnumbered.get((i, start), start)
                result.append(Paragraph(paragraph.flat[first:end], paragraph.origin[first:end]))
                headings.append(titles.get((i, start)))
    return result, headings


def without_single_promises(
    todo: Sequence[TaskReading], promised: Sequence[TextSpan], document: str
) -> list[TaskReading]:
    """The tasks without the items that say nothing more than one target or milestone, which represents them."""
    spans = sorted(promised, key=lambda place: place.start)
    starts = [place.start for place in spans]
    kept = []
    for task in todo:
        inside = spans[bisect_left(starts, task.place.start) : bisect_left(starts, task.place.end)]
        single = task.rule == "item" and len(inside) == 1 and not (task.lead or task.assisting)
        if not single or _says_more(task.place, inside[0], document):
            kept.append(task)
    return kept


def _says_more(task: TextSpan, promise: TextSpan, document: str) -> bool:
    """Whether a task has words beside those of its only target and its own number."""
    before, after = (
        normalize(document[start:end]) for start, end in ((task.start, promise.start), (promise.end, task.end))
    )
    mark = part_numbers.START.match(before)
    words = WORDS.findall(before[mark.end() if mark else 0 :])
    return len("".join(words)) > MAX_WORDS_BEFORE or len("".join(WORDS.findall(after))) > MAX_WORDS_BEHIND


Promise = TypeVar("Promise", TargetReading, MilestoneReading)


class SectionTaskIndex:
    """Finds the section and the task that contain a position of the document."""

    def __init__(self, document: str, sections: Sequence[SectionReading], todo: Sequence[TaskReading]):
        self.document = document
        self.sections = [section.place.start for section in sections]
        self.todo = sorted(todo, key=lambda task: task.place.start)
        self.starts = [task.place.start for task in self.todo]

    def section(self, place: TextSpan) -> int | None:
        """The index of the last section that begins at or before ``place``, or None."""
        at = bisect_right(self.sections, place.start) - 1
        return at if at >= 0 else None

    def task(self, place: TextSpan) -> int | None:
        """The index of the task that contains ``place``, or None."""
        at = bisect_right(self.starts, place.start) - 1
        return at if at >= 0 and place.start < self.todo[at].place.end else None

    def assign(self, promise: Promise) -> Promise:
        """A target or milestone with its section, its task and its text as written in the document."""
        where, text = promise.place, self.words(promise.place)
        return replace(promise, text=text, section=self.section(where), task=self.task(where))

    def words(self, place: TextSpan) -> str:
        """The text of the document at ``place``."""
        return self.document[place.start : place.end]

    def tasks_with_deadlines(self, milestones: Iterable[MilestoneReading], plan: PlanYears) -> tuple[TaskReading, ...]:
        """The tasks with their text as written and their deadlines.

        A task without a deadline of its own (完成时限) is due with its latest dated step within the years of the
        plan.
        """
        days: dict[int, list[date]] = {}
        for milestone in milestones:
            at, day = self.task(milestone.place), milestone.deadline
            if at is not None and day and (plan.end is None or day <= plan.end):
                days.setdefault(at, []).append(day)
        return tuple(
            self.task_in_original_words(task, max(days.get(i, ()), default=None)) for i, task in enumerate(self.todo)
        )

    def task_in_original_words(self, task: TaskReading, day: date | None) -> TaskReading:
        return replace(task, text=self.words(task.place), deadline=task.deadline or day)
