"""Change one's own password, reset another person's, and unlock an account after failed logins."""

import secrets

from axes.utils import reset
from django.db import transaction

from accounts import policy
from accounts.manageable_people import audit_unit_of, lock_manageable_person
from accounts.models import Person
from accounts.queries.people import failed_logins
from audit.actions import record

PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without characters that look alike: i l o 0 1
GROUPS, GROUP_LENGTH = 3, 4  # 31 ** 12 is 59 bits, and it must be changed at the first login


def generate_temporary_password() -> str:
    """Return a random password that can be read out over the telephone: k7mq-x3hw-9ptd."""
    groups = ("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


@transaction.atomic
def change_own_password(*, by: Person, password: str) -> None:
    """Set the person's own password, already validated by the form, and lift the required change."""
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    record(by=by, verb="password.change", on=by.username, unit=audit_unit_of(by))


@transaction.atomic
def reset_password(person: Person, *, by: Person) -> str:
    """Set a temporary password and return it; only its hash is stored.

    Ends the person's sessions, because a session is tied to the password hash. Raises PermissionDenied.
    """
    person = lock_manageable_person(person, by=by, verb=policy.Verb.MANAGE_PEOPLE)
    password = generate_temporary_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    record(by=by, verb="password.reset", on=person.username, unit=audit_unit_of(person))
    return password


@transaction.atomic
def unlock(person: Person, *, by: Person) -> int:
    """Delete the person's failed login attempts and return their number, as the page of locked logins counts them.
    Raises PermissionDenied."""
    person = lock_manageable_person(person, by=by, verb=policy.Verb.UNLOCK)
    attempts = sum(row["failures"] for row in failed_logins(Person.objects.filter(pk=person.pk)))
    reset(username=person.username)
    record(by=by, verb="person.unlock", on=person.username, unit=audit_unit_of(person), data={"attempts": attempts})
    return attempts
