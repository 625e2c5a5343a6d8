"""A workbook in: what is previewed is what is done, all of it or nothing."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.errors import Refused
from audit.models import Entry
from plans.models import Period
from targets.models import Figure, Mark, Return, Snapshot, Upload
from targets.models.report import State
from targets.review.actions.review import accept, start_review
from targets.workbooks.book import load
from targets.workbooks.template import workbook
from targets.workbooks.uploads import Outdated, confirm, preview, receive
from targets.workbooks.words import say
from tests.factories import make_person, make_plan, make_unit
from tests.targets.workbooks.sheet_scene import OFFICE, YONGDE, ZHENKANG, Scene, upload_of

pytestmark = pytest.mark.django_db
FULL = {"D8": 5, "E8": 7.1, "F8": 30, "G8": 40, "H8": datetime(2020, 9, 30)}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scene():
    return Scene()


def refused(scene, **cells):
    """(cell, sentence) of what the preview refuses; nothing may be stored by looking."""
    before = scene.standing()
    shown = receive(scene.filled(**cells), by=scene.admin, period=scene.period)
    assert scene.standing() == before
    with pytest.raises(Refused):
        confirm(shown.upload, by=scene.admin, as_submitted=False)
    assert scene.standing() == before
    return [(outcome.cell, outcome.unit, outcome.target, say(outcome.problem)) for outcome in shown.result.refused]


def test_as_drafts(scene):
    scene.type(YONGDE, "L01", 4)
    shown = receive(scene.filled(**FULL, D9="不适用：撤并，无此项"), by=scene.admin, period=scene.period)
    assert shown.result.counts == {"refused": 0, "new": 4, "changed": 1, "unchanged": 1}
    assert scene.standing() == {(YONGDE, "L01"): 4}

    confirm(shown.upload, by=scene.admin, as_submitted=False)
    assert scene.standing()[YONGDE, "L01"] == 5
    assert scene.standing()[YONGDE, "L04"] == Decimal("7.1")
    ratio = Figure.objects.get(target__code="R01")
    assert (ratio.value, ratio.base) == (30, 40)
    milestone = Figure.objects.get(target__code="M01", report=scene.returns[YONGDE])
    assert (milestone.value, milestone.done_on) == (1, date(2020, 9, 30))
    absent = Figure.objects.get(report=scene.returns[ZHENKANG])
    assert (absent.na, absent.value, absent.reason) == (True, None, "撤并，无此项")
    changed = Figure.objects.get(report=scene.returns[YONGDE], target__code="L01")
    assert (changed.version, changed.typed_by, changed.origin) == (2, scene.admin, "workbook")
    assert {report.state for report in Return.objects.all()} == {State.DRAFT}
    assert not Mark.objects.exists()
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["upload.receive", "upload.apply"]


def test_what_was_exported_changes_nothing(scene):
    scene.type(YONGDE, "L01", "99999999999999.0")
    scene.type(YONGDE, "R01", 3)
    scene.type(YONGDE, "M01", 1)
    shown = receive(scene.filled(), by=scene.admin, period=scene.period)
    assert shown.result.counts == {"refused": 0, "new": 0, "changed": 0, "unchanged": 6}
    with pytest.raises(Refused, match=r"nothing|没有"):
        confirm(shown.upload, by=scene.admin, as_submitted=False)


def test_as_submitted(scene):
    shown = receive(scene.filled(**FULL, D9=3), by=scene.admin, period=scene.period)
    assert shown.result.submitted == [YONGDE, ZHENKANG]
    confirm(shown.upload, by=scene.admin, as_submitted=True)
    states = {report.participant.code: report.state for report in Return.objects.select_related("participant")}
    assert states == {YONGDE: State.SUBMITTED, ZHENKANG: State.SUBMITTED, OFFICE: State.DRAFT}
    assert set(Snapshot.objects.values_list("origin", "upload")) == {("workbook", shown.upload.pk)}
    marks = Mark.objects.values_list("participant_id", "bulk", "from_seq")
    assert sorted(marks) == sorted((scene.people[code].pk, True, 3) for code in (YONGDE, ZHENKANG))
    assert Entry.objects.filter(verb="return.submit").count() == 2
    assert Entry.objects.filter(verb="upload.apply").count() == 1


def test_what_is_missing_keeps_all_from_being_submitted(scene):
    shown = receive(scene.filled(D8=5, D9=3), by=scene.admin, period=scene.period)
    assert {lack.code for lack in shown.result.lacking[YONGDE]} == {"L04", "R01", "M01"}
    with pytest.raises(Refused) as error:
        confirm(shown.upload, by=scene.admin, as_submitted=True)
    assert error.value.code == "missing"
    assert not scene.standing()
    assert not Snapshot.objects.exists()
    confirm(shown.upload, by=scene.admin, as_submitted=False)
    assert len(scene.standing()) == 2


def test_one_refused_cell_refuses_all(scene):
    found = refused(scene, **FULL | {"D8": "三十"}, D9=3)
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
def test_what_is_no_number_of_this_target(scene, raw):
    assert [cell for cell, *_rest in refused(scene, D8=raw)] == ["D8"]


@pytest.mark.parametrize("raw", ["１２，３４５", "12,345", " 12345 ", 12345.0, "12 345", "12345.0"])
def test_numbers_as_people_type_them(scene, raw):
    shown = receive(scene.filled(D8=raw), by=scene.admin, period=scene.period)
    confirm(shown.upload, by=scene.admin, as_submitted=False)
    assert scene.standing() == {(YONGDE, "L01"): 12345}


@pytest.mark.parametrize("raw", [1, "九月底", datetime(1900, 1, 1), 99999999, datetime(2020, 10, 1)])
def test_what_is_no_day_of_a_milestone(scene, raw):
    assert [cell for cell, *_rest in refused(scene, H8=raw)] == ["H8"]


def test_cells_that_are_not_owed(scene):
    assert [(cell, unit) for cell, unit, *_rest in refused(scene, E9=3)] == [("E9", ZHENKANG)]


@pytest.mark.parametrize("state", ["closed", "locked"])
def test_a_period_that_is_not_open(scene, state):
    file = scene.filled(D8=3)
    Period.objects.filter(pk=scene.period.pk).update(state=state)
    scene.period.refresh_from_db()
    shown = receive(file, by=scene.admin, period=scene.period)
    assert [outcome.problem.code for outcome in shown.result.refused] == ["period_shut"]


def test_a_return_that_was_submitted_meanwhile(scene):
    scene.type(YONGDE, "L01", 4)
    first = receive(scene.filled(**FULL), by=scene.admin, period=scene.period)
    confirm(first.upload, by=scene.admin, as_submitted=True)
    shown = receive(scene.filled(D8=6, D9=1), by=scene.admin, period=scene.period)
    assert [(outcome.cell, outcome.problem.code) for outcome in shown.result.refused] == [("D8", "return_shut")]
    assert receive(scene.filled(D9=1), by=scene.admin, period=scene.period).result.counts["new"] == 1


def test_nobody_accepts_what_they_imported(scene):
    shown = receive(scene.filled(**FULL), by=scene.admin, period=scene.period)
    confirm(shown.upload, by=scene.admin, as_submitted=True)
    both = make_person("both", ("data_admin", scene.city), ("reviewer", scene.city))
    Figure.objects.update(typed_by=both)
    report = start_review(Return.objects.get(participant=scene.people[YONGDE]), by=both)
    with pytest.raises(Refused):
        accept(report, by=both)
    assert accept(report, by=scene.reviewer).state == State.ACCEPTED


def test_the_confirmation_does_what_was_seen_and_nothing_else(scene):
    shown = receive(scene.filled(**FULL), by=scene.admin, period=scene.period)
    scene.type(YONGDE, "L01", 4)
    with pytest.raises(Outdated) as outdated:
        confirm(shown.upload, by=scene.admin, as_submitted=False)
    assert outdated.value.preview.result.counts["changed"] == 1
    assert scene.standing() == {(YONGDE, "L01"): 4}
    confirm(shown.upload, by=scene.admin, as_submitted=False)
    assert scene.standing()[YONGDE, "L01"] == 5


def test_an_old_template_does_not_undo_what_was_typed_since(scene):
    file = scene.filled(D9=3)
    scene.type(YONGDE, "L01", 4)
    shown = receive(file, by=scene.admin, period=scene.period)
    assert [outcome.target for outcome in shown.result.outcomes if outcome.outdated] == ["L01"]
    confirm(shown.upload, by=scene.admin, as_submitted=False)
    assert scene.standing() == {(YONGDE, "L01"): 4, (ZHENKANG, "L01"): 3}


def test_what_was_sent_back_goes_up_again_only_when_changed(scene):
    confirm(receive(scene.filled(D9=3), by=scene.admin, period=scene.period).upload, by=scene.admin, as_submitted=True)
    Return.objects.filter(participant=scene.people[ZHENKANG]).update(state=State.SENT_BACK, submitted=None)
    assert receive(scene.filled(), by=scene.admin, period=scene.period).result.submitted == []
    assert receive(scene.filled(D9=4), by=scene.admin, period=scene.period).result.submitted == [ZHENKANG]


def test_once_and_by_the_one_who_saw_it(scene):
    shown = receive(scene.filled(D8=3), by=scene.admin, period=scene.period)
    colleague = make_person("colleague", ("data_admin", scene.city))
    for act in (
        lambda: preview(shown.upload, by=colleague),
        lambda: confirm(shown.upload, by=colleague, as_submitted=False),
    ):
        with pytest.raises(PermissionDenied):
            act()
    confirm(shown.upload, by=scene.admin, as_submitted=False)
    with pytest.raises(Refused) as error:
        confirm(shown.upload, by=scene.admin, as_submitted=False)
    assert error.value.code == "applied"


def test_units_out_of_reach(scene):
    outsider = make_person("outsider", ("data_admin", make_unit("450200000000", "柳州市", level="city")))
    shown = receive(scene.filled(D8=3), by=outsider, period=scene.period)
    assert {outcome.problem.code for outcome in shown.result.outcomes} == {"out_of_reach"}
    assert all(outcome.before.blank for outcome in shown.result.outcomes)
    with pytest.raises(PermissionDenied):
        receive(scene.filled(D8=3), by=scene.clerk, period=scene.period)
    with pytest.raises(PermissionDenied):
        workbook(scene.period, by=scene.clerk)


def test_the_template_of_another_period_or_plan(scene):
    other = make_plan(scene.city, "other-2020").periods.get(seq=3)
    for period in (scene.plan.periods.get(seq=2), other):
        with pytest.raises(Refused, match="lincang-2020 2020Q3"):
            receive(scene.filled(D8=3), by=scene.admin, period=period)
    assert not Upload.objects.exists()


def test_files_that_are_no_workbook_are_not_kept(scene):
    for content in (b"", b"a,b\n", b"PK\x03\x04rubbish"):
        with pytest.raises(Refused):
            receive(SimpleUploadedFile("x.xlsx", content), by=scene.admin, period=scene.period)
    assert not Upload.objects.exists()


def test_a_target_that_came_or_went_since_the_download(scene):
    file = scene.filled(D8=3, E8=7)
    scene.targets["L04"].frequency = "year"
    scene.targets["L04"].save()
    shown = receive(file, by=scene.admin, period=scene.period)
    assert [(outcome.cell, outcome.problem.code) for outcome in shown.result.refused] == [("E8", "column_not_due")]


def test_the_audit_row_stands_or_falls_with_the_figures(scene, monkeypatch):
    shown = receive(scene.filled(**FULL), by=scene.admin, period=scene.period)

    def fail(**_kwargs):
        raise RuntimeError("no room for the trail")

    monkeypatch.setattr("targets.workbooks.uploads.record", fail)
    with pytest.raises(RuntimeError):
        confirm(shown.upload, by=scene.admin, as_submitted=True)
    assert not scene.standing()
    assert not Snapshot.objects.exists()
    assert not Mark.objects.exists()


def test_only_the_own_reach_is_in_the_template(scene):
    sub = make_person("sub", ("data_admin", scene.yongde))
    with pytest.raises(PermissionDenied):
        workbook(scene.period, by=scene.reviewer)
    shown = upload_of(workbook(scene.period, by=scene.admin))
    assert receive(shown, by=scene.admin, period=scene.period).result.counts["unchanged"] == 6
    assert load(scene.period, by=sub, verb="export").participants == {}
    assert list(load(scene.period, by=scene.admin, verb="export").participants) == [OFFICE, YONGDE, ZHENKANG]


def test_the_worker_is_asked_once_for_a_whole_workbook(scene, django_capture_on_commit_callbacks):
    shown = receive(scene.filled(**FULL, D9=3), by=scene.admin, period=scene.period)
    with django_capture_on_commit_callbacks() as asked:
        confirm(shown.upload, by=scene.admin, as_submitted=True)
    assert Mark.objects.count() == 2
    assert [ask.plan_id for ask in asked] == [scene.plan.pk]
