"""The plans that a person oversees, at the units of the post."""

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Plan


def list_led_participants(person: Person) -> list[Participant]:
    """The units of a person's posts as a leader in every issued or closed plan, the newest plan first; one query."""
    paths = [path for _reach, path in policy.grants(person, Verb.OVERSEE)]
    if not paths:
        return []
    found = Participant.objects.filter(path__in=paths).exclude(plan__state=Plan.State.DRAFT)
    return list(found.select_related("plan__unit", "unit").order_by("-plan__year", "plan__code", "path"))
