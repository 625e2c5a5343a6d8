"""A whole province: 16 cities, 129 counties, 60 targets, 12 months. The queries must not grow with any of them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orgs.actions.load import load_units
from orgs.models import Unit
from plans.models import Section, Task, TaskUnit
from targets.models import Allocation, Return, Snapshot, SnapshotFigure, SnapshotProgress, Target
from targets.results import board_cache
from targets.results.matrix import MatrixChoice, read_matrix
from targets.results.place import find_place
from targets.totals.settle import rebuild
from tests import factories as make
from tests.dashboards.scene import count_reads

MOST_QUERIES = 20
MOST_BYTES = 800_000
TARGETS, TASKS = 60, 40


def make_province(cadence="quarter", last=2):
    """The plan of 云南, each period up to ``last`` reported by nine counties of ten, settled; and its leader."""
    load_units("530000000000", "county")
    unit = Unit.objects.get(code="530000000000")
    plan = make.make_plan(unit, "yunnan-2020", title="云南省妇联2020年工作计划", cadence=cadence)
    participants = make.make_participants(plan)
    targets = [make.make_target(plan, f"L{n:02}", 129 * 40, name=f"示例目标{n}") for n in range(1, TARGETS + 1)]
    leaves = [p for p in participants.values() if p.depth == 2]
    _allocate(participants.values(), targets)
    tasks = _make_tasks(plan, participants)
    make.set_issued(plan, open_seq=last)
    clerk = make.make_person("somebody", ("leader", unit))
    for period in plan.periods.filter(seq__lte=last):
        _report(period, leaves, targets, tasks, clerk)
    rebuild(plan.pk)
    return plan, participants, clerk


def _allocate(participants, targets):
    counties = {p.pk: sum(1 for c in participants if c.depth == 2 and c.path.startswith(p.path)) for p in participants}
    Allocation.objects.bulk_create(
        Allocation(target=t, participant=p, amount=40 * counties[p.pk], own=40 if p.depth == 2 else None)
        for t in targets
        for p in participants
    )


def _make_tasks(plan, participants):
    sections = [Section.objects.create(plan=plan, title=f"示例部分{n}", position=n) for n in range(8)]
    tasks = Task.objects.bulk_create(
        Task(plan=plan, section=sections[n % 8], code=f"S{n:02}", title=f"示例任务{n}", position=n)
        for n in range(TASKS)
    )
    cities = [p for p in participants.values() if p.depth == 1]
    TaskUnit.objects.bulk_create(TaskUnit(task=t, unit_id=c.unit_id, part="lead") for t in tasks for c in cities[:3])
    return tasks


def _report(period, leaves, targets, tasks, clerk):
    now = timezone.now()
    returns = Return.objects.bulk_create(Return(participant=p, period=period) for n, p in enumerate(leaves) if n % 10)
    snapshots = Snapshot.objects.bulk_create(Snapshot(report=r, number=1, at=now, by=clerk) for r in returns)
    SnapshotFigure.objects.bulk_create(
        SnapshotFigure(snapshot=s, target=t, value=Decimal((i * 7 + j * 3) % 30))
        for i, s in enumerate(snapshots)
        for j, t in enumerate(targets)
    )
    SnapshotProgress.objects.bulk_create(
        SnapshotProgress(snapshot=s, task=tasks[i % TASKS], state="done") for i, s in enumerate(snapshots)
    )
    for i, (report, snapshot) in enumerate(zip(returns, snapshots, strict=True)):
        report.submitted, report.state, report.first_submitted_at = snapshot, "submitted", now
        if i % 2:
            report.accepted, report.state = snapshot, "accepted"
    Return.objects.bulk_update(returns, ["submitted", "accepted", "state", "first_submitted_at"])


@pytest.mark.slow
@pytest.mark.django_db
def test_number_of_queries_for_a_whole_province(client):
    plan, participants, leader = make_province()
    client.force_login(leader)
    assert Target.objects.filter(plan=plan).count() == TARGETS
    county = "530923000000"
    pages = {
        "province": reverse("dashboards:unit", args=[plan.code, "530000000000", "2020Q2"]),
        "city": reverse("dashboards:unit", args=[plan.code, "530900000000", "2020Q2"]),
        "county": reverse("dashboards:unit", args=[plan.code, county, "2020Q2"]),
        "province's number": reverse("dashboards:total", args=[plan.code, "530000000000", "2020Q2", "L07"]),
        "county's number": reverse("dashboards:total", args=[plan.code, county, "2020Q2", "L07"]),
    }
    taken = {}
    for name, address in pages.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address)
        assert response.status_code == 200
        taken[name] = count_reads(queries)
    assert max(taken.values()) <= MOST_QUERIES, taken
    assert taken["city"] <= taken["province"] + 1  # counties have no stored totals: theirs are derived by one more

    expected = SnapshotFigure.objects.filter(snapshot__report__participant__path=participants[county].path)
    total = sum(f.value for f in expected.filter(target__code="L07"))
    assert client.get(pages["county's number"]).context["line"].value == total
    board = client.get(pages["province"]).context["board"]
    assert len(board.children) == 16
    everything = sum(SnapshotFigure.objects.values_list("value", flat=True))
    assert sum(line.value for line in board.own.lines) == everything
    assert sum(line.value for child in board.children for line in child.lines if line.value) == everything


@pytest.mark.slow
@pytest.mark.django_db
def test_the_matrix_of_all_counties_says_what_their_pages_say(client):
    plan, _participants, leader = make_province("month", 12)
    client.force_login(leader)
    _check_matrix(client, plan)
    rows = {}
    for code in ("530902000000", "530923000000", "530900000000"):
        page = client.get(reverse("dashboards:unit", args=[plan.code, code, "2020-12"]))
        rows[code] = [_line_facts(line) for line in page.context["board"].own.lines]
    place = find_place(leader, plan.code, "530000000000", "2020-12")
    matrix = read_matrix(place, MatrixChoice(level="county"))
    assert (len(matrix.rows), len(matrix.targets)) == (129, TARGETS)
    for number, own in enumerate(matrix.own.lines):
        assert sum(row.lines[number].value or 0 for row in matrix.rows) == own.value
    counties = {row.participant.code: [_line_facts(line) for line in row.lines] for row in matrix.rows}
    assert [counties[code] for code in list(rows)[:2]] == list(rows.values())[:2]
    city = client.get(reverse("dashboards:unit", args=[plan.code, "530900000000", "2020-12"]))
    for child in city.context["board"].children:
        assert [_line_facts(line) for line in child.lines] == counties[child.participant.code]


def _check_matrix(client, plan):
    """All counties with all targets, sorted and filtered: at most twelve queries besides the two of a login."""
    address = reverse("dashboards:matrix", args=[plan.code, "530000000000", "2020-12"])
    for query in ("", "&sort=L07&show=gap&light=red", "&as=xlsx"):
        board_cache.clear()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{address}?level=county{query}")
        assert count_reads(queries) <= 12 + 2, query
        assert len(response.content) < MOST_BYTES
        if not query:
            assert (len(response.context["table"].rows), len(response.context["table"].heads)) == (130, TARGETS)


def _line_facts(line):
    return line.value, line.bound, line.standing, line.areas
