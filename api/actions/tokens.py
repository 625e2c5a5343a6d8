"""Make and revoke tokens. Each is one transaction with its audit row."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from api.models import AccessToken
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit

PREFIX = "fedwork_"  # by which scanners find a secret that was left in a file
LONGEST = timedelta(days=366)


def digest_secret(secret: str) -> str:
    """What is stored of a secret. It is random and long, so that a plain digest tells nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_token(*, by: Person, name: str, unit: Unit, role: str, last_day: date) -> tuple[AccessToken, str]:
    """A token for the system ``name`` until and with ``last_day``; return it and its secret, which is stored nowhere.

    Raises PermissionDenied outside the scope of ``by``; Refused for a closed unit, a day that is past, or one more than
    a year ahead.
    """
    policy.require(by, Verb.MANAGE_PEOPLE, unit)
    today = timezone.localdate()
    if not today <= last_day <= today + LONGEST:
        wrong = _("From %(first)s to %(last)s.") % {"first": today, "last": today + LONGEST}
        raise Refused(_("The token is not made."), cells={"last_day": wrong})
    if unit.closed_on(today):
        raise Refused(_("The token is not made."), cells={"unit": _("This unit is closed.")})
    secret = PREFIX + secrets.token_hex(32)
    token = AccessToken.objects.create(
        name=name.strip(), unit=unit, role=AccessToken.Scope(role), last_day=last_day, made_by=by,
        digest=digest_secret(secret), ending=secret[-4:],
    )  # fmt: skip
    data = {"role": token.role, "to": last_day}
    record(by=by, verb="token.create", on=token.name, unit=unit, data=data)
    return token, secret


@transaction.atomic
def revoke_token(token: AccessToken, *, by: Person) -> AccessToken:
    """End a token at once. Raises PermissionDenied outside the scope of ``by``, Refused where it is revoked already."""
    token = AccessToken.objects.select_for_update(of=("self",)).select_related("unit").get(pk=token.pk)
    policy.require(by, Verb.MANAGE_PEOPLE, token.unit)
    if token.revoked_at:
        raise Refused(_("The token was revoked already."))
    token.revoked_at, token.revoked_by = timezone.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    record(by=by, verb="token.revoke", on=token.name, unit=token.unit, data={"role": token.role})
    return token
