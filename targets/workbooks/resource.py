"""The import and export of returns with import-export: a row is a unit, a cell a figure.

The resource reads and judges; the preview (``import_data(dry_run=True)``) ends there, so that a look at a workbook
locks nobody out. The confirmation takes the very same steps, comes by its digest to the very same outcomes or stops,
and only then writes them, all returns at once (``targets.workbooks.actions.bulk``). All or nothing: one refused cell,
and nothing is kept.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader

from accounts.policy import Verb
from audit.errors import Refused
from sheets.outcomes import CellOutcome, OutcomeKind, judge_figure
from sheets.problems import SheetProblem
from targets.checks.actions.findings import describe_blocking_finding, list_blocking_findings
from targets.models import Return
from targets.models.report import State
from targets.returns.actions.draft import FigureInput, check_figure_input
from targets.returns.actions.submit import MissingItem
from targets.workbooks.actions.bulk import Filling, found_in, write_many
from targets.workbooks.book import load
from targets.workbooks.formats import dataset_of_template
from targets.workbooks.result import WRITES, SheetResult
from targets.workbooks.template import template_of
from targets.workbooks.words import say, show


class ReturnResource(resources.Resource):
    """Imports a filled-in workbook (a dataset of ``targets.workbooks.formats``) on behalf of ``by``.

    With ``as_submitted`` the returns that the workbook fills are submitted after their figures are written. Nothing
    is written unless the outcomes have the digest ``seen``.
    """

    unit = fields.Field(attribute="code", column_name="unit")

    class Meta:
        model = Return
        import_id_fields = ("unit",)
        instance_loader_class = BaseInstanceLoader  # the returns of the book are loaded at once, not row by row
        use_transactions = True
        skip_diff = True
        report_skipped = True

    def __init__(self, *, by, period, as_submitted=False, upload=None, seen=None, **kwargs):
        super().__init__(**kwargs)
        self.by, self.period, self.as_submitted, self.upload, self.seen = by, period, as_submitted, upload, seen
        self.book, self.told, self.typed = None, [], {}

    @classmethod
    def get_display_name(cls):
        return _("Workbook of a period")

    @classmethod
    def get_result_class(cls):
        return SheetResult

    def export(self, queryset=None, **kwargs):
        """What the person may export of the period; which units those are says the policy, not ``queryset``."""
        return dataset_of_template(template_of(load(self.period, by=self.by, verb=Verb.EXPORT)))

    # --- in: the steps that import-export takes, in its order ----------------------------------------------------

    def before_import(self, dataset, **kwargs):
        self.book = load(self.period, by=self.by, verb=Verb.IMPORT)
        self.told, self.typed = [], {}

    def get_or_init_instance(self, instance_loader, row):
        report = self.book.report(row["unit"])
        return (report, False) if report else (Return(period=self.period), True)

    def import_instance(self, instance, row, **kwargs):
        """Judge every cell of a unit. A refused one makes the row invalid."""
        row["outcomes"] = list(self._judge(row["row"]))
        self.told += row["outcomes"]
        refused = [f"{outcome.cell}: {say(outcome.problem)}" for outcome in row["outcomes"] if outcome.problem]
        if refused:
            raise ValidationError({_("Unit"): refused})

    def after_import_row(self, row, row_result, **kwargs):
        """What import-export's own pages show of a row: the unit, and its cells that would change."""
        changes = [outcome for outcome in row.get("outcomes", ()) if outcome.kind in WRITES]
        told = [f"{o.cell} {o.target} {show(o.before)} → {show(o.after)}" for o in changes]
        row_result.diff = [self.book.participants[row["unit"]].short_name, "; ".join(told)]

    def get_diff_headers(self):
        return [_("Unit"), _("Cells")]

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and not any(outcome.kind in WRITES for outcome in row["outcomes"])

    def save_instance(self, instance, is_create, row, **kwargs):
        """Nothing yet: the figures of all units are written together, when the last row has been judged."""

    def after_import(self, dataset, result, **kwargs):
        result.outcomes = self.told
        if result.refused or result.has_errors():
            return
        self._set_ready(result)
        if self.seen is not None and result.digest == self.seen:
            result.written = self._write(result)

    # --- what they do ------------------------------------------------------------------------------------------------

    def _judge(self, row):
        if row.code not in self.book.participants:
            first = next(iter(row.cells.values()))
            yield CellOutcome(OutcomeKind.REFUSED, row.code, "", first.name, problem=SheetProblem("out_of_reach"))
            return
        for field in self.book.fields:
            if all(
                column.key in row.cells for column in field.columns
            ):  # a target added since the download is left alone
                outcome = judge_figure(field, row, self.book.place(row.code, field.target))
                if outcome:
                    yield self._checked(outcome)
        due = {column.key for field in self.book.fields for column in field.columns}
        for key, cell in row.cells.items():
            if key not in due and not row.is_untouched(key):
                yield CellOutcome(
                    OutcomeKind.REFUSED, row.code, key.split("/")[0], cell.name, problem=SheetProblem("column_not_due")
                )

    def _checked(self, outcome):
        """What the page would refuse of a figure as a whole is refused here, by the same check."""
        if outcome.kind not in WRITES:
            return outcome
        target, typed = self.book.targets[outcome.target], self._typed(outcome)
        try:
            check_figure_input(typed, target, self.period)
        except Refused as refused:
            return replace(
                outcome, kind=OutcomeKind.REFUSED, problem=SheetProblem("said", {"text": str(refused.message)})
            )
        self.typed.setdefault(outcome.unit, {})[target.pk] = typed
        return outcome

    def _typed(self, outcome):
        """What the workbook means for a figure; its note is not in the workbook, and stays."""
        old, meant = self.book.figure(outcome.unit, outcome.target), outcome.after
        note = old.note if old else ""
        return FigureInput(meant.value, meant.base, meant.na, meant.reason, meant.done_on, note)

    def _write(self, result):
        submitted = set(result.submitted) if self.as_submitted else set()
        fillings = [self._filling(code, code in submitted) for code in self.typed.keys() | submitted]
        return write_many(self.period, fillings, by=self.by, upload=self.upload)

    def _filling(self, code, submit=True):
        book = self.book
        return Filling(book.report(code), book.owes(code), book.figures_of(code), self.typed.get(code, {}), submit)

    def _to_submit(self, result):
        """Units that the workbook says something of. A return that was sent back, or is being corrected, goes up again
        only when the workbook changes it: unchanged, it would be the same mistake a second time."""
        changed = {outcome.unit for outcome in result.changes}
        filled = {outcome.unit for outcome in self.told if not outcome.after.blank and not outcome.outdated}
        drafts = {
            code for code in filled if self.book.shut(code) is None and self.book.report(code).state == State.DRAFT
        }
        return [code for code in self.book.participants if code in changed | drafts]

    def _set_ready(self, result):
        """Which returns are (or would be) submitted, what keeps them from it, and which stay drafts for want of an
        explanation, which a workbook cannot give."""
        fillings = {code: self._filling(code) for code in self._to_submit(result)}
        found = found_in(self.period, list(fillings.values()))
        for code, filling in fillings.items():
            wrong = list_blocking_findings(found[filling.report.pk])
            lacks = [*filling.lacks(), *(self._missing(each) for each in wrong if each.must)]
            if lacks:
                result.lacking[code] = lacks
            if unexplained := [self._missing(each) for each in wrong if not each.must]:
                result.unexplained[code] = unexplained
            if lacks or not unexplained:
                result.submitted.append(code)

    def _missing(self, found):
        target = self.book.targets.get(found.about)
        return MissingItem(
            found.about, target.name if target else _("The whole return"), describe_blocking_finding(found)
        )
