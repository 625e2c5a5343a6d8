"""Finds tasks: numbered items without parts, sentences with a verb of a task, rows of tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule
from reader.model import Confidence, SectionReading, TaskReading, TextSpan
from reader.numbers.deadlines import find_times
from reader.numbers.times import PlanYears
from reader.outline.offices import LABEL, Offices, find_offices, offices_in_cell
from reader.outline.sections import Heading
from reader.outline.task_tables import task_table_rows
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph

VERB = PatternRule(
    verbs.TASK,
    takes="为她们做好服务",
    leaves="她们的意见",
)
SENTENCE = re.compile(r"(?:[^。;!?(]|\([^()]*\)|\()+[。;!?]?")
NOT_A_TASK = PatternRule(
    rf"(?:.{{0,12}}(?:总体|工作|指导)(?:思路|要求|思想)是|{phrases.LAST_YEAR}|当前|刚才|同志们|一年来|近年来|过去"
    rf"|今年以来|20\d\d年是|.{{0,6}}(?:现有|共有))",
    takes="当前,形势很好",
    leaves="举办培训班",
)
OLD_YEAR = re.compile(r"在?(20\d\d)年")
PAST_HEADING = PatternRule(
    r"回顾|工作总结|总结$|成绩|(?<!新)成效$|(?:基本|执行|完成)情况|现状|(?:规划|编制)背景|发展基础|问题$|(?:面临"
    r"|当前)(?:的)?形势",
    takes="过去五年工作回顾",
    leaves="过去五年的目标",
)
PRINCIPLES_HEADING = PatternRule(
    r"指导思想|总体要求|基本原则|总体思路|工作原则",
    takes="指导思想",
    leaves="思想引领",
)
PERIOD = re.compile(r"\([^()]*\d[^()]*(?:-|至|到)([^()]*)\)$")  # 集中攻坚阶段（4月16日—6月20日）
DUE = PatternRule(
    rf"(?:{phrases.COMPLETING}|工作)?(?:时[限间]|期限)[::]",
    takes="完成时限:10月底",
    leaves="10月底",
)
MAX_NAME_LENGTH = 40
MAX_SENTENCES = 2  # sentences: an item this short is one task, also at the first level
OFFICE_LINE = re.compile(rf"[((]?(?:{LABEL.pattern})")


@dataclass(frozen=True)
class TextPart:
    """``paragraph.flat[start:end]``, a piece of the text of a section."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def flat(self) -> str:
        return self.paragraph.flat[self.start : self.end]


def find_tasks(
    heads: Sequence[Heading],
    sections: Sequence[SectionReading],
    paragraphs: Sequence[Paragraph],
    plan: PlanYears,
    document: str,
) -> tuple[TaskReading, ...]:
    """The tasks in the order of the document. A task that begins with its section is the whole item."""
    found: list[TaskReading] = []
    past: set[int] = set()
    principles: set[int] = set()
    for index, head in enumerate(heads):
        if head.parent in past or PAST_HEADING.search(sections[index].title):
            past.add(index)
            continue
        if head.parent in principles or PRINCIPLES_HEADING.search(sections[index].title):
            principles.add(index)
        leaf = index + 1 == len(heads) or heads[index + 1].level <= head.level
        parts = _own_text(index, heads, paragraphs, leaf)
        if leaf and _is_single_task(head, parts):
            found.append(_item_task(index, sections[index], parts, plan, index not in principles))
        else:
            found += _sentence_tasks(index, [part for part in parts if "\t" not in part.flat], plan, document)
            found += _table_tasks(index, head, heads, paragraphs, plan)
    if not heads:
        parts = [TextPart(one, 0, len(one.flat)) for one in paragraphs if one.flat and "\t" not in one.flat]
        found += [*_sentence_tasks(None, parts, plan, document), *_table_tasks(None, None, heads, paragraphs, plan)]
    return tuple(found)


def _own_text(index: int, heads: Sequence[Heading], paragraphs: Sequence[Paragraph], leaf: bool) -> list[TextPart]:
    """The text of a section without its subsections, or its title if it has no other text."""
    head = heads[index]
    parts = list(_split_parts(head, head.end, heads[index + 1] if index + 1 < len(heads) else None, paragraphs))
    if leaf and not any(len(part.flat.strip("。;:, ")) > 1 for part in parts):
        return list(
            _split_parts(head, head.mark.end, Heading(head.paragraph, head.mark, head.end), paragraphs, head.end)
        )
    return parts


