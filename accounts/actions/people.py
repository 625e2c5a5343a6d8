"""Create and change people. The permission check is accounts.manageable_people: the policy for all of their posts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.actions import posts
from accounts.actions.passwords import generate_temporary_password
from accounts.manageable_people import audit_unit_of, lock_manageable_person
from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit

FIELDS = ("name", "phone", "email", "is_active")


@transaction.atomic
def create_person(  # noqa: PLR0913  each argument is a field of its form
    *, by: Person, username: str, name: str, unit: Unit, role: str, phone: str = "", email: str = "",
    from_date: date | None = None, with_password: bool = True,
) -> tuple[Person, str]:  # fmt: skip
    """Create a person with a first post; return the person and a temporary password, stored only as a hash.

    Without ``with_password`` the password is "" and nobody can log in with it.

    A person without a post would be in nobody's scope, so there is always one.
    Raises PermissionDenied outside the scope of ``by``, Refused for invalid fields.
    """
    policy.require(by, policy.Verb.MANAGE_PEOPLE, unit)
    person = Person(username=username.strip(), name=name.strip(), phone=phone, email=email)
    password = generate_temporary_password() if with_password else ""
    person.set_password(password or None)
    _validate(person)
    person.save()
    record(by=by, verb="person.create", on=person.username, unit=unit, data={"name": person.name})
    posts.give_post(by=by, person=person, unit=unit, role=role, from_date=from_date, new=True)
    return person, password


@transaction.atomic
def change_person(person: Person, *, by: Person, **fields) -> Person:
    """Change name, telephone, e-mail or is_active. The login name is fixed, because audit entries refer to it."""
    person = lock_manageable_person(person, by=by, verb=policy.Verb.MANAGE_PEOPLE)
    changes = {}
    for field in FIELDS:
        if field in fields and fields[field] != getattr(person, field):
            changes[field] = [getattr(person, field), fields[field]]
            setattr(person, field, fields[field])
    _validate(person)
    if changes:
        person.save(update_fields=list(changes))
        record(by=by, verb="person.change", on=person.username, unit=audit_unit_of(person), data=changes)
    return person


def find_person_errors(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the account of a person to be created, by field."""
    person = Person(**{name: values[name].strip() for name in ("username", "name", "phone", "email")})
    try:
        _validate(person)
    except Refused as refused:
        return {name: str(text) for name, text in refused.cells.items()}
    return {}


def _validate(person):
    """Raise Refused with the field errors of ``full_clean``."""
    try:
        # ``clean`` looks for the login name, in any capitals; the field and the constraint would ask again.
        person.full_clean(exclude=["password"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        cells = {field: " ".join(messages) for field, messages in error.message_dict.items()}
        raise Refused(_("This person is not saved yet."), cells=cells) from None
