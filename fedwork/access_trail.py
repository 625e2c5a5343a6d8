"""Middleware: what a request shows or refuses is recorded in the audit trail (ADR 0014).

Files that leave, pages and acts that are refused, and the reading of the trail itself. It stands outside of
ReadOnlyGet, so that the row is written after the page's own transaction has ended, and before the answer leaves.
"""

from datetime import timedelta
from itertools import takewhile

from django.db import transaction
from django.utils import timezone
from django.utils.http import parse_header_parameters

from accounts.policy import held_posts
from audit.actions import record
from audit.models import Entry

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
DOWNLOAD, TRAIL_READ = "file.download", "trail.read"
TRAIL_PAGES = {"accounts:trail": TRAIL_READ}
# Of one person in an hour: each address once, and so many refusals; whoever goes on is no longer written down.
SPAN = timedelta(hours=1)
MAX_REFUSALS = 60
LOOKED_AT = 500  # newest rows of the person, which are read to see what the hour has already


class RecordAccess:
    """One row for every file; for refusals and for the trail one row for each person, address and hour."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        verb = find_verb(request, response)
        if verb and request.user.is_authenticated:  # asked last: the health page works without the database
            if verb == DOWNLOAD:
                record_download(request, response)
            else:
                record_once(request, verb)
        return response


def find_verb(request, response) -> str:
    """What the answer is in the audit trail, "" for what is not recorded.

    A 404 is a refusal if its address names something: what does not exist and what is not theirs look the same to
    people, and to this middleware.
    """
    match, status = request.resolver_match, response.status_code
    if match is None or status not in {200, 403, 404}:
        return ""
    if status == 200:
        if request.method == "HEAD":
            return ""
        return DOWNLOAD if "Content-Disposition" in response.headers else TRAIL_PAGES.get(match.view_name, "")
    if status == 404 and not match.kwargs:
        return ""
    if request.method not in SAFE_METHODS:
        return "act.refused"
    return "page.refused" if status == 403 else "page.missing"


@transaction.atomic
def record_download(request, response):
    """The audit row of a file."""
    parameters = parse_header_parameters(response.headers["Content-Disposition"])[1]
    _record(request, DOWNLOAD, {"file": parameters.get("filename", "")[:200]})


@transaction.atomic
def record_once(request, verb):
    """The audit row of a page, unless this hour has it, or MAX_REFUSALS of this person."""
    since, address = timezone.now() - SPAN, request.path_info[:200]
    rows = Entry.objects.filter(username=request.user.username).order_by("-id").values_list("at", "verb", "data")
    recent = [(done, data) for _at, done, data in takewhile(lambda row: row[0] > since, rows[:LOOKED_AT])]
    if (verb, {"address": address}) in recent:
        return
    if sum(done.endswith((".refused", ".missing")) for done, _data in recent) < MAX_REFUSALS or verb == TRAIL_READ:
        _record(request, verb, {"address": address})


def _record(request, verb, data):
    """Add the row; ``on`` is what the URL names, such as ``lincang-2020/2020Q3``."""
    posts = held_posts(request.user)
    record(
        by=request.user,
        verb=verb,
        on="/".join(str(value) for value in request.resolver_match.kwargs.values())[:160],
        unit=posts[0].unit_code if posts else "",
        data=data,
    )
