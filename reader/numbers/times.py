"""Rules for expressions of time: how each is written and on which day it ends.

Periods that have no date (两年内, 尽快) are found without a day. Expressions that date something other than the
target (以2020年为基数, 较上年) are found as well, so that their numbers are not read as quantities.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from reader.lexicon import phrases
from reader.numbers.days import (
    PLANS,
    QUARTERS,
    PlanYears,
    TimeKind,
    TimeReading,
    dated_or_default,
    last_day,
    parse_month,
    parse_year,
    read_from_year,
    read_holiday,
    read_short_year,
    read_span,
    read_task_of_years,
    read_this_year,
    read_years_ahead,
    valid_date,
)

YEAR = r"(?P<y{0}>(?:19|20)\d\d|二[〇零○O0][一二三四五六七八九〇零○]{{2}})"
MONTH = r"(?P<m{0}>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DASH = r" ?(?:-{1,2}|~|至|到) ?"
PART = r"(?P<part{0}>初|上旬|中旬|下旬|底|末)?"


@dataclass(frozen=True)
class TimeRule:
    """One way of writing a time. ``read`` returns the kind and the day from the groups of a match.

    ``takes`` contains a match, ``leaves`` is similar and contains none.
    """

    name: str
    pattern: str
    read: Callable[[re.Match, PlanYears], TimeReading]
    takes: str
    leaves: str


# Tried in this order; the first match decides.
RULES = (
    TimeRule(
        "from_year",
        r"(?:从|自)?(?P<y11>20\d\d)年(?:度)?(?:起|开始),?(?:计划|力争|争取|再)?(?:用|利用|通过|在)?"
        r"(?P<from_n>[两二三四五六七八九十]|[2-9]|1\d)(?:年(?![级龄制])|个年度)(?:左右)?(?:的?时间)?内?",
        read_from_year,
        takes="从2010年起,用3年时间",
        leaves="从2010年起,每年3次",
    ),
    TimeRule(
        "years",
        YEAR.format("a") + "年?" + DASH + YEAR.format("b") + "(?:年|(?=[)））]))",
        lambda f, p: dated_or_default(last_day(parse_year(f["yb"]), 12)),
        takes="2021-2025年",
        leaves="2021年和2025年",
    ),
    TimeRule(
        "days",
        r"(?:(?P<y12>20\d\d)年)?(?P<m2>1[0-2]|0?[1-9])月(?:\d{1,2}[日号]?)"
        + DASH
        + r"(?:(?P<m3>1[0-2]|[1-9])月)?(?P<d3>\d{1,2})[日号]",
        lambda f, p: dated_or_default(
            valid_date(parse_year(f["y12"]) or p.year, int(f["m3"] or f["m2"]), int(f["d3"]))
        ),
        takes="3月1日-8日",
        leaves="3月1日",
    ),
    TimeRule(
        "date",
        r"(?P<y1>20\d\d)(?:年|[-./])(?P<m1>1[0-2]|0?[1-9])(?:月|[-./])(?P<d1>3[01]|[12]\d|0?[1-9])(?!\d|月)[日号]?",
        lambda f, p: dated_or_default(valid_date(int(f["y1"]), int(f["m1"]), int(f["d1"]))),
        takes="2024年6月30日",
        leaves="2024年6月",
    ),
    TimeRule(
        "day",
        MONTH.format("4") + r"月(?P<d4>3[01]|[12]\d|0?[1-9])[日号]",
        lambda f, p: dated_or_default(valid_date(p.year, parse_month(f["m4"]), int(f["d4"]))),
        takes="6月30日",
        leaves="6月份",
    ),
    TimeRule(
        "months",
        rf"(?:{YEAR.format(5)}年?)?{MONTH.format('x')}(?:月份?)?{DASH}{MONTH.format(5)}月份?{PART.format(5)}",
        lambda f, p: dated_or_default(last_day(parse_year(f["y5"]) or p.year, parse_month(f["m5"]), f["part5"])),
        takes="3月至6月底",
        leaves="3月和6月",
    ),
    TimeRule(
        "months_listed",
        rf"(?<=[在于])(?:1[0-2]|[1-9])(?:月份?)?[、和]{MONTH.format(14)}月份?(?!\d)",
        lambda f, p: dated_or_default(last_day(p.year, parse_month(f["m14"]))),
        takes="在5、6月份",
        leaves="5、6月份",
    ),
    TimeRule(
        "month",
        "(?:" + YEAR.format("6") + "年?)?" + MONTH.format("6") + "月份?(?!龄)" + PART.format("6"),
        lambda f, p: dated_or_default(last_day(parse_year(f["y6"]) or p.year, parse_month(f["m6"]), f["part6"])),
        takes="6月底",
        leaves="3月龄",
    ),
    TimeRule(
        "quarter",
        "(?:" + YEAR.format("7") + "年)?(?:第|前)?(?P<q>[一二三四1-4])个?季度(?:末|底)?",
        lambda f, p: dated_or_default(last_day(parse_year(f["y7"]) or p.year, 3 * QUARTERS[f["q"]])),
        takes="第三季度",
        leaves="三季豆",
    ),
    TimeRule(
        "half_year",
        "(?:" + YEAR.format("8") + "年)?(?P<half>上|下)半年",
        lambda f, p: dated_or_default(last_day(parse_year(f["y8"]) or p.year, 6 if f["half"] == "上" else 12)),
        takes="上半年",
        leaves="半年",
    ),
    TimeRule(
        "year",
        YEAR.format("9") + "年度?(?P<end>年?[底末]|年内|末期)?",
        lambda f, p: dated_or_default(last_day(parse_year(f["y9"]), 12)),
        takes="2024年底",
        leaves="2024个",
    ),
    TimeRule(
        "short_year",
        r"(?:(?<![\d一-龥A-Za-z.·%-])|(?<=^到)|(?<=[,;。(]到))(?P<y10>[0-3]\d)年(?:(?P<short_end>年?[底末])"
        r"|(?![来内前后间龄期制多以如]|工龄|\d?月))",
        read_short_year,
        takes="到18年底",
        leaves="工龄18年",
    ),
    TimeRule(
        "this_year",
        r"(?P<this>(?:今年|本年|当年)?(?!年终(?:考|总结|评|述职|绩效|检查|奖|决算))年?[底终末](?=前|之前|以前"
        r"|[^线数层下])|(?:今年|本年度?|当年|全年|年度)内?"
        r"|年内|年度内)",
        read_this_year,
        takes="年底前",
        leaves="年终考核",
    ),
    TimeRule(
        "next_year",
        r"明年(?:年?底|内)?",
        lambda f, p: dated_or_default(last_day(p.written + 1 if p.written else None, 12)),
        takes="明年底",
        leaves="今年底",
    ),
    TimeRule(
        "past",
        r"去年|上年度?|上一年度?|往年|历年|过去(?:的)?[一二三四五六七八九十\d]{0,2}年",
        lambda f, p: (TimeKind.OTHER, None),
        takes="去年",
        leaves="今年",
    ),
    TimeRule(
        "plan_named",
        rf"[“\"]?(?<![第二三四五六七八九])(?P<plan>十[一二三四五六]五|十五(?=[”\"]|{phrases.PERIOD}"
        rf"|规划))[”\"]?(?:规划)?(?:{phrases.PERIOD}|期末|末期|末|期内"
        r"|(?<=[”\"])(?=实现|新增|将|要|力争|计划|建成|完成|城镇|累计|全[市县省区州]|我[市县省区州]))",
        lambda f, p: dated_or_default(last_day(PLANS[f["plan"]], 12)),
        takes="“十四五”期末",
        leaves="十五期",
    ),
    TimeRule(
        "plan_end",
        r"(?:本轮)?规划(?:期末|期内|末期|中期)|到期末",
        lambda f, p: dated_or_default(p.end),
        takes="规划期末",
        leaves="规划编制",
    ),
    TimeRule(
        "feast",
        r"(?:[“\"](?P<feast1>三八|五一|六一|七一)[”\"](?:节|国际妇女节|妇女节|国际儿童节|儿童节)?"
        r"|(?P<feast2>元旦|三八|五一|六一|七一|国庆)(?:国际)?(?:劳动)?(?:妇女节|儿童节|节)?)(?=期间|前)",
        read_holiday,
        takes="“三八”节前",
        leaves="三八红旗手",
    ),
    TimeRule(
        "recurring",
        r"每(?:个|一|两|半)?(?:年度?|季度?|月|周|天|日|旬)(?:度)?(?:末|底)?|每[隔逢][一二两三\d]?年?",
        lambda f, p: (TimeKind.DEFAULT, None),
        takes="每季度",
        leaves="每村",
    ),
    TimeRule(
        "coming",
        r"(?:今后|未来|今明|用|再用)(?P<coming_n>[两二三四五六七八九十\d]{1,2})(?:(?:至|到"
        r"|-)[二三四五六七八九十\d]{1,2})?年(?:的?时间)?",
        lambda f, p: read_years_ahead(f["coming_n"], p),
        takes="今后三年",
        leaves="今后",
    ),
    TimeRule(
        "within",
        r"(?<![\d.达至])(?<!达到)(?:力争)?(?:用|经过|近|今后|未来"
        r"|利用)?(?P<n>[一二两三四五六七八九十\d]{1,3})(?P<span>年|个月|个季度|周|天"
        r"|个工作日|日)(?P<inside>时间|左右|之内|以内|内)(?!婴|的?新生)",
        read_span,
        takes="三年内",
        leaves="三年级",
    ),
    TimeRule(
        "years_long",
        r"(?<![\d.〇零一二三四五六七八九十第每近前后去满续达至来历约])(?<!年[,、])(?P<long_n>[两二三四五六七八九]|[2-9])年(?:共|将|要|计划|力争|累计|再){0,2}"
        r"(?=培训|新建|建[成设]|创建|培[育养]|发展|新增|改造|筛查|资助|救助|扶持|帮扶|带动|投入|发放|实现|完成|打造|选树|惠及)",
        lambda f, p: read_years_ahead(f["long_n"], p),
        takes="五年培训8万人",
        leaves="五年级培训",
    ),
    TimeRule(
        "years_task",
        r"(?<![\d.〇零一二三四五六七八九十第每近前后去满续达至来历约])(?P<task_n>[两二三四五六七八九]|[2-9])年"
        r"(?=[^,;。、\d年]{0,6}(?:任务|目标)[数量]?(?:是|为|达到?|共|:|\d))",
        read_task_of_years,
        takes="三年改厕任务是9万户",
        leaves="三年行动计划的任务书",
    ),
    TimeRule(
        "next_term",
        r"下一?[届次][^,;。\d]{0,10}?换届(?:选举)?[时后中]?",
        lambda f, p: (TimeKind.UNDATED, None),
        takes="下一届村“两委”换届时",
        leaves="下一届会议",
    ),
    TimeRule(
        "soon", r"尽快|尽早|早日|近期|不久|逐步|逐渐", lambda f, p: (TimeKind.SOON, None), takes="逐步", leaves="进步"
    ),
)
