"""Finds tasks: numbered items without parts, sentences with a verb of a task, rows of tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule
from reader.model import Confidence, SectionReading, TaskReading, TextSpan
from reader.numbers.days import PlanYears
from reader.numbers.deadlines import find_times
from reader.outline.headings import Heading
from reader.outline.offices import LABEL, Offices, find_offices, offices_in_cell
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
# 某主席来调研时,提出了明确要求; 会后,一行前往某村考察: what happened at a meeting or visit.
SCENE = PatternRule(
    r"[^。;!?]{0,30}?(?:(?:调研|考察|视察|检查|座谈|指导|来访|走访|慰问|出席|看望)[^,。;]{0,10}时|会上|会后|会前|会议(?:上|期间|当天)|座谈会上),"
    r"[^。;]{0,120}?(?:[提作做给介汇传宣听交肯]\w{1,3}了|发言|授牌|签约|揭牌|颁奖|一行|指出|表示)"
    r"|[^。;!?]{0,40}?(?:出席(?:了)?(?:此次|本次)?(?:会议|活动|仪式)|主持(?:了)?(?:会议|召开|仪式|活动)|(?:会议|活动)由[^,。;]{2,20}主持"
    r"|一行[^,。;]{0,6}(?:前往|到|赴|来到|深入)|(?:会议|座谈会)(?:传达|宣读|听取|通报|观看|学习|总结|回顾)了?)",
    takes="某主席来我市调研时,专门召开座谈会,提出了明确要求",
    leaves="调研时要召开座谈会,提出要求",
)
# 会上…要求各县4月底前出台方案 sets a task.
DEMANDS = PatternRule(
    r"(?<![主重必首])要(?![求点素])|要求[^。;]{0,40}(?:前|底|不少于|至少)|将(?!近)|计划|力争|确保|拟",
    takes="要求各县4月底前出台",
    leaves="提出了明确要求",
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
    """The tasks in the order of the document; ``sections`` are those of the ``heads`` that are no items.

    A task that begins with its section is the whole item.
    """
    return tuple(TaskFinder(heads, sections, paragraphs, plan, document).find())


@dataclass
class TaskFinder:
    """The arguments of ``find_tasks``, and the section in which the next part lies."""

    heads: Sequence[Heading]
    sections: Sequence[SectionReading]
    paragraphs: Sequence[Paragraph]
    plan: PlanYears
    document: str
    section: int | None = None

    def find(self) -> Iterator[TaskReading]:
        """The tasks in the order of the document."""
        past: set[int | None] = set()
        principles: set[int | None] = set()
        if not self.sections:
            yield from self._before_any_section()
        for n, head in enumerate(self.heads):
            if not head.is_item:
                self.section = 0 if self.section is None else self.section + 1
                section = self.sections[self.section]
                if section.parent in past - {None} or PAST_HEADING.search(section.title):
                    past.add(self.section)
                elif section.parent in principles - {None} or PRINCIPLES_HEADING.search(section.title):
                    principles.add(self.section)
            if self.section not in past:
                yield from self._tasks_of(n, self.section not in principles)

    def _before_any_section(self) -> Iterator[TaskReading]:
        """The tasks of a text without sections, up to its first item."""
        first = self.heads[0] if self.heads else None
        whole = self.paragraphs[: first.paragraph + 1] if first else self.paragraphs
        ends = [len(one.flat) for one in whole]
        if first:
            ends[-1] = first.mark.start
        parts = [TextPart(one, 0, end) for one, end in zip(whole, ends, strict=True) if end and "\t" not in one.flat]
        yield from self._sentence_tasks(parts)
        if not self.heads:
            yield from self._table_tasks(0, len(self.paragraphs))

    def _tasks_of(self, n: int, is_action: bool) -> Iterator[TaskReading]:
        """The tasks of a heading or item without those of the parts below it."""
        head, after = self.heads[n], self.heads[n + 1] if n + 1 < len(self.heads) else None
        parts = self._own_text(n, leaf=after is None or after.level <= head.level)
        if head.is_item:
            own, behind = list(parts), []
            if after is None or not after.is_item:  # what follows the last item need not belong to it
                line = self.paragraphs[head.paragraph]
                own = [part for part in parts if part.paragraph is line]
                behind = [part for part in parts if part.paragraph is not line]
            if own:
                yield self._item_task(head, own, is_action)
            yield from self._sentence_tasks(behind)
        elif (after is None or after.level <= head.level) and _is_single_task(head, parts):
            yield self._item_task(head, parts, is_action)
        else:
            yield from self._sentence_tasks([part for part in parts if "\t" not in part.flat])
            yield from self._table_tasks(head.paragraph, after.paragraph + 1 if after else len(self.paragraphs))

    def _own_text(self, n: int, *, leaf: bool) -> list[TextPart]:
        """The text of a heading without that of the parts below it, or its title if it has no other text."""
        head = self.heads[n]
        parts = list(self._split(head, head.end, self.heads[n + 1] if n + 1 < len(self.heads) else None))
        if leaf and not any(len(part.flat.strip("。;:, ")) > 1 for part in parts):
            return [TextPart(self.paragraphs[head.paragraph], head.mark.end, head.end)]
        return parts

    def _split(self, head: Heading, start: int, after: Heading | None) -> Iterator[TextPart]:
        for i in range(head.paragraph, (after.paragraph if after else len(self.paragraphs) - 1) + 1):
            flat = self.paragraphs[i].flat
            begin = start if i == head.paragraph else 0
            stop = len(flat) if after is None or i < after.paragraph else after.mark.start
            while begin < stop and flat[begin] in "。;:,、 ":
                begin += 1
            if begin < stop:
                yield TextPart(self.paragraphs[i], begin, stop)

    def _item_task(self, head: Heading, parts: Sequence[TextPart], is_action: bool) -> TaskReading:
        first, last = self.paragraphs[head.paragraph], parts[-1]
        title = first.as_written(head.mark.end, head.end, self.document)
        whole = f"{title}。" + "\n".join(part.flat for part in parts)
        end = last.paragraph.place(last.start, last.end).end
        place = TextSpan(first.place(head.mark.start, head.mark.end).start, end)
        is_action = is_action and VERB.search(whole) is not None
        task = _build_task(place, whole, title, self.section, find_offices(whole), "item")
        due, period = DUE.search(whole), PERIOD.search(normalize(title))
        said = whole[due.end() : due.end() + 20] if due else period[1] if period else ""
        deadline, sure = _first_day(said, self.plan), Confidence.SURE if is_action else Confidence.UNSURE
        return replace(task, deadline=deadline, sure=sure)

    def _sentence_tasks(self, parts: Sequence[TextPart]) -> Iterator[TaskReading]:
        for part in parts:
            for hit in SENTENCE.finditer(part.paragraph.flat, part.start, part.end):
                sentence = hit[0]
                verb = VERB.search(sentence, 0, 30)
                if len(sentence) < 6 or verb is None or _is_statement(sentence, self.plan):
                    continue
                sure = Confidence.LIKELY if verb.start() < 8 else Confidence.UNSURE
                place = part.paragraph.place(*hit.span())
                name = part.paragraph.as_written(*hit.span(), self.document)
                task = _build_task(place, sentence, name, self.section, find_offices(sentence), "sentence")
                yield replace(task, sure=sure)

    def _table_tasks(self, first: int, end: int) -> Iterator[TaskReading]:
        for row in task_table_rows(self.paragraphs, first, end):
            own = self.paragraphs[row.paragraph]
            name = row.cells.get("name") or row.cells["content"]
            named = Offices(offices_in_cell(row.cells.get("lead")), offices_in_cell(row.cells.get("assist")))
            task = _build_task(own.place(0, len(own.flat)), own.flat, name, self.section, named, "row")
            yield replace(task, deadline=_first_day(row.cells.get("due", ""), self.plan))


def _is_single_task(head: Heading, parts: Sequence[TextPart]) -> bool:
    """Whether an item is one task: it is below the first level, names its offices, or is short."""
    if not parts or any("\t" in part.flat for part in parts):
        return False
    sentences = sum(1 for part in parts for _ in SENTENCE.finditer(part.flat))
    return head.level > 1 or sentences <= MAX_SENTENCES or any(OFFICE_LINE.match(part.flat) for part in parts)


def _is_statement(sentence: str, plan: PlanYears) -> bool:
    """Whether a sentence describes the present or the past or names who is in charge, and so is no task."""
    year = OLD_YEAR.match(sentence)
    old = year is not None and plan.first is not None and int(year[1]) < plan.first
    scene = SCENE.match(sentence) is not None and DEMANDS.search(sentence) is None
    return old or scene or NOT_A_TASK.match(sentence) is not None or OFFICE_LINE.match(sentence) is not None


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
