"""The queue between the processes."""

import json
import threading
from base64 import b64decode

import pytest
from django.db import connection, transaction

from fedwork.celery import app
from targets import tasks
from targets.models import Mark
from targets.totals.stale_marks import mark_stale


@pytest.mark.slow
def test_a_worker_does_what_a_page_asks_for(worker):
    tasks.sweep.delay()
    worker.wait_for(lambda: "targets.tasks.sweep" in worker.log.read_text() and "succeeded" in worker.log.read_text())


def test_every_thread_knows_the_broker():
    found = []
    thread = threading.Thread(target=lambda: found.append(tasks.sweep.app))
    thread.start()
    thread.join()
    assert found == [app]


def test_the_clock_calls_jobs_that_there_are():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks


def test_a_message_is_not_given_out_again_while_its_job_may_run():
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
    assert app.conf.accept_content == ["json"]


def test_a_message_whose_broker_is_gone_fails_as_a_broken_connection_does():
    """The worker recovers from that; from the AttributeError that kombu 5.7 raises there it does not."""
    broker = app.connection_for_read()
    channel = broker.default_channel
    broker.collect()
    with pytest.raises(broker.connection_errors), channel.conn_or_acquire():
        pass


def test_worker_and_clock_wait_for_their_broker_for_ever():
    assert app.conf.broker_connection_max_retries is None


def test_every_message_of_the_clock_grows_stale():
    assert all(entry["options"]["expires"] for entry in app.conf.beat_schedule.values())


@pytest.mark.django_db(transaction=True)
def test_one_message_is_enough_while_marks_wait():
    """A worker that is dead for a night must not find half a million."""
    app.control.purge()
    for _ in range(20):
        with transaction.atomic():
            mark_stale(plan_id=1)
            mark_stale(plan_id=2)
    messages = [json.loads(each) for each in waiting()]
    assert sorted(json.loads(b64decode(each["body"]))[0][0] for each in messages) == [1, 2]
    assert all(each["headers"]["expires"] for each in messages)
    app.control.purge()


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_when_nothing_waits_asks_again():
    app.control.purge()
    for _ in range(2):
        with transaction.atomic():
            mark_stale(plan_id=1)
        Mark.objects.all().delete()  # as the worker does
    assert len(waiting()) == 2
    app.control.purge()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_dies_after_the_commit_takes_nothing_back():
    """The fact is there, so whoever acted must be told so; the message is left to the sweep."""
    other = connection.copy()

    def die():
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    with transaction.atomic():
        transaction.on_commit(die)
        mark_stale(plan_id=1)
    other.close()
    connection.close()
    assert Mark.objects.count() == 1


def waiting():
    """The messages in the queue, as they lie there."""
    with app.connection_for_read() as broker:
        return broker.default_channel.client.lrange(app.conf.task_default_queue, 0, -1)
