"""The queue's application, for the worker and the clock: ``celery -A fedwork.celery worker``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedwork.settings")
app = Celery("fedwork")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # for every thread: without it, a thread of the web would look for a broker of its own
