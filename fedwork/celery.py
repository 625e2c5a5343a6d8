"""The queue's application, for the worker and the clock: ``celery -A fedwork.celery worker``."""

import os

from celery import Celery
from celery.signals import task_prerun, worker_process_init
from django.db import close_old_connections
from django.db.backends.signals import connection_created
from kombu.transport import redis as transport
from redis.exceptions import ConnectionError as BrokerGone


class Channel(transport.Channel):
    """Kombu's, which says "the broker is gone" when it is.

    A worker whose broker dies while a job runs closes its connection, and the channel then wants to give the job's
    message back, or to acknowledge it, over that very connection. Kombu 5.7 stumbles over the missing address with an
    AttributeError, which nobody expects, and the worker ends. As an error of the connection it is taken for what it
    is: the worker connects anew, and the message comes again after the visibility timeout.
    """

    def _connparams(self, asynchronous=False):
        if self.connection is None or self.connection.client is None:
            raise BrokerGone("the connection to the broker was closed")
        return super()._connparams(asynchronous)


transport.Transport.Channel = Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedwork.settings")
app = Celery("fedwork")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # for every thread: without it, a thread of the web would look for a broker of its own

# A plan's lock must not outlive whoever holds it. A killed process closes its connection; a machine that is gone says
# nothing, and PostgreSQL would believe in it for two hours. So it asks after a minute, also in the middle of a
# statement. (Over a socket of the same machine this does nothing.)
NOTICE_THE_DEAD = """
    SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
    SET client_connection_check_interval = '10s'
"""


@task_prerun.connect
def look_after_connections(**_):
    """As before a request: a connection that broke or grew old since the last job is made anew."""
    close_old_connections()


@worker_process_init.connect
def lose_locks_with_the_machine(**_):
    """Every connection of a job's process is watched by the database."""
    connection_created.connect(watch, dispatch_uid="watched connections")


def watch(connection, **_):
    with connection.cursor() as cursor:
        cursor.execute(NOTICE_THE_DEAD)
