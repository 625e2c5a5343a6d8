"""Taking an import back: all as it was before, or nothing where somebody has been there since."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse

from audit.errors import Conflict, Refused
from audit.models import Entry
from orgs.models import Unit
from plans.models import Participant, Period
from targets.models import Figure, Mark, Return, Snapshot, Total, Upload
from targets.models.report import State
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions.review import Objection, accept, grant_correction, send_back, start_review
from targets.totals.settle import rebuild, settle
from targets.totals.verification.verify import verify_plan
from targets.workbooks.actions.undo import undo
from targets.workbooks.queries import uploads
from targets.workbooks.uploads import confirm, receive
from tests.factories import make_person, make_unit
from tests.targets.workbooks.sheet_scene import YONGDE, ZHENKANG, Scene
from tests.targets.workbooks.test_sheet_import import FULL

pytestmark = pytest.mark.django_db
WHERE = ("lincang-2020", "2020Q3")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scene():
    return Scene()


def bring(scene, as_submitted=False, by=None, **cells):
    by = by or scene.admin
    shown = receive(scene.filled(by=by, **cells), by=by, period=scene.period)
    confirm(shown.upload, by=by, as_submitted=as_submitted)
    shown.upload.refresh_from_db()
    return shown.upload


def figures():
    names = ("report", "target", "value", "base", "na", "reason", "done_on", "note", "typed_by", "typed_at", "origin")
    return sorted(Figure.objects.values_list(*names), key=repr)


def returns():
    names = ("pk", "state", "submitted", "accepted", "correcting", "reviewer", "first_submitted_at")
    return list(Return.objects.order_by("pk").values_list(*names))


def totals(plan):
    settle(plan.pk)
    assert verify_plan(plan.pk).differing == 0
    return sorted(map(repr, Total.objects.filter(participant__plan=plan).values()))


def refused(upload, by):
    """What is refused, and that nothing changes by asking."""
    before = figures(), returns(), Mark.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as error:
        undo(upload, by=by)
    assert (figures(), returns(), Mark.objects.count(), Entry.objects.count()) == before
    upload.refresh_from_db()
    return error.value


def past(scene, kind):
    """What Yongde's return is before the import: nothing, typed, sent back, or accepted and being corrected."""
    if kind == "nothing":
        return
    for code, more in {"L01": {}, "L04": {}, "R01": {"base": 4}, "M01": {"done_on": "2020-08-01"}}.items():
        scene.type(YONGDE, code, 1, note="旧", **more)
    if kind == "typed":
        return
    report = submit_return(scene.returns[YONGDE], by=scene.admin, origin="workbook")
    if kind == "sent back":
        send_back(report, by=scene.reviewer, objections=[Objection("错")])
        return
    start_review(report, by=scene.reviewer)
    accept(report, by=make_person("other", ("reviewer", scene.city)))
    grant_correction(report, by=scene.reviewer, reason="更正")


@pytest.mark.parametrize("as_submitted", [False, True])
@pytest.mark.parametrize("kind", ["nothing", "typed", "sent back", "correcting"])
def test_all_is_as_it_was(scene, kind, as_submitted):
    past(scene, kind)
    rebuild(scene.plan.pk)
    before = figures(), returns(), totals(scene.plan)
    upload = bring(scene, as_submitted, **FULL, D9=3)
    assert figures() != before[0]
    assert (totals(scene.plan) != before[2]) == as_submitted

    assert undo(upload, by=scene.admin) == (5, 2 if as_submitted else 0)
    assert (figures(), returns()) == before[:2]
    assert totals(scene.plan) == before[2]
    assert Snapshot.objects.filter(upload=upload).count() == (2 if as_submitted else 0)
    told = Entry.objects.filter(verb__endswith=".undo").order_by("id").values_list("verb", flat=True)
    assert list(told) == ["upload.undo", *["return.undo"] * (2 if as_submitted else 0)]
    upload.refresh_from_db()
    assert (upload.undone_by, upload.undone_at is None) == (scene.admin, False)


