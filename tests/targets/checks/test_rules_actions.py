"""Actions on the rules of a plan: permissions, plan states, validation, and audit entries."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from audit.errors import Refused
from audit.models import Entry
from plans.models import Plan
from targets.checks.actions import rules
from targets.checks.families.check import describe_rule
from targets.checks.queries.rules import build_terms, list_rules
from targets.models import Finding, Rule, RulePart
from tests.factories import make_plan, make_target
from tests.targets.returns_world import fill_and_submit, fill_return, make_world

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def world():
    return make_world()


def add_rule(world, kind="same", **fields):
    return rules.add_rule(world.plan, by=world.planner, kind=kind, **fields)


def rule_descriptions(plan):
    return [describe_rule(build_terms(rule)) for rule in list_rules(plan) if rule.active]


ACTIONS = {
    "add": lambda world, rule, by: rules.add_rule(world.plan, by=by, kind="same"),
    "change": lambda world, rule, by: rules.change_rule(rule, by=by, weight="must"),
    "switch": lambda world, rule, by: rules.switch_rule(rule, False, by=by),
    "move": lambda world, rule, by: rules.move_rule(rule, 1, by=by),
    "remove": lambda world, rule, by: rules.remove_rule(rule, by=by),
    "usual": lambda world, rule, by: rules.add_usual_rules(world.plan, by=by),
    "propose": lambda world, rule, by: rules.propose_rule(world.plan, by=by, kind="same"),
}
OTHERS = ("clerk", "county_leader", "reviewer", "data_admin", "leader", "outsider", "system_admin", "audit_admin")


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("who", OTHERS)
def test_only_planners_of_the_plan_may_change_its_rules(world, name, who):
    rule = add_rule(world)
    before = list(Rule.objects.values())
    with pytest.raises(PermissionDenied):
        ACTIONS[name](world, rule, world.people[who])
    assert list(Rule.objects.values()) == before


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("state", ["draft", "issued"])
def test_rules_may_change_in_draft_and_issued_plans(world, name, state):
    rule = add_rule(world)
    Plan.objects.filter(pk=world.plan.pk).update(state=state)
    ACTIONS[name](world, rule, world.planner)


@pytest.mark.parametrize("name", ACTIONS)
def test_rules_of_a_closed_plan_cannot_change(world, name):
    rule = add_rule(world)
    Plan.objects.filter(pk=world.plan.pk).update(state="closed")
    with pytest.raises(Refused, match="办结"):
        ACTIONS[name](world, rule, world.planner)


def test_add_rule_writes_an_audit_entry(world):
    rule = add_rule(
        world, "bounds", target=world.targets["lev"], low=D(1), high=D("9.5"), weight="must", why="年报口径"
    )
    assert rule_descriptions(world.plan) == ["L03 儿童之家：在 1 至 9.5 之间"]
    entry = Entry.objects.get(verb="rule.add")
    assert (entry.username, entry.object_code, entry.unit_code) == (
        "planner",
        f"lincang-2020/{rule.pk}",
        world.city.code,
    )
    assert entry.data == {"rule": "L03 儿童之家：在 1 至 9.5 之间", "weight": "强制", "reason": "年报口径"}


def test_parts_follow_the_order_of_the_plan(world):
    first, second = (
        make_target(world.plan, code, name=name, position=9) for code, name in (("L08", "男"), ("L07", "女"))
    )
    add_rule(world, "parts", target=world.targets["add"], parts=[first, second], exact=False)
    assert rule_descriptions(world.plan) == ["女 + 男 不超过 培训妇女"]


@pytest.mark.parametrize(
    "kind,fields,field",
    [
        ("bounds", {"target": "add"}, "low"),
        ("bounds", {"low": D(1)}, "target"),
        ("bounds", {"target": "add", "low": D(5), "high": D(4)}, "high"),
        ("bounds", {"target": "add", "low": D(-1)}, "low"),
        ("bounds", {"target": "add", "high": D("NaN")}, "high"),
        ("bounds", {"target": "add", "high": D("Infinity")}, "high"),
        ("bounds", {"target": "add", "high": D(10) ** 14}, "high"),
        ("bounds", {"target": "mil", "high": D(1)}, "target"),
        ("swing", {}, "percent"),
        ("swing", {"percent": D(0)}, "percent"),
        ("swing", {"percent": D("NaN")}, "percent"),
        ("swing", {"percent": D("0.05")}, "percent"),
        ("swing", {"percent": D(50), "target": "mil"}, "target"),
        ("never_falls", {"target": "add"}, "target"),
        ("whole", {"target": "lev"}, "target"),
        ("over_share", {"target": "rat"}, "target"),
        ("parts", {"target": "add"}, "parts"),
        ("parts", {"parts": ["add"]}, "target"),
        ("parts", {"target": "add", "parts": ["add"]}, "parts"),
        ("parts", {"target": "add", "parts": ["run"]}, "parts"),
        ("parts", {"target": "rat", "parts": ["rat"]}, "target"),
        ("same", {"parts": ["add"]}, "parts"),
        ("same", {"weight": "soft"}, "weight"),
        ("nonsense", {}, "kind"),
    ],
)
def test_invalid_rule_is_refused_at_its_field(world, kind, fields, field):
    values = {name: world.targets.get(value, value) if name == "target" else value for name, value in fields.items()}
    values["parts"] = [world.targets[name] for name in fields.get("parts", ())]
    with pytest.raises(Refused) as refused:
        add_rule(world, kind, **values)
    assert field in refused.value.cells
    assert not Rule.objects.exists()
    assert not Entry.objects.filter(verb="rule.add").exists()


def test_targets_of_another_plan_are_refused(world):
    other = make_plan(world.city, "other-2020")
    foreign = make_target(other, "L01")
    for fields in ({"target": foreign}, {"target": world.targets["add"], "parts": [foreign]}):
        with pytest.raises(Refused, match="不") as refused:
            add_rule(world, "parts", **fields)
        assert refused.value.cells


def test_fields_unused_by_the_kind_are_cleared(world):
    rule = add_rule(world, "same", target=world.targets["add"], low=D(3), percent=D(5), exact=False)
    rule.refresh_from_db()
    assert (rule.target, rule.low, rule.percent, rule.exact) == (None, None, None, True)


def test_change_rule_records_old_and_new_descriptions(world):
    rule = add_rule(world, "swing", percent=D(50))
    rules.change_rule(rule, by=world.planner, percent=D(30), weight="must")
    assert rule_descriptions(world.plan) == ["所有适用的目标：比上次增减不超过 30%"]
    assert Entry.objects.get(verb="rule.change").data == {
        "rule": ["所有适用的目标：比上次增减不超过 50%", "所有适用的目标：比上次增减不超过 30%"],
        "weight": ["核实", "强制"],
    }


def test_unchanged_rule_writes_no_audit_entry(world):
    rule = add_rule(world, "swing", percent=D(50))
    rules.change_rule(rule, by=world.planner, percent=D(50))
    assert not Entry.objects.filter(verb="rule.change").exists()


def test_change_rule_replaces_parts(world):
    first, second = (make_target(world.plan, code, name=name) for code, name in (("L08", "男"), ("L09", "女")))
    rule = add_rule(world, "parts", target=world.targets["add"], parts=[first])
    rules.change_rule(rule, by=world.planner, parts=[first, second])
    assert rule_descriptions(world.plan) == ["男 + 女 = 培训妇女"]
    assert RulePart.objects.count() == 2
    with pytest.raises(Refused):
        rules.change_rule(rule, by=world.planner, parts=[])
    assert RulePart.objects.count() == 2


def test_move_and_switch_rules(world):
    first, second = add_rule(world), add_rule(world, "whole")
    rules.move_rule(second, -1, by=world.planner)
    assert list(world.plan.rules.values_list("kind", flat=True)) == ["whole", "same"]
    rules.switch_rule(first, False, by=world.planner)
    assert rule_descriptions(world.plan) == ["所有适用的目标：分子不大于分母"]
    rules.switch_rule(first, True, by=world.planner)
    assert len(rule_descriptions(world.plan)) == 2


def test_usual_rules_suit_the_plan_and_are_added_once(world):
    made = rules.add_usual_rules(world.plan, by=world.planner)
    assert [(rule.kind, rule.weight) for rule in made] == [
        ("whole", "must"), ("never_falls", "explain"), ("swing", "explain"), ("over_share", "explain"),
        ("same", "explain"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="已经都有"):
        rules.add_usual_rules(world.plan, by=world.planner)
    other = make_plan(world.city, "levels-2020")
    make_target(other, "L01", measure="milestone")
    assert [rule.kind for rule in rules.add_usual_rules(other, by=world.planner)] == ["same"]


def test_findings_of_a_removed_rule_are_kept(world):
    rule = add_rule(world, "bounds", target=world.targets["add"], high=D(10))
    from targets.returns.actions.explanations import save_explanation

    save_explanation(fill_return(world, world.report()), rule.pk, "L01", "集中培训", by=world.clerk)
    fill_and_submit(world, world.report())
    rules.remove_rule(rule, by=world.planner)
    finding = Finding.objects.get()
    assert (finding.rule, finding.text, finding.explanation) == (None, "30，高于上限 10", "集中培训")
    with pytest.raises(Refused, match="删除"):
        rules.change_rule(rule, by=world.planner, high=D(5))


# --- formulas ---------------------------------------------------------------------------------------------------------


def test_a_formula_is_kept_by_its_targets_and_follows_their_codes(world):
    rule = add_rule(world, "formula", formula="L01+L02 <= L04分母*2", weight="must")
    assert rule.target == world.targets["add"]
    assert set(RulePart.objects.values_list("target__code", flat=True)) == {"L02", "L04"}
    world.targets["run"].code = "就业2"
    world.targets["run"].save()
    assert rule_descriptions(world.plan) == ["L01 培训妇女 + 就业2 转移就业 不大于 L04 覆盖率（分母） × 2"]
    assert Entry.objects.latest("id").data["rule"].startswith("L01 培训妇女 + L02 转移就业 不大于")


def test_a_changed_formula_changes_its_targets(world):
    rule = add_rule(world, "formula", formula="L01 ≤ L02")
    rules.change_rule(rule, by=world.planner, formula="L03 ≥ L02", weight="explain")
    rule.refresh_from_db()
    assert rule.target == world.targets["lev"]
    assert [part.target.code for part in rule.parts.all()] == ["L02"]
    assert Entry.objects.latest("id").data["rule"] == [
        "L01 培训妇女 不大于 L02 转移就业",
        "L03 儿童之家 不小于 L02 转移就业",
    ]
    rules.change_rule(rule, by=world.planner, weight="must")
    rule.refresh_from_db()
    assert (rule.weight, rule.parts.count(), rule_descriptions(world.plan)) == (
        "must",
        1,
        ["L03 儿童之家 不小于 L02 转移就业"],
    )


@pytest.mark.parametrize(
    "formula,text",
    [
        ("L01 ≤ L05", "L05 出台方案 只填是否完成"),
        ("L04 ≤ 70", "L04 覆盖率 有两个数，请写明 L04分子 或 L04分母"),
        ("L01分母 ≤ 70", "L01 培训妇女 只有一个数"),
        ("L01 ≤ L09", "没有代码为“L09”的目标"),
        ("L01 ≤", "第 6 个字处"),
    ],
)
def test_a_formula_that_makes_no_sense_is_refused(world, formula, text):
    for act in (rules.add_rule, rules.propose_rule):
        with pytest.raises(Refused) as error:
            act(world.plan, by=world.planner, kind="formula", formula=formula, weight="must")
        assert text in error.value.cells["formula"]
    assert not Rule.objects.exists()


def test_a_formula_is_checked_when_a_return_is_submitted(world):
    add_rule(world, "formula", formula="L01 × 2 ≤ L02", weight="must")
    with pytest.raises(Refused) as error:
        fill_and_submit(world, world.report())
    assert error.value.cells == {"L01": "培训妇女 30 × 2 = 60，应当不大于 转移就业 40"}
