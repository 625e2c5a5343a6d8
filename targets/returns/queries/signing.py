"""Who signs for whom: in a plan whose units sign, a unit's own return stands for every return below it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from plans.models import Participant
from targets.models import Return
from targets.models.report import State

CORRECTING = "correcting"  # accepted, and open to its clerk for a correction
DISPLAYED_STATES = {  # state of a return that is not accepted -> the state that pages show
    State.DRAFT: "missing",
    State.SENT_BACK: "sent_back",
    State.SUBMITTED: "submitted",
    State.UNDER_REVIEW: "under_review",
}


@dataclass(frozen=True)
class UnacceptedReturn:
    """A return below a signature that is not accepted yet, or is being corrected: its unit's code and name, the
    state as shown."""

    code: str
    name: str
    state: str


@dataclass(frozen=True)
class SignatureScope:
    """What a return signs for: the number of units below that report, and those that are not accepted."""

    units: int
    unaccepted: list[UnacceptedReturn]

    @property
    def accepted(self) -> int:
        return self.units - len(self.unaccepted)

    @property
    def waiting(self) -> int:
        """How many are submitted and wait for their review."""
        return sum(each.state in ("submitted", "under_review") for each in self.unaccepted)

    @property
    def correcting(self) -> int:
        """How many were accepted and have been opened again for a correction."""
        return sum(each.state == CORRECTING for each in self.unaccepted)

    @property
    def missing(self) -> int:
        """How many are not submitted: drafts, withdrawn or sent back."""
        return len(self.unaccepted) - self.waiting - self.correcting


def is_signature(report: Return) -> bool:
    """Whether this return stands for others: its plan's units sign, and it is not that of the plan's own unit (nobody
    is above to accept it)."""
    return report.period.plan.signed and report.participant.depth > 0


def get_signature_scope(report: Return) -> SignatureScope | None:
    """What a return signs for, or None when it signs for nobody; no query in a plan without signatures."""
    if not is_signature(report):
        return None
    below = (
        Return.objects.filter(
            period_id=report.period_id,
            participant__plan_id=report.participant.plan_id,
            participant__path__startswith=report.participant.path,
        )
        .exclude(participant_id=report.participant_id)
        .exclude(state=State.DRAFT, optional=True)
        .order_by("participant__path")
    )
    rows = list(below.values_list("participant__path", "participant__short_name", "state", "correcting"))
    if not rows:
        return None
    states = [
        (path, name, CORRECTING if correcting else DISPLAYED_STATES.get(State(state)))
        for path, name, state, correcting in rows
    ]
    unaccepted = [UnacceptedReturn(_code(path), name, state) for path, name, state in states if state]
    return SignatureScope(len(rows), unaccepted)


def list_signatures(report: Return) -> QuerySet[Return]:
    """The returns of the same period that sign for this one: of the units between its own and the plan's."""
    return Return.objects.filter(
        period_id=report.period_id, participant__in=list_ancestors(report.participant).filter(depth__gt=0)
    ).order_by("participant__depth")


def list_ancestors(participant: Participant) -> QuerySet[Participant]:
    """The participants above this one, the highest first."""
    codes = participant.path.strip("/").split("/")[:-1]
    paths = ["/" + "/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    return Participant.objects.filter(plan_id=participant.plan_id, path__in=paths).order_by("depth")


def _code(path):
    return path.rstrip("/").rsplit("/", 1)[-1]
