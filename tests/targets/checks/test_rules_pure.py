"""Each kind of rule in isolation: its findings, their texts, and similar cases without a finding."""

from decimal import Decimal

import pytest

from targets.checks.families.check import describe_rule, evaluate_rules
from targets.checks.families.formatting import format_beside_limit
from targets.checks.families.types import CheckContext, EarlierReports, Kind, RuleTerms
from targets.models import Target
from targets.totals.arithmetic import ReportedValue

D = Decimal
NA = ReportedValue(na=True)
BLANK = ReportedValue()


def target(pk, name, measure="increment", **fields):
    return Target(pk=pk, code=f"L{pk:02}", name=name, measure=measure, **fields)


MEN, WOMEN, OLD, ALL = target(1, "男"), target(2, "女"), target(3, "老年"), target(4, "合计")
ADD, RUN, LEVEL = target(5, "培训"), target(6, "就业", "running"), target(7, "儿童之家", "level", decimals=1)
RATE = target(8, "覆盖率", "ratio", scale="%", decimals=1)
EACH = target(9, "每名执委联系", "ratio", scale="")
DONE = target(10, "方案", "milestone")
EVERY = (MEN, WOMEN, OLD, ALL, ADD, RUN, LEVEL, RATE, EACH, DONE)


def to_reported_value(reported):
    """A ``ReportedValue`` of a number, a pair (value, base), NA or BLANK."""
    if isinstance(reported, ReportedValue):
        return reported
    return ReportedValue(*map(D, reported)) if isinstance(reported, tuple) else ReportedValue(D(reported))


def finding_texts(terms, cells, *, before=None, shares=None):
    """The texts of the findings of ``terms`` in ``cells`` {target: reported}; every target with a cell is due."""
    context = CheckContext(
        {each.pk: each for each in cells},
        {each.pk: to_reported_value(reported) for each, reported in cells.items()},
        {each.pk: was for each, was in (before or {}).items()},
        {each.pk: D(share) for each, share in (shares or {}).items()},
    )
    return [found.text for found in evaluate_rules([terms], context)]


def earlier_reports(*reported, total=None):
    """Earlier reports of a target, the latest first; ``total`` is their sum."""
    last, second = (*map(to_reported_value, reported), None)[:2]
    return EarlierReports(last, second, last, D(total or 0))


# --- bounds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "low,high,about,reported,text",
    [
        (5, None, ADD, 4, "4，低于下限 5"),
        (5, None, ADD, 5, ""),
        (5, None, ADD, 0, "0，低于下限 5"),
        (5, None, ADD, BLANK, ""),
        (5, None, ADD, NA, ""),
        (None, 5, ADD, "5.000001", "5.000001，高于上限 5"),
        (None, 5, ADD, 5, ""),
        (0, 5, LEVEL, "5.1", "5.1，高于上限 5"),
        (0, 0, ADD, 0, ""),
        (70, None, RATE, (7, 10), ""),
        (70, None, RATE, (6999999, 10000000), "6999999 ÷ 10000000 = 69.99999%，低于下限 70%"),
        (70, None, RATE, (2, 3), "2 ÷ 3 = 66.7%，低于下限 70%"),
        (None, "66.67", RATE, (2, 3), ""),
        (None, "66.66", RATE, (2, 3), "2 ÷ 3 = 66.7%，高于上限 66.66%"),
        (70, None, RATE, (0, 0), ""),
        (70, None, RATE, ReportedValue(D(3)), ""),
        (10, None, EACH, (95, 10), "95 ÷ 10 = 9.5，低于下限 10"),
        (1, None, DONE, 0, ""),
    ],
)
def test_bounds(low, high, about, reported, text):
    terms = RuleTerms(Kind.BOUNDS, target=about, low=low and D(low), high=high and D(high))
    if low == 0:
        terms = RuleTerms(Kind.BOUNDS, target=about, low=D(0), high=D(high))
    assert finding_texts(terms, {about: reported}) == [text] * bool(text)


