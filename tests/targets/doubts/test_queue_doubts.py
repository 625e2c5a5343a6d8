"""How many unlikely numbers each return of the queue holds: kept with the submission, read with its summary."""

import csv
import io

import pytest
from django.urls import reverse

from targets.doubts.actions.judge_submissions import judge_submissions
from targets.models import Snapshot
from targets.review.actions.accept_returns import accept_returns
from targets.review.queries.queue import QueueChoice, read_review_queue
from targets.review.queries.review import list_periods_to_review
from tests.targets.doubts.test_return_doubts import submit_year
from tests.targets.returns_world import fill_and_submit, make_world

QUEUE = reverse("targets:review_queue")
PERIOD = {"period": "lincang-2020/2020Q4"}


@pytest.fixture
def world(db):
    world = make_world(open_seq=4)
    submit_year(world, 50, 40, 60, 900)
    world.people["clerk"] = world.neighbour
    fill_and_submit(world, world.report(4, "530924000000"))
    return world


def read_rows(world, sort="doubts"):
    counts = next(each for each in list_periods_to_review(world.reviewer) if each.period.seq == 4)
    return read_review_queue(world.reviewer, counts, QueueChoice("all", sort)).rows


def test_the_queue_counts_them_and_sorts_by_them(world):
    assert [row.summary.doubts for row in read_rows(world)] == [None, None], "not judged yet"
    judge_submissions()
    rows = read_rows(world)
    assert [(row.report.participant.short_name, row.summary.doubts) for row in rows] == [("永德", 1), ("镇康", 0)]
    Snapshot.objects.filter(report__participant__short_name="镇康").update(doubt_count=2)
    assert [row.report.participant.short_name for row in read_rows(world)] == ["镇康", "永德"]


def test_the_page_leads_to_them(world, client):
    judge_submissions()
    client.force_login(world.reviewer)
    page = client.get(QUEUE, PERIOD | {"sort": "doubts"}).content.decode()
    assert "有疑点的先看" in page
    address = reverse("targets:review", args=["lincang-2020", "2020Q4", "530923000000"])
    assert f'<a class="doubted" href="{address}#doubted">1</a>' in page
    assert 'id="doubted"' in client.get(address).content.decode()


def test_the_file_has_the_column(world, client):
    judge_submissions()
    client.force_login(world.reviewer)
    text = client.get(QUEUE, PERIOD | {"sort": "doubts", "as": "csv"}).content.decode("utf-8-sig")
    heads, *rows = [row for row in csv.reader(io.StringIO(text)) if len(row) > 1]
    assert [row[heads.index("疑点")] for row in rows] == ["1", "0"]


def test_a_doubted_return_is_not_accepted_unread(world):
    judge_submissions()
    report = world.report(4)
    accepted, skipped = accept_returns(report.period, {report.pk: 1}, by=world.reviewer)
    assert (accepted, [each.reason for each in skipped]) == ([], ["需要单独审核"])


def test_the_count_costs_the_queue_no_query(world, client, django_assert_max_num_queries):
    client.force_login(world.reviewer)
    client.get(QUEUE)
    judge_submissions()
    with django_assert_max_num_queries(16 + 4):  # as before there was any
        client.get(QUEUE, PERIOD)
