"""Findings block a submission until explained or corrected; explained findings are stored with it."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit.errors import Conflict, Refused
from plans.models import Period
from targets.checks.actions import rules
from targets.checks.queries.findings import draft_findings, snapshot_findings
from targets.models import Explanation, Finding, Return, Snapshot, SnapshotFigure
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.explanations import save_explanation, save_explanations
from targets.returns.actions.submit import submit_return, withdraw_return
from tests.targets.returns.test_returns_race import race
from tests.targets.returns_world import bring_to_state, fill_and_submit, fill_return, make_world

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def world():
    return make_world()


def add_rule(world, kind="bounds", weight="explain", **fields):
    if kind == "bounds":
        fields = {"target": world.targets["add"], "high": D(10), **fields}
    return rules.add_rule(world.plan, by=world.planner, kind=kind, weight=weight, **fields)


def refuse_submission(world, report):
    """Submit as the clerk, expect a refusal that stores nothing, and return the ``Refused``."""
    before = Snapshot.objects.count(), Finding.objects.count(), Return.objects.get(pk=report.pk).state
    with pytest.raises(Refused) as caught:
        submit_return(report, by=world.clerk)
    assert before == (Snapshot.objects.count(), Finding.objects.count(), Return.objects.get(pk=report.pk).state)
    return caught.value


def test_mandatory_finding_blocks_and_takes_no_explanation(world):
    rule = add_rule(world, weight="must")
    report = fill_return(world, world.report())
    assert refuse_submission(world, report).cells == {"L01": "30，高于上限 10"}
    with pytest.raises(Refused, match="强制"):
        save_explanation(report, rule.pk, "L01", "确实如此", by=world.clerk)
    fill_return(world, report, add=FigureInput(value=D(10)))
    assert submit_return(report, by=world.clerk).state == "submitted"
    assert not Finding.objects.exists()


def test_finding_blocks_until_explained_then_is_stored_with_the_submission(world):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    refusal = refuse_submission(world, report)
    assert (refusal.code, refusal.cells) == ("rules", {"L01": "30，高于上限 10；请更正，或写明原因"})
    save_explanation(report, rule.pk, "L01", "  集中\n培训 ", by=world.clerk)
    report = submit_return(report, by=world.clerk)
    finding = Finding.objects.get()
    assert (finding.snapshot, finding.rule, finding.kind, finding.weight) == (
        report.submitted,
        rule,
        "bounds",
        "explain",
    )
    assert (finding.about, finding.text, finding.explanation) == ("L01", "30，高于上限 10", "集中 培训")
    (finding,) = snapshot_findings(report.submitted_id)
    assert (finding.name, finding.explained) == ("培训妇女", True)


def test_refusal_lists_all_findings_and_missing_cells(world):
    add_rule(world, weight="must")
    add_rule(world, target=world.targets["run"])
    add_rule(world, target=world.targets["run"], low=D(50), high=None)
    report = fill_return(world, world.report(), lev=FigureInput())
    refusal = refuse_submission(world, report)
    assert refusal.code == "missing"
    assert refusal.cells["L01"] == "30，高于上限 10"
    assert refusal.cells["L02"] == "40，高于上限 10；请更正，或写明原因；40，低于下限 50；请更正，或写明原因"
    assert "L03" in refusal.cells


def test_explanation_length_is_validated(world):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    for text in ("对", " 对 ", "长" * 501):
        with pytest.raises(Refused, match="写明原因"):
            save_explanation(report, rule.pk, "L01", text, by=world.clerk)
    save_explanation(report, rule.pk, "L01", "对的", by=world.clerk)
    save_explanation(report, rule.pk, "L01", "", by=world.clerk, seen="对的")
    assert not Explanation.objects.exists()
    assert refuse_submission(world, report).code == "rules"


def test_inactive_rule_has_no_findings(world):
    rules.switch_rule(add_rule(world), False, by=world.planner)
    assert fill_and_submit(world, world.report()).state == "submitted"


def test_rule_of_another_plan_has_no_findings(world):
    from tests.factories import make_plan

    other = make_plan(world.city, "other-2020")
    rules.add_rule(other, by=world.planner, kind="same")
    assert draft_findings(fill_return(world, world.report())) == []


# --- explanations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["neighbour", "reviewer", "county_leader", "planner", "data_admin", "outsider"])
def test_only_clerks_of_the_unit_may_explain(world, who):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    with pytest.raises(PermissionDenied):
        save_explanation(report, rule.pk, "L01", "确实如此", by=world.people[who])
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("state, way_out", [("submitted", "请先撤回"), ("under_review", "审核"), ("accepted", "更正")])
def test_explaining_is_refused_after_submission(world, state, way_out):
    report = bring_to_state(world, world.report(), state)
    rule = add_rule(world)
    with pytest.raises(Refused, match=way_out):
        save_explanation(report, rule.pk, "L01", "确实如此", by=world.clerk)


def test_explaining_is_refused_in_a_closed_period(world):
    rule = add_rule(world)
    Period.objects.filter(plan=world.plan, seq=1).update(state="closed")
    with pytest.raises(Refused) as caught:
        save_explanation(world.report(), rule.pk, "L01", "确实如此", by=world.clerk)
    assert caught.value.code == "period"


@pytest.mark.parametrize("about", ["L02", "", "L99", "T01"])
def test_explanation_of_an_unrelated_cell_is_refused(world, about):
    rule = add_rule(world)
    with pytest.raises(Refused, match="无关"):
        save_explanation(world.report(), rule.pk, about, "确实如此", by=world.clerk)


def test_overwriting_an_unseen_explanation_is_a_conflict(world):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    save_explanation(report, rule.pk, "L01", "集中培训", by=world.clerk)
    with pytest.raises(Conflict) as caught:
        save_explanation(report, rule.pk, "L01", "统计口径", by=world.colleague)
    assert caught.value.theirs["text"] == "集中培训"
    save_explanation(report, rule.pk, "L01", "集中培训", by=world.colleague)  # a repeated save
    save_explanation(report, rule.pk, "L01", "统计口径", by=world.colleague, seen="集中培训")
    assert Explanation.objects.get().text == "统计口径"


# --- from period to period --------------------------------------------------------------------------------------------


def test_previous_explanation_is_offered_but_not_applied(world):
    rule = add_rule(world)
    save_explanation(fill_return(world, world.report()), rule.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    report = fill_return(world, world.report(2))
    (finding,) = draft_findings(report)
    assert (finding.offered, finding.explanation, finding.explained) == ("集中培训", "", False)
    assert refuse_submission(world, report).code == "rules"


def test_explanation_of_another_unit_is_not_offered(world):
    rule = add_rule(world)
    save_explanation(fill_return(world, world.report()), rule.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    (finding,) = draft_findings(fill_return(world, world.report(2, world.other.code), by=world.neighbour))
    assert finding.offered == ""


def test_explanation_is_outdated_when_the_number_changes(world):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    save_explanation(report, rule.pk, "L01", "集中培训", by=world.clerk)
    fill_return(world, report, add=FigureInput(value=D(99)))
    (finding,) = draft_findings(report)
    assert (finding.text, finding.explanation, finding.typed, finding.offered) == (
        "99，高于上限 10",
        "",
        "集中培训",
        "集中培训",
    )
    assert finding.outdated
    assert not finding.explained
    assert refuse_submission(world, report).code == "rules"
    save_explanation(
        report, rule.pk, "L01", "集中培训", by=world.clerk, seen="集中培训"
    )  # the same text for the new number
    (finding,) = draft_findings(report)
    assert (finding.explanation, finding.explained, finding.outdated) == ("集中培训", True, False)
    assert submit_return(report, by=world.clerk).state == "submitted"


def test_explanation_is_valid_again_when_the_number_is_restored(world):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    save_explanation(report, rule.pk, "L01", "集中培训", by=world.clerk)
    fill_return(world, report, add=FigureInput(value=D(99)))
    fill_return(world, report, add=FigureInput(value=D(30)))
    assert [each.explained for each in draft_findings(report)] == [True]


def test_explanation_with_an_old_fingerprint_is_outdated(world):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    (seen,) = draft_findings(report)
    fill_return(world, report, add=FigureInput(value=D(99)))
    save_explanations(report, {rule.pk: seen.fingerprint}, "L01", "集中培训", by=world.clerk)
    assert [each.outdated for each in draft_findings(report)] == [True]


def test_explanation_is_valid_in_every_language(world):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    with translation.override("en"):
        save_explanation(report, rule.pk, "L01", "集中培训", by=world.clerk)
        (english,) = draft_findings(report)
    (chinese,) = draft_findings(report)
    assert english.text != chinese.text
    assert english.explained
    assert chinese.explained


def test_explanation_is_kept_after_withdrawal(world):
    rule = add_rule(world)
    save_explanation(fill_return(world, world.report()), rule.pk, "L01", "集中培训", by=world.clerk)
    report = submit_return(world.report(), by=world.clerk)
    withdraw_return(report, by=world.clerk)
    report = submit_return(world.report(), by=world.clerk)
    assert Finding.objects.filter(snapshot=report.submitted).get().explanation == "集中培训"
    assert Finding.objects.count() == 2  # one for each submission


def test_rules_across_periods_read_submitted_figures(world):
    for kind in ("never_falls", "same", "over_share"):
        add_rule(world, kind)
    add_rule(world, "swing", percent=D(50))
    fill_and_submit(world, world.report(), add=FigureInput(value=D(80)))
    report = fill_return(world, world.report(2), add=FigureInput(value=D(30)), run=FigureInput(value=D(39)))
    assert {(finding.kind, finding.about): finding.text for finding in draft_findings(report)} == {
        ("never_falls", "L02"): "本年累计 39，少于上次的 40",
        ("over_share", "L01"): "累计 110，超过分解数 100",
        ("swing", "L01"): "本次 30，上次 80，减少 62.5%，超过 50%",
    }
    fill_return(world, report, add=FigureInput(value=D(80)))
    assert ("same", "") in {(finding.kind, finding.about) for finding in draft_findings(report)}
    withdraw_return(world.report(), by=world.clerk)  # then there is no earlier report to compare with
    assert draft_findings(report) == []


def test_rules_across_several_earlier_periods(world):
    """不适用 keeps the running total, the swing compares the last two reports, the share counts all."""
    Period.objects.filter(plan=world.plan).update(state="open")
    for seq in (3, 4):
        Return.objects.create(participant=world.report().participant, period=world.period(seq))
    run = (FigureInput(value=D(40)), FigureInput(na=True, reason="停报"), FigureInput(value=D(60)))
    for seq, typed in enumerate(run, 1):
        fill_and_submit(world, world.report(seq), run=typed, add=FigureInput(value=D(30)))
    add_rule(world, "never_falls")
    add_rule(world, "over_share")
    add_rule(world, "swing", target=world.targets["run"], percent=D(10))
    report = fill_return(world, world.report(4), run=FigureInput(value=D(59)), add=FigureInput(value=D(11)))
    assert {finding.kind: finding.text for finding in draft_findings(report)} == {
        "never_falls": "本年累计 59，少于上次的 60",
        "over_share": "累计 101，超过分解数 100",
    }


def test_draft_findings_take_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    rule = add_rule(world)
    save_explanation(fill_return(world, world.report()), rule.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    for kind in ("never_falls", "over_share", "same", "whole"):
        add_rule(world, kind)
    report = fill_return(world, world.report(2))
    with django_assert_max_num_queries(8):
        assert draft_findings(Return.objects.select_related("period__plan", "participant").get(pk=report.pk))


# --- concurrency ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_submission_during_a_save_checks_the_saved_value(world):
    from targets.returns.actions.draft import save_figure

    add_rule(world, weight="must", high=D(50))
    report, target = fill_return(world, world.report()), world.targets["add"]
    first, second = race(
        lambda: save_figure(report, target, FigureInput(value=D(99)), by=world.colleague, seen=1),
        lambda: submit_return(report, by=world.clerk),
    )
    assert first.version == 2
    assert second.cells == {"L01": "99，高于上限 50"}
    assert not Snapshot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_save_during_a_submission_is_not_included(world):
    from targets.returns.actions.draft import save_figure

    add_rule(world, weight="must", high=D(50))
    report, target = fill_return(world, world.report()), world.targets["add"]
    first, second = race(
        lambda: submit_return(report, by=world.clerk),
        lambda: save_figure(report, target, FigureInput(value=D(99)), by=world.colleague, seen=1),
    )
    assert first.state == "submitted"
    assert second.code == "state"
    assert SnapshotFigure.objects.get(target=target).value == 30


@pytest.mark.django_db(transaction=True)
def test_submission_during_removal_of_an_explanation_is_refused(world):
    rule = add_rule(world)
    report = fill_return(world, world.report())
    save_explanation(report, rule.pk, "L01", "集中培训", by=world.clerk)
    _first, second = race(
        lambda: save_explanation(report, rule.pk, "L01", "", by=world.colleague, seen="集中培训"),
        lambda: submit_return(report, by=world.clerk),
    )
    assert second.code == "rules"
    assert not Snapshot.objects.exists()
