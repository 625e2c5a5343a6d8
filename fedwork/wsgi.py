"""The web application, for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from fedwork.memory import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedwork.settings")
django = get_wsgi_application()
collect_seldom()


def application(environ, start_response):
    """Django's application; removes FORCE_SCRIPT_NAME from the path, because only some proxies do."""
    prefix = settings.FORCE_SCRIPT_NAME
    if prefix and environ["PATH_INFO"].startswith(prefix + "/"):
        environ["PATH_INFO"] = environ["PATH_INFO"][len(prefix) :]
    return django(environ, start_response)
