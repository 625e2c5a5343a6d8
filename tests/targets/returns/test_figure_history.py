"""The history of a figure: a version for every saved value, and the page that lists them by permission."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.errors import Conflict
from targets.models import Figure, FigureVersion, SentBackCell
from targets.returns.actions.answers import answer_objection
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return
from targets.returns.queries.cell import find_return_cell
from targets.returns.queries.figure_history import list_figure_events
from targets.returns.queries.returns import read_earlier_figures
from targets.review.actions import review
from targets.shares.queries.duties import find_duty
from targets.workbooks.actions.undo import undo_import
from targets.workbooks.importing.uploads import confirm_upload
from tests.targets.returns_world import bring_to_state, fill_and_submit, fill_return, make_world
from tests.targets.workbooks.import_scenario import YONGDE, ImportScenario, receive_preview

D = Decimal
PLACE = ("lincang-2020", "2020Q1", "530923000000")
# Transaction control, and the preparing of statements at most once a minute.
IGNORED_STATEMENTS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "PREPARE", "DEALLOCATE")


@pytest.fixture
def world(db):
    return make_world()


def stored_versions(report, target):
    rows = FigureVersion.objects.filter(report=report, target=target).order_by("version")
    return [(row.version, row.value, row.na, row.by.username) for row in rows]


def test_every_saved_value_is_stored_with_its_author(world):
    report, target = world.report(), world.targets["add"]
    save_figure(report, target, FigureInput(value=D(3)), by=world.clerk, seen=0)
    save_figure(report, target, FigureInput(na=True, reason="无此项"), by=world.colleague, seen=1)
    save_figure(report, target, FigureInput(), by=world.clerk, seen=2)
    assert stored_versions(report, target) == [
        (1, 3, False, "clerk"),
        (2, None, True, "colleague"),
        (3, None, False, "clerk"),
    ]


def test_unchanged_and_conflicting_saves_create_no_version(world):
    report, target = world.report(), world.targets["lev"]
    save_figure(report, target, FigureInput(value=D("5.5")), by=world.clerk, seen=0)
    again = save_figure(report, target, FigureInput(value=D("5.50")), by=world.colleague, seen=1)
    assert (again.version, again.typed_by) == (1, world.clerk)
    with pytest.raises(Conflict) as caught:
        save_figure(report, target, FigureInput(value=D(6)), by=world.colleague, seen=0)
    assert (caught.value.theirs["version"], caught.value.theirs["value"]) == (1, D("5.5"))
    assert stored_versions(report, target) == [(1, D("5.5"), False, "clerk")]


def test_saving_a_deleted_cell_is_a_conflict(world):
    with pytest.raises(Conflict) as caught:
        save_figure(world.report(), world.targets["add"], FigureInput(value=D(6)), by=world.clerk, seen=4)
    assert caught.value.theirs["version"] == 0
    assert not Figure.objects.exists()
    assert not FigureVersion.objects.exists()


def test_overwriting_a_value_without_a_version_stores_both(world):
    report, target = world.report(), world.targets["add"]
    save_figure(report, target, FigureInput(value=D(3)), by=world.colleague, seen=0)
    FigureVersion.objects.all().delete()  # imports store figures without versions
    save_figure(report, target, FigureInput(value=D(4)), by=world.clerk, seen=1)
    assert stored_versions(report, target) == [(1, 3, False, "colleague"), (2, 4, False, "clerk")]


def test_failed_save_creates_no_version(world, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("targets.returns.actions.draft.require_duty", fail)
    with pytest.raises(RuntimeError):
        save_figure(world.report(), world.targets["add"], FigureInput(value=D(3)), by=world.clerk, seen=0)
    assert not FigureVersion.objects.exists()


@pytest.mark.parametrize("seq, place", [(1, PLACE), (2, ("lincang-2020", "2020Q2", "530923000000"))])
def test_find_return_cell_agrees_with_the_queries_for_all_cells(world, seq, place):
    fill_and_submit(world, world.report(1))
    report = world.report(seq)
    for target in world.targets.values():
        cell = find_return_cell(*place, target_code=target.code)
        assert (cell.report.pk, cell.target) == (report.pk, target)
        assert cell.duty == find_duty(report.participant, report.period, target)
        assert cell.earlier == {pk: value for pk, value in read_earlier_figures(report).items() if pk == target.pk}
    assert find_return_cell("lincang-2020", "2020Q1", "530923000000", target_code="L99") is None


def test_saving_a_cell_takes_at_most_six_queries_including_login(world, client):
    client.force_login(world.clerk)
    url = reverse("targets:return_figure", args=PLACE)
    for seen in (0, 1):
        with CaptureQueriesContext(connection) as captured:
            body = {"cell": "L01", "seen": seen, "value": str(seen + 5)}
            assert client.post(url, body, content_type="application/json").status_code == 200
        queries = [q["sql"] for q in captured if not q["sql"].startswith(IGNORED_STATEMENTS)]
        assert len(queries) <= 6, queries


def test_figure_typed_under_another_login_is_refused(world, client):
    client.force_login(world.colleague)
    url = reverse("targets:return_figure", args=PLACE)
    body = {"cell": "L01", "seen": 0, "value": "5", "as": world.clerk.pk}
    answer = client.post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "person")
    assert not Figure.objects.exists()
    assert client.post(url, body | {"as": world.colleague.pk}, content_type="application/json").status_code == 200


def event_summaries(events):
    return [(str(event.word), event.cell.value if event.cell else None) for event in reversed(events)]


def test_history_lists_values_submissions_and_reasons(world, client):
    report, target = world.report(), world.targets["add"]
    bring_to_state(world, report, "sent_back")
    version = Figure.objects.get(report=report, target=target).version
    save_figure(report, target, FigureInput(value=D(31), note="核对后更正"), by=world.clerk, seen=version)
    submit_return(report, by=world.clerk, answers={SentBackCell.objects.get().pk: "已与台账核对"})
    review.start_review(report, by=world.reviewer)
    review.accept(report, by=world.reviewer)
    events = list_figure_events(world.clerk, world.report(), target)
    assert event_summaries(events) == [
        ("填写", 30), ("已上报", 30), ("已退回", None), ("填写", 31),
        ("已答复", None), ("已上报", 31), ("已审定", None),
    ]  # fmt: skip
    assert events[1].marks == ("submitted", "accepted")
    client.force_login(world.clerk)
    page = client.get(reverse("targets:figure_history", args=[*PLACE, "L01"])).content.decode()
    for text in ("与佐证不符", "核对后更正", "已与台账核对", "人reviewer", "现在的审定数", "第 2 次上报"):
        assert text in page


def test_history_hides_drafts_from_higher_units(world):
    report, target = world.report(), world.targets["add"]
    fill_return(world, report)
    assert event_summaries(list_figure_events(world.clerk, report, target)) == [("填写", 30)]
    assert list_figure_events(world.reviewer, world.report(), target) == []
    submit_return(report, by=world.clerk)
    assert event_summaries(list_figure_events(world.reviewer, world.report(), target)) == [("填写", 30), ("已上报", 30)]


def test_history_is_not_found_without_access_to_the_return(world):
    for person, status in [("clerk", 200), ("neighbour", 404), ("outsider", 404), ("reviewer", 200)]:
        client = Client()
        client.force_login(world.people[person])
        assert client.get(reverse("targets:figure_history", args=[*PLACE, "L01"])).status_code == status
        assert client.get(reverse("targets:figure_history", args=[*PLACE, "L99"])).status_code == 404


@pytest.fixture
def scenario(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return ImportScenario()


def import_drafts(scenario, **cells):
    preview = receive_preview(scenario.filled_template(**cells), by=scenario.admin, period=scenario.period)
    confirm_upload(preview.upload, by=scenario.admin, as_submitted=False)
    return preview.upload


def test_history_lists_imported_values_with_their_workbook(scenario):
    report, target = scenario.returns[YONGDE], scenario.targets["L01"]
    save_figure(report, target, FigureInput(value=D(3)), by=scenario.clerk, seen=0)
    upload = import_drafts(scenario, D8=5)
    save_figure(report, target, FigureInput(value=D(7)), by=scenario.clerk, seen=2)
    events = list_figure_events(scenario.clerk, report, target)
    assert event_summaries(events) == [("填写", 3), ("表格导入", 5), ("填写", 7)]
    assert [event.upload for event in reversed(events)] == [None, upload, None]


def test_history_lists_undone_imports(scenario):
    report, target = scenario.returns[YONGDE], scenario.targets["L01"]
    upload = import_drafts(scenario, D8=5)
    undo_import(upload, by=scenario.admin)
    save_figure(report, target, FigureInput(value=D(7)), by=scenario.clerk, seen=0)
    events = list_figure_events(scenario.clerk, report, target)
    assert sorted(event_summaries(events), key=str) == [("填写", 7), ("表格导入", None)]
    assert next(event.upload for event in events if event.cell is None).undone_at


def test_workbook_link_is_shown_only_with_access_to_the_workbook(scenario, client):
    preview = receive_preview(
        scenario.filled_template(D8=5, E8=7.1, F8=30, G8=40, H8=datetime(2020, 9, 30)),
        by=scenario.admin,
        period=scenario.period,
    )
    confirm_upload(preview.upload, by=scenario.admin, as_submitted=True)
    url = reverse("targets:figure_history", args=["lincang-2020", scenario.period.code, YONGDE, "L01"])
    client.force_login(scenario.clerk)
    assert "uploads/" not in client.get(url).content.decode()
    client.force_login(scenario.admin)
    assert "uploads/" in client.get(url).content.decode()


def test_history_hides_answers_from_higher_units_until_submission(world):
    report = bring_to_state(world, world.report(), "sent_back")
    objection = report.sent_back.get()
    answer_objection(report, objection.pk, "还在核对", by=world.clerk)

    def list_reasons(person):
        return [event.why for event in list_figure_events(person, world.report(), world.targets["add"])]

    assert "还在核对" in list_reasons(world.clerk)
    assert "还在核对" not in list_reasons(world.reviewer)
    submit_return(world.report(), by=world.clerk)
    assert "还在核对" in list_reasons(world.reviewer)
