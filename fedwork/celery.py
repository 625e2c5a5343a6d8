"""The Celery application: ``celery -A fedwork.celery worker``, ``… beat``."""

import os

from celery import Celery
from celery.signals import task_prerun, worker_process_init
from django.db import close_old_connections
from django.db.backends.signals import connection_created
from kombu.transport import redis as transport
from redis.exceptions import ConnectionError as BrokerConnectionError


class Channel(transport.Channel):
    """Kombu's channel, raising a connection error when its connection is closed.

    When the broker stops while a job runs, the worker closes the connection, and the channel then tries to return or
    acknowledge the job's message. Kombu 5.7 raises AttributeError there, which ends the worker. After a connection
    error the worker reconnects, and the message is delivered again after the visibility timeout.
    """

    def _connparams(self, asynchronous=False):
        if self.connection is None or self.connection.client is None:
            raise BrokerConnectionError("the connection to the broker was closed")
        return super()._connparams(asynchronous)


transport.Transport.Channel = Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedwork.settings")
app = Celery("fedwork")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # for all threads; otherwise a thread of the web server would use a default application

# Locks of a lost machine must be released. PostgreSQL would keep its connections for two hours; with these settings it
# notices within a minute, also during a statement. They have no effect on unix sockets.
DETECT_LOST_CLIENT = """
    SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
    SET client_connection_check_interval = '10s'
"""


@task_prerun.connect
def close_stale_connections(**_):
    """Before each job, as before each request: close broken connections and those older than CONN_MAX_AGE."""
    close_old_connections()


@worker_process_init.connect
def configure_connections(**_):
    """In processes of workers, apply DETECT_LOST_CLIENT to every new connection."""
    connection_created.connect(detect_lost_client, dispatch_uid="detect lost client")


def detect_lost_client(connection, **_):
    """Apply the settings to one connection."""
    with connection.cursor() as cursor:
        cursor.execute(DETECT_LOST_CLIENT)
