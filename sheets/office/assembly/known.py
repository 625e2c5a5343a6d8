"""What a plan knows of names, asked once for each text."""

import re
from collections.abc import Sequence
from functools import cached_property

from sheets.layout.model import KnownNames
from sheets.layout.words import TOTAL, plain
from sheets.office.assembly.said_kinds import KindListener
from sheets.office.labels import is_inside, match_column, match_columns, match_unit, unit_label
from sheets.office.labels.said_kinds import SaidKinds
from sheets.office.model import ColumnMatch, ColumnRole, PlanContext, TargetNames, UnitMatch, UnitNames

SHORTEST = 2  # characters of a name that is looked for inside of a text
NO_FIGURES = (ColumnRole.PROMISED, ColumnRole.RATE, ColumnRole.EARLIER, ColumnRole.REMARK)
A_NAME = re.compile(
    r"(?!.*(?:联系|负责|填报|填表|审核|电话|人员|人口|情况))[^\d:。,;]{1,14}"
)  # of a unit that stands in a table


FOREIGN = re.compile(r"((?!各|全|本)[\u4e00-\u9fff]{1,12}?(?:[县区市州旗]|自治[县州]))(?:妇联|妇女|20\d\d)")
END_OF_TITLE = re.compile(
    r"(?:(?:任务|目标)?(?:完成|进展|开展|落实)?(?:情况|进度)?(?:登记|统计|汇总|进度|明细|一览|月报|季报|报)?(?:表|台账|册|簿)|(?:完成|进展|开展)情况)(?:\(.*\))?$"
)
# A township or village at the beginning of a title, and what may follow it.
PLACE_INSIDE = re.compile(
    r"((?!各|全|本|下|乡|城|农|美丽|示范|文明|先进)[\u4e00-\u9fff]{1,6}?(?:街道办事处|街道|社区|[乡镇村]))"
    r"(?:妇联|妇女联合会|20\d\d|第?[一二三四1-4]季|\d{1,2}月|[上下]半年|$|[(-])"
)


# Another office, or the places below, whose form it is: 凤庆县妇幼保健院, 永德县各乡镇.
OTHER_OFFICE = re.compile(
    r"((?!妇联)[\u4e00-\u9fff]{0,12}?(?:局|医院|保健院|卫生院|法院|检察院|中学|小学|幼儿园|学院|党校|工会|团委|残联|文联|科协"
    r"|工商联|政府|党委|公司|合作社|银行|(?:疾控|服务|活动|控制)中心|各(?:乡镇|镇乡|乡|镇|街道|村|社区|乡镇街道|部门|单位)))"
    r"(?:妇联|妇女联合会)?(?:20\d\d|第?[一二三四1-4]季|\d{1,2}月|[上下]半年|$|[(_-])"
)
A_PLACE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:[县区市州旗])(?:妇联|妇女联合会)?")
NO_PLACE = re.compile("[季年月度]|县区|区县|市县|县市|基层|城区|社区|街道|各|全|本|我")
SUM_OF_ALL = re.compile("汇总|合计|总计")
ALL_PLACES = re.compile("全[市州省].{0,10}(?:汇总|合计|总计)|各县.{0,12}(?:合计|总计)")


