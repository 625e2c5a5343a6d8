"""The board of who has reported: what each cell says, its counts, its scope, its workbook, and its queries."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from plans.models import Participant
from targets.models import Allocation, Return, Snapshot, SnapshotFigure
from targets.periods.queries.returns_board import read_board_by_period, read_board_by_target
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from tests.factories import (
    make_participant,
    make_participants,
    make_person,
    make_plan,
    make_target,
    make_unit,
    set_issued,
)
from tests.targets.returns_world import answer_all, bring_to_state, make_world, set_days_late

pytestmark = pytest.mark.django_db
YONGDE, ZHENKANG = "530923000000", "530924000000"


def address(name="returns_board", **query):
    return reverse(f"targets:{name}", args=["lincang-2020"], query=query)


def periods_of(person, plan):
    return read_board_by_period(person, plan, list(plan.periods.exclude(state="planned")))


def list_cells(board):
    return {row.participant.code: [cell.state for cell in row.cells] for row in board.rows}


@pytest.mark.parametrize(
    "state, days, expected",
    [
        ("draft", -3, "missing"), ("draft", 0, "missing"), ("draft", 1, "late"), ("withdrawn", 1, "late"),
        ("submitted", 1, "reported"), ("under_review", 1, "reported"), ("accepted", 1, "accepted"),
        ("correcting", 1, "accepted"), ("sent_back", 1, "sent_back"),
    ],
)  # fmt: skip
def test_state_of_a_cell(state, days, expected):
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), state)
    set_days_late(world, days)
    board = periods_of(world.reviewer, world.plan)
    assert list_cells(board)[YONGDE] == [expected]
    assert board.columns[0].counts[expected] >= 1
    assert sum(board.columns[0].counts.values()) == 2


def test_days_late():
    world = make_world(open_seq=1)
    set_days_late(world, 4)
    bring_to_state(world, world.report(), "submitted")
    cells = {row.participant.code: row.cells[0] for row in periods_of(world.reviewer, world.plan).rows}
    assert (cells[YONGDE].days_late, cells[ZHENKANG].days_late) == (4, 0)


def test_optional_return_is_not_missing():
    world = make_world(open_seq=2)
    Return.objects.filter(pk=world.report().pk).update(optional=True)
    assert list_cells(periods_of(world.reviewer, world.plan))[YONGDE] == ["", "late"]


def test_board_by_target_shows_sent_back_cells():
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "under_review")
    board = read_board_by_target(world.reviewer, world.plan, world.period())
    assert list_cells(board) == {YONGDE: ["reported"] * 5, ZHENKANG: ["late"] * 5}
    assert board.columns[0].state_counts == [("reported", 1), ("late", 1)]
    assert [row.owed for row in board.rows] == [0, 5]
    review.send_back(report, by=world.reviewer, objections=[review.Objection("再核", target=world.targets["run"])])
    assert list_cells(read_board_by_target(world.reviewer, world.plan, world.period()))[YONGDE] == [
        "reported", "sent_back", "reported", "reported", "reported",
    ]  # fmt: skip


def test_target_added_after_the_submission_is_missing():
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    SnapshotFigure.objects.filter(target=world.targets["add"]).delete()
    Allocation.objects.filter(target=world.targets["run"], participant__unit__code=YONGDE).delete()
    cells = list_cells(read_board_by_target(world.reviewer, world.plan, world.period()))[YONGDE]
    assert cells == ["late", "", "accepted", "accepted", "accepted"]


@pytest.mark.parametrize(
    "who, units",
    [("reviewer", 2), ("planner", 2), ("leader", 2), ("data_admin", 2), ("county_leader", 1), ("clerk", 1)],
)
def test_board_shows_the_persons_own_scope(client, who, units):
    world = make_world(open_seq=1)
    client.force_login(world.people[who])
    for query in ({}, {"show": "targets"}):
        page = client.get(address(**query)).text
        assert ("镇康" in page) is (units == 2)
        assert "永德" in page
    assert len(periods_of(world.people[who], world.plan).rows) == units


def test_board_of_another_unit_is_not_found(client):
    world = make_world(open_seq=1)
    client.force_login(world.outsider)
    assert client.get(address()).status_code == 404
    assert client.get(address("returns_board_file")).status_code == 404


def test_workbook_equals_the_page(client):
    world = make_world(open_seq=1)
    Participant.objects.filter(unit=world.other).update(name="=1+1")
    bring_to_state(world, world.report(), "accepted")
    client.force_login(world.planner)
    answer = client.get(address("returns_board_file"))
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0][:3] == ("单位", "上级单位", "2020年一季度")
    assert rows[1:] == [
        ("2 个单位", None, "已审定 1  逾期 1", 1),
        ("永德县妇联", "临沧", "已审定", 0),
        ("=1+1", "临沧", "逾期", 1),
    ]
    assert sheet["A5"].data_type == "s"
    more = load_workbook(BytesIO(client.get(address("returns_board_file", show="targets")).content)).active
    assert [more.cell(row, 3).value for row in (2, 3, 4)] == ["L01 培训妇女", "已审定 1  逾期 1", "已审定"]


def test_plan_without_targets_has_no_board_by_target(client):
    world = make_world(open_seq=1)
    client.force_login(world.planner)
    assert "按目标看" in client.get(address()).text
    world.plan.targets.all().delete()
    assert "按目标看" not in client.get(address()).text


@pytest.mark.parametrize("show, columns", [("periods", 12), ("targets", 60)])
def test_number_of_queries_with_129_counties(client, show, columns):
    """As many queries for 129 counties, twelve months and sixty targets as for two."""
    person = province(columns if show == "targets" else 1)
    client.force_login(person)
    place = {"args": ["wide-2020"], "query": {"show": show}}
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("targets:returns_board", **place)).text
    reads = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert len(reads) <= 16, reads
    assert page.count('<td class="b-') == 129 * columns
    if show == "periods":
        assert page.count("逾期") > 129
    assert (
        client.get(reverse("targets:returns_board_file", args=["wide-2020"], query={"show": show})).status_code == 200
    )


def test_filter_by_level(client):
    """The province's own office reports as well: counties and offices are looked at apart."""
    reviewer = province(1)
    plan = Return.objects.first().period.plan
    office = make_unit("530000999001", "发展部", parent=plan.unit, kind="office")
    root = plan.participants.get(depth=0)
    Return.objects.create(participant=make_participant(plan, office, root), period=plan.periods.get(seq=1))
    client.force_login(reviewer)
    shown = {
        level: client.get(reverse("targets:returns_board", args=["wide-2020"], query={"level": level})).text
        for level in ("", "county", "bodies")
    }
    assert {level: page.count('<td class="b-') for level, page in shown.items()} == {
        "": 130 * 12, "county": 129 * 12, "bodies": 12,
    }  # fmt: skip


