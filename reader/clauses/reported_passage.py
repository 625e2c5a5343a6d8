"""Follows a passage that reports: it holds for the paragraphs below until one turns to what comes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.clauses.results import MONTHS_PASSED
from reader.lexicon.rules import PatternRule
from reader.text import part_numbers

YEARS = r"[一二三四五六七八九十两]年"
# 过去五年,…; 据悉,五年来,… and the paragraphs that follow
PASSED_YEARS = PatternRule(
    rf"(?:^|(?<=[。!?]))[^。;]{{0,40}}?(?:过去(?:的)?这?{YEARS}(?=[,里间中是]|[一-龥]{{0,10}}妇联)|(?<!今后)(?<!未来){YEARS}(?:多)?来(?=[,是]|[一-龥]{{2}})|(?:^|(?<=[,。]))(?:这|回望|回首)(?:过去)?{YEARS}(?:间|里|中)?[,是])",
    takes="据悉,在过去五年,成立了",
    leaves="今后五年,",
)
# A title that tells what was done. 成绩单 and 答卷 alone may be asked for.
TELLS_OF_YEARS = PatternRule(
    rf"{YEARS}(?:来|间)|(?:圆满|超额|全面|顺利|提前)完成|这一年|过去(?:的)?{YEARS}|{YEARS}[^,;。]{{0,12}}(?:回眸|综述|成就|巡礼|答卷|成绩单|掠影)|(?:回眸|综述|巡礼)$"
    r"|^(?!.*(?:推动|推进|努力|确保|力争|争取|促进)).*(?:(?:迈|再|跃)上新的?台阶|取得[^,。]{0,4}(?:进展|成效|突破|成绩)|硕果累累|成果丰硕)$",
    takes="清河县妇联五年工作回眸",
    leaves="清河县妇联五年行动计划",
)
PLANS = PatternRule(r"计划|规划|方案|要点|意见|通知|打算|安排|今后|未来|目标|部署", takes="五年规划", leaves="五年回眸")
# A title under which 截至5月底 and 一季度 tell what was reached.
TELLS_OF_PROGRESS = PatternRule(
    r"进展|完成情况|落实情况|推进情况|进度|过半|序时|成绩单|答卷",
    takes="2022年民生实事进展情况",
    leaves="2022年工作要点",
)
AS_OF_MONTH = PatternRule(
    r"(?:^|(?<=[。]))(?:[^,;。]{0,16}截[至止](?:到)?(?:目前|(?:今年|20\d\d年)?\d{1,2}月(?:份|底|末|\d{1,2}日)?)(?!前)"
    r"|[^,;。]{0,20}(?:今年以来|近年来|多年来|半年来|连日来|年初以来|[一1]月?(?:至|到|-)\d{1,2}月份?[,,])|目前,)",
    takes="截至5月底,已完成",
    leaves="5月底前完成",
)
# 预计全年将超过350万人: a forecast, made of the results so far
FORECAST = PatternRule(
    r"预计(?:到?今?年底|全年|今年|本年)[^,;。0-9]{0,12}(?:超过?|突破|达到?|接近)",
    takes="预计全年将超过",
    leaves="预计全年培训",
)
FORETOLD = re.compile(
    rf"(?:^|(?<=[。,]))(?:{MONTHS_PASSED.pattern})(?:(?!{FORECAST.pattern}).){{0,160}}{FORECAST.pattern}"
)
TURNS_STRONGLY = (
    r"下一?步|接下来|(?<!为)今后(?!的)|未来(?=[,一二三四五六七八九十几两\d])|明年|新的(?:一年|征程|起点|五年)|新征程上|展望|(?<![\d一二三四五两])年内|年底前"
    r"|(?:^|(?<=[,;:。!?]))(?:力争|确保|争取|预计)?到20\d\d年(?!以来)|下半年"
)
# Words that announce only at the beginning of a sentence or clause: 有效确保权益, 她要求 and 将其融入 do not.
ANNOUNCING = (
    r"力争|争取(?!(?:到|了)*(?:中央|省|市|国家|上级|各级)|[^,;。]{0,16}(?:资金|投资|专项|债券|政策|试点|任务))|计划(?=[再在于从到年今全明每新建培组开投打创招举为对将安完实用\d])|拟|继续"
    r"|将(?!近|[^,;。0-9]{1,20}(?:融入|纳入|作为|列入|送))|(?<![主重必需首只纲摘])要(?![求点素紧])"
)
# 现将半年来的工作总结如下: the whole text reports
SUMS_UP = PatternRule(
    r"(?:现将|现就|现把)[^。;]{0,30}(?:总结|汇报|通报|报告|情况)(?:如下|于后|[::])",
    takes="现将半年来的工作总结如下:",
    leaves="现将工作要点通知如下:",
)
# Words of a text that tells what was done, and words without which none promises anything.
TELLS = PatternRule(
    r"(?<![为除到])了(?![解如])|已(?!经?(?:婚|退))|获评|荣获|全年(?:共|募集|累计)|共(?:举办|开展|培训|发放|筹集|创建|接待)|\d[万亿]?[余多]"
    r"|(?<=[一-龥])近\d|累计(?:举办|开展|培训|发放|筹集)|实现了|完成[^,;。0-9]{2,10}\d[\d.]*\.\d|涌现",
    takes="举办了培训班",
    leaves="举办培训班",
)
PROMISES = PatternRule(
    r"将(?!近)|(?<![主重必需首只纲摘])要(?![求点素紧闻员])|力争|确保|争取|计划(?![”\"])|拟|预计|目标|任务|要点|打算|安排|下一?步|今后|明年"
    r"|(?<!大力)实事|不[少低超多]于|不超过|以上|以内|底前|月前|今年(?!以来)|年内|规划|方案|应|须",
    takes="确保举办培训班",
    leaves="举办培训班",
)
MIN_TOLD = 4  # words that tell what was done
# 公布了明年的目标:… turns to what comes.
SETS_GOAL = r"(?:目标|任务|计划|打算)(?:是|为|如下)?:"
THIS_YEAR = r"(?<!截至)(?<!截止)今年(?!以来|上半年|前|[^,;。]{0,8}已)"
ANNOUNCES = (
    rf"{TURNS_STRONGLY}|{SETS_GOAL}"
    rf"|(?:^|(?<=[。!?]))[^,;:。!?她他0-9]{{0,10}}(?:{ANNOUNCING}|(?<!有效)(?<!切实)(?<!充分)确保)"
    rf"|(?<=[,;:])[^,;:。!?她他0-9]{{0,2}}(?:{ANNOUNCING})"
)
TURN = PatternRule(
    rf"{THIS_YEAR}|{ANNOUNCES}",
    takes="县妇联将建设“妇女微家”50个",
    leaves="她要求大家建设家庭",
)
# In a text that reports as a whole, 今年 alone is the year that it reports.
TURN_OF_REPORT = PatternRule(
    rf"{THIS_YEAR}(?=[^,;。]{{0,16}}(?:将(?!近)|(?<![主重必需首])要(?![求点素])|计划|拟|力争|确保|再))|{ANNOUNCES}",
    takes="今年将新增团员50名",
    leaves="今年新增团员50名",
)
# 1.引进项目不少于3个。截至5月底,引进2个: each item repeats its task before the result
RESULT_FOLLOWS = PatternRule(
    rf"。?(?:[^,;。0-9]{{0,4}})?(?:{MONTHS_PASSED.pattern})", takes="截至5月底,引进2个", leaves="5月底前引进2个"
)
MAX_LENGTH = 2000  # characters of a paragraph that are searched
NO_HEADING = 99  # a level below all headings


@dataclass
class ReportedPassage:
    """Whether the current paragraph belongs to a passage that reports.

    ``by_title``: the title of the document says that it reports. ``progress``: the title says that it tells of the
    progress of this year. ``level`` is that of the heading under which the passage began, ``above`` that of the
    innermost heading so far.
    """

    is_open: bool = False
    title: str = ""
    by_title: bool = False
    progress: bool = False
    level: int = NO_HEADING
    above: int = NO_HEADING

    def begin(self, title: str, flats: Sequence[str] = ()) -> None:
        """Start a document with this title and these paragraphs."""
        self.title, plans = title, PLANS.search(title) is not None
        self.by_title = not plans and (TELLS_OF_YEARS.search(title) is not None or _only_tells(flats))
        self.is_open = self.by_title
        self.progress = TELLS_OF_PROGRESS.search(title) is not None and not PLANS.search(title)

    def enter(self, flat: str, *, level: int | None, news: bool, behind: str = "") -> range:
        """The positions of the paragraph that belong to the passage; empty in a row of a table.

        ``level`` is that of the heading that the paragraph begins with, if any. Such a heading ends the passage if it
        is not below the one under which the passage began, unless the whole text reports or is a news item.
        ``behind`` is the next paragraph: a heading whose result follows is a task.
        """
        is_task = level is not None and self.progress and RESULT_FOLLOWS.match(behind)
        if is_task or "\t" in flat or "|" in flat or (flat == self.title and self.by_title):
            return range(0)
        flat = flat[:MAX_LENGTH]
        if SUMS_UP.search(flat) or (flat[-1:] == ":" and PASSED_YEARS.search(flat) and not PLANS.search(flat)):
            self.by_title = self.is_open = True
        if level is not None:
            self.above = level
            if PLANS.search(flat) or (level <= self.level and not (self.by_title or self.progress or news)):
                self.is_open = False
        start = 0 if self.is_open else self._opening(flat, news)
        if start is None:
            return range(0)
        if not self.is_open:
            self.level = self.above
        flat = FORECAST.sub(lambda found: "。" * len(found[0]), flat)
        turn = (TURN_OF_REPORT if self.by_title else TURN).search(flat, start)
        self.is_open = turn is None
        return range(start, _start_of_clause(flat, turn.start()) if turn else len(flat) + 1)

    def open(self) -> None:
        """Note that the paragraph tells of months that have ended."""
        self.is_open, self.level = True, self.above

    def _opening(self, flat: str, news: bool) -> int | None:
        found = PASSED_YEARS.search(flat) or FORETOLD.search(flat)
        if not found and (self.progress or news):
            found = AS_OF_MONTH.search(flat)
        return found.start() if found else None


def _only_tells(flats: Sequence[str]) -> bool:
    """Whether a text without parts of its own only tells what was done."""
    if any(PROMISES.search(flat) or part_numbers.at_start(flat) or "\t" in flat for flat in flats):
        return False
    return sum(len(TELLS.findall(flat)) for flat in flats) >= MIN_TOLD


def _start_of_clause(flat: str, at: int) -> int:
    return max(flat.rfind(mark, 0, at) for mark in ",;:。!?") + 1
