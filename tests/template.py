"""The migrated database of which each process of a test run gets a copy.

Migrating takes seconds, and a parallel run would do it three times at once. The template stays on the private server,
so that the next run begins at once as long as no migration has changed.
"""

from hashlib import sha256
from pathlib import Path
from sys import modules

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

PREFIX = "test_template_"
LOCK = 0x46575554  # the advisory lock of whoever makes the template


def use_template() -> None:
    """Have the test database copied from the template, which is made first where it is missing."""
    name = PREFIX + _digest_migrations()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until this connection is closed
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for old in found:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
            _make(cursor, name)
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def _digest_migrations() -> str:
    """A name for the text of all migrations, those of libraries among them."""
    found = MigrationLoader(None).disk_migrations
    files = sorted(str(modules[migration.__module__].__file__) for migration in found.values())
    return sha256(b"".join(Path(file).read_bytes() for file in files)).hexdigest()[:16]


def _make(cursor, name):
    """Migrate a new database, and give it its name when that is done: one that was cut off is made again."""
    unfinished, own = f"{PREFIX}unfinished", connection.settings_dict["NAME"]
    cursor.execute(f'CREATE DATABASE "{unfinished}"')
    connection.close()
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