def province(n_targets):
    """129 counties below one province, twelve months open, all targets owed by all; every third has reported in May."""
    top = make_unit("530000000000", "云南省妇联")
    units = [make_unit(f"53{n:04d}000000", f"县{n}", parent=top, level="county") for n in range(100, 229)]
    plan = make_plan(top, "wide-2020", cadence="month")
    members = make_participants(plan)
    targets = [make_target(plan, f"L{n:02d}", 9, position=n, frequency="month") for n in range(1, n_targets + 1)]
    Allocation.objects.bulk_create(
        Allocation(target=t, participant=members[u.code], amount=1, own=1, from_seq=1) for t in targets for u in units
    )
    set_issued(plan, open_seq=12)
    periods = list(plan.periods.order_by("seq"))
    Return.objects.bulk_create(Return(participant=members[u.code], period=p) for p in periods for u in units)
    person = make_person("reviewer", ("reviewer", top))
    now = timezone.now() - timedelta(days=1)
    for report in Return.objects.filter(period=periods[4])[::3]:
        snapshot = Snapshot.objects.create(report=report, number=1, at=now, by=person)
        SnapshotFigure.objects.bulk_create(SnapshotFigure(snapshot=snapshot, target=t, value=1) for t in targets)
        Return.objects.filter(pk=report.pk).update(state="submitted", submitted=snapshot, first_submitted_at=now)
    return person


def test_resubmitted_cells_are_no_longer_sent_back():
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "sent_back")  # because of L01
    report = submit_return(report, by=world.clerk, answers=answer_all(report))
    review.start_review(report, by=world.reviewer)
    review.send_back(report, by=world.reviewer, objections=[review.Objection("再核", target=world.targets["run"])])
    assert list_cells(read_board_by_target(world.reviewer, world.plan, world.period()))[YONGDE] == [
        "reported", "sent_back", "reported", "reported", "reported",
    ]  # fmt: skip


def test_board_by_target_says_what_is_not_applicable(client):
    """Reported, but no number: the page and its file say so."""
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    SnapshotFigure.objects.filter(target=world.targets["add"]).update(value=None, na=True, reason="没有")
    row = read_board_by_target(world.reviewer, world.plan, world.period()).rows[0]
    assert [cell.na for cell in row.cells] == [True, False, False, False, False]
    client.force_login(world.reviewer)
    assert "审定 不适用" in client.get(address(show="targets", period="2020Q1")).content.decode()


@pytest.mark.parametrize(("state", "days", "owed"), [("draft", 0, 0), ("draft", 1, 1), ("sent_back", -3, 1)])
def test_what_is_not_due_yet_is_not_owed(client, state, days, owed):
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), state)
    set_days_late(world, days)
    row = next(row for row in periods_of(world.reviewer, world.plan).rows if row.participant.code == YONGDE)
    assert row.owed == owed
