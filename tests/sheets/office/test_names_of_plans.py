"""For whole plans: each target is known by its name however it is decorated, and none by the name of another."""

import random

import pytest

from sheets.office.labels import match_column, match_columns
from sheets.office.model import Certainty, ColumnRole, TargetNames
from tests.sheets.office.plans import lincang, read_targets

# Indicators of the outlines for women and children: names that differ in one word.
LIKE_EACH_OTHER = {
    "/10万": ["孕产妇死亡率", "城市孕产妇死亡率", "农村孕产妇死亡率"],
    "‰": ["婴儿死亡率", "新生儿死亡率", "5岁以下儿童死亡率"],
    "岁": ["人均预期寿命", "女性人均预期寿命"],
    "%": [
        *("孕产妇系统管理率", "农村孕产妇系统管理率", "孕产妇住院分娩率", "农村孕产妇住院分娩率", "产前筛查率"),
        *("小学生近视率", "初中生近视率", "高中阶段学生近视率", "妇女健康档案建档率", "妇女健康档案使用率"),
        *("高等教育在校生中女生占比", "九年义务教育在校生中女生占比", "5岁以下儿童贫血率", "5岁以下儿童生长迟缓率"),
        *("城市社区家长学校覆盖率", "农村社区（村）家长学校覆盖率", "适龄妇女宫颈癌人群筛查率"),
    ],
}
OUTLINES = tuple(
    TargetNames(f"I{unit}{number}", name, unit, "level", whole=False)
    for unit, names in LIKE_EACH_OTHER.items()
    for number, name in enumerate(names)
)
PLANS = {**{name: read_targets(name) for name in ("lincang", "liuzhou", "yunnan")}, "outlines": OUTLINES}
DECORATIONS = [
    "{name}",
    "{name}({unit})",
    "{name}（{unit}）",
    "1.{name}",
    "（三） {name}\n（单位：{unit}）",
    "{name}:{unit}",
    "“{name}”",
    " {name} ",
    "{name}【{unit}】",
    "①{name}",
    "本季{name}",
    "{name}\n累计完成（{unit}）",
]
SHORTENED = 25  # ways in which each name is shortened


def is_sure(match):
    return match.role == ColumnRole.FIGURE and match.certainty == Certainty.SURE


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("decoration", DECORATIONS)
def test_each_target_is_known_by_its_name(plan, decoration):
    targets = PLANS[plan]
    paths = [(decoration.format(name=target.name, unit=target.unit),) for target in targets]
    random.Random(plan).shuffle(paths)
    matches = dict(zip(paths, match_columns(paths, lincang(targets)), strict=True))
    for target in targets:
        match = matches[(decoration.format(name=target.name, unit=target.unit),)]
        assert match.target == target.code
        if target.measure == "ratio":
            assert not is_sure(match)  # a rate is no figure of its own
        elif not decoration.startswith("本季"):
            assert is_sure(match)


@pytest.mark.parametrize("plan", PLANS)
def test_no_target_is_taken_for_another_that_the_plan_has(plan):
    targets = PLANS[plan]
    for target in targets:
        others = tuple(each for each in targets if each is not target)
        match = match_column((f"{target.name}({target.unit})",), lincang(others))
        assert not is_sure(match), f"{target.name} was taken for {match.target}"


@pytest.mark.parametrize("plan", PLANS)
def test_a_shortened_name_is_its_own_target_or_a_question(plan):
    targets, rng = PLANS[plan], random.Random(plan)
    context, names = lincang(targets), {target.name for target in targets}
    for target in targets:
        for label in {shorten(target.name, rng) for _ in range(SHORTENED)} - names:
            match = match_column((label,), context)
            assert not is_sure(match) or match.target == target.code, f"{label} was taken for {match.target}"


@pytest.mark.parametrize(
    "label", ["农村劳动力(人次)", "乡村振兴(个)", "乡村振兴战略(个)", "农村劳动力累计(人次)", "扶持农村(户)"]
)
def test_a_label_without_what_the_target_is_about_is_asked(label):
    assert not is_sure(match_column((label,), lincang()))


def shorten(name, rng):
    """The name without one or two pieces of it."""
    for _ in range(rng.randint(1, 2)):
        if len(name) > 4:
            length = rng.randint(1, len(name) // 2)
            start = rng.choice([0, len(name) - length, rng.randint(0, len(name) - length)])
            name = name[:start] + name[start + length :]
    return name


@pytest.mark.parametrize(
    ("text", "target", "certainty"),
    [
        ("L04 农村劳动力累计转移就业(人次)", "L04", Certainty.SURE),
        ("L07、“贷免扶补”扶持创业", "L07", Certainty.SURE),
        ("L01 农村劳动力累计转移就业", "L04", Certainty.UNSURE),
    ],
)
def test_a_code_before_the_name_is_the_targets_own(text, target, certainty):
    match = match_column((text,), lincang())
    assert (match.target, match.certainty) == (target, certainty)


@pytest.mark.parametrize("who", ["妇女", "女性", "残疾人", "青年", "留守儿童", "大学生", "男性"])
@pytest.mark.parametrize("head", ["农村{}培训(人次)", "培训农村{}(人次)", "农村{}转移就业(人次)"])
def test_a_label_of_other_people_is_another_indicator(who, head):
    assert not is_sure(match_column((head.format(who),), lincang()))
    assert not is_sure(match_column((f"农村{who}", "培训(人次)"), lincang()))


@pytest.mark.parametrize(
    ("path", "target"),
    [
        (("农村妇女劳动力培训",), "L03"),
        (("妇女创业担保贷款",), "L08"),
        (("贷免扶补扶持妇女创业",), "L07"),
        (("巾帼脱贫行动", "转移就业(累计)"), "L04"),
        (("农村妇女发展", "累计转移就业"), "L04"),
        (("妇女执委培训班",), "L11"),
    ],
)
def test_women_may_be_added_to_a_name_that_is_of_nobody_else(path, target):
    match = match_column(path, lincang())
    assert is_sure(match)
    assert match.target == target
