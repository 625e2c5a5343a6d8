"""The import and export of returns with import-export: a row is a unit, a cell a figure.

The preview is the real path, rolled back: ``import_data(dry_run=True)`` locks, judges and writes what the confirmation
would, inside a transaction that import-export then undoes. All or nothing: one refused cell, and nothing is kept.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader

from accounts.policy import Verb
from audit.errors import Refused
from sheets.columns import canonical
from sheets.outcomes import Kind, Outcome, judge
from sheets.reasons import Reason
from targets.actions.draft import Typed, check_typed
from targets.actions.submit import missing_figures, submit
from targets.models import Figure, Return
from targets.models.report import Origin, State
from targets.sheets.book import load
from targets.sheets.formats import dataset_of_template
from targets.sheets.result import WRITES, SheetResult
from targets.sheets.template import template_of
from targets.sheets.words import say, show

CONTENT = ("value", "base", "na", "reason", "done_on")
UPDATED = [*CONTENT, "version", "typed_by", "typed_at", "origin"]


class ReturnResource(resources.Resource):
    """Imports a filled-in workbook (a dataset of ``targets.sheets.formats``) on behalf of ``by``.

    With ``as_submitted`` the returns that the workbook fills are submitted after their figures are written.
    """

    unit = fields.Field(attribute="code", column_name="unit")

    class Meta:
        model = Return
        import_id_fields = ("unit",)
        instance_loader_class = (
            BaseInstanceLoader  # the returns of the book are loaded and locked at once, not row by row
        )
        use_transactions = True
        skip_diff = True
        report_skipped = True

    def __init__(self, *, by, period, as_submitted=False, upload=None, **kwargs):
        super().__init__(**kwargs)
        self.by, self.period, self.as_submitted, self.upload = by, period, as_submitted, upload
        self.book, self.told = None, []

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
        self.book = load(self.period, by=self.by, verb=Verb.IMPORT, lock=True)
        self.told = []

    def get_or_init_instance(self, instance_loader, row):
        report = self.book.report(row["unit"])
        return (report, False) if report else (Return(period=self.period), True)

    def import_instance(self, instance, row, **kwargs):
        """Judge every cell of a unit. A refused one makes the row invalid."""
        row["outcomes"] = list(self._judge(row["row"]))
        self.told += row["outcomes"]
        refused = [f"{outcome.ref}: {say(outcome.why)}" for outcome in row["outcomes"] if outcome.why]
        if refused:
            raise ValidationError({_("Unit"): refused})

    def after_import_row(self, row, row_result, **kwargs):
        """What import-export's own pages show of a row: the unit, and its cells that would change."""
        changes = [outcome for outcome in row.get("outcomes", ()) if outcome.kind in WRITES]
        told = [f"{o.ref} {o.target} {show(o.before)} → {show(o.after)}" for o in changes]
        row_result.diff = [self.book.participants[row["unit"]].short_name, "; ".join(told)]

    def get_diff_headers(self):
        return [_("Unit"), _("Cells")]

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and not any(outcome.kind in WRITES for outcome in row["outcomes"])

    def save_instance(self, instance, is_create, row, **kwargs):
        """Nothing yet: the figures of all units are written in one statement, when the last row has been judged."""

    def after_import(self, dataset, result, **kwargs):
        result.outcomes = self.told
        if result.refused or result.has_errors():
            return
        self._write(result.changes)
        result.submitted = self._to_submit(result)
        result.lacking = self._lacking(result.submitted)
        if self.as_submitted:
            self._submit(result)

    # --- what they do ------------------------------------------------------------------------------------------------

    def _judge(self, row):
        if row.code not in self.book.participants:
            first = next(iter(row.cells.values()))
            yield Outcome(Kind.REFUSED, row.code, "", first.ref, why=Reason("out_of_reach"))
            return
        for field in self.book.fields:
            if all(
                column.key in row.cells for column in field.columns
            ):  # a target added since the download is left alone
                outcome = judge(field, row, self.book.place(row.code, field.target))
                if outcome:
                    yield self._checked(outcome)
        due = {column.key for field in self.book.fields for column in field.columns}
        for key, cell in row.cells.items():
            if key not in due and canonical(cell.value) != row.base.get(key, ""):
                yield Outcome(Kind.REFUSED, row.code, key.split("/")[0], cell.ref, why=Reason("column_not_due"))

    def _checked(self, outcome):
        """What the page would refuse of a figure as a whole is refused here, by the same check."""
        if outcome.kind not in WRITES:
            return outcome
        try:
            check_typed(Typed(**_fields(outcome.after)), self.book.targets[outcome.target], self.period)
        except Refused as refused:
            return replace(outcome, kind=Kind.REFUSED, why=Reason("said", {"text": str(refused.message)}))
        return outcome

    def _write(self, changes):
        """The changed figures in one statement. The returns are locked, so the versions read are still true."""
        now = timezone.now()
        figures = [self._figure(outcome, now) for outcome in changes]
        self.book.figures.update(((figure.report_id, figure.target_id), figure) for figure in figures)
        Figure.objects.bulk_create(
            figures,
            update_conflicts=True,
            unique_fields=["report", "target"],
            update_fields=UPDATED,
            batch_size=2000,
        )

    def _figure(self, outcome, now):
        old = self.book.figure(outcome.unit, outcome.target)
        return Figure(
            report=self.book.report(outcome.unit),
            target=self.book.targets[outcome.target],
            **_fields(outcome.after),
            version=old.version + 1 if old else 1,
            typed_by=self.by,
            typed_at=now,
            origin=Origin.WORKBOOK,
        )

    def _to_submit(self, result):
        """Units that the workbook says something of. A return that was sent back, or is being corrected, goes up again
        only when the workbook changes it: unchanged, it would be the same mistake a second time."""
        changed = {outcome.unit for outcome in result.changes}
        filled = {outcome.unit for outcome in self.told if not outcome.after.blank and not outcome.kept}
        drafts = {
            code for code in filled if self.book.shut(code) is None and self.book.report(code).state == State.DRAFT
        }
        return [code for code in self.book.participants if code in changed | drafts]

    def _lacking(self, codes):
        found = {code: missing_figures(self.book.owes(code), self.book.figures_of(code)) for code in codes}
        return {code: lacks for code, lacks in found.items() if lacks}

    def _submit(self, result):
        if result.lacking:
            raise Refused(_("Not everything is filled in yet."), code="missing")
        for code in result.submitted:
            report, owed = self.book.report(code), self.book.owes(code)
            submit(report, by=self.by, origin=Origin.WORKBOOK, upload=self.upload, owed=owed)


def _fields(content):
    return {name: getattr(content, name) for name in CONTENT}