def test_marks_are_those_of_an_import(scene):
    upload = bring(scene, True, **FULL, D9=3)
    Mark.objects.all().delete()
    undo(upload, by=scene.admin)
    marks = sorted(Mark.objects.values_list("participant_id", "from_seq", "bulk"))
    assert marks == sorted((scene.people[code].pk, 3, True) for code in (YONGDE, ZHENKANG))


def test_a_page_that_still_shows_the_import_overwrites_nothing(scene):
    scene.type(YONGDE, "L01", 4)
    undo(bring(scene, D8=5), by=scene.admin)
    with pytest.raises(Conflict):  # the version of the import, 2, is never given again
        save_figure(scene.returns[YONGDE], scene.targets["L01"], FigureInput(Decimal(6)), by=scene.clerk, seen=2)
    assert scene.standing() == {(YONGDE, "L01"): 4}


def test_one_changed_cell_keeps_all(scene):
    upload = bring(scene, **FULL, D9=3)
    save_figure(scene.returns[YONGDE], scene.targets["L01"], FigureInput(Decimal(6)), by=scene.clerk, seen=1)
    error = refused(upload, scene.admin)
    assert (error.code, list(error.cells)) == ("changed", [f"L01:{YONGDE}"])
    assert "clerk" in error.cells[f"L01:{YONGDE}"]


def test_a_cell_that_another_import_changed(scene):
    first = bring(scene, D8=5, D9=3)
    second = bring(scene, D8=6)
    assert list(refused(first, scene.admin).cells) == [f"L01:{YONGDE}"]
    undo(second, by=scene.admin)
    undo(first, by=scene.admin)
    assert scene.standing() == {}


def test_what_others_typed_beside_it_stays(scene):
    upload = bring(scene, D8=5)
    save_figure(scene.returns[YONGDE], scene.targets["L04"], FigureInput(Decimal(6)), by=scene.clerk, seen=0)
    undo(upload, by=scene.admin)
    assert scene.standing() == {(YONGDE, "L04"): 6}


@pytest.mark.parametrize("move", ["withdrawn", "review begun", "accepted", "sent back"])
def test_a_return_that_was_moved_since(scene, move):
    upload = bring(scene, True, **FULL, D9=3)
    report = scene.returns[YONGDE]
    if move == "withdrawn":
        withdraw_return(report, by=scene.clerk)
    else:
        start_review(report, by=scene.reviewer)
    if move == "accepted":
        accept(report, by=scene.reviewer)
    if move == "sent back":
        send_back(report, by=scene.reviewer, objections=[Objection("错")])
    assert list(refused(upload, scene.admin).cells) == [YONGDE]


def test_drafts_that_were_submitted_since_even_if_they_came_back(scene):
    upload = bring(scene, **FULL)
    report = submit_return(scene.returns[YONGDE], by=scene.admin, origin="workbook")
    assert list(refused(upload, scene.admin).cells) == [YONGDE]
    withdraw_return(report, by=scene.clerk)
    assert list(refused(upload, scene.admin).cells) == [YONGDE]


@pytest.mark.parametrize("state", ["closed", "locked"])
def test_a_period_that_is_not_open(scene, state):
    upload = bring(scene, D8=5)
    Period.objects.filter(pk=scene.period.pk).update(state=state)
    assert refused(upload, scene.admin).code == "period"


def test_once_and_only_what_was_imported(scene):
    waiting = receive(scene.filled(D8=5), by=scene.admin, period=scene.period).upload
    assert refused(waiting, scene.admin).code == "not applied"
    upload = bring(scene, D9=5)
    undo(upload, by=scene.admin)
    assert refused(upload, scene.admin).code == "undone"
    with pytest.raises(Refused) as error:
        confirm(upload, by=scene.admin, as_submitted=False)
    assert error.value.code == "applied"