# --- parts and their total --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "exact,cells,text",
    [
        (True, {MEN: 3, WOMEN: 5, ALL: 9}, "男 3 + 女 5 = 8，与合计 9 不符"),
        (True, {MEN: 3, WOMEN: 5, ALL: 7}, "男 3 + 女 5 = 8，与合计 7 不符"),
        (True, {MEN: 3, WOMEN: 5, ALL: 8}, ""),
        (True, {MEN: "0.1", WOMEN: "0.2", ALL: "0.3"}, ""),
        (True, {MEN: 0, WOMEN: 0, ALL: 0}, ""),
        (True, {MEN: 0, WOMEN: 0, ALL: 1}, "男 0 + 女 0 = 0，与合计 1 不符"),
        (True, {MEN: 30, WOMEN: BLANK, ALL: 9}, ""),  # not checked until every part is typed
        (True, {MEN: 3, WOMEN: 5, ALL: BLANK}, ""),
        (True, {MEN: 3, WOMEN: NA, ALL: 3}, ""),
        (True, {MEN: 3, WOMEN: NA, ALL: 4}, "男 3，与合计 4 不符（女不适用，按 0 计）"),
        (True, {MEN: NA, WOMEN: NA, ALL: 0}, ""),
        (True, {MEN: NA, WOMEN: NA, ALL: 2}, "0，与合计 2 不符（男、女不适用，按 0 计）"),
        (True, {MEN: 3, WOMEN: 5, ALL: NA}, "男 3 + 女 5 = 8，而合计不适用"),
        (True, {MEN: NA, WOMEN: 0, ALL: NA}, ""),
        (True, {MEN: 3, ALL: 9}, ""),  # the unit does not report the other part: it may be 6
        (True, {MEN: 10, ALL: 9}, "男 10，多于合计 9"),
        (True, {ALL: 9}, ""),
        (False, {MEN: 3, WOMEN: 5, ALL: 9}, ""),
        (False, {MEN: 3, WOMEN: 5, ALL: 8}, ""),
        (False, {MEN: 3, WOMEN: 5, ALL: 7}, "男 3 + 女 5 = 8，多于合计 7"),
        (False, {MEN: 3, WOMEN: NA, ALL: 2}, "男 3，多于合计 2（女不适用，按 0 计）"),
    ],
)
def test_parts(exact, cells, text):
    terms = RuleTerms(Kind.PARTS, target=ALL, parts=(MEN, WOMEN), exact=exact)
    assert finding_texts(terms, cells) == [text] * bool(text)


def test_parts_with_another_measure_are_not_added():
    assert finding_texts(RuleTerms(Kind.PARTS, target=ALL, parts=(RUN,)), {RUN: 3, ALL: 9}) == []


def test_parts_without_their_total_are_not_checked():
    assert finding_texts(RuleTerms(Kind.PARTS, target=ALL, parts=(MEN, WOMEN)), {MEN: 3, WOMEN: 5}) == []


def test_many_long_parts_are_named_by_code():
    parts = tuple(target(20 + n, "很长的名称" * 30) for n in range(40))
    cells = dict.fromkeys(parts, 10**13) | {ALL: 1}
    (text,) = finding_texts(RuleTerms(Kind.PARTS, target=ALL, parts=parts), cells)
    assert text.startswith("L20 10000000000000 + L21")
    assert len(text) <= 500


# --- comparison with earlier reports ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reported,before,text",
    [
        (30, earlier_reports(40), "本年累计 30，少于上次的 40"),
        (40, earlier_reports(40), ""),
        ("39.999999", earlier_reports(40), "本年累计 39.999999，少于上次的 40"),
        (0, earlier_reports(1), "本年累计 0，少于上次的 1"),
        (30, None, ""),
        (BLANK, earlier_reports(40), ""),
        (NA, earlier_reports(40), ""),
        (
            90,
            EarlierReports(ReportedValue(D(100)), None, NA, D(100)),
            "本年累计 90，少于上次的 100",
        ),  # 不适用 keeps the earlier running total
    ],
)
def test_running_total_must_not_decrease(reported, before, text):
    found = finding_texts(
        RuleTerms(Kind.NEVER_FALLS),
        {RUN: reported, LEVEL: 0},
        before={RUN: before, LEVEL: earlier_reports(9)} if before else {},
    )
    assert found == [text] * bool(text)


