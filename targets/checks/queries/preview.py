"""What a rule would find in real figures: in the submitted returns of the latest period that has any."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, Period
from targets.checks.families.check import evaluate_rules
from targets.checks.families.types import CheckContext
from targets.checks.queries.rules import needs_earlier_reports, needs_shares, read_earlier_reports, read_shares
from targets.models import Return, SnapshotFigure
from targets.totals.arithmetic import ReportedValue

PREVIEW_LIMIT = 200  # findings that a page lists


@dataclass(frozen=True)
class PreviewFinding:
    """One finding: whose, of which target (None: of the whole return), and the sentence."""

    participant: Participant
    target: object
    text: str


@dataclass(frozen=True)
class RulePreview:
    """``period`` is None when nothing has been submitted yet. ``returns`` were looked at, ``flagged`` of them would be
    stopped, by ``count`` findings, of which ``hits`` are the first."""

    period: Period | None = None
    returns: int = 0
    flagged: int = 0
    count: int = 0
    hits: tuple = ()

    @property
    def more(self):
        return self.count - len(self.hits)


def preview_rule(plan, terms, *, by):
    """The Preview of a rule (Terms, saved or not) on what this person may see; at most six queries."""
    seen = policy.paths_q(by, Verb.SEE_RETURN, "participant__path")
    handed_in = Return.objects.filter(seen, submitted__isnull=False)
    period = plan.periods.filter(Exists(handed_in.filter(period=OuterRef("pk")))).order_by("-seq").first()
    if period is None:
        return RulePreview()
    returns = list(handed_in.filter(period=period).select_related("participant").order_by("participant__path"))
    targets = {target.pk: target for target in plan.targets.all()}
    hits, flagged = [], 0
    for report, case in _build_contexts(plan, period, returns, targets, terms):
        found = evaluate_rules([terms], case)
        by_code = {target.code: target for target in case.targets.values()}
        hits += [PreviewFinding(report.participant, by_code.get(each.about), each.text) for each in found]
        flagged += bool(found)
    return RulePreview(period, len(returns), flagged, len(hits), tuple(hits[:PREVIEW_LIMIT]))


def _build_contexts(plan, period, returns, targets, terms):
    """(return, Case) of each. What was submitted says what was owed."""
    asked = {each.pk for each in (terms.target, *terms.parts) if each} or None
    cells = _read_cells(returns, asked)
    people = [report.participant_id for report in returns]
    before = read_earlier_reports(plan.pk, period.seq, people, asked) if needs_earlier_reports([terms]) else {}
    shares = read_shares(plan.pk, period.seq, people) if needs_shares([terms]) else {}
    for report in returns:
        mine, who = cells[report.submitted_id], report.participant_id
        owed = {pk: target for pk, target in targets.items() if pk in mine}
        yield report, CheckContext(owed, mine, before.get(who, {}), shares.get(who, {}))


def _read_cells(returns, asked):
    """Snapshot id -> {target id: Report}, of the targets that are asked about (None: of all)."""
    rows = SnapshotFigure.objects.filter(snapshot__in=[report.submitted_id for report in returns])
    if asked is not None:
        rows = rows.filter(target__in=asked)
    cells: dict[int, dict] = defaultdict(dict)
    for snapshot, target, value, base, na in rows.values_list("snapshot_id", "target_id", "value", "base", "na"):
        cells[snapshot][target] = ReportedValue(value, base, na)
    return cells
