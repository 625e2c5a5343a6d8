"""The demonstration's 北京: thirty-six tasks and no number; some overdue, some silent, some sent back."""

import re
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from fedwork.local.demo import beijing, people, plan
from targets.models import Return
from targets.progress.queries.task_board import get_task_board
from targets.progress.queries.task_story import get_task_story
from targets.returns.queries.return_page import draft_task_lines
from targets.totals.settle import settle

pytestmark = pytest.mark.django_db


def test_what_the_plan_of_beijing_shows(monkeypatch, tmp_path, client):
    monkeypatch.setattr("django.core.files.storage.default_storage.location", tmp_path)
    call_command("loadunits", "110000", depth="county", stdout=StringIO())
    plan.add_own_units(plan.read("beijing"))
    everybody = people.create_people()
    made = beijing.load(everybody)
    settle(made.pk)
    assert Counter(made.participants.values_list("kind", flat=True)) == {"federation": 17, "office": 9}
    assert (made.sections.count(), made.tasks.count(), made.targets.count()) == (8, 36, 0)
    returns_are_in_every_state(made)
    the_board_shows_what_stands_out(made, everybody["beijing.lingdao"])
    the_totals_show_no_empty_tables(client, everybody["beijing.lingdao"])
    the_office_can_draw_the_parts_together(made)
    the_story_of_one_task(made, everybody["beijing.lingdao"])


def returns_are_in_every_state(made):
    states = Counter(Return.objects.filter(period__plan=made, optional=False).values_list("state", flat=True))
    assert set(states) == {"draft", "submitted", "under_review", "sent_back", "accepted"}
    assert set(Return.objects.filter(period__plan=made, optional=True).values_list("participant__kind", flat=True)) == {
        "federation"
    }


def the_board_shows_what_stands_out(made, leader):
    board = get_task_board(leader, made, date(2026, 1, 1))
    late = {row.task.code for row in board.rows if "overdue" in row.statuses}
    assert late == {"T04", "T12", "T24", "T25", "T29", "T34", "T36"}
    assert {row.task.code for row in board.rows if "silent" in row.statuses} >= {"T22", "T23", "T24"}
    assert {row.task.code for row in board.rows if any(line.without_file for line in row.leads)} == {"T03", "T33"}


def the_totals_show_no_empty_tables(client, leader):
    client.force_login(leader)
    page = client.get("/totals/beijing-2020/110000000000/2020Q3/").content.decode()
    assert 'id="attention-title"' in page
    assert 'id="targets-title"' not in page
    assert 'id="below"' not in page  # nothing to rank by, and no lights


def the_office_can_draw_the_parts_together(made):
    report = Return.objects.select_related("period__plan", "participant").get(
        period__code="2020Q3", period__plan=made, participant__unit__code="110000000000-JE"
    )
    line = next(each for each in draft_task_lines(report) if each.task.code == "T09")
    assert [part.unit for part in line.contributions.submitted] == ["东城", "朝阳", "密云"]
    assert line.contributions.expected == 16


def the_story_of_one_task(made, leader):
    told = get_task_story(leader, made.tasks.select_related("plan").get(code="T09"), date(2026, 1, 1))
    assert [len(chapter.statements) for chapter in told.periods] == [4, 3, 3]
    files = [file.name for chapter in told.periods for word in chapter.statements for file in word.evidence]
    assert files == ["海淀抗疫家庭（示例）.png", "郊区座谈会（示例）.png"]
    told = get_task_story(leader, made.tasks.select_related("plan").get(code="T18"), date(2026, 1, 1))
    objections = [cell.reason for chapter in told.periods for word in chapter.statements for cell in word.objections]
    assert objections == ["请写明培训的街乡数和人数。"]


def test_no_two_tasks_have_one_title_and_all_are_short():
    titles = [task["title"] for section in plan.read("beijing")["sections"] for task in section["tasks"]]
    assert len(set(titles)) == 36
    assert all(re.fullmatch(r"\w{3,12}", title) for title in titles)
