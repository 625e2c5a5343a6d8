"""The project's settings, with what only the tests do otherwise."""

import os

# Nothing here protects anything: the database, too, lives as long as the run. A server's own values are tested in
# tests/fedwork/test_settings.py, each in a process of its own.
os.environ.setdefault("FEDWORK_DEMO", "1")

from tests import servers

servers.start()
servers.use_own_queue()

from fedwork.settings import *  # noqa: E402, F403
from fedwork.settings import STORAGES  # noqa: E402

# Argon2 is slow on purpose; a thousand logins need not be.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The hashed names need collectstatic, which the browser tests run for real.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  WhiteNoise warns when it is not there