class KnownPlan:
    """A plan's names. Every text is matched once, however often it stands in a workbook."""

    def __init__(self, context: PlanContext) -> None:
        self.context = context
        self.targets: dict[str, TargetNames] = {target.code: target for target in context.targets}
        self.units: dict[str, UnitNames] = {unit.code: unit for unit in context.units}
        self.owed_known = any(unit.owed for unit in context.units)
        self._units_by_text: dict[str, UnitMatch] = {}
        self._targets_by_text: dict[str, str] = {}

    @cached_property
    def names(self) -> KnownNames:
        """For finding tables."""
        return KnownNames(self._name_unit, self._name_target)

    @cached_property
    def listener(self) -> KindListener:
        """For what the lines above a table say of its figures."""
        return KindListener(self.context, self._name_target)

    def match_unit(self, text: str) -> UnitMatch:
        """The unit that a text in a table names."""
        found = self._units_by_text.get(text)
        if found is None:
            found = match_unit(text, self.context)
            if found.why == "part_of_text" and not A_NAME.fullmatch(text):
                found = UnitMatch(why="none")  # 临翔区联系人
            self._units_by_text[text] = found
        return found

    def match_columns(self, paths: Sequence[tuple[str, ...]], said: SaidKinds) -> list[ColumnMatch]:
        """The meaning of all labels of a table, seen together; ``said`` is what the lines above say."""
        return match_columns(paths, self.context, said)

    def names_total(self, text: str) -> bool:
        """Whether a text names what adds up units: 合计, 全市, or a unit above those that report."""
        return bool(TOTAL.match(text)) or self.match_unit(text).why == "total" or unit_label(text) in self._above

    def names_no_figure(self, text: str) -> bool:
        """Whether a text among names of units is 全年目标, 完成率 or 去年同期: a row of something else."""
        return match_column((text,), self.context).role in NO_FIGURES

    def owes(self, unit: str, target: str) -> bool:
        return not self.owed_known or target in self.units[unit].owed

    def owes_any(self, unit: str) -> bool:
        return not self.owed_known or bool(self.units[unit].owed)

    def find_units(self, text: str) -> list[str]:
        """The units whose names stand in a longer text, the longest name of each place only."""
        text, found = unit_label(text), []
        taken = [False] * len(text)
        for name, unit in self._names_longest_first:
            at = text.find(name)
            while at >= 0:
                if not any(taken[at : at + len(name)]):
                    taken[at : at + len(name)] = [True] * len(name)
                    if unit and unit not in found:
                        found.append(unit)
                at = text.find(name, at + 1)
        return found

    def find_place_inside(self, text: str) -> str:
        """The township or village whose form a title, a name of a sheet or of a file says that it is; "" for none.

        It stands at the beginning or after the name of a unit: 双江县勐勐镇妇联2020年三季度统计表.
        """
        found = PLACE_INSIDE.match(self._without_units(plain(text)))
        return found[1] if found and is_inside(found[1], self.context) else ""

    def names_foreign_unit(self, text: str) -> bool:
        """Whether a title begins with the name of a county or city that the plan does not know."""
        return self._name_foreign(text) is not None

    def names_foreign_place(self, text: str) -> bool:
        """As ``names_foreign_unit``, where what stands there can be no word of a title: 三季度县区妇联."""
        found = self._name_foreign(text)
        return found is not None and not NO_PLACE.search(found[1])

    def _name_foreign(self, text):
        return FOREIGN.match(self._without_units(plain(text)))

    def find_other_office(self, text: str) -> str:
        """The office that is no federation, or the places below a unit, whose form a text says that it is; else ""."""
        found = OTHER_OFFICE.match(self._without_units(plain(text)))
        if not found or any(found[1] in name for name in self._names_of_targets):
            return ""
        return found[1]

    def names_other_place(self, text: str) -> bool:
        """Whether 填报单位 gives the name of a unit above those that report, or of a county that nobody knows."""
        rest = self._without_units(plain(text)).removeprefix("妇联").removeprefix("妇女联合会")
        if not rest:
            return unit_label(text) in self._above
        return bool(A_PLACE.fullmatch(rest)) and not NO_PLACE.search(rest)

    def names_several(self, text: str, only_file: bool) -> bool:
        """Whether a title is that of the sum of all units: 临沧市各县2020年三季度汇总.

        Where a sheet names the unit as well, the title may be that of the form that everybody has.
        """
        text = plain(text)
        if not only_file:
            return bool(ALL_PLACES.search(text))
        return bool(SUM_OF_ALL.search(text)) and (self._without_units(text) != text or "全" in text or "各" in text)

    @cached_property
    def _names_of_targets(self):
        return [plain(name) for each in self.context.targets for name in (each.name, *each.aliases, *each.headings)]

    @cached_property
    def only_unit(self) -> str:
        """The unit of a person who brings workbooks for one alone, else ""."""
        own = [code for code in self.units if code not in self.context.elsewhere and self.owes_any(code)]
        return own[0] if len(own) == 1 else ""

    def title_of_target(self, text: str) -> str:
        """A title without the names of units before it, and without what only says that it is a table's."""
        return END_OF_TITLE.sub("", self._without_units(plain(text)).removeprefix("妇联"))

    def _without_units(self, text):
        """A text without the names of units, and of those above them, at its beginning."""
        names = [name for name, _unit in self._names_longest_first]
        while name := next((name for name in names if text.startswith(name)), ""):
            text = text.removeprefix(name)
        return text

    @cached_property
    def _names_longest_first(self):
        names: dict[str, set[str]] = {}
        for unit in (*self.context.units, *self.context.above):
            own = "" if unit.code not in self.units else unit.code
            for name in (unit.name, *unit.aliases):
                key = unit_label(name)
                if len(key) >= SHORTEST and not key.isdecimal():
                    names.setdefault(key, set()).add(own)
        clear = {name: next(iter(codes)) for name, codes in names.items() if len(codes) == 1}
        return sorted(clear.items(), key=lambda each: -len(each[0]))

    @cached_property
    def _above(self):
        own = {unit_label(name) for unit in self.context.units for name in (unit.name, *unit.aliases)}
        return {unit_label(name) for unit in self.context.above for name in (unit.name, *unit.aliases)} - own

    def _name_unit(self, text):
        return self.match_unit(text).unit

    def _name_target(self, text):
        found = self._targets_by_text.get(text)
        if found is None:
            match = match_column((text,), self.context)
            named = match.role == ColumnRole.FIGURE or match.why in (
                "rate",
                "rate_only",
            )  # the name of a ratio is that of its rate
            found = match.target if named else ""
            self._targets_by_text[text] = found
        return found
