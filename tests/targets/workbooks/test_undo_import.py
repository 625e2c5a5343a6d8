"""Undoing an import restores everything, or nothing when somebody has changed something since."""

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
from targets.workbooks.actions.undo import undo_import
from targets.workbooks.importing.uploads import confirm_upload
from targets.workbooks.queries import list_uploads
from tests.factories import make_person, make_unit
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario, receive_preview
from tests.targets.workbooks.test_import import FULL

pytestmark = pytest.mark.django_db
WHERE = ("lincang-2020", "2020Q3")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


def import_cells(scenario, as_submitted=False, by=None, **cells):
    by = by or scenario.admin
    shown = receive_preview(scenario.filled_template(by=by, **cells), by=by, period=scenario.period)
    confirm_upload(shown.upload, by=by, as_submitted=as_submitted)
    shown.upload.refresh_from_db()
    return shown.upload


def stored_figures():
    names = ("report", "target", "value", "base", "na", "reason", "done_on", "note", "typed_by", "typed_at", "origin")
    return sorted(Figure.objects.values_list(*names), key=repr)


def stored_returns():
    names = ("pk", "state", "submitted", "accepted", "correcting", "reviewer", "first_submitted_at")
    return list(Return.objects.order_by("pk").values_list(*names))


def settled_totals(plan):
    settle(plan.pk)
    assert verify_plan(plan.pk).differing == 0
    return sorted(map(repr, Total.objects.filter(participant__plan=plan).values()))


def refuse_undo(upload, by):
    """The Refused that undoing raises; nothing is written."""
    before = stored_figures(), stored_returns(), Mark.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as error:
        undo_import(upload, by=by)
    assert (stored_figures(), stored_returns(), Mark.objects.count(), Entry.objects.count()) == before
    upload.refresh_from_db()
    return error.value


def prepare_return(scenario, kind):
    """What Yongde's return is before the import: nothing, typed, sent back, or accepted and being corrected."""
    if kind == "nothing":
        return
    for code, more in {"L01": {}, "L04": {}, "R01": {"base": 4}, "M01": {"done_on": "2020-08-01"}}.items():
        scenario.save_figure(YONGDE, code, 1, note="旧", **more)
    if kind == "typed":
        return
    report = submit_return(scenario.returns[YONGDE], by=scenario.admin, origin="workbook")
    if kind == "sent back":
        send_back(report, by=scenario.reviewer, objections=[Objection("错")])
        return
    start_review(report, by=scenario.reviewer)
    accept(report, by=make_person("other", ("reviewer", scenario.city)))
    grant_correction(report, by=scenario.reviewer, reason="更正")


@pytest.mark.parametrize("as_submitted", [False, True])
@pytest.mark.parametrize("kind", ["nothing", "typed", "sent back", "correcting"])
def test_everything_is_restored(scenario, kind, as_submitted):
    prepare_return(scenario, kind)
    rebuild(scenario.plan.pk)
    before = stored_figures(), stored_returns(), settled_totals(scenario.plan)
    upload = import_cells(scenario, as_submitted, **FULL, D9=3)
    assert stored_figures() != before[0]
    assert (settled_totals(scenario.plan) != before[2]) == as_submitted

    assert undo_import(upload, by=scenario.admin) == (5, 2 if as_submitted else 0)
    assert (stored_figures(), stored_returns()) == before[:2]
    assert settled_totals(scenario.plan) == before[2]
    assert Snapshot.objects.filter(upload=upload).count() == (2 if as_submitted else 0)
    told = Entry.objects.filter(verb__endswith=".undo").order_by("id").values_list("verb", flat=True)
    assert list(told) == ["upload.undo", *["return.undo"] * (2 if as_submitted else 0)]
    upload.refresh_from_db()
    assert (upload.undone_by, upload.undone_at is None) == (scenario.admin, False)


def test_undo_marks_as_an_import(scenario):
    upload = import_cells(scenario, True, **FULL, D9=3)
    Mark.objects.all().delete()
    undo_import(upload, by=scenario.admin)
    marks = sorted(Mark.objects.values_list("participant_id", "from_seq", "bulk"))
    assert marks == sorted((scenario.people[code].pk, 3, True) for code in (YONGDE, ZHENKANG))


