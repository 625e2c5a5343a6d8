"""``manage.py prepare``: brings the database and the static files up to the code; ``--demo`` fills an empty one."""

import hashlib

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command, get_commands


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="load the demonstration into an empty database")

    def handle(self, *args, **options):
        call_command("migrate", interactive=False, verbosity=0)
        collect_static()
        if options["demo"]:
            self.load_demo()

    def load_demo(self):
        if "loaddemo" not in get_commands():
            return
        if not get_user_model().objects.exists():
            self.stdout.write("Loading the demonstration …")
            self.stdout.flush()
            call_command("loaddemo", stdout=self.stdout)
        if "demopeople" in get_commands():
            call_command("demopeople", stdout=self.stdout)


def collect_static() -> None:
    """Hashes and compresses the static files, when one of them changed since the last time."""
    stamp = settings.STATIC_ROOT / ".sources"
    state = static_state()
    if stamp.is_file() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def static_state() -> str:
    """A digest of the names, sizes and times of all source files."""
    facts = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts.append(f"{path} {storage.size(path)} {storage.get_modified_time(path)}")
    return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()
