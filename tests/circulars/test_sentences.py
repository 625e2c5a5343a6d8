"""The sentences of a circular: they follow from figures, and never mix up per cent and percentage points."""

import random
import re
from dataclasses import replace

import pytest

from circulars.text.facts import CircularFacts, TargetFacts, UnitFacts, from_json
from circulars.text.model import count_characters
from circulars.text.sentences import SECTIONS, AccountChoice, choose_ends, compose, write_account

SHARE_FIELDS, POINT_FIELDS = {"overall", "completion"}, {"overall-change", "gap"}


def target(code="L01", **changes):
    values = {
        "code": code, "name": "培训", "measure": "人", "section": "", "value": "185", "bound": "400",
        "completion": "46.3%", "points": "3.8", "ahead": False, "light": "yellow", "direction": "at_least",
        "lagging": [],
    }  # fmt: skip
    return TargetFacts(**values | changes)


def unit(name, rank, overall="50.0%", **changes):
    values = {"code": name, "name": name, "kind": "federation", "rank": rank, "overall": overall, "rank_before": None}
    return UnitFacts(**values | {"late": 0, "missing": 0, "owed": 1} | changes)


def facts(**changes):
    values = {
        "plan": "2020年工作计划", "plan_code": "p", "unit": "530900000000", "unit_name": "市妇联",
        "period": "2020年二季度", "period_code": "2020Q2", "basis": "submitted",
        "as_of": "2020-07-10T09:00+08:00", "overall": "46.3%",
        "before": "2020年一季度", "points_since": "5.1", "rose": True, "lights": [("green", 1), ("yellow", 1)],
        "expected": 4, "standing": 3, "urged": 0, "targets": [target()], "units": [],
    }  # fmt: skip
    return CircularFacts(**values | changes)


def texts(found, choice=None):
    return {each.key: each.text for each in write_account(found, choice or AccountChoice())}


def test_how_it_stands():
    assert texts(facts())["overall"] == (
        "全部1项目标任务中，正常1项，滞后1项。综合完成率为46.3%，比2020年一季度末提高5.1个百分点。"
    )


def test_what_has_not_moved_is_not_said_to_rise():
    assert texts(facts(points_since="0.0"))["overall"].endswith("综合完成率为46.3%，与2020年一季度末持平。")
    found = texts(facts(targets=[target(points="0.0", ahead=True)]))["target-L01"]
    assert found == "培训：任务400人，已完成185人，完成率46.3%，与序时进度持平。"


def test_a_target_behind_its_pace_names_who_holds_it_back():
    found = facts(targets=[target(lagging=["永德", "镇康"])])
    assert texts(found)["target-L01"] == (
        "培训：任务400人，已完成185人，完成率46.3%，低于序时进度3.8个百分点。差距较大的有永德、镇康。"
    )


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"light": "grey", "value": ""}, "培训：还没有上报数据。"),
        ({"direction": "at_most", "light": "green"}, "培训：185人，在400的限度以内。"),
        ({"direction": "at_most", "light": "red"}, "培训：185人，超出400的限度。"),
        ({"completion": "", "points": ""}, "培训：任务400人，已完成185人。"),
        ({"ahead": True}, "培训：任务400人，已完成185人，完成率46.3%，高于序时进度3.8个百分点。"),
    ],
)
def test_other_targets(changes, text):
    assert texts(facts(targets=[target(**changes)]))["target-L01"] == text


def test_the_first_and_the_last_and_who_was_late():
    units = [unit(name, rank) for rank, name in enumerate("甲乙丙丁戊己", 1)]
    units[1], units[5] = replace(units[1], late=1), replace(units[5], missing=1)
    found = texts(facts(units=units))
    assert found["units-federation"] == (
        "综合完成率居前的有甲（50.0%）、乙（50.0%）、丙（50.0%）。居后的有丁（50.0%）、戊（50.0%）、己（50.0%）。"
    )
    assert found["returns"] == "应上报4份报表，已上报3份。尚未报齐的有己。迟报的有乙。"


def test_shared_places_are_named_together_and_nobody_twice():
    ranked = [unit(name, rank) for name, rank in zip("甲乙丙丁戊己庚", (1, 1, 1, 1, 5, 5, 7), strict=True)]
    first, last = choose_ends(ranked, 3, 2)
    assert ("".join(each.name for each in first), "".join(each.name for each in last)) == ("甲乙丙丁", "戊己庚")
    assert choose_ends(ranked[:4], 3, 3)[1] == []
    assert choose_ends(ranked, 0, 0) == ([], [])


def test_heads_are_numbered_without_gaps():
    found = write_account(facts(units=[unit("甲", 1)]), AccountChoice(sections=("overall", "returns")))
    assert [each.text for each in found if each.kind == "head1"] == ["一、总体情况", "二、上报情况"]


def test_one_changed_figure_changes_only_its_sentences():
    targets = [target("L01"), target("L02", name="基地")]
    before, after = texts(facts(targets=targets)), texts(facts(targets=[targets[0], replace(targets[1], value="200")]))
    assert [key for key in before if before[key] != after[key]] == ["target-L02"]


def test_facts_are_the_same_after_they_were_stored():
    found = facts(units=[unit("甲", 1)])
    assert from_json(found.to_json()) == found


def test_compose_keeps_words_around_numbers():
    assert "".join(run.text for run in compose("a %(x)s b%(y)s", x="1", y="2")) == "a 1 b2"


def test_per_cent_and_points_are_never_mixed_up_in_300_cases():
    draw = random.Random(7)
    for _ in range(300):
        for paragraph in write_account(
            _draw_facts(draw), AccountChoice(first=draw.randint(0, 4), last=draw.randint(0, 4))
        ):
            for number, run in enumerate(paragraph.runs):
                follows = "".join(each.text for each in paragraph.runs[number + 1 :])
                if run.ref is not None:
                    assert (run.ref.field in SHARE_FIELDS) == run.text.endswith("%")
                    assert (run.ref.field in POINT_FIELDS) == follows.startswith("个百分点")
                else:
                    assert not re.search(r"\d\s*(%|个百分点)", run.text)


def _draw_facts(draw):
    def share():
        return draw.choice(["", f"{draw.randint(0, 2000) / 10}%"])

    targets = [
        target(
            f"L{n}", completion=share(), points=draw.choice(["", "0.1", "12.0"]), ahead=draw.random() < 0.5,
            light=draw.choice(["blue", "green", "yellow", "red", "grey", "unmet"]),
            direction=draw.choice(["at_least", "at_most", "exactly"]), section=draw.choice(["", "甲", "乙"]),
        )
        for n in range(draw.randint(0, 6))
    ]  # fmt: skip
    units = [unit(f"县{n}", draw.choice([None, n]), share() or "1%") for n in range(1, draw.randint(1, 12))]
    return facts(
        targets=targets, units=units, overall=share(), points_since=draw.choice(["", "3.3"]), rose=draw.random() < 0.5
    )


def test_the_length_counts_every_character_but_blanks():
    found = write_account(facts(), AccountChoice(sections=("overall",)))
    assert count_characters(found) == sum(len("".join(each.text.split())) for each in found)
    assert set(SECTIONS) == {"overall", "targets", "units", "returns", "next"}
