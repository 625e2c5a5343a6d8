"""What the planner is told, for how long, and how long a plan that it made is kept."""

import re

import pytest
from django.db import DataError, connection, transaction

from plans.models import Participant
from targets.db import prepared
from targets.models import Mark, Return, Total
from targets.totals import query_plans as planner
from targets.totals.reading import read_totals
from targets.totals.settle import TAKE_MARKS, settle
from targets.totals.statements import SETTLE_LEVEL, SETTLE_LEVEL_ABOVE
from tests.targets.totals.helpers import report_all, root_total

pytestmark = pytest.mark.django_db


def settings():
    """What the planner is told now, of all that ``set_planner_settings`` tells it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in planner.PLANNER_SETTINGS))
        return dict(zip(planner.PLANNER_SETTINGS, cursor.fetchone(), strict=True))


def villages(city):
    """The participants that keep no totals: the read that tells the planner something is theirs. What the jobs of the
    test have told it by now, in the same transaction, is forgotten."""
    with connection.cursor() as cursor:
        for name in planner.PLANNER_SETTINGS:
            cursor.execute(f"SET LOCAL {name} TO DEFAULT")
    Participant.objects.filter(plan=city, depth=1).update(keeps_totals=False)
    Total.objects.exclude(participant=city.root).delete()
    return list(city.participants.filter(depth=1).values_list("pk", flat=True))


def county(city, number=0):
    return Return.objects.filter(participant__plan=city).order_by("pk")[number]


def test_reading_leaves_the_callers_settings_alone(city):
    report_all(city, county(city), 7)
    ids = villages(city)
    with transaction.atomic():
        before = settings()
        found = read_totals(city.pk, ids)
        assert settings() == before
    assert sum(each[1].submitted or 0 for each in found.values()) == 7 * len(city.targets_made)


def test_reading_that_fails_leaves_them_alone_too(city):
    ids = villages(city)
    with transaction.atomic():
        before = settings()
        with pytest.raises(DataError):
            read_totals(city.pk, ids, seqs=["first"])
        assert settings() == before


def test_reading_keeps_what_the_caller_wrote_and_set(city):
    ids = villages(city)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '5MB'")
        report_all(city, county(city), 7)
        read_totals(city.pk, ids)
        assert settings()["work_mem"] == "5MB"
    assert county(city).submitted is not None


def test_the_job_has_its_settings_for_its_whole_transaction(city):
    report_all(city, county(city), 7)
    with transaction.atomic():
        settle(city.pk)
        told = settings()  # a test's transaction goes on after the job's, which is a part of it
    assert told == {name: value.strip("'") for name, value in planner.PLANNER_SETTINGS.items()}


def planned():
    """When the statement of a county's return was planned on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prepare_time FROM pg_prepared_statements WHERE name = 'settle_level'")
        return cursor.fetchone()[0]


def test_a_plan_is_kept_but_not_for_ever(city, monkeypatch):
    report_all(city, county(city), 7)
    settle(city.pk)
    first = planned()
    report_all(city, county(city, 1), 7)
    settle(city.pk)
    assert planned() == first
    monkeypatch.setattr(prepared, "KEPT", 0)
    report_all(city, county(city, 2), 7)
    settle(city.pk)
    assert planned() > first
    assert root_total(city, city.targets_made[0]) == 21


def test_what_is_surplus_is_found_once_whatever_the_planner_believes(city):
    given = {"plan": city.pk, "targets": None, "last": None, "ids": [city.root.pk], "seqs": [0]}
    with transaction.atomic(), connection.cursor() as cursor:
        planner.set_planner_settings(cursor)
        cursor.execute("EXPLAIN " + SETTLE_LEVEL, given)
        lines = [row[0].strip() for row in cursor.fetchall()]
    start = next(n for n, line in enumerate(lines) if line.startswith("->  Delete on targets_total"))
    below = lines[start + 1 : start + 7]
    assert any(line.startswith("->  Tid Scan on targets_total") for line in below), below
    assert not any("Nested Loop" in line for line in below), below


@pytest.mark.parametrize("statement", [SETTLE_LEVEL, SETTLE_LEVEL_ABOVE], ids=["working", "adding"])
def test_nothing_is_held_against_everything_when_tables_are_believed_empty(city, statement):
    """A planner that expects no rows would rather compare all with all: the square of what an import marks."""
    given = {"plan": city.pk, "targets": None, "last": None, "ids": [city.root.pk] * 32, "seqs": [0] * 32}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 0, relpages = 1 WHERE relname ~ '^(targets|plans)_'")
        planner.set_planner_settings(cursor)
        with planner.prefer_hash_joins(cursor):
            cursor.execute("EXPLAIN " + statement, given)
            lines = [row[0].strip() for row in cursor.fetchall()]
        transaction.set_rollback(True)
    compared = [line for line in lines if line.startswith("Join Filter:") and ".participant_id = " in line]
    assert compared == []


def test_marks_are_looked_for_once_when_their_table_is_believed_empty(city):
    """It mostly is, and an import fills it: looking again for each mark kept a round waiting for most of a minute."""
    Mark.objects.bulk_create(Mark(plan_id=city.pk, participant_id=city.root.pk, bulk=True) for _ in range(200))
    for bulk in (False, True):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE pg_class SET reltuples = 0, relpages = 1 WHERE relname = 'targets_mark'")
            planner.set_planner_settings(cursor)
            cursor.execute(
                "EXPLAIN (ANALYZE, TIMING OFF) " + TAKE_MARKS.text, {"plan": city.pk, "bulk": bulk, "most": 32}
            )
            lines = [row[0] for row in cursor.fetchall()]
            transaction.set_rollback(True)
        assert {int(times) for line in lines for times in re.findall(r"loops=(\d+)", line)} == {1}, lines
