"""The queue between the processes."""

import threading

import pytest

from fedwork.celery import app
from targets import tasks


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
