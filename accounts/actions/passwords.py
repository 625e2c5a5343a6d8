"""Passwords: one's own, a new one for somebody who forgot, and unlocking after too many wrong ones."""

import secrets

from axes.utils import reset
from django.db import transaction

from accounts import policy
from accounts.scope import filing_unit, lock_manageable_person
from audit.actions import record

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike on paper: i l o 0 1
GROUPS, LETTERS = 3, 4  # 31 ** 12 is 59 bits, and it must be changed at the first login


def temporary_password():
    """A password to be read out over the telephone: k7mq-x3hw-9ptd."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(LETTERS)) for _ in range(GROUPS))


@transaction.atomic
def change_own_password(*, by, password):
    """Set one's own password; from here on no page is closed any more. The password was validated by the form."""
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    record(by=by, verb="password.change", on=by.username, unit=filing_unit(by))


@transaction.atomic
def reset_password(person, *, by):
    """Give somebody who forgot theirs a temporary password, and return it: it is shown once and kept nowhere.

    It ends the sessions of that person, because a session is tied to the password. Raises PermissionDenied.
    """
    person = lock_manageable_person(person, by=by, verb=policy.Verb.MANAGE_PEOPLE)
    password = temporary_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    record(by=by, verb="password.reset", on=person.username, unit=filing_unit(person))
    return password


@transaction.atomic
def unlock(person, *, by):
    """Let somebody try again who was locked out after too many wrong passwords. Raises PermissionDenied."""
    person = lock_manageable_person(person, by=by, verb=policy.Verb.UNLOCK)
    forgotten = reset(username=person.username)
    record(by=by, verb="person.unlock", on=person.username, unit=filing_unit(person), data={"attempts": forgotten})
    return forgotten
