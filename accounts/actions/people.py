"""Adding and changing people. Who may: accounts.scope.manageable_people, that is the policy for all of their posts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.actions import posts
from accounts.actions.passwords import temporary_password
from accounts.models import Person
from accounts.scope import filing_unit, lock_manageable_person
from audit.actions import record
from audit.errors import Refused

FIELDS = ("name", "phone", "email", "is_active")


@transaction.atomic
def create_person(*, by, username, name, unit, role, phone="", email="", from_date=None):  # noqa: PLR0913  each is a field of its form
    """Add a person with a first post; gives the person and the password to hand over, which is kept nowhere.

    Without a post nobody could find, change or help this person, so there is always one.
    Raises PermissionDenied outside the scope of ``by``, Refused for wrong fields.
    """
    policy.require(by, policy.Verb.MANAGE_PEOPLE, unit)
    person = Person(username=username.strip(), name=name.strip(), phone=phone, email=email)
    password = temporary_password()
    person.set_password(password)
    _check(person)
    person.save()
    record(by=by, verb="person.create", on=person.username, unit=unit, data={"name": person.name})
    posts.give_post(by=by, person=person, unit=unit, role=role, from_date=from_date, new=True)
    return person, password


@transaction.atomic
def change_person(person, *, by, **fields):
    """Change name, telephone, e-mail or whether the person may log in. The login name is for life: the trail has it."""
    person = lock_manageable_person(person, by=by, verb=policy.Verb.MANAGE_PEOPLE)
    changes = {}
    for field in FIELDS:
        if field in fields and fields[field] != getattr(person, field):
            changes[field] = [getattr(person, field), fields[field]]
            setattr(person, field, fields[field])
    _check(person)
    if changes:
        person.save(update_fields=list(changes))
        record(by=by, verb="person.change", on=person.username, unit=filing_unit(person), data=changes)
    return person


def _check(person):
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        cells = {field: " ".join(messages) for field, messages in error.message_dict.items()}
        raise Refused(_("This person is not saved yet."), cells=cells) from None
