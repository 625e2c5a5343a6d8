"""``python -m bench [NAME …]``: run the benchmarks (all of them without a name) in a database of their own.

``totals`` has parts (``--only rebuild,save``) and a size: ``province`` takes minutes, ``nation`` (rebuild only) more.
Without DATABASE_URL the servers are private ones that live as long as the run, and as durable as an office's;
``reader``, ``forecast`` and ``doubt`` need none.
"""

import argparse
import logging
import os
from contextlib import contextmanager

NAMES = ("reader", "forecast", "doubt", "totals", "pages", "returns", "sheets")
ALONE = ("reader", "forecast", "doubt")  # they need no server and no database
SIZES = ("tiny", "province", "nation")


def options(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument(
        "--size", choices=SIZES, default="province", help="of the world (totals, pages); tiny is for tests"
    )
    parser.add_argument("--only", default="", metavar="PART,…", help="some parts of totals")
    parser.add_argument("--villages", metavar="FILE", help="CSV (also .gz) of villages, for the nation")
    parser.add_argument("--json", action="store_true", help="print the figures for machines")
    return parser.parse_args(arguments)


@contextmanager
def own_servers():
    """Durable private servers, thrown away afterwards; or those that the environment names."""
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        yield
        return
    from fedwork.env import var_dir
    from fedwork.local.servers.servers import Servers, joined

    var = var_dir() / "bench"
    var.mkdir(parents=True, exist_ok=True)
    with joined(var, durable=True):
        yield
    Servers(var).reset()


@contextmanager
def scratch_database():
    """Django on an empty database of its own, which is taken away again."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    logging.disable(logging.WARNING)  # logins of the benchmark are no news
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        connection.close()
        teardown_databases(made, verbosity=0)


def main(arguments=None):
    """Start or join the servers, make a scratch database, run, and take it away again."""
    wishes = options(arguments)
    names = wishes.names or NAMES
    if "reader" in names:
        from bench import reader

        reader.run(size=wishes.size, as_json=wishes.json)
    if "forecast" in names:
        from bench import forecast

        forecast.run()
    if "doubt" in names:
        from bench import doubt

        doubt.run()
    others = [name for name in names if name not in ALONE]
    if others:
        on_servers(others, wishes)


def on_servers(names, wishes):
    with own_servers(), scratch_database():
        from bench import pages, returns, sheets, totals
        from fedwork.memory import collect_seldom

        collect_seldom()  # as web processes do

        for name in names:
            if name == "totals":
                totals.run(size=wishes.size, only=wishes.only, villages=wishes.villages, as_json=wishes.json)
            elif name == "sheets":
                sheets.run(as_json=wishes.json, runs=1 if wishes.size == "tiny" else sheets.RUNS)
            elif name == "pages":
                pages.run(size=wishes.size, as_json=wishes.json, runs=1 if wishes.size == "tiny" else 15)
            else:
                returns.run(as_json=wishes.json, runs=1 if wishes.size == "tiny" else 30)


if __name__ == "__main__":
    main()
