"""Invented plan documents and their readings, written by hand: these tests do not use the reader."""

import datetime
from decimal import Decimal

from reader.model import (
    BoilerplateLine,
    Confidence,
    MeasureReading,
    MilestoneReading,
    Op,
    Reading,
    RejectedNumber,
    SectionReading,
    Strength,
    TargetReading,
    TaskReading,
    TextSpan,
)  # fmt: skip

D = Decimal
PLAN = """清河市妇联2020年工作要点
清妇发〔2020〕5号
一、加强思想引领
（一）开展巾帼宣讲活动。组织宣讲团进村入户，全年开展宣讲100场次以上。由办公室牵头，各县区妇联配合，档案局参加。
（二）办好网上课堂。全年累计培训妇女2.5万人次，合格率达到90%。
二、服务妇女创业
去年扶持妇女80户。发放创业担保贷款5000万元左右，每个县区至少建立妇女微家3个。
（一）建设示范基地。新建巾帼示范基地1—2个。
三、深化改革
4月底前出台县级妇联改革方案。
第1页
"""
REVISED = (
    PLAN.replace("100场次", "120场次")
    .replace("新建巾帼示范基地1—2个。", "做好示范基地工作。")
    .replace("4月底前出台", "举办培训班6期。4月底前出台")
)
SUPPLEMENT = """关于评选美丽庭院的通知
一、建设美丽庭院
（一）评选美丽庭院。由办公室牵头，年底前评选美丽庭院300户以上。
"""


def reading(text, *, year=None, wrapped=True):
    """The reading of one of these documents; of any other text an empty one."""
    find = _ReadingBuilder(text)
    sections = [each for each in (find.section(*one) for one in SECTIONS) if each]
    tasks = [each for each in (find.task(sections, *one) for one in TASKS) if each]
    targets = [each for each in (find.target(sections, tasks, **one) for one in TARGETS) if each]
    return Reading(
        text=text, title=text.split("\n")[0], issuer="清河市妇联", year=year, years=None,
        number="清妇发〔2020〕5号" if "清妇发" in text else None, addressees=(),
        asides=tuple(BoilerplateLine(place, "第1页", "page_number") for place in find.all("第1页")),
        sections=tuple(sections), tasks=tuple(tasks), targets=tuple(targets),
        milestones=tuple(each for each in [find.milestone(sections)] if each),
        not_targets=tuple(RejectedNumber(place, "80户", "past") for place in find.all("80户")),
    )  # fmt: skip


SECTIONS = [
    ("一、", "加强思想引领", None),
    ("（一）", "开展巾帼宣讲活动", 0),
    ("（二）", "办好网上课堂", 0),
    ("二、", "服务妇女创业", None),
    ("（一）", "建设示范基地", 3),
    ("三、", "深化改革", None),
    ("一、", "建设美丽庭院", None),
    ("（一）", "评选美丽庭院", 6),
]
TASKS = [
    ("（一）开展巾帼宣讲活动", "参加。", "开展巾帼宣讲活动", ("办公室",), ("各县区妇联", "档案局")),
    ("（二）办好网上课堂", "90%。", "办好网上课堂", (), ()),
    ("（一）建设示范基地", "。\n三、", "建设示范基地", (), ()),
    ("（一）评选美丽庭院", "以上。", "评选美丽庭院", ("办公室",), ()),
]
RUN = {"measure": MeasureReading.RUNNING, "rule": "number"}
TARGETS = [
    {"text": "全年开展宣讲100场次以上", "name": "开展宣讲", "op": Op.GE, "value": D(100), "unit": "场次", **RUN},
    {"text": "全年开展宣讲120场次以上", "name": "开展宣讲", "op": Op.GE, "value": D(120), "unit": "场次", **RUN},
    {"text": "全年累计培训妇女2.5万人次", "name": "培训妇女", "op": Op.EQ, "value": D("2.5"), "unit": "万人次",
     "normal": D(25000), "normal_unit": "人次", **RUN, "why": "累计"},
    {"text": "合格率达到90%", "name": "合格率", "op": Op.PCT, "value": D(90), "unit": "%",
     "measure": MeasureReading.RATIO,
     "why": "合格率", "rule": "rate"},
    {"text": "发放创业担保贷款5000万元左右", "name": "发放创业担保贷款", "op": Op.APPROX, "value": D(5000),
     "unit": "万元", "normal": D(50000000), "normal_unit": "元", **RUN, "sure": Confidence.LIKELY},
    {"text": "每个县区至少建立妇女微家3个", "name": "妇女微家", "op": Op.EACH, "value": D(3), "unit": "个", **RUN,
     "each": "每个县区", "sure": Confidence.UNSURE},
    {"text": "新建巾帼示范基地1—2个", "name": "新建巾帼示范基地", "op": Op.RANGE, "value": D(1), "value2": D(2),
     "unit": "个", **RUN},
    {"text": "举办培训班6期", "name": "举办培训班", "op": Op.EQ, "value": D(6), "unit": "期", **RUN},
    {"text": "年底前评选美丽庭院300户以上", "name": "评选美丽庭院", "op": Op.GE, "value": D(300), "unit": "户", **RUN},
]  # fmt: skip
YEAR_END = datetime.date(2020, 12, 31)


class _ReadingBuilder:
    def __init__(self, text):
        self.text = text

    def all(self, words):
        at = self.text.find(words)
        return [TextSpan(at, at + len(words))] if at >= 0 else []

    def section(self, number, title, parent):
        at = self.text.find(number + title)
        if at < 0:
            return None
        place = TextSpan(at, at + len(number + title))
        if parent == 6:  # the notice begins with its own
            parent = 0
        return SectionReading(place, place, 1 if parent is None else 2, number, title, parent)

    def task(self, sections, start, end, name, lead, assisting):
        at = self.text.find(start)
        if at < 0:
            return None
        until = self.text.index(end, at) + (1 if end.startswith("。") else len(end))
        section = next(i for i, each in enumerate(sections) if each.place.start == at)
        place = TextSpan(at, until)
        words = self.text[at:until]
        return TaskReading(place, words, name, section, ("开展",), lead, assisting, None, "item", Confidence.SURE)

    def target(self, sections, tasks, text, **fields):
        if not (places := self.all(text)):
            return None
        place = places[0]
        task = next((i for i, each in enumerate(tasks) if each.place.start <= place.start < each.place.end), None)
        defaults = {
            "normal": fields["value"], "normal_unit": fields["unit"], "normal2": fields.get("value2"), "value2": None,
            "base": None, "each": None, "level": None, "scope": None, "measure_why": fields.pop("why", ""),
            "deadline": YEAR_END, "deadline_text": "年底" if "年底" in text else None, "strength": Strength.HARD,
            "falling": False, "sure": Confidence.SURE, "section": self._section(sections, place), "task": task,
        }  # fmt: skip
        return TargetReading(place=place, text=text, **(defaults | fields))

    def milestone(self, sections):
        for place in self.all("4月底前出台县级妇联改革方案"):
            text = self.text[place.start : place.end]
            section, day = self._section(sections, place), datetime.date(2020, 4, 30)
            return MilestoneReading(
                place, text, "出台县级妇联改革方案", day, "4月底前", section, None, "dated_step", Confidence.SURE
            )
        return None

    def _section(self, sections, place):
        return max((i for i, each in enumerate(sections) if each.place.start <= place.start), default=None)
