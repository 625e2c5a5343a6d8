"""Contributions of assisting units, the board of all tasks, and the story of one task over the year."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import Plan, TaskUnit
from targets.models import Return, SnapshotProgress
from targets.progress.queries.task_board import get_task_board
from targets.progress.queries.task_story import get_task_story
from targets.returns.actions.draft import ProgressInput, save_progress
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.returns.queries.return_page import draft_task_lines
from targets.review.actions import review
from targets.shares.actions.due_returns import ensure_returns
from tests import factories
from tests.targets.returns_world import bring_to_state, fill_and_submit, make_world, set_days_late

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)


@pytest.fixture
def world():
    """永德 leads T01 and its neighbour 镇康 assists in it."""
    world = make_world()
    world.task.units.filter(unit=world.other).update(part=TaskUnit.Part.ASSIST)
    return world


def save_neighbour_contribution(world, seq=1, done="送书下乡 2 次"):
    report = world.report(seq, world.other.code)
    save_progress(report, world.task, ProgressInput("", done, "缺车", "再送 1 次"), by=world.neighbour, seen=0)
    return report


def submit_progress_only(report):
    """Submit the return with its progress alone, without the figures it owes."""
    from targets.returns.actions.submit import create_snapshot

    report.submitted = create_snapshot(report, by=report.progress.get().typed_by, owed=[])
    report.state = "submitted"
    report.save()
    return report


def get_page(client, person, name, *args):
    client.force_login(person)
    return client.get(reverse(f"targets:{name}", args=args))


def test_leading_unit_sees_submitted_contributions(world, client):
    report = save_neighbour_contribution(world)
    [line] = draft_task_lines(world.report())
    assert (line.contributions.submitted, line.contributions.missing) == (
        [],
        ["镇康"],
    )  # drafts are visible within the unit only
    submit_progress_only(report)
    [line] = draft_task_lines(world.report())
    assert [(p.unit, p.done, p.obstacle, p.by) for p in line.contributions.submitted] == [
        ("镇康", "送书下乡 2 次", "缺车", "人neighbour")
    ]
    html = get_page(client, world.clerk, "return", *world.report().code.split("/")).content.decode()
    assert 'data-text="送书下乡 2 次"' in html
    assert "data-quote" in html


def test_assisting_unit_sees_no_other_progress(world, client):
    fill_and_submit(world, world.report())
    [line] = draft_task_lines(world.report(1, world.other.code))
    assert line.assists
    assert line.contributions is None
    html = get_page(
        client, world.neighbour, "return", *world.report(1, world.other.code).code.split("/")
    ).content.decode()
    assert "配合事项，可不填" in html
    assert "办了 3 场" not in html


def test_contributions_of_another_period_are_excluded(world):
    submit_progress_only(save_neighbour_contribution(world, seq=2))
    [line] = draft_task_lines(world.report(1))
    assert line.contributions.submitted == []


def test_reviewer_sees_contributions_on_the_review_page(world, client):
    submit_progress_only(save_neighbour_contribution(world))
    bring_to_state(world, world.report(), "under_review")
    html = get_page(client, world.reviewer, "review", *world.report().code.split("/")).content.decode()
    assert "送书下乡 2 次" in html
    assert "data-quote" not in html


def test_previous_progress_is_offered_but_not_stored(world, client):
    fill_and_submit(world, world.report(1))
    [line] = draft_task_lines(world.report(2))
    assert (line.progress, line.previous_progress.done, line.previous_progress.period_code) == (
        None,
        "办了 3 场",
        "2020Q1",
    )
    html = get_page(client, world.clerk, "return", *world.report(2).code.split("/")).content.decode()
    assert "data-go-on" in html
    assert "上期（2020年一季度）" in html
    assert world.report(2).progress.count() == 0


def board_row(world, person=None):
    [row] = get_task_board(person or world.reviewer, world.plan, TODAY).rows
    return row


def test_task_is_overdue_after_its_due_day_until_done(world):
    def is_overdue_with(day):
        world.plan.tasks.update(due_on=day)
        return board_row(world).leads[0].overdue

    last = world.period(2).end
    assert is_overdue_with(last)
    assert is_overdue_with(date(2020, 3, 31))
    assert not is_overdue_with(last + timedelta(days=1))  # judged by the end of the plan's latest period
    fill_and_submit(world, world.report())  # done
    assert not is_overdue_with(date(2020, 3, 31))


def test_overdue_in_the_current_year_is_judged_by_today(world):
    Plan.objects.filter(pk=world.plan.pk).update(year=2026)
    world.plan.refresh_from_db()
    world.plan.tasks.update(due_on=date(2026, 1, 1))
    assert not board_row(world).leads[0].overdue
    world.plan.tasks.update(due_on=date(2025, 12, 31))
    assert board_row(world).leads[0].overdue


def test_task_without_progress_is_flagged_after_two_periods(world):
    assert (board_row(world).leads[0].silent_periods, board_row(world).statuses) == (2, {"silent"})
    set_days_late(world, -(date.today() - TODAY).days - 9, seq=2)  # the second period is not yet due
    assert board_row(world).leads[0].silent_periods == 0
    set_days_late(world, 3, seq=2)
    save_progress(world.report(1), world.task, ProgressInput("under_way", "开了会"), by=world.clerk, seen=0)
    submit_progress_only(world.report(1))
    assert (board_row(world).leads[0].silent_periods, board_row(world).leads[0].state) == (0, "under_way")


def test_board_shows_progress_texts_only_with_access_to_the_return(world, client):
    fill_and_submit(world, world.report())
    for person, reads in ((world.reviewer, True), (world.clerk, True), (world.neighbour, False)):
        html = get_page(client, person, "task_progress", "lincang-2020").content.decode()
        assert "开展宣讲活动" in html
        assert ("办了 3 场" in html) == reads
    assert get_page(client, world.outsider, "task_progress", "lincang-2020").status_code == 404


def test_board_filters_by_state_unit_and_section(world, client):
    other = factories.make_task(world.plan, "T02", title="家风宣传")
    TaskUnit.objects.create(task=other, unit=world.other, part=TaskUnit.Part.LEAD)
    fill_and_submit(world, world.report())
    client.force_login(world.reviewer)

    def found(**filters):
        text = client.get(reverse("targets:task_progress", args=["lincang-2020"]), filters).content.decode()
        return {code for code in ("T01", "T02") if f'id="task-{code}"' in text}

    assert found() == {"T01", "T02"}
    assert (found(state="done"), found(state="silent"), found(state="behind")) == ({"T01"}, {"T02"}, set())
    assert (found(unit=world.other.code), found(unit=world.other.code, state="done")) == ({"T02"}, set())
    assert (found(section=other.section_id), found(section="x")) == ({"T01", "T02"}, set())


def test_board_takes_a_fixed_number_of_queries(world, client):
    for n in range(100):
        task = factories.make_task(world.plan, f"X{n}", position=n)
        for unit, part in ((world.county, "lead"), (world.other, "assist")):
            TaskUnit.objects.create(task=task, unit=unit, part=part)
    url = reverse("targets:task_progress", args=["lincang-2020"])
    client.force_login(world.reviewer)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SET ")) for q in queries.captured_queries) <= 16


def read_story(world, person):
    return get_task_story(person, world.task, TODAY)


def test_story_lists_statements_and_objections_by_period(world):
    submit_progress_only(save_neighbour_contribution(world))
    report = bring_to_state(world, world.report(), "under_review")
    objection = review.Objection("请写明场次", task=world.task)
    review.send_back(report, by=world.reviewer, objections=[objection])
    first, second = read_story(world, world.reviewer).periods
    lead, helper = first.statements
    assert (lead.leads, lead.progress.done, lead.accepted) == (True, "办了 3 场", False)
    assert [cell.reason for cell in lead.objections] == ["请写明场次"]
    assert (helper.leads, helper.progress.done, helper.progress.snapshot.by) == (
        False,
        "送书下乡 2 次",
        world.neighbour,
    )
    assert (second.statements, second.silent) == ([], ["永德"])


def test_story_shows_changes_of_state(world):
    save_progress(world.report(1), world.task, ProgressInput("under_way", "开了会"), by=world.clerk, seen=0)
    submit_progress_only(world.report(1))
    bring_to_state(world, world.report(2), "accepted")
    (first,), (second,) = (period.statements for period in read_story(world, world.reviewer).periods)
    assert (first.previous_state, first.state_changed, first.accepted) == ("", True, False)
    assert (second.previous_state, second.progress.state, second.accepted) == ("under_way", "done", True)


def test_story_shows_only_statements_the_person_may_read(world, client):
    submit_progress_only(save_neighbour_contribution(world))
    fill_and_submit(world, world.report())
    seen = {p: [s.participant.short_name for s in read_story(world, p).periods[0].statements] for p in
            (world.reviewer, world.leader, world.clerk, world.neighbour)}  # fmt: skip
    assert seen[world.reviewer] == seen[world.leader] == seen[world.clerk] == ["永德", "镇康"]
    assert (seen[world.neighbour], read_story(world, world.neighbour).periods[0].hidden) == (["镇康"], 1)
    assert get_page(client, world.neighbour, "task_story", "lincang-2020", "T01").status_code == 200
    assert get_page(client, world.outsider, "task_story", "lincang-2020", "T01").status_code == 404
    assert get_page(client, world.reviewer, "task_story", "lincang-2020", "T99").status_code == 404


def test_story_excludes_withdrawn_returns(world):
    withdraw_return(fill_and_submit(world, world.report()), by=world.clerk)
    assert read_story(world, world.reviewer).periods[0].statements == []
    assert SnapshotProgress.objects.exists()


def test_leading_unit_sees_the_contribution_of_a_unit_that_only_assists(world):
    helper = factories.make_unit("530925000000", "双江县妇联", parent=world.city, short_name="双江")
    factories.make_participant(world.plan, helper, world.plan.participants.get(depth=0))
    TaskUnit.objects.create(task=world.task, unit=helper, part=TaskUnit.Part.ASSIST)
    clerk = factories.make_person("shuangjiang", ("clerk", helper))
    ensure_returns(world.plan)
    report = Return.objects.get(participant__unit=helper, period__seq=1)
    save_progress(report, world.task, ProgressInput("", "", "人手不够"), by=clerk, seen=0)
    submit_return(report, by=clerk)
    [line] = draft_task_lines(world.report())
    assert [p.obstacle for p in line.contributions.submitted] == ["人手不够"]


def test_objections_to_the_whole_return_need_access_to_the_return(world):
    report = submit_progress_only(save_neighbour_contribution(world))
    objections = [review.Objection("就业数有误"), review.Objection("请写明场次", task=world.task)]
    review.send_back(report, by=world.reviewer, objections=objections)

    def visible_reasons(person):
        return {
            cell.reason
            for statement in read_story(world, person).periods[0].statements
            for cell in statement.objections
        }

    assert visible_reasons(world.reviewer) == visible_reasons(world.neighbour) == {"就业数有误", "请写明场次"}
    assert visible_reasons(world.clerk) == {"请写明场次"}


def test_the_list_of_progress_as_a_file_has_all_three_texts(world, client):
    report = world.report()
    save_progress(
        report, world.task, ProgressInput("under_way", "办班3期", "缺经费", "再办2期"), by=world.clerk, seen=0
    )
    submit_progress_only(report)
    client.force_login(world.clerk)
    file = client.get(reverse("targets:task_progress", args=[world.plan.code]), {"as": "csv"})
    text = (b"".join(file) if file.streaming else file.content).decode("utf-8-sig")
    assert '"开展情况","存在困难","下一步打算"' in text
    assert '"办班3期","缺经费","再办2期"' in text
