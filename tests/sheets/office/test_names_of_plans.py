"""For whole plans: each target is known by its name however it is decorated, and none by the name of another."""

import random

import pytest

from sheets.office.labels import match_column, match_columns
from sheets.office.model import Certainty, ColumnRole
from tests.sheets.office.plans import lincang, read_targets

PLANS = ["lincang", "liuzhou", "yunnan"]
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
]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("decoration", DECORATIONS)
def test_each_target_is_known_by_its_name(plan, decoration):
    targets = read_targets(plan)
    paths = [(decoration.format(name=target.name, unit=target.unit),) for target in targets]
    random.Random(plan).shuffle(paths)
    matches = dict(zip(paths, match_columns(paths, lincang(targets)), strict=True))
    for target in targets:
        match = matches[(decoration.format(name=target.name, unit=target.unit),)]
        assert match.target == target.code
        if target.measure != "ratio":  # a rate is no figure of its own
            assert (match.role, match.certainty) == (ColumnRole.FIGURE, Certainty.SURE)


@pytest.mark.parametrize("plan", PLANS)
def test_no_target_is_taken_for_another(plan):
    targets = read_targets(plan)
    for target in targets:
        others = tuple(each for each in targets if each is not target)
        match = match_column((f"{target.name}({target.unit})",), lincang(others))
        sure = match.role == ColumnRole.FIGURE and match.certainty == Certainty.SURE
        assert not sure, f"{target.name} was taken for {match.target}"
