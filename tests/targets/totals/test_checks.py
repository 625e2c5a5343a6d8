"""What follows when a total is wrong, or cannot be checked or added up: it is told, repaired, kept and shown."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from audit.errors import Refused
from audit.models import Entry
from targets.models import Check, Mark, Return, Settlement, Total
from targets.tasks import check_asked, nightly_check, settle_plan, sweep
from targets.totals import alerts
from targets.totals.queries.freshness import get_freshness
from targets.totals.settle import settle
from targets.totals.stale_marks import mark_stale
from targets.totals.verification.actions import request_check, run_check
from targets.totals.verification.queries import get_evidence, list_alerts
from targets.totals.verification.verify import verify_plan
from tests.factories import make_person, make_plan
from tests.targets.totals.conftest import city  # noqa: F401 the fixture
from tests.targets.totals.helpers import report_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def right(city, settings):  # noqa: F811
    """The city, a return handed in and all added up; its data administrator; somebody who gets the mails."""
    settings.ADMINS = [("it", "it@example.org")]
    report_all(city, Return.objects.order_by("pk").first(), 5)
    settle(city.pk)
    city.data = make_person("data", ("data_admin", city.unit))
    city.system = make_person("system", ("system_admin", city.unit.parent))
    return city


@pytest.fixture
def wrong(right):
    """The same with one total that drifted."""
    root_total(right).update(submitted=77)
    return right


def root_total(plan):
    return Total.objects.filter(participant=plan.root, seq=1, target=plan.targets_made[0])


def rename(table, to):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {to}")


def page(person, address):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address).content.decode()


def test_drift_is_told_repaired_and_kept_as_evidence(wrong):
    run_check(wrong.pk)
    again, first = Check.objects.all()
    assert (first.differing, first.outcome, first.confirms) == (1, "repaired", None)
    assert first.evidence[0]["stored"] == {"submitted": "77.000000"}
    assert (again.confirms_id, again.outcome) == (first.pk, "same")
    assert root_total(wrong).get().submitted == 5
    assert [m.to for m in mail.outbox] == [["it@example.org"]]
    assert "1" in mail.outbox[0].body


def test_drift_that_comes_back_is_told_again(wrong, monkeypatch, caplog):
    monkeypatch.setattr(
        "targets.totals.verification.actions.rebuild", lambda plan_id: None
    )  # a repair that repairs nothing
    run_check(wrong.pk)
    again, first = Check.objects.all()
    assert (first.outcome, again.outcome, again.confirms_id) == ("differs", "differs", first.pk)
    assert len(mail.outbox) == 2
    assert sum(record.levelname == "ERROR" for record in caplog.records) >= 2


def test_a_mail_server_that_is_away_does_not_stop_the_repair(wrong, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    run_check(wrong.pk)
    assert root_total(wrong).get().submitted == 5


def test_one_plan_that_cannot_be_checked_stops_no_other(wrong):
    """One of its returns was handed in at the end of time, which no clock can tell."""
    broken = make_plan(wrong.unit, code="broken", state="issued", issued_at="2020-01-01T00:00Z")
    Settlement.objects.create(plan=broken, check_asked_at=timezone.now() - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """INSERT INTO plans_participant (plan_id, unit_id, path, depth, position, name, short_name, kind)
               VALUES (%s, %s, '/x/', 0, 0, 'x', 'x', 'federation')""",
            [broken.pk, wrong.unit_id],
        )
        cursor.execute(
            """INSERT INTO targets_return (participant_id, period_id, state, correcting, changed_at, first_submitted_at)
               SELECT max(p.id), max(m.id), 'draft', FALSE, now(), 'infinity' FROM plans_participant p, plans_period m
               WHERE p.plan_id = %s AND m.plan_id = %s""",
            [broken.pk, broken.pk],
        )
        cursor.execute("INSERT INTO targets_snapshot (report_id, number, at, by_id, origin)"
                       " SELECT max(id), 9, now(), %s, 'page' FROM targets_return", [wrong.clerk.pk])  # fmt: skip
        cursor.execute(
            """UPDATE targets_return SET state = 'submitted', submitted_id = (SELECT max(id) FROM targets_snapshot)
               WHERE id = (SELECT max(id) FROM targets_return)"""
        )
    nightly_check()
    assert Check.objects.get(plan=broken).outcome == "failed"
    assert [c.outcome for c in Check.objects.filter(plan=wrong)] == ["same", "repaired"]
    assert len(mail.outbox) == 2
    assert not Settlement.objects.exclude(check_asked_at=None).exists()


def test_a_check_is_asked_for_by_those_who_may_and_done_once(right, django_capture_on_commit_callbacks, monkeypatch):
    with pytest.raises(PermissionDenied):
        request_check(right, by=right.clerk)
    sent = []
    monkeypatch.setattr("targets.totals.verification.actions._send_task", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        request_check(right, by=right.data)
        request_check(right, by=right.data)
    assert sent == ["targets.tasks.check_asked"] * 2
    assert Entry.objects.filter(verb="plan.check", username="data").count() == 2
    check_asked()
    check_asked()
    assert Check.objects.filter(plan=right).count() == 1


def test_a_draft_is_not_checked(right):
    draft = make_plan(right.unit, code="draft")
    with pytest.raises(Refused):
        request_check(draft, by=right.data)


def test_the_first_page_tells_those_who_look_after_the_plan(wrong):
    run_check(wrong.pk)
    planner = make_person("planner", ("planner", wrong.unit))
    for person in (wrong.data, planner):
        assert [(t.plan_code, t.may_open) for t in list_alerts(person)] == [(wrong.code, True)]
        assert f"/plans/{wrong.code}/checks/" in page(person, "/")
    assert [t.may_open for t in list_alerts(wrong.system)] == [False]  # sees no figures
    assert (
        list_alerts(wrong.clerk)
        == list_alerts(make_person("far", ("data_admin", wrong.root.children.first().unit)))
        == []
    )
    Check.objects.update(at=timezone.now() - timedelta(days=8))
    assert list_alerts(wrong.data) == []


def test_the_evidence_is_for_those_who_may_see_the_number(wrong):
    run_check(wrong.pk)
    found = get_evidence(wrong.data, wrong)
    assert [(line.unit, line.period) for line in found.differences] == [(wrong.root.name, "2020Q1")]
    assert [(wanted, stored) for _, wanted, stored in found.differences[0].numbers] == [("5", "77")]
    assert (get_evidence(wrong.clerk, wrong).differences, get_evidence(wrong.clerk, wrong).hidden) == ([], 1)
    assert ">77<" in page(wrong.data, f"/plans/{wrong.code}/checks/")
    assert ">77<" not in page(wrong.clerk, f"/plans/{wrong.code}/checks/")


def test_a_missing_and_a_surplus_total_are_shown_as_such(right):
    Total.objects.create(participant=right.root, target=right.targets_made[0], seq=3)
    root_total(right).delete()
    run_check(right.pk)
    first, second = get_evidence(right.data, right).differences
    assert (first.period, first.missing, first.surplus) == ("2020Q1", True, False)
    assert (second.period, second.missing, second.surplus) == ("2020Q3", False, True)
    assert Check.objects.first().outcome == "same"


def test_the_line_above_totals_says_what_the_last_check_found(right, django_assert_num_queries):
    assert get_freshness(right.pk).outcome == ""
    check = verify_plan(right.pk)
    with django_assert_num_queries(1):
        found = get_freshness(right.pk)
    assert (found.outcome, found.checked_at) == ("same", check.at)
    with transaction.atomic():
        mark_stale(plan_id=right.pk)
    verify_plan(right.pk)  # compares nothing, and so says nothing
    assert get_freshness(right.pk).checked_at == check.at
    Mark.objects.all().delete()
    root_total(right).update(accepted=Decimal(1))
    verify_plan(right.pk)
    assert get_freshness(right.pk).outcome == "differs"


def test_a_settling_that_keeps_failing_is_told_once_and_tried_at_growing_distances(right, monkeypatch):
    with transaction.atomic():
        mark_stale(plan_id=right.pk)
    sent = []
    monkeypatch.setattr("targets.tasks.settle_plan.delay", sent.append)
    rename("targets_total", "somewhere_else")
    for n in range(1, 6):
        with pytest.raises(ProgrammingError):
            settle_plan(right.pk)
        assert len(mail.outbox) == (1 if n >= alerts.ALERT_AFTER_FAILURES else 0)
    rename("somewhere_else", "targets_total")
    row = Settlement.objects.get(plan=right)
    assert row.failures == 5
    assert row.error.startswith('ProgrammingError: relation "targets_total" does not exist')
    assert get_freshness(right.pk).failing
    assert [t.plan for t in list_alerts(right.data)] == [right.title]
    assert "ProgrammingError" in page(right.data, f"/plans/{right.code}/checks/")
    assert "ProgrammingError" not in page(right.clerk, f"/plans/{right.code}/checks/")
    sweep()
    assert sent == []
    Settlement.objects.update(failed_at=timezone.now() - alerts.retry_pause(5))
    sweep()
    assert sent == [right.pk]
    settle_plan(right.pk)
    row.refresh_from_db()
    assert (row.failures, row.error, get_freshness(right.pk).failing) == (0, "", False)


def test_pauses_grow_and_end_growing():
    pauses = [alerts.retry_pause(n) for n in (1, 2, 3, 9, 10, 1000)]
    assert pauses[:3] == [timedelta(seconds=s) for s in (10, 20, 40)]
    assert pauses[3:] == [timedelta(seconds=2560), alerts.LONGEST_PAUSE, alerts.LONGEST_PAUSE]


def test_the_command_says_what_it_found(right):
    out = StringIO()
    call_command("verify", right.code, stdout=out)
    assert "none differs" in out.getvalue()
    root_total(right).update(submitted=77)
    with pytest.raises(CommandError, match="1 of"):
        call_command("verify", right.code, stderr=StringIO())
    with transaction.atomic():
        mark_stale(plan_id=right.pk)
    with pytest.raises(CommandError, match="nothing compared"):
        call_command("verify", right.code)
