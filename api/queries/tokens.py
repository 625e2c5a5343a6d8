"""Queries of tokens."""

from django.db.models import QuerySet

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from api.models import AccessToken


def manageable_tokens(person: Person) -> QuerySet[AccessToken]:
    """The tokens of the units whose people ``person`` looks after, those that count first."""
    found = AccessToken.objects.filter(policy.paths_q(person, Verb.MANAGE_PEOPLE, "unit__path"))
    return found.select_related("unit", "made_by", "revoked_by").order_by("-revoked_at", "unit__path", "name", "pk")
