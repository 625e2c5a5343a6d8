#!/usr/bin/env python3
"""Commands. Without DATABASE_URL and REDIS_URL they use private servers under var/, started when they do not run."""

import os
import sys


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedwork.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        raise SystemExit("Django is not installed here. Run: make setup, then .venv/bin/python manage.py …") from None
    if arguments[1:2] == ["demo"]:
        from fedwork.local import supervisor as supervise

        return supervise.main(arguments[2:])
    from fedwork.local.servers import commands

    with commands.servers_for(arguments[1:]):
        execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
