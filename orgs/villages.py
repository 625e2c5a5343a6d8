"""A file of villages and communities, which does not come with the project. No database: a file in, rows out."""

import csv
import gzip
import io
import re
import zlib
from collections import Counter
from contextlib import contextmanager

from django.utils.translation import gettext as _

from audit.errors import Refused
from orgs import divisions, names

HEAD = ["code", "name", "level", "parent_code"]
LEVEL = "village"
_LONGEST_NAME = 100
_CONTROL = re.compile(r"[\x00-\x1f]")
_GZIP = b"\x1f\x8b"


def read_villages(path, wanted):
    """The villages of a file (CSV, also as .gz) whose parents are in ``wanted``, a set of codes, as divisions.

    Read row by row, whatever the size of the file. Raises Refused when the file cannot be read, when a row is not a
    village, or when its parent is no division at all.
    """
    known = divisions.all_codes()
    seen: Counter[str] = Counter()
    for code, name, _level, parent in _lines(path, known):
        if parent in wanted:
            seen[parent] += 1
            yield divisions.Division(code, name, LEVEL, parent, names.village_name(name), seen[parent])


def _lines(path, known):
    """Each row that names a village; all are looked at, also those that are not wanted."""
    try:
        with _open(path) as file:
            rows = csv.reader(file)
            if next(rows, None) != HEAD:
                raise Refused(_("%(path)s: its first line must be %(head)s.") % {"path": path, "head": ",".join(HEAD)})
            for row in rows:
                if fault := _fault(row, known):
                    raise Refused(
                        _("%(path)s, line %(line)s: %(fault)s") % {"path": path, "line": rows.line_num, "fault": fault}
                    )
                # 金门县 has a row of its own code below itself, standing for the villages that it does not list.
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


def _fault(row, known):
    """What is wrong with a row, in words; "" when nothing is."""
    if len(row) != len(HEAD):
        return _("it does not have four columns.")
    code, name, level, parent = row
    if not (len(code) == 12 and code.isascii() and code.isdigit()):
        return _("“%(code)s” is not a code of twelve digits.") % {"code": code}
    if level != LEVEL:
        return _("its level is “%(level)s”, not village.") % {"level": level}
    if not name.strip() or len(name) > _LONGEST_NAME or _CONTROL.search(name):
        return _("a name is missing, or too long to be one.")
    if parent not in known:
        return _("no division has the code “%(code)s” of its parent.") % {"code": parent}
    if code in known and code != parent:
        return _("“%(code)s” is the code of a division above the villages.") % {"code": code}
    return ""
