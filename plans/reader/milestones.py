"""Dated steps without a number: 4月底前全部出台. Said twice, they are proposed once."""

import datetime
import re
from dataclasses import dataclass

from plans.reader.deadlines import Kind, PlanTime, When
from plans.reader.model import Milestone, Sure
from plans.reader.paragraph import Paragraph
from plans.reader.spots import Line

STEP = re.compile(
    r"出台|完成|印发|制定|召开|举办|开展|启动|建立|建成|实现|达标|上线|投入使用|挂牌|揭牌|验收|上报|报送|组织|成立|换届|编制|修订|评选|表彰|公布|发布|部署|总结|推进|落实|结束|到位"
    r"|全覆盖|轮训|培训|竣工|投入|编印|对接|评估|检查|督查|考核|通报|组建|开通|提交|发放|建设|实施|形成|推广|申报|汇报|报"
)
WHOLE = re.compile(
    r"(?:全部|全面|如期|按期|按时|百分之百|圆满)(?:[^,;。]{0,6})(?:完成|出台|达标|实现|建成|到位|覆盖|建立|落实|收官)|全(?:面)?覆盖"
)
REPORTED = re.compile(r"^[^,。]{0,30}(?:要求|提出|强调|指出)")
GOAL = re.compile(r"指标|目标|任务|规划|方案|覆盖")


NEAR_BY = 40  # steps of one day among which a second mention is looked for


@dataclass(frozen=True)
class Step:
    milestone: Milestone
    reported: bool


def step(paragraph: Paragraph, line: Line, index: int, when: When | None, plan: PlanTime) -> Step | None:
    """The dated step that a clause without a promised number makes, if it makes one."""
    clause = line.clauses[index]
    text = line.flat[clause.start : clause.end]
    if line.past[index] or len(text) < 5 or not (STEP.search(text) or WHOLE.search(text)):
        return None
    own = when is not None and clause.start <= when.start < clause.end
    dated = own and when is not None and when.kind is Kind.DAY and when.exact
    whole = WHOLE.search(text) is not None and GOAL.search(text) is not None
    if not (dated or whole):
        return None
    day = _day(when, plan)
    name = re.sub(r"^(?:要|在|确保|争取|力争|要在)", "", _without(line, clause.start, clause.end, when)).strip("、 ")
    return Step(
        Milestone(
            place=paragraph.place(clause.start, clause.end),
            text=text,
            name=name[:60],
            deadline=day,
            deadline_text=line.flat[when.start : when.end] if when else None,
            section=None,
            task=None,
            rule="dated_step" if dated else "all_of_it",
            sure=Sure.LIKELY if dated and STEP.search(text) else Sure.UNSURE,
        ),
        REPORTED.match(text) is not None,
    )


def once(steps: list[Step]) -> list[Milestone]:
    """The same step said twice stays once: where the document says it itself, not where it tells what others asked."""
    kept: list[Step] = []
    of_day: dict[datetime.date | None, list[int]] = {}
    for found in steps:
        near = of_day.setdefault(found.milestone.deadline, [])
        same = next((i for i in near[-NEAR_BY:] if _same(found.milestone, kept[i].milestone)), None)
        if same is None:
            near.append(len(kept))
            kept.append(found)
        elif kept[same].reported and not found.reported:
            kept[same] = found
    return [found.milestone for found in kept]


def _same(one: Milestone, other: Milestone) -> bool:
    if one.deadline != other.deadline or one.deadline is None:
        return False
    few, many = sorted((set(one.name), set(other.name)), key=len)
    return len(few) >= 2 and len(few & many) >= 0.8 * len(few)


def _day(when: When | None, plan: PlanTime) -> datetime.date | None:
    if when is None or when.kind is Kind.DEFAULT:
        return plan.end
    return when.day


def _without(line: Line, start: int, end: int, when: When | None) -> str:
    if when is None or not start <= when.start < end:
        return line.flat[start:end]
    return line.flat[start : when.start] + line.flat[when.end : end]
