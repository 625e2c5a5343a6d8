"""Numbers as people type them: what is read, to the last digit, and what is refused rather than guessed."""

from decimal import Decimal

import pytest

from targets.models import Target
from targets.values.typed_numbers import UnreadableNumber, format_for_input, read_number, read_share


def target(**fields):
    return Target(code="L01", **{"measure": "increment", "decimals": 2, **fields})


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("452", "452"),
        ("４５２．５", "452.5"),
        ("１，２３４", "1234"),
        (" 12 345 678 ", "12345678"),
        ("3.50", "3.5"),
        (".5", "0.5"),
        (0.1, "0.1"),
        (1e3, "1000"),
        (0, "0"),
        ("99999999999999.99", "99999999999999.99"),
    ],
)
def test_read(typed, number):
    assert read_number(typed, target()) == Decimal(number)


@pytest.mark.parametrize("typed", [None, "", "  ", "\u3000"])
def test_blank_is_not_zero(typed):
    assert read_number(typed, target()) is None


@pytest.mark.parametrize(
    "typed",
    [
        "452①", "5²", "5½", "㉑", "⑴2",  # a mark beside a number is no digit of it
        "无", "—", "12,34", "1 2345", "2020 12", "-1", "−1", "1e5", "1e309", "1.234", "NaN", "inf", "5㎡",
        "100000000000000",
        float("nan"), float("inf"), 1e309, True,
    ],
)  # fmt: skip
def test_refused(typed):
    with pytest.raises(UnreadableNumber):
        read_number(typed, target())


@pytest.mark.parametrize(
    ("typed", "fields", "number"),
    [
        ("7000人次", {"unit": "人次"}, "7000"),
        ("７，０００ 人次", {"unit": "人次"}, "7000"),
        ("3.5万元", {"unit": "万元"}, "3.5"),
        ("90%", {"unit": "%", "measure": "level"}, "90"),
        ("90％", {"unit": "%", "measure": "level"}, "90"),
    ],
)
def test_the_target_s_own_unit_may_stand_behind_a_number(typed, fields, number):
    assert read_number(typed, target(**fields)) == Decimal(number)
    assert read_share(typed, target(**fields)) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("7000人", "人次"), ("7000万人", "人次"), ("70余人次", "人次"), ("3元", "万元"), ("90%", "人")],
)
def test_another_unit_is_refused_with_the_right_one(typed, unit):
    with pytest.raises(UnreadableNumber, match=f"“{typed}”.*“{unit}”"):
        read_number(typed, target(unit=unit))


@pytest.mark.parametrize(
    ("typed", "fields", "said"),
    [
        ("12①", {}, "去掉“①”"),
        ("3 5", {}, "数字中间的空格"),
        ("12（含网络）", {}, r"去掉“\(含网络\)”"),
        ("12人次（含网络）", {}, r"去掉“\(含网络\)”"),
        ("2020年7月", {}, "请只填数字"),
        ("1e3", {}, "请只填数字"),
        ("95%", {"measure": "ratio", "scale": "%"}, "分子的个数"),
        ("95 ％", {"measure": "ratio", "scale": "%"}, "分子的个数"),
    ],
)
def test_the_message_says_what_to_take_away(typed, fields, said):
    with pytest.raises(UnreadableNumber, match=said) as caught:
        read_number(typed, target(unit="人次", **fields))
    assert "换算" not in str(caught.value)


def test_what_is_promised_of_a_ratio_may_have_its_scale_and_what_is_reported_of_it_no_unit():
    ratio = target(measure="ratio", scale="%", unit="%")
    assert read_share("70%", ratio) == 70
    for typed in ("70%", "70人"):
        with pytest.raises(UnreadableNumber):
            read_number(typed, ratio)


@pytest.mark.parametrize("fields", [{"measure": "milestone"}, {"measure": "ratio", "decimals": 0}])
def test_milestones_are_whole_and_so_are_ratios_without_decimals(fields):
    with pytest.raises(UnreadableNumber):
        read_number("0.5", target(**fields))


def test_both_numbers_of_a_ratio_may_have_its_decimals_and_show_as_many_as_they_have():
    ratio = target(measure="ratio", part_decimals=2)
    numbers = [read_number(typed, ratio) for typed in ("30", "12.50", "0.25", "100", None)]
    assert [format_for_input(number, ratio) for number in numbers] == ["30", "12.5", "0.25", "100", ""]
    assert format_for_input(Decimal("12.5"), target()) == "12.50"
    with pytest.raises(UnreadableNumber):
        read_number("0.125", ratio)


@pytest.mark.parametrize(
    ("typed", "fields", "said"),
    [
        ("140.5", {}, "分子、分母是个数，请填整数"),
        (140.5, {}, "分子、分母是个数，请填整数"),
        ("70%", {}, "是比率。请填分子的个数和分母的个数"),
        ("70％", {}, "是比率。请填分子的个数和分母的个数"),
        ("7‰", {}, "是比率"),
        ("1.2万", {}, "“1.2万”请写完整的数字：12000"),
        ("3 亿", {}, "300000000"),
        ("1.2万人", {}, "12000"),
        ("140个村", {}, "“140个村”只填数字"),
        ("1.25", {"part_decimals": 1}, "最多 1 位小数"),
        ("1.2万", {"measure": "increment", "unit": "人次"}, "12000"),
        ("1.2万人次", {"measure": "increment", "unit": "人次"}, "12000"),
    ],
)
def test_counts_of_a_ratio_are_whole_and_written_in_full(typed, fields, said):
    with pytest.raises(UnreadableNumber) as refused:
        read_number(typed, target(**{"measure": "ratio", "scale": "%", "unit": "%"} | fields))
    assert said in str(refused.value)


def test_a_rate_that_is_promised_keeps_its_decimals_and_its_sign():
    rate = target(measure="ratio", scale="%", unit="%")
    assert read_share("92.5%", rate) == Decimal("92.5")
    assert read_number("140.0", rate) == 140
    assert read_number("5万元", target(unit="万元")) == 5
