"""Doubts on the page of a review, read from a database."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from targets.doubts.doubt import DoubtKind
from targets.doubts.queries.return_doubts import find_return_doubts
from targets.models import Figure
from targets.models.report import Origin
from targets.returns.actions.draft import FigureInput
from targets.review.queries.review import read_submission_review
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
    return find_return_doubts(report, read_submission_review(report).lines)


def test_a_jump_is_found_at_its_cell(world):
    found = find(submit_year(world, 50, 40, 60, 900))
    target = world.targets["add"].pk
    assert {pk: [each.kind for each in doubts] for pk, doubts in found.cells.items()} == {target: [DoubtKind.HISTORY]}
    assert found.whole == []


def test_honest_numbers_are_not_doubted(world):
    assert find(submit_year(world, 50, 40, 60, 75)).count == 0


def test_it_takes_four_queries(world, django_assert_num_queries):
    report = submit_year(world, 50, 40, 60, 900)
    lines = read_submission_review(report).lines
    with django_assert_num_queries(4):
        find_return_doubts(report, lines)


@pytest.mark.parametrize(("origin", "kinds"), [(Origin.PAGE, [DoubtKind.FAST]), (Origin.WORKBOOK, [])])
def test_typing_for_many_units_within_a_minute(world, monkeypatch, origin, kinds):
    monkeypatch.setattr("targets.doubts.whole.FAST_UNITS", 2)
    report = submit_year(world, 50, 40, 60, 75)
    now = timezone.now()
    Figure.objects.filter(report=report).update(typed_at=now, typed_by=world.reviewer, origin=origin)
    other = world.report(4, "530924000000")
    Figure.objects.create(
        report=other, target=world.targets["add"], value=1, typed_at=now, typed_by=world.reviewer, origin=origin
    )
    assert [each.kind for each in find(report).whole] == kinds


def test_the_reviewer_reads_the_reason_beside_the_cell(world, client):
    submit_year(world, 50, 40, 60, 900)
    client.force_login(world.reviewer)
    page = client.get(reverse("targets:review", args=PAGE)).content.decode()
    cell = page[page.index('id="cell-L01"') : page.index('id="cell-L02"')]
    assert "疑点：" in cell
    assert "本期新增 900，是以往新增最多的一期（60）的 15 倍。" in cell
    assert "疑点 1 处" in page


def test_a_return_without_doubts_says_nothing_of_them(world, client):
    submit_year(world, 50, 40, 60, 75)
    client.force_login(world.reviewer)
    assert "疑点" not in client.get(reverse("targets:review", args=PAGE)).content.decode()
