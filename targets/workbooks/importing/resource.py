"""The import and export of returns with django-import-export: a row is a unit, a cell a figure.

The resource judges every cell. The preview (``import_data(dry_run=True)``) ends there and locks nothing. The
confirmation repeats the same steps, requires the same digest of outcomes, and then writes all returns at once
(``targets.workbooks.actions.bulk``). It is all or nothing: one refused cell, and nothing is written.
"""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader

from audit.errors import Refused
from sheets.files.grid import SheetCell
from sheets.outcomes import (
    WRITTEN_KINDS,
    CellOutcome,
    OfficeCell,
    OfficeRow,
    OutcomeKind,
    judge_filled_row,
    judge_office_row,
)
from sheets.problems import SheetProblem
from sheets.template.reading import FilledRow
from targets.checks.actions.findings import describe_blocking_finding, list_blocking_findings
from targets.checks.queries.rules import ReportedBefore
from targets.models import Return
from targets.models.report import State
from targets.returns.actions.draft import FigureInput, check_figure_input
from targets.returns.actions.submit import MissingItem
from targets.workbooks.actions.bulk import BulkWriteResult, ReturnInput, find_submission_findings, write_returns
from targets.workbooks.importing.dataset import template_dataset
from targets.workbooks.importing.result import WorkbookImportResult
from targets.workbooks.importing.task_judge import TaskJudge
from targets.workbooks.messages import describe_problem, format_content
from targets.workbooks.period_figures import PeriodFigures, load_period_figures
from targets.workbooks.template import build_template


