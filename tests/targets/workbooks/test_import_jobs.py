"""Large workbooks are read and imported by the real worker: once, whatever dies or is pressed twice on the way."""

import subprocess
import sys

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.errors import Refused
from targets.models import CellBefore, Figure, Return, Upload, UploadStep
from targets.tasks import sweep
from targets.workbooks.actions.answers import answer_questions
from targets.workbooks.importing import jobs, receiving
from targets.workbooks.importing.jobs import MAX_TRIES, list_overdue_jobs, request_job, work_on
from tests.factories import make_person
from tests.limits import HANGING_AFTER
from tests.targets.totals.helpers import subprocess_environment
from tests.targets.workbooks.import_scenario import YONGDE, ImportScenario, receive_preview
from tests.targets.workbooks.test_concurrent_imports import run_concurrently
from tests.targets.workbooks.test_office_import import WHERE, office_book

slow = pytest.mark.slow
pytestmark = pytest.mark.django_db(transaction=True)
BLOCKED = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture(autouse=True)
def media(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setenv("FEDWORK_VAR", str(tmp_path))  # for the worker, which reads the same files
    monkeypatch.setattr(jobs, "LARGE", 0)  # every workbook goes to the worker


@pytest.fixture
def scenario():
    return ImportScenario()


def upload_of(scenario, value=452, by=None):
    file = office_book((1, "永德", value, 53, ""))
    return receive_preview(file, by=by or scenario.admin, period=scenario.period).upload


def ended(upload):
    """A condition to wait for: nothing is to be done with the upload any more."""

    def condition():
        connection.close()  # a new transaction each time
        return not Upload.objects.get(pk=upload.pk).job

    return condition


def make_overdue(*uploads):
    """As if the message had been lost a while ago."""
    found = Upload.objects.filter(pk__in=[each.pk for each in uploads])
    found.update(job_asked_at=timezone.now() - 2 * jobs.OVERDUE)


def page_of(upload):
    return reverse("targets:sheet_upload", args=[*WHERE, upload.pk])


@slow
def test_a_page_that_was_left_finds_the_workbook_read_and_imported(client, scenario, start_worker):
    client.force_login(scenario.admin)
    shown = client.post(
        reverse("targets:sheet", args=WHERE), {"file": office_book((1, "永德", 452, 53, ""))}, follow=True
    )
    assert "data-waits" in shown.text
    assert "正在读取" in shown.text
    assert "正在读取" in client.get(reverse("targets:sheet", args=WHERE)).text
    upload, worker = Upload.objects.get(), start_worker()
    worker.wait_for(ended(upload))
    preview = client.get(page_of(upload))
    assert 'value="draft"' in preview.text
    assert "452" in preview.text
    seen = Upload.objects.get().counts["digest"]
    assert seen in preview.text
    client.post(page_of(upload), {"action": "draft", "seen": seen}, follow=True)
    worker.wait_for(ended(upload))
    assert scenario.stored_values()[YONGDE, "L01"] == 452
    assert "已导入为草稿" in client.get(page_of(upload)).text


@slow
def test_a_worker_killed_in_the_middle_of_a_confirm_is_made_up_for_once(scenario, start_worker):
    upload, first = upload_of(scenario), start_worker()
    with transaction.atomic():  # the import waits for this return, with half of its work done
        Return.objects.select_for_update().get(pk=scenario.returns[YONGDE].pk)
        request_later(upload, scenario)
        first.wait_for(lambda: count_blocked() > 0)
        first.kill()
    assert scenario.stored_values() == {}
    assert Upload.objects.get().job == "draft"
    make_overdue(upload)
    second = start_worker()
    for _ in range(3):
        sweep.delay()
    second.wait_for(ended(upload))
    assert scenario.stored_values()[YONGDE, "L01"] == 452
    assert {figure.version for figure in Figure.objects.all()} == {1}
    assert CellBefore.objects.count() == 2


def request_later(upload, scenario):
    """Ask for the import on a connection of its own: that of the test is inside of a transaction."""
    run_concurrently(lambda: request_job(upload, Upload.Job.DRAFT, by=scenario.admin))


def count_blocked():
    with connection.cursor() as cursor:
        cursor.execute(BLOCKED)
        return cursor.fetchone()[0]


@slow
def test_of_two_imports_into_one_return_the_second_is_shown_anew(client, scenario, start_worker):
    other = make_person("other", ("data_admin", scenario.city))
    uploads = [upload_of(scenario, 10), upload_of(scenario, 20, by=other)]
    for upload, who in zip(uploads, (scenario.admin, other), strict=True):
        request_job(upload, Upload.Job.DRAFT, by=who)
    worker = start_worker()
    for upload in uploads:
        worker.wait_for(ended(upload))
    (late,) = Upload.objects.filter(applied_at=None)
    assert len(late.fault) == 1
    client.force_login(late.by)
    shown = client.get(page_of(late))
    assert late.counts["changed"] == 1
    assert late.fault[0] in shown.text
    seen = late.counts["digest"]
    assert seen in shown.text  # the new preview
    client.post(page_of(late), {"action": "draft", "seen": seen})
    worker.wait_for(ended(late))
    assert scenario.stored_values()[YONGDE, "L01"] == (20 if late.by == other else 10)


def test_an_import_that_is_asked_for_twice_is_done_once(scenario):
    upload = upload_of(scenario)
    asked = run_concurrently(*[lambda: request_job(upload, Upload.Job.DRAFT, by=scenario.admin)] * 2)
    assert sorted(each.code for each in asked if each) == ["busy"]
    results = run_concurrently(*[lambda: work_on(upload.pk)] * 2)
    assert results == [None, None]
    assert {figure.version for figure in Figure.objects.all()} == {1}
    with pytest.raises(Refused) as error:
        request_job(upload, Upload.Job.SUBMIT, by=scenario.admin)
    assert error.value.code == "applied"


def test_no_question_is_answered_while_the_worker_is_at_it(client, scenario):
    upload = upload_of(scenario, "约450")
    for job in (Upload.Job.READ, Upload.Job.DRAFT):
        request_job(upload, job, by=scenario.admin)
        if job == Upload.Job.READ:
            work_on(upload.pk)
    key = f"cell:{upload.name}!Sheet!3:3"
    with pytest.raises(Refused) as error:
        answer_questions(upload, {key: "value:448"}, by=scenario.admin)
    assert error.value.code == "busy"
    client.force_login(scenario.admin)
    shown = client.post(page_of(upload), {"action": "answer", f"answer:{key}": "value:448"}, follow=True)
    assert "data-waits" in shown.text
    assert not upload.answers.exists()
    work_on(upload.pk)
    after = client.get(page_of(upload))
    assert f'name="answer:{key}"' in after.text, "the question is open, and the page says that nothing was imported"
    assert Upload.objects.get().fault[0] in after.text
    client.post(page_of(upload), {"action": "answer", f"answer:{key}": "value:448"})
    work_on(upload.pk)
    assert Upload.objects.get().fault == []
    assert upload.answers.get().answer == "value:448"
    assert f'name="answer:{key}"' not in client.get(page_of(upload)).text


def test_a_file_that_holds_nothing_says_so_and_can_be_read_again(client, scenario):
    upload = upload_of(scenario)
    upload.period = scenario.plan.periods.get(seq=2)
    upload.period.state = "open"
    upload.period.save()
    upload.counts = {}
    upload.save()
    request_job(upload, Upload.Job.READ, by=scenario.admin)
    work_on(upload.pk)
    client.force_login(scenario.admin)
    there = reverse("targets:sheet_upload", args=["lincang-2020", "2020Q2", upload.pk])
    shown = client.get(there)
    assert Upload.objects.get().fault
    assert Upload.objects.get().fault[0] in shown.text
    assert 'value="read"' in shown.text
    client.post(there, {"action": "read"})
    assert Upload.objects.get().job == "read"


def test_a_workbook_that_ends_its_worker_is_given_up(scenario):
    upload = upload_of(scenario)
    request_job(upload, Upload.Job.DRAFT, by=scenario.admin)
    assert list_overdue_jobs() == []
    make_overdue(upload)
    assert list_overdue_jobs() == [upload.pk]
    Upload.objects.update(job_tries=MAX_TRIES)
    work_on(upload.pk)
    assert Upload.objects.get().fault
    assert list_overdue_jobs() == []
    assert scenario.stored_values() == {}


def test_reading_tells_how_far_it_is(scenario, monkeypatch):
    upload, told = upload_of(scenario), []
    monkeypatch.setattr(jobs, "_store_progress", lambda _upload, percent: told.append(percent))
    request_job(upload, Upload.Job.READ, by=scenario.admin)
    work_on(upload.pk)
    assert told == sorted(told)
    assert len(told) > 2


def test_importing_tells_how_far_it_is_before_it_has_ended(scenario, monkeypatch):
    upload, told = upload_of(scenario), []
    real = jobs.confirm_upload

    def watched(found, *, on_step, **how):
        def step(percent):
            on_step(percent)
            told.append(percent_seen_by_others(upload))

        return real(found, on_step=step, **how)

    monkeypatch.setattr(jobs, "confirm_upload", watched)
    request_job(upload, Upload.Job.DRAFT, by=scenario.admin)
    work_on(upload.pk)
    assert told == ["10", "40", "75", "95"]  # as another connection saw it meanwhile
    assert not UploadStep.objects.exists()
    assert scenario.stored_values()[YONGDE, "L01"] == 452


def percent_seen_by_others(upload):
    """How far the upload is, as others see it while its transaction is open."""
    beside = connection.copy()
    with beside.cursor() as cursor:
        cursor.execute("SELECT percent FROM targets_uploadstep WHERE upload_id = %s", [upload.pk])
        found = cursor.fetchone()
    beside.close()
    return str(found[0])


def test_a_broker_that_is_away_costs_nothing_but_time(scenario):
    upload = upload_of(scenario)
    script = """
import sys, django
django.setup()
from accounts.models import Person
from targets.models import Upload
from targets.workbooks.importing.jobs import request_job
request_job(Upload.objects.get(pk=int(sys.argv[1])), "draft", by=Person.objects.get(username="data"))
"""
    run = subprocess.run(
        [sys.executable, "-c", script, str(upload.pk)],
        env=subprocess_environment(REDIS_URL="redis://127.0.0.1:9/0"),
        capture_output=True, text=True, timeout=HANGING_AFTER,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert Upload.objects.get().job == "draft"
    make_overdue(upload)
    for pk in list_overdue_jobs():
        work_on(pk)
    assert scenario.stored_values()[YONGDE, "L01"] == 452


@pytest.mark.parametrize("limit", ["LARGE_CELLS", "LARGE_UNPACKED"])
def test_a_file_of_few_bytes_with_much_inside_is_left_to_the_worker(client, scenario, monkeypatch, limit):
    monkeypatch.setattr(jobs, "LARGE", 400_000)
    monkeypatch.setattr(receiving, limit, 5)
    client.force_login(scenario.admin)
    client.post(reverse("targets:sheet", args=WHERE), {"file": office_book((1, "永德", 452, 53, ""))})
    upload = Upload.objects.get()
    assert (upload.job, jobs.is_large(upload)) == (Upload.Job.READ, True)
    work_on(upload.pk)
    read = Upload.objects.get()
    assert (read.job, read.fault, jobs.is_large(read)) == ("", [], True)
    client.post(page_of(read), {"action": "draft", "seen": read.counts["digest"]})
    assert Upload.objects.get().job == Upload.Job.DRAFT
