"""Results of the checks of totals: for the page of a plan, the line above its totals, and the home page."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from targets.models import Check, Settlement, Target
from targets.totals.alerts import ALERT_AFTER_FAILURES

Outcome = Check.Outcome
OUTCOME_TONES = {Outcome.SAME: "good", Outcome.REPAIRED: "warn", Outcome.DIFFERS: "bad", Outcome.FAILED: "bad"}
MAX_DIFFERENCES = 50  # differing totals on the page; the check keeps more
ALERT_FOR = timedelta(days=7)  # how long a repaired difference stays on the home page

_AREAS = {
    "owing": gettext_lazy("areas that owe it"),
    "reported": gettext_lazy("areas that reported"),
    "carried": gettext_lazy("areas carried forward"),
    "absent": gettext_lazy("areas not applicable"),
    "accepted_reported": gettext_lazy("areas accepted"),
    "accepted_carried": gettext_lazy("areas accepted, carried forward"),
    "accepted_absent": gettext_lazy("areas accepted, not applicable"),
}
_BODIES = {
    "body_owing": gettext_lazy("bodies that owe it"),
    "body_reported": gettext_lazy("bodies that reported"),
    "body_carried": gettext_lazy("bodies carried forward"),
    "body_absent": gettext_lazy("bodies not applicable"),
    "body_accepted_reported": gettext_lazy("bodies accepted"),
    "body_accepted_carried": gettext_lazy("bodies accepted, carried forward"),
    "body_accepted_absent": gettext_lazy("bodies accepted, not applicable"),
}
COLUMN_LABELS = {
    "allocation": gettext_lazy("allocation"),
    "submitted": gettext_lazy("to date, as submitted"),
    "submitted_base": gettext_lazy("denominator, as submitted"),
    "accepted": gettext_lazy("to date, as accepted"),
    "accepted_base": gettext_lazy("denominator, as accepted"),
    **_AREAS,
    **_BODIES,
    "reported_at": gettext_lazy("time of the last report"),
}


@dataclass(frozen=True)
class CheckHistoryRow:
    """One check in the history."""

    check: Check
    tone: str

    @property
    def words(self) -> str:
        return self.check.outcome.label


@dataclass(frozen=True)
class TotalDifference:
    """A total that was wrong: where, and each number as computed and as stored."""

    unit: str
    period: str
    target: str
    missing: bool = False
    surplus: bool = False
    numbers: list = field(default_factory=list)  # (what, wanted, stored)


@dataclass(frozen=True)
class CheckEvidence:
    """The differences of the last check that found any, as far as a person may see them; ``hidden`` counts the rest."""

    check: Check
    differences: list
    hidden: int


@dataclass(frozen=True)
class TotalsAlert:
    """A plan whose totals were wrong, could not be checked, or cannot be computed. ``plan`` is its title; ``may_open``
    says whether the person may open the page of its checks."""

    plan: str
    text: str
    plan_code: str
    may_open: bool


def get_latest_check(plan: Plan) -> CheckHistoryRow | None:
    """The latest check as a ``CheckHistoryRow``, or None."""
    check = _without_evidence(plan.checks).first()
    return _as_row(check) if check else None


def list_checks(plan):
    """All checks of the plan, latest first, without their evidence."""
    return _CheckHistory(_without_evidence(plan.checks))


def get_evidence(person: Person, plan: Plan) -> CheckEvidence | None:
    """The ``CheckEvidence`` of the last check that found a difference, or None."""
    check = plan.checks.filter(differing__gt=0).first()
    if check is None:
        return None
    ids = {line["at"][0] for line in check.evidence}
    places = Participant.objects.filter(policy.paths_q(person, Verb.SEE_TOTALS), plan=plan, pk__in=ids)
    names = dict(places.values_list("pk", "name"))
    periods = dict(Period.objects.filter(plan=plan).values_list("seq", "code"))
    targets = {t.pk: str(t) for t in Target.objects.filter(pk__in={line["at"][2] for line in check.evidence})}
    seen = [line for line in check.evidence if line["at"][0] in names][:MAX_DIFFERENCES]
    return CheckEvidence(
        check, [_difference(line, names, periods, targets) for line in seen], check.differing - len(seen)
    )


def get_failing_settlement(plan: Plan) -> Settlement | None:
    """The plan's settlement if settling has failed since the last success, or None."""
    return Settlement.objects.filter(plan=plan, failures__gt=0).first()


def get_requested_at(plan: Plan) -> datetime | None:
    """When a check that has not begun was requested, or None."""
    return Settlement.objects.filter(plan=plan).values_list("check_asked_at", flat=True).first()


def list_alerts(person: Person) -> list[TotalsAlert]:
    """The alerts on a person's home page: two queries, none for a person who receives no alerts."""
    if not policy.may_anywhere(person, Verb.RECEIVE_TOTALS_ALERTS):
        return []
    plans = Plan.objects.filter(
        policy.paths_q(person, Verb.RECEIVE_TOTALS_ALERTS, "unit__path"), settlement__isnull=False
    )
    plans = plans.select_related("unit", "settlement").order_by("-year", "code")
    last, found = {}, {}
    recent = Check.objects.filter(plan__in=plans, at__gte=timezone.now() - ALERT_FOR).order_by("id").defer("evidence")
    for check in recent:
        last[check.plan_id] = check
        if check.differing and check.confirms_id is None:
            found[check.plan_id] = check
    return [
        TotalsAlert(plan.title, text, plan.code, policy.may(person, Verb.SEE_PLAN, plan.unit))
        for plan in plans
        for text in _alert_texts(plan, last.get(plan.pk), found.get(plan.pk))
    ]


def _alert_texts(plan, last, found):
    if plan.settlement.failures >= ALERT_AFTER_FAILURES:
        yield _("Totals cannot be added up at the moment.")
    if last and last.outcome == Outcome.FAILED:
        yield _("The last check of totals could not be done.")
    if found:
        words = {"n": found.differing, "all": found.compared, "day": timezone.localdate(found.at).isoformat()}
        if found.repaired_at:
            yield _("On %(day)s, %(n)s of %(all)s totals differed; they were added up anew and agree now.") % words
        else:
            yield _("On %(day)s, %(n)s of %(all)s totals differed.") % words


def _without_evidence(checks):
    return checks.order_by("-id").defer("evidence")


def _as_row(check):
    return CheckHistoryRow(check, OUTCOME_TONES.get(check.outcome, "calm"))


class _CheckHistory:
    """Checks as rows, read a page at a time."""

    def __init__(self, checks):
        self.checks = checks

    def count(self):
        return self.checks.count()

    def __len__(self):
        return self.count()

    def __getitem__(self, wanted):
        return [_as_row(check) for check in self.checks[wanted]]


def _difference(line, names, periods, targets):
    place, seq, target = line["at"]
    numbers = [
        (COLUMN_LABELS.get(name, name), _format_number(name, wanted), _format_number(name, line["stored"][name]))
        for name, wanted in line.get("wanted", {}).items()
    ]
    return TotalDifference(
        unit=names[place],
        period=periods.get(seq, _("before the first period") if seq == 0 else str(seq)),
        target=targets.get(target, str(target)),
        missing=line.get("missing", False),
        surplus=line.get("surplus", False),
        numbers=numbers,
    )


def _format_number(name, text):
    if text is None:
        return "—"
    if name == "reported_at":
        at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(text))
        return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
    return f"{Decimal(text):f}".rstrip("0").rstrip(".") if "." in text else text
