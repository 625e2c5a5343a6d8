"""Preview what a rule would find: in the submitted returns of the latest period that has any."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from targets.checks.families.check import evaluate_rules
from targets.checks.families.formula import divides_by_zero
from targets.checks.families.types import CheckContext, Kind, RuleTerms
from targets.checks.queries.rules import needs_earlier_reports, needs_shares, read_earlier_reports, read_shares
from targets.models import Return, SnapshotFigure, Target
from targets.totals.arithmetic import ReportedValue

PREVIEW_LIMIT = 200  # findings listed on the page


@dataclass(frozen=True)
class PreviewFinding:
    """One finding: of which unit and target (None: the whole return), and its text."""

    participant: Participant
    target: Target | None
    text: str


@dataclass(frozen=True)
class RulePreview:
    """What a rule found in ``returns`` returns of ``period`` (None: none is submitted yet): ``flagged`` of them have
    findings, ``count`` in all, of which ``hits`` are the first. In ``undefined`` of them a formula would divide by 0,
    so that nothing is found there."""

    period: Period | None = None
    returns: int = 0
    flagged: int = 0
    count: int = 0
    hits: tuple[PreviewFinding, ...] = ()
    undefined: int = 0

    @property
    def more(self) -> int:
        """How many findings are not listed."""
        return self.count - len(self.hits)


def preview_rule(plan: Plan, terms: RuleTerms, *, by) -> RulePreview:
    """Evaluate a rule (saved or not) on the returns that this person may see; at most six queries."""
    visible = policy.paths_q(by, Verb.SEE_RETURN, "participant__path")
    submitted = Return.objects.filter(visible, submitted__isnull=False)
    period = plan.periods.filter(Exists(submitted.filter(period=OuterRef("pk")))).order_by("-seq").first()
    if period is None:
        return RulePreview()
    returns = list(submitted.filter(period=period).select_related("participant").order_by("participant__path"))
    targets = {target.pk: target for target in plan.targets.all()}
    hits: list[PreviewFinding] = []
    flagged = undefined = 0
    for report, context in _build_contexts(plan, period, returns, targets, terms):
        found = evaluate_rules([terms], context)
        by_code = {target.code: target for target in context.targets.values()}
        hits += [PreviewFinding(report.participant, by_code.get(each.about), each.text) for each in found]
        flagged += bool(found)
        undefined += terms.kind == Kind.FORMULA and divides_by_zero(terms, context)
    return RulePreview(period, len(returns), flagged, len(hits), tuple(hits[:PREVIEW_LIMIT]), undefined)


def _build_contexts(plan, period, returns, targets, terms):
    """Pairs of (return, CheckContext); the targets in the submission count as owed."""
    asked = {each.pk for each in (terms.target, *terms.parts) if each} or None
    cells = _read_cells(returns, asked)
    participants = [report.participant_id for report in returns]
    earlier = read_earlier_reports(plan.pk, period.seq, participants, asked) if needs_earlier_reports([terms]) else {}
    shares = read_shares(plan.pk, period.seq, participants) if needs_shares([terms]) else {}
    for report in returns:
        mine, who = cells[report.submitted_id], report.participant_id
        owed = {pk: target for pk, target in targets.items() if pk in mine}
        yield report, CheckContext(owed, mine, earlier.get(who, {}), shares.get(who, {}))


def _read_cells(returns, asked):
    """{snapshot id: {target id: ReportedValue}} of the targets ``asked`` (ids; None: all)."""
    rows = SnapshotFigure.objects.filter(snapshot__in=[report.submitted_id for report in returns])
    if asked is not None:
        rows = rows.filter(target__in=asked)
    cells: dict[int, dict] = defaultdict(dict)
    for snapshot, target, value, base, na in rows.values_list("snapshot_id", "target_id", "value", "base", "na"):
        cells[snapshot][target] = ReportedValue(value, base, na)
    return cells