@pytest.mark.parametrize(
    "about,reported,before,text",
    [
        (ADD, 151, earlier_reports(100), "本次 151，上次 100，增加 51%，超过 50%"),
        (ADD, 150, earlier_reports(100), ""),
        (ADD, "150.000001", earlier_reports(100), "本次 150.000001，上次 100，增加 50.000001%，超过 50%"),
        (ADD, 49, earlier_reports(100), "本次 49，上次 100，减少 51%，超过 50%"),
        (ADD, 50, earlier_reports(100), ""),
        (ADD, 0, earlier_reports(100), "本次 0，上次 100，减少 100%，超过 50%"),
        (ADD, 9, earlier_reports(0), ""),  # no percentage of zero
        (ADD, 9, None, ""),
        (ADD, BLANK, earlier_reports(100), ""),
        (ADD, NA, earlier_reports(100), ""),
        (LEVEL, "1.6", earlier_reports(1), "本次 1.6，上次 1，增加 60%，超过 50%"),
        (RUN, 200, earlier_reports(100), ""),  # the same increase as before
        (RUN, 251, earlier_reports(100), "本期新增 151，上期新增 100，增加 51%，超过 50%"),
        (RUN, 310, earlier_reports(200, 150), "本期新增 110，上期新增 50，增加 120%，超过 50%"),
        (RUN, 150, earlier_reports(100, 100), ""),  # no increase in the last period
        (RATE, (8, 10), earlier_reports((5, 10)), "本次 8 ÷ 10，上次 5 ÷ 10，增加 60%，超过 50%"),
        (RATE, (15, 20), earlier_reports((5, 10)), ""),
        (RATE, (0, 0), earlier_reports((5, 10)), ""),
        (DONE, 0, earlier_reports(1), ""),
    ],
)
def test_swing(about, reported, before, text):
    terms = RuleTerms(Kind.SWING, percent=D(50))
    assert finding_texts(terms, {about: reported}, before={about: before} if before else {}) == [text] * bool(text)


LAST = {ADD: earlier_reports(3), RATE: earlier_reports((5, 10)), LEVEL: EarlierReports(None, None, NA)}


@pytest.mark.parametrize(
    "cells,before,found",
    [
        ({ADD: 3, RATE: (5, 10), LEVEL: NA}, LAST, True),
        ({ADD: "3.000000", RATE: (5, 10), LEVEL: NA}, LAST, True),
        ({ADD: 3, RATE: (5, 11), LEVEL: NA}, LAST, False),
        ({ADD: 3, RATE: (5, 10), LEVEL: 0}, LAST, False),
        ({ADD: 3, RATE: (5, 10), LEVEL: BLANK}, LAST, False),
        ({ADD: 3, RATE: (5, 10), LEVEL: NA, RUN: 1}, LAST, False),  # a cell that was not reported before
        ({ADD: 3}, LAST, True),  # targets not due now are not compared
        ({LEVEL: NA}, LAST, False),  # no cell has a number
        ({ADD: 0}, {ADD: earlier_reports(0)}, True),
        ({}, LAST, False),
        ({ADD: 3}, {ADD: EarlierReports(ReportedValue(D(3)), None, NA)}, False),  # 3, then 不适用, then 3
    ],
)
def test_return_identical_to_the_last(cells, before, found):
    text = f"全部 {len(cells)} 项数据与上次填报完全相同"
    assert finding_texts(RuleTerms(Kind.SAME), cells, before=before) == [text] * found


# --- ratios and shares ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "about,reported,text",
    [
        (RATE, (11, 10), "分子 11 大于分母 10"),
        (RATE, ("10.01", 10), "分子 10.01 大于分母 10"),
        (RATE, (10, 10), ""),
        (RATE, (1, 0), "分子 1 大于分母 0"),
        (RATE, ReportedValue(D(3)), ""),
        (RATE, NA, ""),
        (RATE, BLANK, ""),
        (EACH, (95, 10), ""),
        (ADD, 9, ""),
    ],
)
def test_numerator_must_not_exceed_denominator(about, reported, text):
    assert finding_texts(RuleTerms(Kind.WHOLE), {about: reported}) == [text] * bool(text)


