"""What the review page suggests: reasons to send back, and levels that can be asked for a recheck."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant
from targets.models import RemovedSuggestion, Return, SentBackCell
from targets.models.suggestion import SUGGESTION_MAX_LENGTH
from targets.returns.queries.signing import list_ancestors

# What reviewers write most often; suggested after the reasons of the plan's own reviewers.
COMMON_REASONS = (
    _("It differs much from the last time; please check."),
    _("It does not agree with the evidence."),
    _("It does not follow the definition."),
    _("The unit of measure is wrong."),
    _("Counted twice, or left out."),
    _("Say more precisely what was done."),
)
RECENT_REASONS = 6  # of the plan's own reviewers


@dataclass(frozen=True)
class SuggestedReason:
    """A reason that the review page offers; ``removable``: a reviewer typed it, and whoever reads it can remove it."""

    text: str
    removable: bool = False


def suggest_reasons(person: Person, plan_id: int) -> list[SuggestedReason]:
    """The latest reasons of this plan's reviewers, those given more than once first, then the common ones; one query.

    Without those that this person has removed, and without the uses by whoever removed them.
    """
    removed = RemovedSuggestion.objects.filter(Q(by=OuterRef("by")) | Q(by=person), reason=OuterRef("reason"))
    own = (
        SentBackCell.objects.filter(~Exists(removed), report__period__plan=plan_id)
        .order_by()
        .values("reason")
        .annotate(times=Count("pk"), last=Max("pk"))
        .order_by("-last")[: 10 * RECENT_REASONS]
    )
    common = [str(each) for each in COMMON_REASONS]
    short = [row for row in own if len(row["reason"]) <= SUGGESTION_MAX_LENGTH]
    recent = [row["reason"] for row in sorted(short, key=lambda row: row["times"] == 1)[:RECENT_REASONS]]
    found = [SuggestedReason(text, removable=text not in common) for text in recent]
    return found + [SuggestedReason(text) for text in common if text not in recent]


def list_recheck_levels(person: Person, report: Return) -> list[Participant]:
    """The participants between this person and the unit, the nearest to the unit first."""
    between = [each for each in list_ancestors(report.participant) if policy.may(person, Verb.REVIEW, each)]
    return between[::-1]