def test_page_that_shows_the_import_overwrites_nothing(scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    undo_import(import_cells(scenario, D8=5), by=scenario.admin)
    with pytest.raises(Conflict):  # the version of the import, 2, is never given again
        save_figure(
            scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(Decimal(6)), by=scenario.clerk, seen=2
        )
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}


def test_one_changed_cell_prevents_undo(scenario):
    upload = import_cells(scenario, **FULL, D9=3)
    save_figure(scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(Decimal(6)), by=scenario.clerk, seen=1)
    error = refuse_undo(upload, scenario.admin)
    assert (error.code, list(error.cells)) == ("changed", [f"L01:{YONGDE}"])
    assert "clerk" in error.cells[f"L01:{YONGDE}"]


def test_cell_changed_by_another_import(scenario):
    first = import_cells(scenario, D8=5, D9=3)
    second = import_cells(scenario, D8=6)
    assert list(refuse_undo(first, scenario.admin).cells) == [f"L01:{YONGDE}"]
    undo_import(second, by=scenario.admin)
    undo_import(first, by=scenario.admin)
    assert scenario.stored_values() == {}


def test_other_figures_are_kept(scenario):
    upload = import_cells(scenario, D8=5)
    save_figure(scenario.returns[YONGDE], scenario.targets["L04"], FigureInput(Decimal(6)), by=scenario.clerk, seen=0)
    undo_import(upload, by=scenario.admin)
    assert scenario.stored_values() == {(YONGDE, "L04"): 6}


@pytest.mark.parametrize("move", ["withdrawn", "review begun", "accepted", "sent back"])
def test_return_moved_since(scenario, move):
    upload = import_cells(scenario, True, **FULL, D9=3)
    report = scenario.returns[YONGDE]
    if move == "withdrawn":
        withdraw_return(report, by=scenario.clerk)
    else:
        start_review(report, by=scenario.reviewer)
    if move == "accepted":
        accept(report, by=scenario.reviewer)
    if move == "sent back":
        send_back(report, by=scenario.reviewer, objections=[Objection("错")])
    assert list(refuse_undo(upload, scenario.admin).cells) == [YONGDE]


def test_drafts_submitted_and_withdrawn_since(scenario):
    upload = import_cells(scenario, **FULL)
    report = submit_return(scenario.returns[YONGDE], by=scenario.admin, origin="workbook")
    assert list(refuse_undo(upload, scenario.admin).cells) == [YONGDE]
    withdraw_return(report, by=scenario.clerk)
    undo_import(upload, by=scenario.admin)
    assert scenario.stored_values() == {}


def test_after_a_later_import_that_submitted_was_undone(scenario):
    first = import_cells(scenario, **FULL)
    second = import_cells(scenario, True, D8=6)
    assert list(refuse_undo(first, scenario.admin).cells) == [YONGDE, f"L01:{YONGDE}"]
    undo_import(second, by=scenario.admin)
    undo_import(first, by=scenario.admin)
    assert scenario.stored_values() == {}


@pytest.mark.parametrize("state", ["closed", "locked"])
def test_a_period_that_is_not_open(scenario, state):
    upload = import_cells(scenario, D8=5)
    Period.objects.filter(pk=scenario.period.pk).update(state=state)
    assert refuse_undo(upload, scenario.admin).code == "period"


def test_undone_once_and_only_after_import(scenario):
    waiting = receive_preview(scenario.filled_template(D8=5), by=scenario.admin, period=scenario.period).upload
    assert refuse_undo(waiting, scenario.admin).code == "not applied"
    upload = import_cells(scenario, D9=5)
    undo_import(upload, by=scenario.admin)
    assert refuse_undo(upload, scenario.admin).code == "undone"
    with pytest.raises(Refused) as error:
        confirm_upload(upload, by=scenario.admin, as_submitted=False)
    assert error.value.code == "applied"


def test_no_undo_by_people_beside_or_below(scenario):
    outsider = make_person("outsider", ("data_admin", make_unit("450200000000", "柳州市", level="city")))
    others = [make_person(name, ("data_admin", unit)) for name, unit in (("a", scenario.city), ("b", scenario.yongde))]
    upload = import_cells(scenario, D8=5)
    for person in (*others, outsider, scenario.clerk, scenario.reviewer):
        with pytest.raises(PermissionDenied):
            undo_import(upload, by=person)
    assert scenario.stored_values() == {(YONGDE, "L01"): 5}


