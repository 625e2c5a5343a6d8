"""What has happened below a unit since a person last looked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Person
from supervision.models import Look
from targets.models import BasisHistory
from targets.results.place import TotalsPlace


@dataclass(frozen=True)
class SinceLook:
    """How many returns were submitted, accepted and sent back since ``at``; each return counts once."""

    at: datetime
    submitted: int
    accepted: int
    sent_back: int

    @property
    def any(self) -> int:
        return self.submitted + self.accepted + self.sent_back


def read_since_look(person: Person, place: TotalsPlace) -> SinceLook | None:
    """What happened to the returns of the subtree; None before the person's first look. One query."""
    verbs = {"submitted": "submit", "accepted": "accept", "sent_back": "send_back"}
    counts = {name: _count_returns(verb, place.participant.path) for name, verb in verbs.items()}
    row = Look.objects.filter(person=person, plan=place.plan).annotate(**counts).values("at", *counts).first()
    return SinceLook(**row) if row else None


def _count_returns(verb, path):
    moves = BasisHistory.objects.filter(
        verb=verb, at__gt=OuterRef("at"), report__period__plan=OuterRef("plan"),
        report__participant__path__startswith=path,
    )  # fmt: skip
    counted = moves.order_by().values("report__period__plan").annotate(n=Count("report", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)
