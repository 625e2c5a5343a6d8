"""Large pages: sixty targets in a return, 129 counties in a queue; the number of queries does not depend on either."""

import gzip
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.models import Participant, TaskUnit
from targets.models import Figure, Progress, Return
from targets.returns.actions.submit import submit_return
from targets.shares.queries.duties import list_duties, list_led_tasks
from tests import factories
from tests.targets.returns_world import fill_and_submit, make_world

PLACE = ("lincang-2020", "2020Q2", "530923000000")
TRANSACTION_QUERIES = 3  # SAVEPOINT, SET TRANSACTION READ ONLY, ROLLBACK or RELEASE
MEASURES = [{}, {"measure": "running"}, {"measure": "level", "decimals": 2}, {"measure": "ratio", "scale": "%"}]


@pytest.fixture
def large_world(db):
    """The standard world with sixty more targets and ten more tasks for 永德, and a submitted first quarter."""
    world = make_world()
    member = Participant.objects.get(plan=world.plan, unit=world.county)
    fill_and_submit(world, world.report())
    for n in range(60):
        target = factories.make_target(
            world.plan, f"X{n:02}", 1000, position=n + 10, schedule={"2020Q2": "0.4"}, **MEASURES[n % 4]
        )
        factories.make_allocation(target, member, 100)
    for n in range(10):
        task = factories.make_task(world.plan, f"T{n + 10}")
        TaskUnit.objects.create(task=task, unit=world.county, part="lead")
    return world


def fill_all_cells(world, report):
    now = timezone.now()
    Figure.objects.bulk_create(
        Figure(
            report=report,
            target=d.target,
            value=1 if d.target.is_milestone else 40,  # no less than the running total before
            base=80 if d.target.is_ratio else None,
            typed_by=world.clerk,
            typed_at=now,
        )
        for d in list_duties(report.participant, report.period)
    )
    Figure.objects.filter(target=world.targets["mil"]).update(done_on="2020-03-05")
    Progress.objects.bulk_create(
        Progress(report=report, task=task, state="done", done="办了", typed_by=world.clerk, typed_at=now)
        for task in list_led_tasks(report.participant)
    )


def test_return_form_with_a_hundred_targets(large_world, client, django_assert_max_num_queries):
    """Twelve queries besides the session, the person and the posts."""
    member = Participant.objects.get(plan=large_world.plan, unit=large_world.county)
    for n in range(60, 95):
        target = factories.make_target(large_world.plan, f"X{n:02}", 1000, position=n + 10, **MEASURES[n % 4])
        factories.make_allocation(target, member, 100)
    fill_all_cells(large_world, large_world.report(2))
    client.force_login(large_world.clerk)
    with django_assert_max_num_queries(3 + 12 + TRANSACTION_QUERIES):
        page = client.get(reverse("targets:return", args=PLACE)).content
    assert page.count(b'data-save="figure"') == 100
    assert page.count(b'data-save="progress"') == 11
    assert len(gzip.compress(page)) <= 30_000  # a return may take 150 kB; the remainder is static files


def test_submit_with_sixty_targets(large_world, client, django_assert_max_num_queries):
    fill_all_cells(large_world, large_world.report(2))
    client.force_login(large_world.clerk)
    with django_assert_max_num_queries(30):
        assert client.post(reverse("targets:return_submit", args=PLACE)).status_code == 302
    assert large_world.report(2).submitted.figures.count() == 65


def test_submit_takes_at_most_seventeen_statements(large_world):
    """For any number of cells: two for the transaction, one for posts, three locks, six reads, five writes; of
    these one lock, two reads and a write are for the largest swing, and a read for the request that it may answer.
    PREPARE and DEALLOCATE, sent at most once a minute, are not counted."""
    report = large_world.report(2)
    fill_all_cells(large_world, report)
    with CaptureQueriesContext(connection) as sent:
        submit_return(report, by=large_world.clerk)
    first_words = Counter(query["sql"].split()[0] for query in sent)
    assert first_words["SAVEPOINT"] == first_words["RELEASE"] == 1
    assert len(sent) - first_words["PREPARE"] - first_words["DEALLOCATE"] <= 17


def test_review_page_with_sixty_targets(large_world, client, django_assert_max_num_queries):
    fill_all_cells(large_world, large_world.report(2))
    submit_return(large_world.report(2), by=large_world.clerk)
    client.force_login(large_world.reviewer)
    client.post(reverse("targets:review_start", args=PLACE))
    # Findings, evidence, contributions of assisting units, units to send back to, the plan's reasons, and whose duty it
    # is, here and in the head, take one each.
    with django_assert_max_num_queries(32):
        page = client.get(reverse("targets:review", args=PLACE)).content.decode()
    assert page.count('name="why-target-') == 65


def test_review_queue_with_129_counties(large_world, client, django_assert_max_num_queries):
    period = large_world.period(2)
    root = Participant.objects.get(plan=large_world.plan, depth=0)
    for n in range(127):
        unit = factories.make_unit(f"5309{n + 30:03}00000", parent=large_world.city)
        member = factories.make_participant(large_world.plan, unit, root)
        Return.objects.create(participant=member, period=period)
    client.force_login(large_world.reviewer)
    with django_assert_max_num_queries(18):
        page = client.get(reverse("targets:review_queue") + "?period=lincang-2020/2020Q2&show=all").content.decode()
    assert page.count('scope="row"') == 129
