"""Who signs for whom: a unit's own return, in a plan whose units sign, stands for every return below it."""

from dataclasses import dataclass

from plans.models import Participant
from targets.models import Return
from targets.models.report import State

CORRECTING = "correcting"  # accepted, and open to its clerk: other numbers are to come
DISPLAYED_STATES = {  # how a return below can lack its acceptance: its state -> the state that a page shows
    State.DRAFT: "missing",
    State.SENT_BACK: "sent_back",
    State.SUBMITTED: "submitted",
    State.UNDER_REVIEW: "under_review",
}


@dataclass(frozen=True)
class UnacceptedReturn:
    """A unit below whose return is not accepted yet, or is being corrected."""

    code: str
    name: str
    state: str


@dataclass(frozen=True)
class SignatureScope:
    """What a return signs for: how many below it report, and who of them is not accepted."""

    units: int
    lacking: list[UnacceptedReturn]

    @property
    def accepted(self):
        return self.units - len(self.lacking)

    @property
    def waiting(self):
        """How many are handed in and wait for their review."""
        return sum(each.state in ("submitted", "under_review") for each in self.lacking)

    @property
    def correcting(self):
        """How many were accepted and have been opened again for a correction."""
        return sum(each.state == CORRECTING for each in self.lacking)

    @property
    def missing(self):
        """How many stand nowhere: not handed in, taken back or sent back."""
        return len(self.lacking) - self.waiting - self.correcting


def is_signature(report):
    """Whether this return stands for others: its plan's units sign, and it is not the plan's own unit, whose return
    nobody above would accept."""
    return report.period.plan.signed and report.participant.depth > 0


def get_signature_scope(report):
    """What a return signs for, or None when it signs for nobody. Without a query in a plan that knows no signing."""
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
    stands = [
        (path, name, CORRECTING if correcting else DISPLAYED_STATES.get(State(state)))
        for path, name, state, correcting in rows
    ]
    lacking = [UnacceptedReturn(_code(path), name, state) for path, name, state in stands if state]
    return SignatureScope(len(rows), lacking)


def list_signatures(report):
    """The returns of the same period that sign for this one: those of the units between it and the plan's own."""
    return Return.objects.filter(
        period_id=report.period_id, participant__in=list_ancestors(report.participant).filter(depth__gt=0)
    ).order_by("participant__depth")


def list_ancestors(participant):
    """The participants above this one, the highest first; one query."""
    codes = participant.path.strip("/").split("/")[:-1]
    paths = ["/" + "/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    return Participant.objects.filter(plan_id=participant.plan_id, path__in=paths).order_by("depth")


def _code(path):
    return path.rstrip("/").rsplit("/", 1)[-1]