def test_undo_by_a_data_administrator_above(client, scenario):
    upload = import_cells(scenario, D8=5)
    province = make_unit("530000000000", "云南省", level="province")
    moved = {"path": Concat(Value("/530000000000"), "path")}
    Unit.objects.filter(pk=scenario.city.pk).update(parent=province, **moved)
    for model in (Unit, Participant):
        model.objects.filter(path__startswith=scenario.city.path).update(**moved)
    client.force_login(make_person("above", ("data_admin", province)))
    there = reverse("targets:sheet_upload", args=[*WHERE, upload.pk])
    assert there in client.get(reverse("targets:sheet", args=WHERE)).text
    assert 'data-dialog="undo"' in client.get(there).text
    assert client.post(there, {"action": "undo"}).status_code == 302
    assert scenario.stored_values() == {}
    upload.refresh_from_db()
    assert upload.undone_by.username == "above"


def test_undo_and_audit_record_are_written_together(scenario, monkeypatch):
    upload = import_cells(scenario, True, **FULL)

    def fail(**_kwargs):
        raise RuntimeError("no audit record")

    monkeypatch.setattr("targets.workbooks.actions.undo.record_many", fail)
    before = stored_figures(), stored_returns()
    with pytest.raises(RuntimeError):
        undo_import(upload, by=scenario.admin)
    assert (stored_figures(), stored_returns()) == before
    assert Upload.objects.get(pk=upload.pk).undone_at is None
    assert Return.objects.get(pk=scenario.returns[YONGDE].pk).state == State.SUBMITTED


def test_page_offers_undo_and_lists_what_prevents_it(client, scenario):
    client.force_login(scenario.admin)
    upload = import_cells(scenario, D8=5, D9=3)
    there = reverse("targets:sheet_upload", args=[*WHERE, upload.pk])
    assert 'data-dialog="undo"' in client.get(there).text
    save_figure(scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(Decimal(6)), by=scenario.clerk, seen=1)
    answer = client.post(there, {"action": "undo"})
    assert answer.status_code == 409
    assert "永德县 L01" in answer.text
    save_figure(scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(Decimal(5)), by=scenario.clerk, seen=2)
    assert client.post(there, {"action": "undo"}).status_code == 409
    assert scenario.stored_values() == {(YONGDE, "L01"): 5, (ZHENKANG, "L01"): 3}

    second = import_cells(scenario, D9=4)
    there = reverse("targets:sheet_upload", args=[*WHERE, second.pk])
    assert client.post(there, {"action": "undo"}).status_code == 302
    page = client.get(there).text
    assert "已撤销" in page
    assert 'data-dialog="undo"' not in page
    assert scenario.stored_values()[ZHENKANG, "L01"] == 3


def test_page_offers_no_undo_to_clerks_and_reviewers(client, scenario):
    upload = import_cells(scenario, D8=5)
    there = reverse("targets:sheet_upload", args=[*WHERE, upload.pk])
    client.force_login(scenario.reviewer)
    assert 'data-dialog="undo"' not in client.get(there).text
    assert client.post(there, {"action": "undo"}).status_code == 403
    client.force_login(scenario.clerk)
    assert client.post(there, {"action": "undo"}).status_code == 404
    assert list(list_uploads(scenario.clerk, scenario.period)) == []
    assert scenario.stored_values() == {(YONGDE, "L01"): 5}


def test_list_offers_undo_where_it_is_possible(client, scenario):
    first, second = import_cells(scenario, D8=5), import_cells(scenario, D8=6)
    third = import_cells(scenario, D9=7)
    client.force_login(scenario.admin)
    there = reverse("targets:sheet", args=WHERE)
    assert client.get(there).context["undoable"] == {second.pk, third.pk}
    assert client.get(there).text.count("撤销…") == 2
    undo_import(second, by=scenario.admin)
    assert client.get(there).context["undoable"] == {first.pk, third.pk}
    client.force_login(scenario.reviewer)
    assert "撤销…" not in client.get(reverse("targets:sheet_upload", args=[*WHERE, third.pk])).text
