"""What the review of one return offers: reasons to choose from, and the levels that can be asked to look again."""

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.policy import Verb
from targets.models import SentBackCell
from targets.returns.queries.signing import list_ancestors

# What reviewers write most often; offered after those of the plan's own, never forced.
COMMON_REASONS = (
    _("It differs much from the last time; please check."),
    _("It does not agree with the evidence."),
    _("It does not follow the definition."),
    _("The unit of measure is wrong."),
    _("Counted twice, or left out."),
    _("Say more precisely what was done."),
)
RECENT = 6  # of the plan's own reasons
SHORT = 60  # characters; what is longer was about one number and is no reason for another


def offered_reasons(plan_id):
    """The reasons that this plan's reviewers gave last, those given more than once first, then the common ones."""
    own = (
        SentBackCell.objects.filter(report__period__plan=plan_id)
        .order_by()
        .values("reason")
        .annotate(times=Count("pk"), last=Max("pk"))
        .order_by("-last")[: 10 * RECENT]
    )
    short = [row for row in own if len(row["reason"]) <= SHORT]
    reasons = [row["reason"] for row in sorted(short, key=lambda row: row["times"] == 1)[:RECENT]]
    return reasons + [text for each in COMMON_REASONS if (text := str(each)) not in reasons]


def levels(person, report):
    """The participants between this person and the unit, the nearest to the unit first."""
    between = [each for each in list_ancestors(report.participant) if policy.may(person, Verb.REVIEW, each)]
    return between[::-1]
