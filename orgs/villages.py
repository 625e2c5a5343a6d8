"""Read a file of villages and communities, which does not come with the project; no database."""

import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from audit.errors import Refused
from orgs import divisions, names

HEADER = ["code", "name", "level", "parent_code"]
LEVEL = "village"
_MAX_NAME_LENGTH = 100
_CONTROL = re.compile(r"[\x00-\x1f]")
_GZIP = b"\x1f\x8b"


def read_villages(path: str, wanted: Collection[str]) -> Iterator[divisions.Division]:
    """Yield the villages of a CSV file (or .gz) whose parents are in ``wanted``, a set of codes.

    Raises Refused when the file cannot be read, or at an invalid row; rows that are not wanted are validated, too.
    """
    division_codes = divisions.all_codes()
    n_siblings: Counter[str] = Counter()
    for code, name, _level, parent in _read_rows(path, division_codes):
        if parent in wanted:
            n_siblings[parent] += 1
            yield divisions.Division(code, name, LEVEL, parent, names.village_name(name), n_siblings[parent])


def _read_rows(path, division_codes):
    """Yield each row that names a village; raise Refused at the first invalid one."""
    try:
        with _open(path) as file:
            rows = csv.reader(file)
            if next(rows, None) != HEADER:
                raise Refused(
                    _("%(path)s: its first line must be %(head)s.") % {"path": path, "head": ",".join(HEADER)}
                )
            for row in rows:
                if fault := _find_fault(row, division_codes):
                    raise Refused(
                        _("%(path)s, line %(line)s: %(fault)s") % {"path": path, "line": rows.line_num, "fault": fault}
                    )
                # 金门县 lists no villages, but a row with its own code as its parent.
                if row[0] != row[3]:
                    yield row
    except (OSError, EOFError, UnicodeDecodeError, zlib.error, csv.Error) as error:
        raise Refused(_("%(path)s cannot be read: %(error)s") % {"path": path, "error": error}) from error


@contextmanager
def _open(path):
    with open(path, "rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        raw = gzip.GzipFile(fileobj=file) if packed else file
        with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
            yield text


def _find_fault(row, division_codes):
    """A message about what is wrong with a row, "" if nothing is."""
    if len(row) != len(HEADER):
        return _("it does not have four columns.")
    code, name, level, parent = row
    if not (len(code) == 12 and code.isascii() and code.isdigit()):
        return _("“%(code)s” is not a code of twelve digits.") % {"code": code}
    if level != LEVEL:
        return _("its level is “%(level)s”, not village.") % {"level": level}
    if not name.strip() or len(name) > _MAX_NAME_LENGTH or _CONTROL.search(name):
        return _("a name is missing, or too long to be one.")
    if parent not in division_codes:
        return _("no division has the code “%(code)s” of its parent.") % {"code": parent}
    if code in division_codes and code != parent:
        return _("“%(code)s” is the code of a division above the villages.") % {"code": code}
    return ""
