"""Importing a workbook: the preview is what is done, all of it or nothing."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from audit.errors import Refused
from audit.models import Entry
from plans.models import Period
from targets.models import Figure, Mark, Return, Snapshot, Target, Upload
from targets.models.report import State
from targets.review.actions.review import accept, start_review
from targets.workbooks.importing.uploads import PreviewOutdated, confirm_upload, preview_upload
from targets.workbooks.messages import describe_problem
from targets.workbooks.period_figures import load_period_figures
from targets.workbooks.template import write_period_template
from tests.factories import make_person, make_plan, make_unit
from tests.targets.returns.test_returns_cells import COUNTS_OF_A_RATIO
from tests.targets.workbooks.import_scenario import (
    OFFICE,
    YONGDE,
    ZHENKANG,
    ImportScenario,
    edit_template,
    receive_preview,
)

pytestmark = pytest.mark.django_db
FULL = {"D8": 5, "E8": 7.1, "F8": 30, "G8": 40, "H8": datetime(2020, 9, 30)}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


def refused_cells(scenario, **cells):
    """(cell, unit, target, sentence) of what the preview refuses; a preview writes nothing."""
    before = scenario.stored_values()
    shown = receive_preview(scenario.filled_template(**cells), by=scenario.admin, period=scenario.period)
    assert scenario.stored_values() == before
    with pytest.raises(Refused):
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values() == before
    return [
        (outcome.cell, outcome.unit, outcome.target, describe_problem(outcome.problem))
        for outcome in shown.result.refused
    ]


def test_import_as_drafts(scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    shown = receive_preview(
        scenario.filled_template(**FULL, D9="不适用：撤并，无此项"), by=scenario.admin, period=scenario.period
    )
    assert shown.result.counts == {"refused": 0, "new": 4, "changed": 1, "unchanged": 1}
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}

    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values()[YONGDE, "L01"] == 5
    assert scenario.stored_values()[YONGDE, "L04"] == Decimal("7.1")
    ratio = Figure.objects.get(target__code="R01")
    assert (ratio.value, ratio.base) == (30, 40)
    milestone = Figure.objects.get(target__code="M01", report=scenario.returns[YONGDE])
    assert (milestone.value, milestone.done_on) == (1, date(2020, 9, 30))
    absent = Figure.objects.get(report=scenario.returns[ZHENKANG])
    assert (absent.na, absent.value, absent.reason) == (True, None, "撤并，无此项")
    changed = Figure.objects.get(report=scenario.returns[YONGDE], target__code="L01")
    assert (changed.version, changed.typed_by, changed.origin) == (2, scenario.admin, "workbook")
    assert {report.state for report in Return.objects.all()} == {State.DRAFT}
    assert not Mark.objects.exists()
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == [
        "upload.receive",
        "upload.apply",
        *["upload.write"] * 2,
    ]


def test_importing_an_export_changes_nothing(scenario):
    scenario.save_figure(YONGDE, "L01", "99999999999999.0")
    scenario.save_figure(YONGDE, "R01", 3)
    scenario.save_figure(YONGDE, "M01", 1)
    shown = receive_preview(scenario.filled_template(), by=scenario.admin, period=scenario.period)
    assert shown.result.counts == {"refused": 0, "new": 0, "changed": 0, "unchanged": 6}
    with pytest.raises(Refused, match=r"nothing|没有"):
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)


def test_import_as_submitted(scenario):
    shown = receive_preview(scenario.filled_template(**FULL, D9=3), by=scenario.admin, period=scenario.period)
    assert shown.result.submitted == [YONGDE, ZHENKANG]
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=True)
    states = {report.participant.code: report.state for report in Return.objects.select_related("participant")}
    assert states == {YONGDE: State.SUBMITTED, ZHENKANG: State.SUBMITTED, OFFICE: State.DRAFT}
    assert set(Snapshot.objects.values_list("origin", "upload")) == {("workbook", shown.upload.pk)}
    marks = Mark.objects.values_list("participant_id", "bulk", "from_seq")
    assert sorted(marks) == sorted((scenario.people[code].pk, True, 3) for code in (YONGDE, ZHENKANG))
    assert Entry.objects.filter(verb="return.submit").count() == 2
    assert Entry.objects.filter(verb="upload.apply").count() == 1


def test_missing_figures_block_the_whole_submission(scenario):
    shown = receive_preview(scenario.filled_template(D8=5, D9=3), by=scenario.admin, period=scenario.period)
    assert {lack.code for lack in shown.result.missing[YONGDE]} == {"L04", "R01", "M01"}
    with pytest.raises(Refused) as error:
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=True)
    assert error.value.code == "missing"
    assert not scenario.stored_values()
    assert not Snapshot.objects.exists()
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert len(scenario.stored_values()) == 2


def test_one_refused_cell_refuses_the_workbook(scenario):
    found = refused_cells(scenario, **FULL | {"D8": "三十"}, D9=3)
    assert [(cell, unit, target) for cell, unit, target, _why in found] == [("D8", YONGDE, "L01")]
    assert "三十" in found[0][3]


@pytest.mark.parametrize(
    "raw",
    [
        "三十",
        -1,
        "-1",
        3.5,
        "3.5",
        1e15,
        "1e309",
        "NaN",
        "约30",
        "无",
        True,
        datetime(2020, 9, 30),
        "=SUM(A1:A2)",
        "#REF!",
    ],
)
def test_unreadable_numbers_are_refused(scenario, raw):
    assert [cell for cell, *_rest in refused_cells(scenario, D8=raw)] == ["D8"]


@pytest.mark.parametrize(("raw", "said"), [*COUNTS_OF_A_RATIO, (140.5, COUNTS_OF_A_RATIO[0][1])])
@pytest.mark.parametrize("part", ["value", "base"])
def test_the_numbers_of_a_ratio_are_refused_as_on_the_page(scenario, part, raw, said):
    place = {"value": "F8", "base": "G8"}[part]
    ((cell, _unit, _target, text),) = refused_cells(scenario, **FULL | {place: raw})
    assert cell == place
    assert said in text


@pytest.mark.parametrize("raw", ["１２，３４５", "12,345", " 12345 ", 12345.0, "12 345", "12345.0"])
def test_numbers_are_read_as_people_type_them(scenario, raw):
    shown = receive_preview(scenario.filled_template(D8=raw), by=scenario.admin, period=scenario.period)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values() == {(YONGDE, "L01"): 12345}


@pytest.mark.parametrize("raw", [1, "九月底", datetime(1900, 1, 1), 99999999, datetime(2020, 10, 1)])
def test_unreadable_milestone_days_are_refused(scenario, raw):
    assert [cell for cell, *_rest in refused_cells(scenario, H8=raw)] == ["H8"]


def test_cells_not_owed_are_refused(scenario):
    assert [(cell, unit) for cell, unit, *_rest in refused_cells(scenario, E9=3)] == [("E9", ZHENKANG)]


@pytest.mark.parametrize("state", ["closed", "locked"])
def test_period_that_is_not_open(scenario, state):
    file = scenario.filled_template(D8=3)
    Period.objects.filter(pk=scenario.period.pk).update(state=state)
    scenario.period.refresh_from_db()
    shown = receive_preview(file, by=scenario.admin, period=scenario.period)
    assert [outcome.problem.code for outcome in shown.result.refused] == ["period_shut"]


def test_return_submitted_since(scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    first = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    confirm_upload(first.upload, by=scenario.admin, as_submitted=True)
    shown = receive_preview(scenario.filled_template(D8=6, D9=1), by=scenario.admin, period=scenario.period)
    assert [(outcome.cell, outcome.problem.code) for outcome in shown.result.refused] == [("D8", "return_shut")]
    assert (
        receive_preview(scenario.filled_template(D9=1), by=scenario.admin, period=scenario.period).result.counts["new"]
        == 1
    )


def test_nobody_accepts_their_own_import(scenario):
    shown = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=True)
    both = make_person("both", ("data_admin", scenario.city), ("reviewer", scenario.city))
    Figure.objects.update(typed_by=both)
    report = start_review(Return.objects.get(participant=scenario.people[YONGDE]), by=both)
    with pytest.raises(Refused):
        accept(report, by=both)
    assert accept(report, by=scenario.reviewer).state == State.ACCEPTED


def test_confirming_an_outdated_preview_shows_a_new_one(scenario):
    shown = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)
    scenario.save_figure(YONGDE, "L01", 4)
    with pytest.raises(PreviewOutdated) as outdated:
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert outdated.value.preview.result.counts["changed"] == 1
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values()[YONGDE, "L01"] == 5


def test_untouched_cells_do_not_overwrite_later_changes(scenario):
    file = scenario.filled_template(D9=3)
    scenario.save_figure(YONGDE, "L01", 4)
    shown = receive_preview(file, by=scenario.admin, period=scenario.period)
    assert [outcome.target for outcome in shown.result.outcomes if outcome.outdated] == ["L01"]
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values() == {(YONGDE, "L01"): 4, (ZHENKANG, "L01"): 3}


def test_returns_sent_back_are_resubmitted_only_when_changed(scenario):
    confirm_upload(
        receive_preview(scenario.filled_template(D9=3), by=scenario.admin, period=scenario.period).upload,
        by=scenario.admin,
        as_submitted=True,
    )
    Return.objects.filter(participant=scenario.people[ZHENKANG]).update(state=State.SENT_BACK, submitted=None)
    assert receive_preview(scenario.filled_template(), by=scenario.admin, period=scenario.period).result.submitted == []
    assert receive_preview(
        scenario.filled_template(D9=4), by=scenario.admin, period=scenario.period
    ).result.submitted == [ZHENKANG]


def test_confirmed_once_by_the_person_who_uploaded(scenario):
    shown = receive_preview(scenario.filled_template(D8=3), by=scenario.admin, period=scenario.period)
    colleague = make_person("colleague", ("data_admin", scenario.city))
    for act in (
        lambda: preview_upload(shown.upload, by=colleague),
        lambda: confirm_upload(shown.upload, by=colleague, as_submitted=False),
    ):
        with pytest.raises(PermissionDenied):
            act()
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    with pytest.raises(Refused) as error:
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert error.value.code == "applied"


def test_units_out_of_reach(scenario):
    outsider = make_person("outsider", ("data_admin", make_unit("450200000000", "柳州市", level="city")))
    shown = receive_preview(scenario.filled_template(D8=3), by=outsider, period=scenario.period)
    assert {outcome.problem.code for outcome in shown.result.outcomes} == {"out_of_reach"}
    assert all(outcome.before.blank for outcome in shown.result.outcomes)
    with pytest.raises(PermissionDenied):
        receive_preview(scenario.filled_template(D8=3), by=scenario.reviewer, period=scenario.period)
    with pytest.raises(PermissionDenied):
        write_period_template(scenario.period, by=scenario.reviewer)


def test_template_of_another_period_or_plan(scenario):
    other = make_plan(scenario.city, "other-2020").periods.get(seq=3)
    for period in (scenario.plan.periods.get(seq=2), other):
        with pytest.raises(Refused, match="临沧市妇联2020年工作计划 2020年三季度"):
            receive_preview(scenario.filled_template(D8=3), by=scenario.admin, period=period)
    assert not Upload.objects.exists()


def test_files_of_other_kinds_are_not_stored(scenario):
    for content in (b"", b"a,b\n", b"PK\x03\x04rubbish"):
        with pytest.raises(Refused):
            receive_preview(SimpleUploadedFile("x.xlsx", content), by=scenario.admin, period=scenario.period)
    assert not Upload.objects.exists()


def test_target_no_longer_due_since_the_download(scenario):
    file = scenario.filled_template(D8=3, E8=7)
    scenario.targets["L04"].frequency = "year"
    scenario.targets["L04"].save()
    shown = receive_preview(file, by=scenario.admin, period=scenario.period)
    assert [(outcome.cell, outcome.problem.code) for outcome in shown.result.refused] == [("E8", "column_not_due")]


def test_figures_and_audit_record_are_written_together(scenario, monkeypatch):
    shown = receive_preview(scenario.filled_template(**FULL), by=scenario.admin, period=scenario.period)

    def fail(**_kwargs):
        raise RuntimeError("no audit record")

    monkeypatch.setattr("targets.workbooks.importing.uploads.record", fail)
    with pytest.raises(RuntimeError):
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=True)
    assert not scenario.stored_values()
    assert not Snapshot.objects.exists()
    assert not Mark.objects.exists()


def test_template_has_only_units_in_reach(scenario):
    sub = make_person("sub", ("data_admin", scenario.yongde))
    with pytest.raises(PermissionDenied):
        write_period_template(scenario.period, by=scenario.reviewer)
    shown = edit_template(write_period_template(scenario.period, by=scenario.admin))
    assert receive_preview(shown, by=scenario.admin, period=scenario.period).result.counts["unchanged"] == 6
    assert load_period_figures(scenario.period, by=sub).participants == {}
    assert list(load_period_figures(scenario.period, by=scenario.admin).participants) == [
        OFFICE,
        YONGDE,
        ZHENKANG,
    ]


def test_settling_is_requested_once_for_a_workbook(scenario, django_capture_on_commit_callbacks):
    shown = receive_preview(scenario.filled_template(**FULL, D9=3), by=scenario.admin, period=scenario.period)
    with django_capture_on_commit_callbacks() as requests:
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=True)
    assert Mark.objects.count() == 2
    assert [request.plan_id for request in requests] == [scenario.plan.pk]


def percent_cell(scenario, value, number_format):
    def change(form):
        form["D8"] = value
        form["D8"].number_format = number_format

    book = load_workbook(BytesIO(write_period_template(scenario.period, by=scenario.admin)))
    change(book.worksheets[0])
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("表.xlsx", stream.getvalue())


@pytest.mark.parametrize(("unit", "stored"), [("%", Decimal(90)), ("百分点", Decimal(90)), ("人次", None), ("‰", None)])
def test_a_percent_cell_counts_as_it_is_shown(scenario, unit, stored):
    Target.objects.filter(code="L01").update(unit=unit, measure="level")
    shown = receive_preview(percent_cell(scenario, 0.9, "0.00%"), by=scenario.admin, period=scenario.period)
    if stored is None:
        (refused,) = shown.result.refused
        assert "90%" in describe_problem(refused.problem)
    else:
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
        assert scenario.stored_values() == {(YONGDE, "L01"): stored}
