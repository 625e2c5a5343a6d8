"""What the headings above a paragraph say of it: that it tells what is past, or by when all of it is due."""

import re
from dataclasses import dataclass, replace

from plans.reader.deadlines import Kind, PlanTime, When, whens
from plans.reader.past import is_behind

Heading = tuple[int, str]  # level, title without its number
MORE_THAN_TIME = re.compile(r"^(?:重点|主要|工作|目标|任务|安排|计划|阶段|要点|部署|[:、, ()])*$")


# 启动部署阶段(2023年4月-6月)
STAGE = re.compile(r"(?:阶段|时间|环节|步骤)\(([^()]{3,24})\)$")


CONDITIONS = re.compile(
    r"(?:推荐|申报|评选|参评|入选|准入|报名|参赛|申请|认定|命名)(?:条件|资格|标准|对象)$|^(?:基本条件"
    r"|资格)$|(?:计分|评分|打分)(?:标准|办法)$"
)


@dataclass(frozen=True)
class Over:
    level: int
    behind: bool
    conditions: bool
    when: When | None


class Standing:
    def __init__(self, plan: PlanTime):
        self.whole = plan
        self.over: list[Over] = []

    def enter(self, heading: Heading) -> None:
        level, title = heading
        while self.over and self.over[-1].level >= level:
            self.over.pop()
        self.over.append(Over(level, is_behind(title), bool(CONDITIONS.search(title)), self._time(title)))

    @property
    def behind(self) -> bool:
        return any(over.behind for over in self.over)

    @property
    def conditions(self) -> bool:
        return any(over.conditions for over in self.over)

    @property
    def plan(self) -> PlanTime:
        """The plan's years, as the headings above narrow them."""
        when = self.when
        return self.whole if when is None or when.day is None else replace(self.whole, now=when.day.year)

    @property
    def when(self) -> When | None:
        return next((over.when for over in reversed(self.over) if over.when), None)

    def _time(self, title: str) -> When | None:
        """2018年, 第一季度, 上半年重点工作: a heading that names nothing but a time."""
        stage = STAGE.search(title)
        title = stage[1] if stage else title
        found = [when for when in whens(title[:40], self.whole) if when.kind is Kind.DAY]
        if len(found) != 1 or found[0].start > 4 or not MORE_THAN_TIME.match(title[: found[0].start]):
            return None
        rest = title[found[0].end :]
        return found[0] if MORE_THAN_TIME.match(rest) or rest.startswith((":", "(")) else None
