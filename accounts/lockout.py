"""When a login is refused for too many wrong passwords: django-axes counts, these rules decide.

1. Five failures of one login name from one address lock that name at that address. Whoever guesses at a name from
   elsewhere locks only themselves out.
2. A name with many failures from elsewhere, or an address from which many names have failed, is under attack: then
   only pairs that have worked before are answered, the name from addresses where it has logged in. So many addresses
   buy no more guesses, and those who work where they always do are not kept out.
"""

from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Sum, Value
from django.db.models.functions import Least
from django.utils import timezone

# Failures of a name at other addresses within the cool-off time; of one address no more count than lock the name there,
# so that nobody brings this about alone.
MAX_FAILURES_ELSEWHERE = 20
# So many names that failed at one address: more than the typing errors of a whole office on its first day.
MAX_FAILED_NAMES = 30
KNOWN_FOR = timedelta(days=180)  # a login this old still makes a pair of name and address known


class LockoutHandler(AxesDatabaseHandler):
    """The handler of AXES_HANDLER."""

    def get_failures(self, request, credentials=None) -> int:
        """The failures of this name at this address; at least the limit where a pair is unknown and under attack."""
        failures = super().get_failures(request, credentials)
        if failures >= settings.AXES_FAILURE_LIMIT:
            return failures
        username = get_client_username(request, credentials) or ""
        if is_under_attack(username, request.axes_ip_address) and not is_known(username, request.axes_ip_address):
            return settings.AXES_FAILURE_LIMIT
        return failures


def is_under_attack(username: str, address: str | None) -> bool:
    """Whether the name has failed often at other addresses, or many names have failed at this one."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    recent = AccessAttempt.objects.filter(attempt_time__gte=since)
    elsewhere = recent.filter(username=username).exclude(ip_address=address).values("ip_address")
    capped = elsewhere.annotate(failures=Least(Sum("failures_since_start"), Value(settings.AXES_FAILURE_LIMIT)))
    if (capped.aggregate(Sum("failures"))["failures__sum"] or 0) >= MAX_FAILURES_ELSEWHERE:
        return True
    names = recent.filter(ip_address=address).values("username").distinct()
    return names.count() >= MAX_FAILED_NAMES


def count_failures(username: str, address: str | None) -> int:
    """The failures of this name at this address within the cool-off time."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    recent = AccessAttempt.objects.filter(username=username, ip_address=address, attempt_time__gte=since)
    return recent.aggregate(Sum("failures_since_start"))["failures_since_start__sum"] or 0


def is_known(username: str, address: str | None) -> bool:
    """Whether this name has logged in from this address within the last half year."""
    since = timezone.now() - KNOWN_FOR
    return AccessLog.objects.filter(username=username, ip_address=address, attempt_time__gte=since).exists()
