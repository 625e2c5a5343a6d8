"""Doubts on the page of a review, read from a database."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Post, Role
from targets.doubts.actions import judge_submissions as judge_module
from targets.doubts.actions.judge_submissions import LOCK, has_unjudged, judge_submissions
from targets.doubts.doubt import DoubtKind
from targets.doubts.queries.return_doubts import read_return_doubts
from targets.doubts.queries.typed_moments import read_typed_moments
from targets.models import Figure, Return, Snapshot, SnapshotFigure
from targets.models.report import Origin, State
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from tests import factories
from tests.targets.returns_world import fill_and_submit, make_world

PAGE = ("lincang-2020", "2020Q4", "530923000000")


@pytest.fixture
def world(db):
    return make_world(open_seq=4)


def submit_year(world, *added):
    """Submit a return for each number added, the running total grown by 10 each time; the last return."""
    for seq, number in enumerate(added, 1):
        report = world.report(seq)
        fill_and_submit(
            world, report, add=FigureInput(value=Decimal(number)), run=FigureInput(value=Decimal(10 * seq + seq**2))
        )
    report.refresh_from_db()
    return report


def find(report):
    """What is kept with the submission after it was judged."""
    judge_submissions()
    report.refresh_from_db()
    return read_return_doubts(report.submitted)


def test_a_jump_is_found_at_its_cell(world):
    found = find(submit_year(world, 50, 40, 60, 900))
    target = world.targets["add"].pk
    assert {pk: [each.kind for each in doubts] for pk, doubts in found.cells.items()} == {target: [DoubtKind.HISTORY]}
    assert found.cells[target][0].facts == {"now": 900, "largest": 60, "times": 15}
    assert found.whole == []


def test_honest_numbers_are_not_doubted(world):
    report = submit_year(world, 50, 40, 60, 75)
    assert find(report).count == 0
    assert report.submitted.doubt_count == 0


def type_for_both(world, origin):
    """One person, who has posts at two units, typed for both within a minute, in different periods."""
    for unit in (world.county, world.other):
        Post.objects.create(person=world.reviewer, unit=unit, role=Role.CLERK)
    now = timezone.now()
    report = submit_year(world, 50, 40, 60, 75)
    Figure.objects.filter(report=report).update(typed_at=now, typed_by=world.reviewer, origin=origin)
    Figure.objects.create(
        report=world.report(1, "530924000000"), target=world.targets["add"], value=1, typed_at=now,
        typed_by=world.reviewer, origin=origin,
    )  # fmt: skip
    return report


@pytest.mark.parametrize(("origin", "kinds"), [(Origin.PAGE, [DoubtKind.FAST]), (Origin.WORKBOOK, [])])
def test_typing_for_many_units_within_a_minute(world, monkeypatch, origin, kinds):
    monkeypatch.setattr("targets.doubts.whole.FAST_UNITS", 2)
    assert [each.kind for each in find(type_for_both(world, origin)).whole] == kinds


def test_who_types_for_one_unit_costs_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert read_typed_moments(world.plan.pk) == []


# --- when a submission is judged --------------------------------------------------------------------------------------


def test_what_waits_is_judged_anew_when_an_earlier_period_changes(world):
    report = submit_year(world, 50, 40, 60, 900)
    assert find(report).count == 1
    earlier = world.report(3)
    withdraw_return(earlier, by=world.clerk)
    save_figure(earlier, world.targets["add"], FigureInput(value=Decimal(850)), by=world.clerk, seen=1)
    submit_return(earlier, by=world.clerk)
    assert find(report).count == 0, "it was as high before"


def test_an_accepted_submission_keeps_what_its_reviewer_saw(world):
    report = submit_year(world, 50, 40, 60, 900)
    assert find(report).count == 1
    Return.objects.filter(pk=report.pk).update(state=State.ACCEPTED)
    Snapshot.objects.filter(report=world.report(3)).update(doubt_count=None)
    SnapshotFigure.objects.filter(snapshot__report=world.report(3), target=world.targets["add"]).update(value=850)
    assert find(report).count == 1


def test_what_was_replaced_before_it_was_judged_is_left_alone(world):
    report = submit_year(world, 50, 40, 60, 900)
    withdraw_return(report, by=world.clerk)
    submit_return(report, by=world.clerk)
    assert find(report).count == 1
    assert list(report.snapshots.order_by("number").values_list("doubt_count", flat=True)) == [0, 1]


def test_a_submission_that_was_taken_back_keeps_its_doubts(world):
    report = submit_year(world, 50, 40, 60, 900)
    withdraw_return(report, by=world.clerk)
    judge_submissions()
    assert report.snapshots.get().doubt_count == 1


@pytest.mark.django_db(transaction=True)
def test_what_others_hold_is_judged_in_the_next_turn():
    report = submit_year(make_world(open_seq=4), 50, 40, 60, 900)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM targets_snapshot WHERE report_id = %s FOR UPDATE", [report.pk])
            assert judge_submissions() == 3
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert judge_submissions() == 1
    assert not has_unjudged()


@pytest.mark.django_db(transaction=True)
def test_one_worker_at_a_time():
    submit_year(make_world(open_seq=4), 50, 40, 60, 900)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            assert judge_submissions() == 0
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        other.close()
    assert judge_submissions() == 4


def test_what_fails_holds_up_nobody_else(world, monkeypatch):
    report, read_group = submit_year(world, 50, 40, 60, 900), judge_module.read_group
    later = submit_later_plan(world)

    def fail(group, *rest):
        if group["plan_id"] == later.pk:
            raise ZeroDivisionError
        return read_group(group, *rest)

    monkeypatch.setattr(judge_module, "read_group", fail)
    with pytest.raises(ZeroDivisionError):
        judge_submissions()
    report.refresh_from_db()
    assert report.submitted.doubt_count == 1
    assert has_unjudged()


def submit_later_plan(world):
    """A later plan of the same units, with a return that was submitted."""
    plan = factories.make_plan(world.city, "lincang-2021", year=2021)
    participants = factories.make_participants(plan)
    factories.set_issued(plan, open_seq=1)
    report = Return.objects.create(participant=participants[world.county.code], period=plan.periods.get(seq=1))
    snapshot = Snapshot.objects.create(report=report, number=1, at=timezone.now(), by=world.clerk)
    Return.objects.filter(pk=report.pk).update(state=State.SUBMITTED, submitted=snapshot)
    return plan


def test_the_queries_do_not_grow_with_the_number_of_units(world):
    submit_year(world, 50, 40, 60, 900)
    with CaptureQueriesContext(connection) as one:
        assert judge_submissions() == 4
    world.people["clerk"] = world.neighbour
    for seq in (1, 2, 3, 4):
        fill_and_submit(world, world.report(seq, "530924000000"))
    with CaptureQueriesContext(connection) as two:
        assert judge_submissions() == 8, "with those that wait"
    assert len(two) <= len(one) + 1, "one more for another count"


# --- on the page ------------------------------------------------------------------------------------------------------


def test_the_reviewer_reads_the_reason_beside_the_cell(world, client):
    find(submit_year(world, 50, 40, 60, 900))
    client.force_login(world.reviewer)
    page = client.get(reverse("targets:review", args=PAGE)).content.decode()
    cell = page[page.index('id="cell-L01"') : page.index('id="cell-L02"')]
    assert "疑点：" in cell
    assert "本期新增 900，是以往新增最多的一期（60）的 15 倍。" in cell
    assert "疑点 1 处" in page


def test_a_return_without_doubts_says_nothing_of_them(world, client):
    find(submit_year(world, 50, 40, 60, 75))
    client.force_login(world.reviewer)
    assert "疑点" not in client.get(reverse("targets:review", args=PAGE)).content.decode()


def test_before_it_was_judged_the_page_says_so(world, client):
    submit_year(world, 50, 40, 60, 900)
    client.force_login(world.reviewer)
    assert "疑点还在查找" in client.get(reverse("targets:review", args=PAGE)).content.decode()
