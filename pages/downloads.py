"""Names of files that people take away: words that every file system takes, in a header that every browser reads."""

import re

from django.http import HttpResponseBase
from django.utils.http import content_disposition_header

MAX_BYTES = 200  # of a name in UTF-8; file systems take 255, and browsers add " (1)"
_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\s]+')


def make_file_name(subject: object, *more: object, extension: str = "xlsx") -> str:
    """The parts, joined by dashes, without what Windows refuses: 临沧市妇联2020年工作计划-2020年三季度.xlsx.

    A name that is too long loses the end of ``subject``, because the other parts tell such files apart.
    """
    first, *others = (_REFUSED.sub("", str(part)) for part in (subject, *more))
    end = "".join(f"-{part}" for part in others if part)
    room = max(0, MAX_BYTES - len(f"{end}.{extension}".encode()))
    start = first.encode()[:room].decode(errors="ignore").strip(".")
    return f"{start}{end}.{extension}"


def set_file_name(response: HttpResponseBase, name: str, *, inline: bool = False) -> None:
    """Make the answer a file with this name, also when that is Chinese (RFC 5987 and 6266). No browser is to guess its
    kind."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or ""