class ReturnResource(resources.Resource):
    """Imports a filled-in template (a dataset of ``importing.dataset``) on behalf of ``by``.

    With ``as_submitted`` the returns that the workbook changes are submitted after their figures are written, and those
    of the units ``also`` that it leaves as they are. Nothing is written unless the outcomes have the digest ``seen``.
    ``import_data`` takes ``stored``, the figures of the period, where they have been read already, and ``tasks``, the
    progress that the workbook gives.
    """

    unit = fields.Field(attribute="code", column_name="unit")
    stored: PeriodFigures  # set when the import begins
    tasks: TaskJudge

    class Meta:
        model = Return
        import_id_fields = ("unit",)
        instance_loader_class = BaseInstanceLoader  # the returns of the period are loaded at once, not row by row
        use_transactions = True
        use_bulk = True  # no savepoint for each row: no row writes anything by itself
        skip_diff = True
        report_skipped = True

    def __init__(self, *, by, period, as_submitted=False, also=(), upload=None, seen=None, **kwargs):
        super().__init__(**kwargs)
        self.by, self.period, self.as_submitted, self.upload, self.seen = by, period, as_submitted, upload, seen
        self.also = set(also)
        self.keeps = False  # whether figures stay where the cells are blank
        self.outcomes: list[CellOutcome] = []
        self.inputs: dict[str, dict[int, FigureInput]] = {}  # unit code -> {target id: input} of what is written
        self.findings: dict[int, list] = {}  # return id -> what the rules find in it

    @classmethod
    def get_display_name(cls):
        return _("Workbook of a period")

    @classmethod
    def get_result_class(cls):
        return WorkbookImportResult

    def export(self, queryset=None, **kwargs):
        """What the person may export of the period, by the policy and not by ``queryset``."""
        figures = load_period_figures(self.period, by=self.by)
        return template_dataset(build_template(figures))

    # --- the hooks of import-export, in the order in which it calls them ---------------------------------------------

    def before_import(self, dataset, **kwargs):
        self.stored = kwargs.get("stored") or load_period_figures(self.period, by=self.by, writing=True)
        self.outcomes, self.inputs = [], {}
        self.tasks = TaskJudge(self.stored, kwargs.get("tasks", ()), keeps=self.keeps)

    def get_or_init_instance(self, instance_loader, row):
        report = self.stored.get_return(row["unit"])
        return (report, False) if report else (Return(period=self.period), True)

    def import_instance(self, instance, row, **kwargs):
        """Judge every cell of a unit. A refused cell makes the row invalid."""
        row["outcomes"] = list(self._judge_row(row["row"]))
        self.outcomes += row["outcomes"]
        year = self.period.plan.year
        refused = [f"{each.cell}: {describe_problem(each.problem, year)}" for each in row["outcomes"] if each.problem]
        if refused:
            raise ValidationError({_("Unit"): refused})

    def after_import_row(self, row, row_result, **kwargs):
        """What import-export's own pages, which bring no upload, show of a row: the unit, and its cells that would
        change."""
        if self.upload:
            return
        changes = [outcome for outcome in row.get("outcomes", ()) if outcome.kind in WRITTEN_KINDS]
        texts = [f"{o.cell} {o.target} {format_content(o.before)} → {format_content(o.after)}" for o in changes]
        row_result.diff = [self.stored.participants[row["unit"]].short_name, "; ".join(texts)]

    def get_diff_headers(self):
        return [_("Unit"), _("Cells")]

    def skip_row(self, instance, original, row, import_validation_errors=None):
        changes = any(outcome.kind in WRITTEN_KINDS for outcome in row["outcomes"])
        return not import_validation_errors and not changes

    def save_instance(self, instance, is_create, row, **kwargs):
        """Nothing: the figures of all units are written together after the last row has been judged."""

    def after_import(self, dataset, result, **kwargs):
        result.outcomes, result.tasks = self.outcomes, self.tasks.outcomes
        if result.refused or result.has_errors():
            return
        self._find_submittable(result)
        if self.seen is not None and result.digest == self.seen:
            result.written = self._write(result)

    # --- judging ---------------------------------------------------------------------------------------------------

    def _judge_row(self, row: FilledRow | OfficeRow) -> Iterator[CellOutcome]:
        if row.code not in self.stored.participants:
            cells: Iterable[SheetCell | OfficeCell] = row.cells.values()
            first = next(iter(cells))
            problem = SheetProblem("out_of_reach")
            yield CellOutcome(OutcomeKind.REFUSED, row.code, "", first.name, problem=problem)
            return

        slot_of = self.stored.get_slots(row.code)
        if isinstance(row, OfficeRow):
            found = judge_office_row(row, slot_of)
        else:
            found = judge_filled_row(row, self.stored.fields, slot_of)
        for outcome in found:
            yield self._check_input(outcome)

    def _check_input(self, outcome: CellOutcome) -> CellOutcome:
        """Refuse a figure that the page would refuse, by the same check; remember all others that are to be written."""
        if outcome.kind not in WRITTEN_KINDS:
            return outcome
        if self.keeps and outcome.after.blank:
            return outcome._replace(kind=OutcomeKind.UNCHANGED, after=outcome.before)
        target, given = self.stored.targets[outcome.target], self._figure_input(outcome)
        try:
            check_figure_input(given, target, self.period)
        except Refused as refused:
            problem = SheetProblem("said", {"text": str(refused.message)})
            return outcome._replace(kind=OutcomeKind.REFUSED, problem=problem)
        self.inputs.setdefault(outcome.unit, {})[target.pk] = given
        return outcome

    def _figure_input(self, outcome: CellOutcome) -> FigureInput:
        """The figure to be written. A workbook has no notes, so the stored note is kept."""
        stored, content = self.stored.get_figure(outcome.unit, outcome.target), outcome.after
        note = stored.note if stored else ""
        return FigureInput(content.value, content.base, content.na, content.reason, content.done_on, note)

    # --- submitting and writing --------------------------------------------------------------------------------------

    def _write(self, result: WorkbookImportResult) -> BulkWriteResult:
        if not self.as_submitted:
            result.submitted = []
        result.submitted += [code for code in result.offered if self.as_submitted and code in self.also]
        submitted = set(result.submitted)
        written = self.inputs.keys() | self.tasks.inputs.keys() | submitted
        inputs = [self._return_input(code, code in submitted) for code in written]
        return write_returns(self.period, inputs, by=self.by, upload=self.upload, findings=self.findings)

    def _return_input(self, code: str, submit: bool = True) -> ReturnInput:
        stored = self.stored
        report = stored.get_return(code)
        if report is None:  # refused already: its cells have no return
            raise Refused(describe_problem(SheetProblem("no_return")), code="state")
        owed, figures = stored.get_owed_targets(code), stored.get_figures(code)
        return ReturnInput(report, owed, figures, self.inputs.get(code, {}), submit, self.tasks.input_of(code))

    def _list_unchanged_drafts(self, changed: set[str]) -> list[str]:
        """Units with a filled-in draft that the workbook leaves as it is. One that was sent back, or is being
        corrected, is not among them: unchanged, it would repeat the same mistake."""
        filled = {outcome.unit for outcome in self.outcomes if not outcome.after.blank and not outcome.outdated}
        filled |= {outcome.unit for outcome in self.tasks.outcomes if outcome.after and not outcome.outdated}
        return [code for code in self.stored.everyone if code in filled - changed and self._drafts(code)]

    def _drafts(self, code: str) -> bool:
        """Whether the unit's return is a draft that may be changed."""
        report = self.stored.get_return(code)
        return report is not None and report.state == State.DRAFT and self.stored.find_lock(code) is None

    def _find_submittable(self, result: WorkbookImportResult) -> None:
        """Set which of the changed returns are (or would be) submitted, what prevents it, and which stay drafts for
        lack of an explanation, which a workbook cannot give; and which unchanged drafts may be submitted with them."""
        changed = {outcome.unit for outcome in result.changes}
        drafts = self._list_unchanged_drafts(changed)
        inputs = {code: self._return_input(code) for code in self.stored.everyone if code in {*changed, *drafts}}
        result.names = {code: self.stored.everyone[code].short_name for code in inputs}
        units = [each.report.participant_id for each in inputs.values()]
        result.before = ReportedBefore(self.period.plan_id, self.period.seq, units)
        self.findings = findings = find_submission_findings(self.period, list(inputs.values()), result.before)
        for code, each in inputs.items():
            blocking = list_blocking_findings(findings[each.report.pk])
            missing = [*each.missing_figures(), *(self._missing_item(found) for found in blocking if found.must)]
            unreported = each.missing_progress()
            if self.tasks.gives_progress(code):
                missing, unreported = [*missing, *unreported], []
            if code not in changed:
                if not missing and not unreported and not blocking:
                    result.offered.append(code)
                continue
            if missing:
                result.missing[code] = missing
            if unreported:
                result.unreported[code] = unreported
            if unexplained := [self._missing_item(found) for found in blocking if not found.must]:
                result.unexplained[code] = unexplained
            if missing or not (unexplained or unreported):
                result.submitted.append(code)

    def _missing_item(self, finding) -> MissingItem:
        target = self.stored.targets.get(finding.about)
        name = target.name if target else _("The whole return")
        return MissingItem(finding.about, name, describe_blocking_finding(finding))
