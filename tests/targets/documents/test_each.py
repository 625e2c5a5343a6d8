"""A number for each unit counts units; one for each person or household is a rate, never a sum."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reader.reading import read
from targets.documents.proposal_checks import find_proposal_faults
from targets.documents.reading.drafts import draft_proposals
from targets.documents.target_fields import build_target
from targets.goals.readiness import list_missing_items
from targets.models import Proposal
from targets.models.each_words import is_of_units, name_of_one

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.mark.parametrize(
    "each", ["每个县区", "每县（市、区）", "各乡镇", "每个村", "每个社区", "每个乡镇（街道）", "每个县级妇联"]
)
def test_units_that_take_part(each):
    assert is_of_units(each)


@pytest.mark.parametrize(
    "each", ["每名执委", "每户", "每个班级", "每人", "每名乡镇干部", "每个社区家庭", "每位村妇联主席", "每所学校", ""]
)
def test_persons_households_and_other_things(each):
    assert not is_of_units(each)


def test_name_of_one():
    assert [name_of_one(each) for each in ("每名执委", "每户", "每个班级")] == ["执委", "户", "班级"]


@pytest.mark.parametrize(
    "text, value, unit, one",
    [
        ("每名执委直接联系10名以上妇女群众。", 10, "名", "执委"),
        ("每个班级至少举办2场讲座。", 2, "场", "班级"),
        ("每户至少1名家庭成员参训。", 1, "名", "户"),
    ],
)
def test_a_number_for_each_person_is_proposed_as_a_rate_in_doubt(plan, text, value, unit, one):
    (draft,) = [each for each in draft_proposals(read(f"重点任务\n{text}", year=2020)) if each.kind == "target"]
    fields = draft.fields
    assert (fields["measure"], fields["scale"], fields["value"]) == ("ratio", "", value)
    assert (fields["unit"], fields["sure"]) == (unit, "unsure")
    assert f"分母：“{one}”的总数" in fields["definition"]
    target = build_target(Proposal(kind="target", **fields), plan)
    assert (target.measure, target.rollup, target.decimals, target.value) == ("ratio", "sum", 1, value)


def test_a_number_for_each_person_is_not_adopted_as_a_sum(decide_each):
    words = decide_each(each="每名执委", measure="running")
    assert "“每名执委”不是参与单位" in words["measure"]
    assert decide_each(each="每名执委", measure="ratio") == {}
    assert decide_each(each="", measure="running") == {}


@pytest.fixture
def decide_each(document):
    def faults(**fields):
        row = document.proposals.get(name="开展宣讲")
        for name, value in fields.items():
            setattr(row, name, value)
        return find_proposal_faults(row)

    return faults


def test_issuing_refuses_a_number_for_each_that_is_stored_as_a_sum(adopted, plan):
    target = plan.targets.get(name="妇女微家")
    assert target.rollup == "units_reached"
    plan.targets.filter(pk=target.pk).update(rollup="sum", value=D(3))
    lacks = [each.text for each in list_missing_items(plan) if each.code == target.code]
    assert any("“每个县区”的数，这里却按“合计”相加" in text for text in lacks)
    plan.targets.filter(pk=target.pk).update(value=D(24))  # the number of the whole
    assert not any("合计”相加" in each.text for each in list_missing_items(plan))


def test_what_the_value_counts_is_said(adopted, plan, place, client):
    client.force_login(place.planner)
    text = client.get(reverse("plans:detail", args=[plan.code])).content.decode()
    assert "2 个单位，每个不少于 3 个" in text
    row = adopted.proposals.get(name="妇女微家")
    text = client.get(reverse("targets:document", args=[plan.code, adopted.pk])).content.decode()
    assert (row.counts_units, "统计有几个单位达标" in text) == (True, True)