def test_nobody_beside_or_below(scene):
    outsider = make_person("outsider", ("data_admin", make_unit("450200000000", "柳州市", level="city")))
    others = [make_person(name, ("data_admin", unit)) for name, unit in (("a", scene.city), ("b", scene.yongde))]
    upload = bring(scene, D8=5)
    for person in (*others, outsider, scene.clerk, scene.reviewer):
        with pytest.raises(PermissionDenied):
            undo(upload, by=person)
    assert scene.standing() == {(YONGDE, "L01"): 5}


def test_a_data_administrator_above_finds_it_and_takes_it_back(client, scene):
    upload = bring(scene, D8=5)
    province = make_unit("530000000000", "云南省", level="province")
    moved = {"path": Concat(Value("/530000000000"), "path")}
    Unit.objects.filter(pk=scene.city.pk).update(parent=province, **moved)
    for model in (Unit, Participant):
        model.objects.filter(path__startswith=scene.city.path).update(**moved)
    client.force_login(make_person("above", ("data_admin", province)))
    there = reverse("targets:sheet_upload", args=[*WHERE, upload.pk])
    assert there in client.get(reverse("targets:sheet", args=WHERE)).text
    assert 'data-dialog="undo"' in client.get(there).text
    assert client.post(there, {"action": "undo"}).status_code == 302
    assert scene.standing() == {}
    upload.refresh_from_db()
    assert upload.undone_by.username == "above"


def test_the_trail_stands_or_falls_with_it(scene, monkeypatch):
    upload = bring(scene, True, **FULL)

    def fail(**_kwargs):
        raise RuntimeError("no room for the trail")

    monkeypatch.setattr("targets.workbooks.actions.undo.record_many", fail)
    before = figures(), returns()
    with pytest.raises(RuntimeError):
        undo(upload, by=scene.admin)
    assert (figures(), returns()) == before
    assert Upload.objects.get(pk=upload.pk).undone_at is None
    assert Return.objects.get(pk=scene.returns[YONGDE].pk).state == State.SUBMITTED


def test_the_page_offers_it_says_what_is_in_the_way_and_does_it(client, scene):
    client.force_login(scene.admin)
    upload = bring(scene, D8=5, D9=3)
    there = reverse("targets:sheet_upload", args=[*WHERE, upload.pk])
    assert 'data-dialog="undo"' in client.get(there).text
    save_figure(scene.returns[YONGDE], scene.targets["L01"], FigureInput(Decimal(6)), by=scene.clerk, seen=1)
    answer = client.post(there, {"action": "undo"})
    assert answer.status_code == 409
    assert "永德县 L01" in answer.text
    save_figure(scene.returns[YONGDE], scene.targets["L01"], FigureInput(Decimal(5)), by=scene.clerk, seen=2)
    assert client.post(there, {"action": "undo"}).status_code == 409
    assert scene.standing() == {(YONGDE, "L01"): 5, (ZHENKANG, "L01"): 3}

    second = bring(scene, D9=4)
    there = reverse("targets:sheet_upload", args=[*WHERE, second.pk])
    assert client.post(there, {"action": "undo"}).status_code == 302
    page = client.get(there).text
    assert "已撤销" in page
    assert 'data-dialog="undo"' not in page
    assert scene.standing()[ZHENKANG, "L01"] == 3


def test_the_page_of_a_clerk_or_reviewer_offers_nothing(client, scene):
    upload = bring(scene, D8=5)
    there = reverse("targets:sheet_upload", args=[*WHERE, upload.pk])
    client.force_login(scene.reviewer)
    assert 'data-dialog="undo"' not in client.get(there).text
    assert client.post(there, {"action": "undo"}).status_code == 403
    client.force_login(scene.clerk)
    assert client.post(there, {"action": "undo"}).status_code == 404
    assert list(uploads(scene.clerk, scene.period)) == []
    assert scene.standing() == {(YONGDE, "L01"): 5}
