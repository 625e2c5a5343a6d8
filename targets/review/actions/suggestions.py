"""Take a reason to send back out of the common ones."""

from collections.abc import Collection

from django.db import transaction

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from targets.models import RemovedSuggestion, Return, SentBackCell
from targets.models.suggestion import SUGGESTION_MAX_LENGTH


@transaction.atomic
def remove_suggestion(report: Return, reason: str, *, by: Person) -> bool:
    """Suggest ``reason`` no more to this person, and to nobody because of their own use of it. Returns whether any
    reviewer of the plan has used it and it was not removed before.

    What was sent back with this reason keeps it.
    """
    policy.require(by, Verb.REVIEW, report.participant)
    used = SentBackCell.objects.filter(report__period__plan=report.period.plan_id, reason=reason)
    if len(reason) > SUGGESTION_MAX_LENGTH or not used.exists():
        return False
    _removed, is_new = RemovedSuggestion.objects.get_or_create(by=by, reason=reason)
    if is_new:
        record(by=by, verb="suggestion.remove", on=report.period.plan, unit=report.participant, data={"reason": reason})
    return is_new


def keep_suggestions(reasons: Collection[str], *, by: Person) -> None:
    """Suggest these reasons again, which this person has typed anew. In the transaction of the caller."""
    RemovedSuggestion.objects.filter(by=by, reason__in=reasons).delete()