def _split_parts(
    head: Heading, start: int, after: Heading | None, paragraphs: Sequence[Paragraph], end: int | None = None
) -> Iterator[TextPart]:
    for i in range(head.paragraph, (after.paragraph if after else len(paragraphs) - 1) + 1):
        begin = start if i == head.paragraph else 0
        stop = len(paragraphs[i].flat) if after is None or i < after.paragraph else after.mark.start
        if end is not None:
            stop = end
        while begin < stop and paragraphs[i].flat[begin] in "。;:,、 ":
            begin += 1
        if begin < stop:
            yield TextPart(paragraphs[i], begin, stop)


def _is_single_task(head: Heading, parts: Sequence[TextPart]) -> bool:
    """Whether an item is one task: it is below the first level, names its offices, or is short."""
    if not parts or any("\t" in part.flat for part in parts):
        return False
    sentences = sum(1 for part in parts for _ in SENTENCE.finditer(part.flat))
    return head.level > 1 or sentences <= MAX_SENTENCES or any(OFFICE_LINE.match(part.flat) for part in parts)


def _item_task(
    index: int, section: SectionReading, parts: Sequence[TextPart], plan: PlanYears, is_action: bool
) -> TaskReading:
    whole = f"{section.title}。" + "\n".join(part.flat for part in parts)
    last = parts[-1]
    place = TextSpan(section.place.start, last.paragraph.place(last.start, last.end).end)
    is_action = is_action and VERB.search(whole) is not None
    task = _build_task(place, whole, section.title, index, find_offices(whole), "item")
    due, period = DUE.search(whole), PERIOD.search(normalize(section.title))
    said = whole[due.end() : due.end() + 20] if due else period[1] if period else ""
    return replace(task, deadline=_first_day(said, plan), sure=Confidence.SURE if is_action else Confidence.UNSURE)


def _sentence_tasks(
    index: int | None, parts: Sequence[TextPart], plan: PlanYears, document: str
) -> Iterator[TaskReading]:
    for part in parts:
        for hit in SENTENCE.finditer(part.paragraph.flat, part.start, part.end):
            sentence = hit[0]
            verb = VERB.search(sentence, 0, 30)
            if len(sentence) < 6 or verb is None or _is_statement(sentence, plan):
                continue
            sure = Confidence.LIKELY if verb.start() < 8 else Confidence.UNSURE
            place, name = part.paragraph.place(*hit.span()), part.paragraph.as_written(*hit.span(), document)
            yield replace(_build_task(place, sentence, name, index, find_offices(sentence), "sentence"), sure=sure)


def _is_statement(sentence: str, plan: PlanYears) -> bool:
    """Whether a sentence describes the present or the past or names who is in charge, and so is no task."""
    year = OLD_YEAR.match(sentence)
    old = year is not None and plan.first is not None and int(year[1]) < plan.first
    return old or NOT_A_TASK.match(sentence) is not None or OFFICE_LINE.match(sentence) is not None


def _table_tasks(
    index: int | None, head: Heading | None, heads: Sequence[Heading], paragraphs: Sequence[Paragraph], plan: PlanYears
) -> Iterator[TaskReading]:
    first = head.paragraph if head else 0
    end = heads[index + 1].paragraph + 1 if index is not None and index + 1 < len(heads) else len(paragraphs)
    for row in task_table_rows(paragraphs, first, end):
        own = paragraphs[row.paragraph]
        name = row.cells.get("name") or row.cells["content"]
        named = Offices(offices_in_cell(row.cells.get("lead")), offices_in_cell(row.cells.get("assist")))
        task = _build_task(own.place(0, len(own.flat)), own.flat, name, index, named, "row")
        yield replace(task, deadline=_first_day(row.cells.get("due", ""), plan))


def _first_day(said: str, plan: PlanYears) -> date | None:
    return next((when.day for when in find_times(said, plan) if when.day), None)


def _build_task(place: TextSpan, whole: str, name: str, index: int | None, named: Offices, rule: str) -> TaskReading:
    verbs = tuple(dict.fromkeys(VERB.findall(whole)))
    return TaskReading(
        place, whole, _shorten(name), index, verbs, named.lead, named.assisting, None, rule, Confidence.SURE
    )


def _shorten(name: str) -> str:
    """The first words, up to a comma if they are long."""
    name = name.strip("。;!?,、:；，： ")
    if len(name) > MAX_NAME_LENGTH:
        cut = min((at for at in (name.find(",", 6), name.find("，", 6)) if at > 0), default=MAX_NAME_LENGTH)
        name = name[: min(cut, MAX_NAME_LENGTH)]
    return name
