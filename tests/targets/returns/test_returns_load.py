"""Full pages: sixty targets in a return, 129 counties in a queue. The number of queries does not grow with them."""

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
FRAME = 3  # SAVEPOINT, SET TRANSACTION READ ONLY, ROLLBACK or RELEASE
KINDS = [{}, {"measure": "running"}, {"measure": "level", "decimals": 2}, {"measure": "ratio", "scale": "%"}]


@pytest.fixture
def full(db):
    """The world with sixty targets and ten tasks more for 永德, and a first quarter that is accepted."""
    world = make_world()
    member = Participant.objects.get(plan=world.plan, unit=world.county)
    fill_and_submit(world, world.report())
    for n in range(60):
        target = factories.make_target(
            world.plan, f"X{n:02}", 1000, position=n + 10, schedule={"2020Q2": "0.4"}, **KINDS[n % 4]
        )
        factories.make_allocation(target, member, 100)
    for n in range(10):
        task = factories.make_task(world.plan, f"T{n + 10}")
        TaskUnit.objects.create(task=task, unit=world.county, part="lead")
    return world


def _fill(world, report):
    now = timezone.now()
    Figure.objects.bulk_create(
        Figure(
            report=report,
            target=d.target,
            value=1,
            base=2 if d.target.is_ratio else None,
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


def test_return_form_with_a_hundred_targets(full, client, django_assert_max_num_queries):
    """Besides the session, the person and the posts, which every request reads."""
    member = Participant.objects.get(plan=full.plan, unit=full.county)
    for n in range(60, 95):
        target = factories.make_target(full.plan, f"X{n:02}", 1000, position=n + 10, **KINDS[n % 4])
        factories.make_allocation(target, member, 100)
    _fill(full, full.report(2))
    client.force_login(full.clerk)
    with django_assert_max_num_queries(3 + 12 + FRAME):
        page = client.get(reverse("targets:return", args=PLACE)).content
    assert page.count(b'data-save="figure"') == 100
    assert page.count(b'data-save="progress"') == 11
    assert len(gzip.compress(page)) <= 30_000  # of the 150 kB that a return may take, the rest is fetched once


def test_submit_with_sixty_targets(full, client, django_assert_max_num_queries):
    _fill(full, full.report(2))
    client.force_login(full.clerk)
    with django_assert_max_num_queries(30):
        assert client.post(reverse("targets:return_submit", args=PLACE)).status_code == 302
    assert full.report(2).submitted.figures.count() == 65


def test_submit_takes_at_most_twelve_statements(full):
    """However much is in it: two begin and end it, one reads posts, two lock, two read, five write. Planning some of
    them, once a minute, is not counted."""
    report = full.report(2)
    _fill(full, report)
    with CaptureQueriesContext(connection) as sent:
        submit_return(report, by=full.clerk)
    first_words = Counter(query["sql"].split()[0] for query in sent)
    assert first_words["SAVEPOINT"] == first_words["RELEASE"] == 1
    assert len(sent) - first_words["PREPARE"] - first_words["DEALLOCATE"] <= 12


def test_review_page_with_sixty_targets(full, client, django_assert_max_num_queries):
    _fill(full, full.report(2))
    submit_return(full.report(2), by=full.clerk)
    client.force_login(full.reviewer)
    client.post(reverse("targets:review_start", args=PLACE))
    # Findings, evidence, assisting units' parts, levels to send back to and the plan's own reasons each cost one.
    with django_assert_max_num_queries(30):
        page = client.get(reverse("targets:review", args=PLACE)).content.decode()
    assert page.count('name="why-target-') == 65


def test_review_queue_with_129_counties(full, client, django_assert_max_num_queries):
    period = full.period(2)
    root = Participant.objects.get(plan=full.plan, depth=0)
    for n in range(127):
        unit = factories.make_unit(f"5309{n + 30:03}00000", parent=full.city)
        member = factories.make_participant(full.plan, unit, root)
        Return.objects.create(participant=member, period=period)
    client.force_login(full.reviewer)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("targets:review_queue") + "?period=lincang-2020/2020Q2&show=all").content.decode()
    assert page.count('scope="row"') == 129
