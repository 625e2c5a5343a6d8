"""A workbook obeys the rules as the page does: what must be right stops it, what nobody explained stays a draft."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audit.errors import Refused
from targets.checks.actions import rules
from targets.models import Finding, Return, Snapshot
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.explanations import save_explanation
from targets.workbooks.actions.bulk import write_returns
from targets.workbooks.importing.uploads import PreviewOutdated, confirm_upload, receive_upload
from tests.factories import make_person
from tests.targets.workbooks.import_scenario import OFFICE, YONGDE, ZHENKANG, ImportScenario
from tests.targets.workbooks.test_bulk_write import return_inputs

pytestmark = pytest.mark.django_db
D = Decimal
WHERE = ("lincang-2020", "2020Q3")
# Rows: 8 = 永德 with all four targets, 9 = 镇康 with L01 alone.
FULL = {"D8": 50, "E8": 7, "F8": 30, "G8": 40, "H8": "2020-09-30", "D9": 3}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scene():
    scene = ImportScenario()
    scene.planner = make_person("planner", ("planner", scene.city))
    scene.both = scene.admin
    return scene


def limit(scene, weight, high=10):
    return rules.add_rule(
        scene.plan, by=scene.planner, kind="bounds", weight=weight, target=scene.targets["L01"], high=D(high)
    )


def states(scene):
    return {code: Return.objects.get(pk=report.pk).state for code, report in scene.returns.items()}


def test_mandatory_finding_is_previewed_and_blocks_the_whole_submission(scene):
    limit(scene, "must")
    shown = receive_upload(scene.filled_template(**FULL), by=scene.admin, period=scene.period)
    assert {unit: [(m.code, m.text) for m in lacks] for unit, lacks in shown.result.missing.items()} == {
        YONGDE: [("L01", "50，高于上限 10")]
    }
    with pytest.raises(Refused) as caught:
        confirm_upload(shown.upload, by=scene.admin, as_submitted=True)
    assert caught.value.cells == {f"L01:{YONGDE}": "50，高于上限 10"}
    assert not scene.stored_values()
    assert not Snapshot.objects.exists()


def test_mandatory_finding_does_not_block_import_as_drafts(scene):
    limit(scene, "must")
    shown = receive_upload(scene.filled_template(**FULL), by=scene.admin, period=scene.period)
    confirm_upload(shown.upload, by=scene.admin, as_submitted=False)
    assert scene.stored_values()[YONGDE, "L01"] == 50
    assert not Snapshot.objects.exists()


def test_returns_with_unexplained_findings_stay_drafts(scene):
    limit(scene, "explain")
    shown = receive_upload(scene.filled_template(**FULL), by=scene.admin, period=scene.period)
    assert shown.result.submitted == [ZHENKANG]
    assert [(m.code, m.text) for m in shown.result.unexplained[YONGDE]] == [
        ("L01", "50，高于上限 10；请更正，或写明原因")
    ]
    confirm_upload(shown.upload, by=scene.admin, as_submitted=True)
    assert scene.stored_values()[YONGDE, "L01"] == 50
    assert states(scene) == {YONGDE: "draft", ZHENKANG: "submitted", OFFICE: "draft"}
    assert not Finding.objects.exists()


def test_explained_return_is_submitted_with_its_explanation(scene):
    rule = limit(scene, "explain")
    save_explanation(scene.returns[YONGDE], rule.pk, "L01", "集中培训", by=scene.clerk)
    shown = receive_upload(scene.filled_template(**FULL), by=scene.admin, period=scene.period)
    assert not shown.result.unexplained
    confirm_upload(shown.upload, by=scene.admin, as_submitted=True)
    kept = Finding.objects.get()
    assert kept.snapshot == Return.objects.get(pk=scene.returns[YONGDE].pk).submitted
    assert (kept.about, kept.text, kept.explanation) == ("L01", "50，高于上限 10", "集中培训")


def test_import_reuses_previous_explanations(scene):
    rule = limit(scene, "explain")
    earlier = scene.plan.periods.get(seq=2)
    before = Return.objects.create(participant=scene.people[YONGDE], period=earlier)
    snapshot = Snapshot.objects.create(report=before, number=1, at="2020-07-01T00:00:00Z", by=scene.clerk)
    Return.objects.filter(pk=before.pk).update(state="submitted", submitted=snapshot)
    Finding.objects.create(
        snapshot=snapshot, rule=rule, kind="bounds", weight="explain", about="L01", text="x", explanation="年年如此"
    )
    shown = receive_upload(scene.filled_template(**FULL), by=scene.admin, period=scene.period)
    confirm_upload(shown.upload, by=scene.admin, as_submitted=True)
    assert Finding.objects.exclude(snapshot=snapshot).get().explanation == "年年如此"


def test_rule_added_after_the_preview_outdates_it(scene):
    shown = receive_upload(scene.filled_template(**FULL), by=scene.admin, period=scene.period)
    assert shown.result.submitted == [YONGDE, ZHENKANG]
    limit(scene, "explain")
    with pytest.raises(PreviewOutdated) as caught:
        confirm_upload(shown.upload, by=scene.admin, as_submitted=True)
    assert caught.value.preview.result.submitted == [ZHENKANG]
    assert not Snapshot.objects.exists()


def test_write_returns_checks_rules_itself(scene):
    for weight, text in (("explain", "50，高于上限 10；请更正，或写明原因"), ("must", "60，高于上限 10")):
        limit(scene, weight)
        value = D(50 if weight == "explain" else 60)
        wanted = {ZHENKANG: {"L01": FigureInput(value)}}
        with pytest.raises(Refused) as caught:
            write_returns(scene.period, return_inputs(scene, wanted, submit=[ZHENKANG]), by=scene.admin)
        assert text in caught.value.cells[f"L01:{ZHENKANG}"]
        assert not Snapshot.objects.exists()
        write_returns(scene.period, return_inputs(scene, wanted), by=scene.admin)  # as drafts
        scene.plan.rules.all().delete()


def test_preview_lists_returns_that_stay_drafts(scene, client):
    limit(scene, "explain")
    client.force_login(scene.admin)
    text = client.post(reverse("targets:sheet", args=WHERE), {"file": scene.filled_template(**FULL)}).text
    assert "暂存为草稿" in text
    assert "L01 培训: 50，高于上限 10" in text
    assert "导入并提交 1 份报表" in text


def test_submission_findings_take_a_fixed_number_of_queries(scene, django_assert_max_num_queries):
    from targets.workbooks.actions.bulk import find_submission_findings

    limit(scene, "explain")
    rules.add_usual_rules(scene.plan, by=scene.planner)
    rules.add_rule(scene.plan, by=scene.planner, kind="over_share")
    wanted = {code: {"L01": FigureInput(D(50))} for code in (YONGDE, ZHENKANG)}
    made = return_inputs(scene, wanted, submit=wanted)
    with django_assert_max_num_queries(5):
        found = find_submission_findings(scene.period, made)
    assert {len(mine) for mine in found.values()} == {2}  # above the bound and above the share
