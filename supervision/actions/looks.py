"""Keep when a person last looked at a plan."""

from django.utils import timezone

from accounts.models import Person
from plans.models import Plan
from supervision.models import Look


def keep_look(plan: Plan, *, by: Person) -> Look:
    """The person has looked at the plan now. Her own reading changes nothing for others and is not in the trail."""
    look, _made = Look.objects.update_or_create(person=by, plan=plan, defaults={"at": timezone.now()})
    return look
