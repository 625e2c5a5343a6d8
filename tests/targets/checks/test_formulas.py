"""Formulas between targets: what is read, what is refused and where, what is found and how it is said."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from targets.checks.families.check import describe_rule
from targets.checks.families.expression import (
    DividedByZero,
    FormulaError,
    Node,
    evaluate,
    format_side,
    read_formula,
)
from targets.checks.families.formula import divides_by_zero, format_typed
from targets.checks.families.types import CheckContext, Kind, RuleTerms
from tests.targets.checks.test_rules_pure import (
    ADD,
    ALL,
    BLANK,
    LEVEL,
    MEN,
    NA,
    OLD,
    RATE,
    RUN,
    WOMEN,
    finding_texts,
    to_reported_value,
)

TARGETS = {each.code: each.pk for each in (MEN, WOMEN, OLD, ALL, ADD, RUN, LEVEL, RATE)}
NAMED = (WOMEN, OLD, ALL, ADD, RUN, LEVEL, RATE)
D = Decimal


def stored(typed):
    """A typed formula as it is stored."""
    signs = {"": "", "value": "分子", "base": "分母"}
    return read_formula(typed, TARGETS).format(lambda pk, part: f"#{pk}{signs[part]}")


def formula_rule(typed):
    return RuleTerms(Kind.FORMULA, target=MEN, parts=NAMED, formula=stored(typed))


def side(text, **values):
    """The value of one side of a formula, with L01 … by keyword."""
    given = {(TARGETS[code], ""): D(value) for code, value in values.items()}
    return evaluate(read_formula(f"{text} = L01", TARGETS).left, given)


@pytest.mark.parametrize(
    "text,value",
    [
        ("L01 + L02 × 2", 14),
        ("(L01 + L02) × 2", 18),
        ("L01 − L02 − 1", -2),
        ("L01 - (L02 - 1)", 0),
        ("L01 ÷ L02 ÷ 2", Fraction(2, 5)),
        ("L01／(L02÷2)", Fraction(8, 5)),
        ("－L01＋L02", 1),
        ("L01*110%", Fraction(22, 5)),
        ("L01x2", None),
        ("L01 x 2", 8),
        ("0.1+.2", Fraction(3, 10)),
        ("（L01）", 4),
    ],
)
def test_precedence_signs_and_exactness(text, value):
    if value is None:
        with pytest.raises(FormulaError):
            side(text, L01=4, L02=5)
    else:
        assert side(text, L01=4, L02=5) == value


@pytest.mark.parametrize(
    "typed,message",
    [
        ("L01 ≤ L77", "第 7 个字处：计划里没有代码为“L77”的目标。"),
        ("L01 + ≤ L02", "第 7 个字处：这里应当是目标代码、数字或左括号。"),
        ("L01 & L02 ≤ 3", "第 5 个字处：看不懂“&”。"),
        ("L01 + L02", "第 10 个字处：这里缺少比较符号"),
        ("L01 ≤ L02 ≤ L04", "第 11 个字处：一个公式只能有一个比较符号。"),
        ("L01 L02 ≤ L04", "第 5 个字处：这里缺少比较符号"),
        ("L01 ≤ L02 L04", "第 11 个字处：这里缺少 +、× 这样的运算符号。"),
        ("(L01 + L02 ≤ L04", "第 1 个字处：这个括号没有右括号。"),
        ("L01 ≤ L02)", "第 10 个字处：这里缺少 +、× 这样的运算符号。"),
        ("L01 ÷ 0 ≤ 3", "第 7 个字处：不能除以 0。"),
        ("3 ≤ 4", "公式里没有目标代码。"),
        ("", "第 1 个字处：这里应当是目标代码、数字或左括号。"),
        ("(" * 30 + "L01", "第 21 个字处：括号层数太多，请分成几条公式。"),
        ("−" * 5000 + "L01 = 1", "第 21 个字处：括号层数太多，请分成几条公式。"),
        ("__import__('os') ≤ L01", "第 1 个字处：计划里没有代码为“__import__”的目标。"),
        ("L01.value ≤ 3", "第 4 个字处：看不懂“.”。"),
        ("L01 ** 9 ≤ 3", "第 6 个字处：这里应当是目标代码、数字或左括号。"),
        ("1e9 ≤ L01", "第 1 个字处：计划里没有代码为“1e9”的目标。"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(typed, message):
    with pytest.raises(FormulaError) as error:
        read_formula(typed, TARGETS)
    assert str(error.value).startswith(message)


def test_codes_with_dashes_are_codes_and_a_dash_between_codes_is_a_minus():
    codes = {"A-1": 1, "A": 2, "A-1-2": 3, "宣传1": 4}
    assert (
        read_formula("A-1 - A-1-2 ≤ A-A + 宣传1", codes).format(lambda pk, part: f"#{pk}") == "#1 − #3 ≤ #2 − #2 + #4"
    )


@pytest.mark.parametrize(
    "typed,cells,text",
    [
        ("L01 + L02 ≤ L04", {MEN: 3, WOMEN: 5, ALL: 7}, "男 3 + 女 5 = 8，应当不大于 合计 7"),
        ("L01 + L02 ≤ L04", {MEN: 3, WOMEN: 5, ALL: 8}, ""),
        ("L01 + L02 ≤ L04", {MEN: 3, WOMEN: BLANK, ALL: 1}, ""),
        ("L01 + L02 ≤ L04", {MEN: 3, WOMEN: NA, ALL: 1}, ""),
        ("L01 + L02 ≤ L04", {MEN: 3, ALL: 1}, ""),  # a target that this unit does not report
        ("L01 = L02 × 110%", {MEN: "1.1", WOMEN: 1}, ""),
        ("L01 = L02 × 110%", {MEN: "1.2", WOMEN: 1}, "男 1.2，应当等于 女 1 × 110% = 1.1"),
        ("L01 ÷ L02 ≤ 0.3333", {MEN: 1, WOMEN: 3}, "男 1 ÷ 女 3 = 0.333333，应当不大于 0.3333"),
        ("L01 ÷ L02 × 3 = 1", {MEN: 1, WOMEN: 3}, ""),
        ("L01 ÷ L02 ≤ 5", {MEN: 1, WOMEN: 0}, ""),
        ("L01 ≠ L02", {MEN: 2, WOMEN: 2}, "男 2，应当不等于 女 2"),
        ("L01 < L02", {MEN: 2, WOMEN: 2}, "男 2，应当小于 女 2"),
        ("L01 > L02", {MEN: 2, WOMEN: 2}, "男 2，应当大于 女 2"),
        ("L01 ≥ L02", {MEN: 1, WOMEN: 2}, "男 1，应当不小于 女 2"),
        ("L01 ≤ L08分母", {MEN: 41, RATE: (7, 40)}, "男 41，应当不大于 覆盖率（分母） 40"),
        ("L01 ≤ L08分子 + 34", {MEN: 41, RATE: (7, 40)}, ""),
    ],
)
def test_findings(typed, cells, text):
    assert finding_texts(formula_rule(typed), cells) == ([text] if text else [])


def test_division_by_zero_finds_nothing_and_is_told():
    def context(men, women):
        cells = {MEN.pk: to_reported_value(men), WOMEN.pk: to_reported_value(women)}
        return CheckContext({MEN.pk: MEN, WOMEN.pk: WOMEN}, cells)

    rule = formula_rule("L01 ÷ L02 ≤ 5")
    assert divides_by_zero(rule, context(1, 0))
    assert not divides_by_zero(rule, context(1, 2))
    assert not divides_by_zero(rule, context(1, BLANK))
    assert not divides_by_zero(rule, context(100, 2))


def test_it_is_said_in_words_and_typed_again_in_codes():
    rule = formula_rule("(L01+L02)*2 <= L08 分母 - (L04-1)")
    assert describe_rule(rule) == "(L01 男 + L02 女) × 2 不大于 L08 覆盖率（分母） − (L04 合计 − 1)"
    assert format_typed(rule) == "(L01 + L02) × 2 ≤ L08分母 − (L04 − 1)"
    gone = RuleTerms(Kind.FORMULA, target=MEN, formula=rule.formula)
    assert "（已删除的目标）" in describe_rule(gone)


NUMBER = st.integers(0, 50).map(lambda n: Node("number", value=Fraction(n), text=str(n)))
TREES = st.recursive(
    NUMBER | st.sampled_from(["L01", "L02"]).map(lambda code: Node("target", value=(TARGETS[code], ""))),
    lambda inner: (
        st.tuples(st.sampled_from("+−×÷"), inner, inner).map(lambda made: Node(made[0], made[1:]))
        | inner.map(lambda part: Node("−", (part,)))
    ),
    max_leaves=8,
)


@given(TREES)
def test_what_is_written_is_read_as_the_same_calculation(tree):
    """Brackets are written exactly where they change the value."""
    codes = {pk: code for code, pk in TARGETS.items()}
    values = {(TARGETS["L01"], ""): D(7), (TARGETS["L02"], ""): D("0.3")}
    text = format_side(tree, lambda pk, _part: codes[pk])
    try:
        expected = evaluate(tree, values)
    except DividedByZero:
        assume(False)
    assert evaluate(read_formula(f"{text} = L01", TARGETS).left, values) == expected
