"""Many hands at once, killed workers, lost and doubled messages: the totals come out the same.

Real connections and real processes; each ends with a comparison with the plain recomputation, to the last digit.
"""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from django.db import connections, transaction

from targets.models import Mark, Return, SnapshotFigure, Total
from targets.review.actions import review
from targets.tasks import nightly_check, sweep
from targets.totals.reading import read_totals
from targets.totals.settle import MAX_ROUND, merge_marks, settle, settle_round
from targets.totals.stale_marks import mark_stale
from tests.limits import HANGING_AFTER
from tests.targets.totals.helpers import assert_totals_correct, report_all, root_total, subprocess_environment


def in_thread(work, *args):
    try:
        return work(*args)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_writers_a_reviewer_and_settlers_at_once(city):
    reports = list(Return.objects.filter(period__plan=city).order_by("pk"))
    stop = Event()

    def settler():
        while not stop.is_set():
            settle(city.pk)

    def writer(part):
        for round_no in range(3):
            for report in reports[part::4]:
                report_all(city, report, round_no * 7 + part)
                review.start_review(report, by=city.reviewer)
                if (report.pk + round_no) % 2:
                    review.accept(report, by=city.reviewer)
                review.send_back(report, by=city.reviewer, objections=[review.Objection("again")])
        for report in reports[part::4]:
            report_all(city, report, 100 + part)

    with ThreadPoolExecutor(8) as pool:
        settlers = [pool.submit(in_thread, settler) for _ in range(3)]
        writers = [pool.submit(in_thread, writer, part) for part in range(4)]
        try:
            for done in writers:
                done.result()
        finally:  # else a writer's error would leave the settlers running, and the test would never end
            stop.set()
        for done in settlers:
            done.result()
    assert_totals_correct(city)
    assert root_total(city, city.targets_made[0]) == 3 * (100 + 101 + 102 + 103)


@pytest.mark.parametrize("bulk", [False, True], ids=["person", "import"])
@pytest.mark.django_db(transaction=True)
def test_a_settler_killed_in_the_middle_loses_nothing(city, bulk):
    settle(city.pk)
    report_all(city, Return.objects.filter(period__plan=city).first(), 5)
    Mark.objects.update(bulk=bulk)
    marks = Mark.objects.count()
    assert marks
    killed = """
import os, signal, sys, django
django.setup()
from django.db import connection, transaction
from targets.totals.reading import read_totals
from targets.totals.settle import settle_round
with transaction.atomic():
    assert settle_round(int(sys.argv[1])).marks
    os.kill(os.getpid(), signal.SIGKILL)
"""
    run = subprocess.run(
        [sys.executable, "-c", killed, str(city.pk)],
        env=subprocess_environment(), capture_output=True, text=True, timeout=HANGING_AFTER,
    )  # fmt: skip
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert Mark.objects.count() == marks
    assert root_total(city, city.targets_made[0]) is None
    assert_totals_correct(city)
    assert root_total(city, city.targets_made[0]) == 5


@pytest.mark.django_db(transaction=True)
def test_a_plan_being_settled_is_left_alone_and_its_marks_are_found(city):
    settle(city.pk)
    held, go = Event(), Event()

    def holder():
        with transaction.atomic():
            settle_round(city.pk)
            held.set()
            go.wait(HANGING_AFTER)
        return settle(city.pk)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(in_thread, holder)
        assert held.wait(HANGING_AFTER)
        report_all(city, Return.objects.filter(period__plan=city).first(), 5)
        assert settle(city.pk) is None
        go.set()
        assert first.result() == 1
    assert root_total(city, city.targets_made[0]) == 5


@pytest.mark.django_db
def test_settling_twice_changes_nothing(city):
    report_all(city, Return.objects.filter(period__plan=city).first(), 5)
    settle(city.pk)
    stood = sorted(Total.objects.values_list())
    with transaction.atomic():
        mark_stale(plan_id=city.pk)
    settle(city.pk)
    settle(city.pk)
    assert sorted(Total.objects.values_list()) == stood


@pytest.mark.django_db
def test_more_marks_than_a_round_takes(city):
    settle(city.pk)
    report_all(city, Return.objects.filter(period__plan=city).first(), 5)
    with transaction.atomic():
        for _ in range(600):
            mark_stale(plan_id=city.pk, participant_id=city.root.pk, from_seq=1, bulk=True)
    assert settle_round(city.pk).marks == 1, "the mark of a person, without those of imports"
    assert root_total(city, city.targets_made[0]) == 5
    assert settle_round(city.pk).marks == MAX_ROUND
    assert settle(city.pk) == 600 - MAX_ROUND
    assert_totals_correct(city)


@pytest.mark.django_db
def test_marks_for_what_is_no_more_do_no_harm(city):
    with transaction.atomic():
        mark_stale(plan_id=city.pk, participant_id=999_999_999)
        mark_stale(plan_id=city.pk, target_id=999_999_999)
        mark_stale(plan_id=999_999_999)
    assert_totals_correct(city)
    sweep()
    assert not Mark.objects.exists()


@pytest.mark.django_db
def test_drift_is_found_kept_as_evidence_and_repaired(city):
    report_all(city, Return.objects.filter(period__plan=city).first(), 5)
    settle(city.pk)
    Total.objects.filter(participant=city.root, seq=1, target=city.targets_made[0]).update(
        submitted=Decimal("4.999999")
    )
    nightly_check()
    found, after = city.checks.order_by("pk")
    assert (found.differing, after.differing) == (1, 0)
    assert found.evidence[0]["stored"] == {"submitted": "4.999999"}


@pytest.mark.django_db
def test_a_cell_emptied_in_a_later_submission_falls_back(city):
    report = Return.objects.filter(period__plan=city).first()
    report_all(city, report, 5)
    settle(city.pk)
    report.refresh_from_db()
    SnapshotFigure.objects.filter(snapshot=report.submitted, target=city.targets_made[2]).update(value=None)
    with transaction.atomic():
        mark_stale(plan_id=city.pk, participant_id=report.participant_id, from_seq=1)
    settle(city.pk)
    place, target = report.participant_id, city.targets_made[2].pk
    own = read_totals(city.pk, [place])[place, target][1]
    assert (own.submitted, own.reported, own.owing) == (None, 0, 1)
    assert_totals_correct(city)


def test_marks_merge():
    assert merge_marks([(1, None, 3), (1, None, 2), (2, None, 4), (1, 7, 1)]) == {None: {1: 2, 2: 4}, 7: {1: 1}}
    assert merge_marks([(1, None, 3), (None, None, 2), (2, None, 1)]) == {None: {None: 1}}


@pytest.mark.django_db(transaction=True)
def test_a_mark_outside_the_transaction_of_its_fact_is_refused(city):
    with pytest.raises(RuntimeError):
        mark_stale(plan_id=city.pk)
