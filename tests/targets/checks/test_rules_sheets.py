"""Rules in workbook imports: mandatory findings block the import, unexplained findings leave returns as drafts."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audit.errors import Refused
from targets.checks.actions import rules
from targets.models import Finding, Return, Snapshot
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.explanations import save_explanation
from targets.workbooks.actions.bulk import write_returns
from targets.workbooks.importing.uploads import PreviewOutdated, confirm_upload
from tests.factories import make_person
from tests.targets.workbooks.import_scenario import OFFICE, YONGDE, ZHENKANG, ImportScenario, receive_preview
from tests.targets.workbooks.test_bulk_write import return_inputs

pytestmark = pytest.mark.django_db
D = Decimal
PLACE = ("lincang-2020", "2020Q3")
# Rows: 8 = 永德 with all four targets, 9 = 镇康 with L01 alone.
FULL = {"D8": 50, "E8": 7, "F8": 30, "G8": 40, "H8": "2020-09-30", "D9": 3}


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    scenario = ImportScenario()
    scenario.planner = make_person("planner", ("planner", scenario.city))
    scenario.both = scenario.admin
    return scenario


def add_bounds_rule(scenario, weight, high=10):
    return rules.add_rule(
        scenario.plan, by=scenario.planner, kind="bounds", weight=weight, target=scenario.targets["L01"], high=D(high)
    )


def return_states(scenario):
    return {code: Return.objects.get(pk=report.pk).state for code, report in scenario.returns.items()}


def test_mandatory_finding_is_previewed_and_blocks_the_whole_submission(scenario):
    add_bounds_rule(scenario, "must")
    preview = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    assert {unit: [(m.code, m.text) for m in items] for unit, items in preview.result.missing.items()} == {
        YONGDE: [("L01", "50，高于上限 10")]
    }
    with pytest.raises(Refused) as caught:
        confirm_upload(preview.upload, by=scenario.admin, as_submitted=True)
    assert caught.value.cells == {f"L01:{YONGDE}": "50，高于上限 10"}
    assert not scenario.stored_values()
    assert not Snapshot.objects.exists()


def test_mandatory_finding_does_not_block_import_as_drafts(scenario):
    add_bounds_rule(scenario, "must")
    preview = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    confirm_upload(preview.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values()[YONGDE, "L01"] == 50
    assert not Snapshot.objects.exists()


def test_returns_with_unexplained_findings_stay_drafts(scenario):
    add_bounds_rule(scenario, "explain")
    preview = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    assert preview.result.submitted == [ZHENKANG]
    assert [(m.code, m.text) for m in preview.result.unexplained[YONGDE]] == [
        ("L01", "50，高于上限 10；请更正，或写明原因")
    ]
    confirm_upload(preview.upload, by=scenario.admin, as_submitted=True)
    assert scenario.stored_values()[YONGDE, "L01"] == 50
    assert return_states(scenario) == {YONGDE: "draft", ZHENKANG: "submitted", OFFICE: "draft"}
    assert not Finding.objects.exists()


def test_explained_return_is_submitted_with_its_explanation(scenario):
    rule = add_bounds_rule(scenario, "explain")
    save_explanation(scenario.returns[YONGDE], rule.pk, "L01", "集中培训", by=scenario.clerk)
    preview = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    assert not preview.result.unexplained
    confirm_upload(preview.upload, by=scenario.admin, as_submitted=True)
    finding = Finding.objects.get()
    assert finding.snapshot == Return.objects.get(pk=scenario.returns[YONGDE].pk).submitted
    assert (finding.about, finding.text, finding.explanation) == ("L01", "50，高于上限 10", "集中培训")


def test_import_reuses_previous_explanations(scenario):
    rule = add_bounds_rule(scenario, "explain")
    earlier = scenario.plan.periods.get(seq=2)
    earlier_return = Return.objects.create(participant=scenario.people[YONGDE], period=earlier)
    snapshot = Snapshot.objects.create(report=earlier_return, number=1, at="2020-07-01T00:00:00Z", by=scenario.clerk)
    Return.objects.filter(pk=earlier_return.pk).update(state="submitted", submitted=snapshot)
    Finding.objects.create(
        snapshot=snapshot, rule=rule, kind="bounds", weight="explain", about="L01", text="x", explanation="年年如此"
    )
    preview = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    confirm_upload(preview.upload, by=scenario.admin, as_submitted=True)
    assert Finding.objects.exclude(snapshot=snapshot).get().explanation == "年年如此"


def test_rule_added_after_the_preview_outdates_it(scenario):
    preview = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    assert preview.result.submitted == [YONGDE, ZHENKANG]
    add_bounds_rule(scenario, "explain")
    with pytest.raises(PreviewOutdated) as caught:
        confirm_upload(preview.upload, by=scenario.admin, as_submitted=True)
    assert caught.value.preview.result.submitted == [ZHENKANG]
    assert not Snapshot.objects.exists()


def test_write_returns_checks_rules_itself(scenario):
    for weight, text in (("explain", "50，高于上限 10；请更正，或写明原因"), ("must", "60，高于上限 10")):
        add_bounds_rule(scenario, weight)
        value = D(50 if weight == "explain" else 60)
        values_by_unit = {ZHENKANG: {"L01": FigureInput(value)}}
        with pytest.raises(Refused) as caught:
            write_returns(
                scenario.period, return_inputs(scenario, values_by_unit, submit=[ZHENKANG]), by=scenario.admin
            )
        assert text in caught.value.cells[f"L01:{ZHENKANG}"]
        assert not Snapshot.objects.exists()
        write_returns(scenario.period, return_inputs(scenario, values_by_unit), by=scenario.admin)  # as drafts
        scenario.plan.rules.all().delete()


def test_preview_lists_returns_that_stay_drafts(scenario, client):
    add_bounds_rule(scenario, "explain")
    client.force_login(scenario.admin)
    text = client.post(
        reverse("targets:sheet", args=PLACE), {"file": scenario.filled_template(**FULL)}, follow=True
    ).text
    assert "暂存为草稿" in text
    assert "L01 培训: 50，高于上限 10" in text
    assert "导入并上报 1 份报表" in text


def test_submission_findings_take_a_fixed_number_of_queries(scenario, django_assert_max_num_queries):
    from targets.workbooks.actions.bulk import find_submission_findings

    add_bounds_rule(scenario, "explain")
    rules.add_usual_rules(scenario.plan, by=scenario.planner)
    values_by_unit = {code: {"L01": FigureInput(D(50))} for code in (YONGDE, ZHENKANG)}
    inputs = return_inputs(scenario, values_by_unit, submit=values_by_unit)
    with django_assert_max_num_queries(5):
        found = find_submission_findings(scenario.period, inputs)
    assert {len(findings) for findings in found.values()} == {2}  # one of the bound, one of the share
