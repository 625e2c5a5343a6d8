"""The first people of an empty server: without them nobody could log in to add anybody."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.passwords import temporary_password
from accounts.models import Person, Post, Role
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit

# role → login name, in pinyin, as people in offices type names. The first one adds everybody else.
LOGINS = {Role.SYSTEM_ADMIN: "xitong", Role.SECURITY_ADMIN: "anquan", Role.AUDIT_ADMIN: "shenji"}


@transaction.atomic
def create_administrators(unit):
    """Make the three administrators of ``unit``, each a person with a password that must be changed.

    Returns (person, password) pairs; the passwords are kept nowhere. Only for a server without any administrator: the
    posts are given by nobody, so a second call would be a back door. Raises Refused.
    """
    # Two who start a server at the same moment come here one after the other.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _refuse(unit)
    return [_create(unit, role, username) for role, username in LOGINS.items()]


def _refuse(unit):
    if unit.to_date:
        raise Refused(_("This unit is closed."))
    if held := Post.objects.filter(role__in=LOGINS).select_related("person"):
        names = _(", ").join(sorted({post.person.username for post in held}))
        words = _(
            "There are administrators already (%(names)s). The system administrator adds others on the page “People”."
        )
        raise Refused(words % {"names": names})
    if taken := Person.objects.filter(username__in=LOGINS.values()).values_list("username", flat=True):
        raise Refused(_("These login names are taken: %(names)s.") % {"names": _(", ").join(sorted(taken))})


def _create(unit, role, username):
    password = temporary_password()
    person = Person.objects.create_user(username, password, name=str(role.label))
    post = Post.objects.create(person=person, unit=unit, role=role)
    record(by=None, verb="person.create", on=username, unit=unit, data={"name": person.name})
    record(by=None, verb="post.give", on=username, unit=unit, data={"role": role, "from": post.from_date, "to": None})
    return person, password