@pytest.mark.parametrize(
    "about,reported,before,share,text",
    [
        (ADD, 30, earlier_reports(80, total=80), 100, "累计 110，超过分解数 100"),
        (ADD, 20, earlier_reports(80, total=80), 100, ""),
        (ADD, 101, None, 100, "累计 101，超过分解数 100"),
        (ADD, 1, None, 0, "累计 1，超过分解数 0"),
        (ADD, 0, None, 0, ""),
        (ADD, 101, None, None, ""),
        (ADD, BLANK, earlier_reports(200, total=200), 100, ""),
        (RUN, 101, earlier_reports(80, total=80), 100, "累计 101，超过分解数 100"),
        (RUN, 100, earlier_reports(80, total=80), 100, ""),
        (LEVEL, "100.1", None, 100, "累计 100.1，超过分解数 100"),
        (RATE, (9, 10), None, 70, ""),
        (DONE, 1, None, 0, ""),
    ],
)
def test_total_above_the_share(about, reported, before, share, text):
    shares = {about: share} if share is not None else {}
    found = finding_texts(
        RuleTerms(Kind.OVER_SHARE), {about: reported}, before={about: before} if before else {}, shares=shares
    )
    assert found == [text] * bool(text)


# --- several rules, and their descriptions ----------------------------------------------------------------------------


def test_rule_of_one_target_checks_no_other():
    cells = {RUN: 1, target(30, "另一累计", "running"): 1}
    before = dict.fromkeys(cells, earlier_reports(9))
    assert len(finding_texts(RuleTerms(Kind.NEVER_FALLS), cells, before=before)) == 2
    assert len(finding_texts(RuleTerms(Kind.NEVER_FALLS, target=RUN), cells, before=before)) == 1


def test_mandatory_findings_come_first_with_rule_and_target():
    rules = [
        RuleTerms(Kind.NEVER_FALLS, weight="explain", rule_id=1),
        RuleTerms(Kind.WHOLE, weight="must", rule_id=2),
    ]
    context = CheckContext(
        {6: RUN, 8: RATE}, {6: to_reported_value(1), 8: to_reported_value((3, 2))}, {6: earlier_reports(9)}
    )
    assert [(f.rule_id, f.about, f.name, f.weight) for f in evaluate_rules(rules, context)] == [
        (2, "L08", "覆盖率", "must"),
        (1, "L06", "就业", "explain"),
    ]


@pytest.mark.parametrize(
    "terms,sentence",
    [
        (RuleTerms(Kind.BOUNDS, target=ADD, low=D(0), high=D("40.000000")), "L05 培训：在 0 至 40 之间"),
        (RuleTerms(Kind.BOUNDS, target=RATE, low=D("70.0")), "L08 覆盖率：不低于 70%"),
        (RuleTerms(Kind.PARTS, target=ALL, parts=(MEN, WOMEN)), "男 + 女 = 合计"),
        (RuleTerms(Kind.PARTS, target=ALL, parts=(MEN, OLD), exact=False), "男 + 老年 不超过 合计"),
        (RuleTerms(Kind.NEVER_FALLS), "所有适用的目标：不得少于上次"),
        (RuleTerms(Kind.SWING, percent=D("50.0"), target=RUN), "L06 就业：比上次增减不超过 50%"),
        (RuleTerms(Kind.SAME), "整份报表：数据不得与上次全部相同"),
        (RuleTerms(Kind.OVER_SHARE), "所有适用的目标：不超过本单位分解数"),
        (RuleTerms(Kind.WHOLE), "所有适用的目标：分子不大于分母"),
    ],
)
def test_describe_rule(terms, sentence):
    assert describe_rule(terms) == sentence


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        ("66.655", "66.66", "66.655"),
        ("66.681", "66.68", "66.7"),
        ("50.00000004", "50", "50.000001"),
        ("62.5", None, "62.5"),
    ],
)
def test_a_number_beside_a_limit_stays_on_its_side(value, limit, text):
    assert format_beside_limit(Decimal(value), limit and Decimal(limit)) == text
