"""What the review page suggests: reasons to send back, and levels that can be asked for a recheck."""

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant
from targets.models import Return, SentBackCell
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
MAX_LENGTH = 60  # characters; a longer reason was about one number and fits no other


def suggest_reasons(plan_id: int) -> list[str]:
    """The latest reasons of this plan's reviewers, those given more than once first, then the common ones."""
    own = (
        SentBackCell.objects.filter(report__period__plan=plan_id)
        .order_by()
        .values("reason")
        .annotate(times=Count("pk"), last=Max("pk"))
        .order_by("-last")[: 10 * RECENT_REASONS]
    )
    short = [row for row in own if len(row["reason"]) <= MAX_LENGTH]
    reasons = [row["reason"] for row in sorted(short, key=lambda row: row["times"] == 1)[:RECENT_REASONS]]
    return reasons + [text for each in COMMON_REASONS if (text := str(each)) not in reasons]


def list_recheck_levels(person: Person, report: Return) -> list[Participant]:
    """The participants between this person and the unit, the nearest to the unit first."""
    between = [each for each in list_ancestors(report.participant) if policy.may(person, Verb.REVIEW, each)]
    return between[::-1]
