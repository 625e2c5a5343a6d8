"""Create the first three administrators of an empty server."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.passwords import generate_temporary_password
from accounts.models import Person, Post, Role
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit

# role → login name in pinyin. The system administrator adds everybody else.
LOGINS = {Role.SYSTEM_ADMIN: "xitong", Role.SECURITY_ADMIN: "anquan", Role.AUDIT_ADMIN: "shenji"}


@transaction.atomic
def create_administrators(unit: Unit) -> list[tuple[Person, str]]:
    """Create the three administrators of ``unit``, each with a temporary password.

    Returns (person, password) pairs; the passwords are stored only as hashes. Raises Refused when any administrator
    exists: no permission is checked here, so a second call would bypass the policy.
    """
    # Serializes two concurrent calls for the same unit.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _check_can_create(unit)
    return [_create(unit, role, username) for role, username in LOGINS.items()]


def _check_can_create(unit):
    """Raise Refused if the unit is closed, an administrator exists or a login name is taken."""
    if unit.to_date:
        raise Refused(_("This unit is closed."))
    if held := Post.objects.filter(role__in=LOGINS).select_related("person"):
        names = _(", ").join(sorted({post.person.username for post in held}))
        message = _(
            "There are administrators already (%(names)s). The system administrator adds others on the page “People”."
        )
        raise Refused(message % {"names": names})
    if taken := Person.objects.filter(username__in=LOGINS.values()).values_list("username", flat=True):
        raise Refused(_("These login names are taken: %(names)s.") % {"names": _(", ").join(sorted(taken))})


def _create(unit, role, username):
    password = generate_temporary_password()
    person = Person.objects.create_user(username, password, name=str(role.label))
    post = Post.objects.create(person=person, unit=unit, role=role)
    record(by=None, verb="person.create", on=username, unit=unit, data={"name": person.name})
    record(by=None, verb="post.give", on=username, unit=unit, data={"role": role, "from": post.from_date, "to": None})
    return person, password
