"""``manage.py readplan FILE``: what the reader takes from a plan document, as JSON. No database and no secrets."""

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from reader.files import UnreadableFile, text_of
from reader.reading import read


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # they would ask for what reading a file does not need

    def add_arguments(self, parser):
        parser.add_argument("file", help="a .docx, .doc, .wps, .pdf, .txt or .html file")
        parser.add_argument("--year", type=int, help="the plan's year, where the document does not name it")
        parser.add_argument("--text", action="store_true", help="print the document's text as well: places count in it")

    def handle(self, *, file, year, text, **options):
        path = Path(file)
        try:
            got = text_of(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except UnreadableFile as error:
            raise CommandError(f"{file}: {error}") from None
        reading = asdict(read(got.text, year=year, wrapped=got.wrapped))
        if not text:
            del reading["text"]
        self.stdout.write(json.dumps(reading | {"notes": list(got.notes)}, ensure_ascii=False, indent=1, default=plain))


def plain(value):
    """Dates as ISO; exact numbers as JSON numbers, whole ones without a fraction."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat()
