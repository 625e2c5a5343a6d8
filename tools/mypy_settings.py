"""The project's settings for mypy's Django plugin, which reads the models and connects to nothing."""

import os

os.environ.setdefault("FEDWORK_DEMO", "1")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
os.environ.setdefault("SECRET_KEY", "x" * 64)

from fedwork.settings import *  # noqa: F403
