"""The base of the tables' resources: reads and judges with django-import-export, writes by the actions of the pages.

A preview runs the very actions and is rolled back, so that it shows every refusal; the confirmation runs them again.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader
from tablib import Dataset

from accounts.models import Person
from audit.errors import Refused
from sheets.tables import as_read
from targets.admin_tables.layout import AdminLine, AdminTable
from targets.admin_tables.result import FieldChange, RowError, RowOutcome, TableImportResult


class PreviewChanged(Refused):
    """What the table would do differs from the preview that was shown."""


class TableResource(resources.Resource):
    """One table on behalf of ``by``. A subclass says which rows there are, and how a line is judged and written."""

    line = fields.Field(attribute="pk", column_name="line")
    table: AdminTable

    class Meta:
        import_id_fields = ("line",)
        instance_loader_class = BaseInstanceLoader  # ``load`` reads all rows at once
        use_transactions = True
        skip_diff = True
        report_skipped = True

    def __init__(self, *, by: Person, notes: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.by = by
        self.notes = list(notes)
        self.general: list[str] = []
        self.outcomes: list[RowOutcome] = []
        self.lines: list[AdminLine] = []
        self.passwords: list[tuple[Any, Any, str, str]] = []
        self.dry_run = True

    # --- what a subclass says ----------------------------------------------------------------------------------------

    def list_rows(self) -> Iterable[list]:
        """The rows of an export, a value for each column."""
        raise NotImplementedError

    def load(self) -> None:
        """Read everything that ``self.lines`` name, in a fixed number of queries; ``lock_rows`` it."""

    def find(self, line: AdminLine) -> models.Model | None:
        """What the line is about, or None for something new."""
        raise NotImplementedError

    def judge(self, line: AdminLine, found: Any, outcome: RowOutcome) -> None:
        """Set the label and the changes of the outcome, and what is wrong by ``line.errors``."""
        raise NotImplementedError

    def write(self, line: AdminLine, found: Any) -> None:
        """Call the actions for a line that changes something. Raises Refused, its cells named like the columns."""

    def write_together(self) -> None:
        """Call the actions for what lines cannot write one by one. Uses ``refuse``."""

    # --- the hooks of import-export, in the order in which it calls them ---------------------------------------------

    def before_import(self, dataset, **kwargs):
        self.dry_run = kwargs.get("dry_run", self.dry_run)
        self.lines = [row[0] for row in dataset]
        self.load()

    def get_or_init_instance(self, instance_loader, row):
        found = self.find(row["line"])
        return found, found is None

    def import_instance(self, instance, row, **kwargs):
        """Judge a line. One wrong cell makes its row invalid."""
        line: AdminLine = row["line"]
        outcome = row["outcome"] = RowOutcome(line.number, "", new=instance is None)
        self.outcomes.append(outcome)
        self.judge(line, instance, outcome)
        self._raise_refusal(line, outcome)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and not row["outcome"].changes

    def save_instance(self, instance, is_create, row, **kwargs):
        """The row by the actions of the pages, never by the ORM."""
        line, outcome = row["line"], row["outcome"]
        self.refuse(line, outcome, lambda: self.write(line, instance))
        self._raise_refusal(line, outcome)

    def after_import(self, dataset, result, **kwargs):
        if not any(outcome.errors for outcome in self.outcomes):
            self.write_together()
        result.outcomes, result.notes, result.general = self.outcomes, self.notes, self.general
        result.passwords = self.passwords

    def get_diff_headers(self):
        return self.table.heads()

    @classmethod
    def get_result_class(cls):
        return TableImportResult

    def export(self, queryset=None, **kwargs):
        """All rows in the person's reach, by the policy and not by ``queryset``."""
        dataset = Dataset(headers=self.table.heads())
        for row in self.list_rows():
            dataset.append(row)
        return dataset

    # --- refusals ----------------------------------------------------------------------------------------------------

    def refuse(self, line: AdminLine, outcome: RowOutcome, write: Callable[[], Any]) -> None:
        """Run ``write`` in a savepoint; what it refuses becomes errors of the line."""
        try:
            with transaction.atomic():
                write()
        except Refused as refused:
            cells = {name: str(text) for name, text in refused.cells.items() if name in self.names_of_errors()}
            line.errors |= {self.names_of_errors()[name]: text for name, text in cells.items()} or {
                "": str(refused.message)
            }
        except PermissionDenied:
            line.errors[""] = _("This is not yours to change.")
        except IntegrityError:  # somebody else took a code or a name a moment ago
            line.errors[""] = _("Somebody else has just saved the same. Upload the workbook again.")
        outcome.errors = [RowError(line.cell(key), text) for key, text in line.errors.items()]

    def names_of_errors(self) -> dict[str, str]:
        """{field of an action's refusal: key of the column}."""
        return {column.key: column.key for column in self.table.columns}

    def _raise_refusal(self, line, outcome):
        outcome.errors = [RowError(line.cell(key), text) for key, text in line.errors.items()]
        if outcome.errors:
            raise ValidationError([f"{error.cell} {error.text}".strip() for error in outcome.errors])

    @cached_property
    def _heads(self) -> dict[str, str]:
        return {column.key: str(column.label) for column in self.table.columns}

    # --- for judging -------------------------------------------------------------------------------------------------

    def changed(self, line: AdminLine, key: str, before: str) -> bool:
        """Whether the line has this column, and another text in it than what stands."""
        return key in line.texts and line.texts[key] != as_read(before)

    def change(self, key: str, before: str, after: str) -> FieldChange:
        return FieldChange(self._heads[key], before, after)

    def new_changes(self, line: AdminLine) -> list[FieldChange]:
        """What the preview shows of something new: all that is filled in."""
        return [self.change(key, "", text) for key, text in line.texts.items() if text]


def preview_table(resource: TableResource, dataset: Dataset) -> TableImportResult:
    """What importing these lines would do; nothing is kept."""
    return _run(resource, dataset, dry_run=True)


def import_table(resource: TableResource, dataset: Dataset, *, seen: str) -> TableImportResult:
    """Write all lines or none. Raises PreviewChanged unless everything comes to the digest of what was ``seen``, and
    Refused when a line is refused."""
    with transaction.atomic():
        result = _run(resource, dataset, dry_run=False)
        if result.digest != seen:
            message = _("Others have changed something since the preview. This is what the workbook would do now.")
            if result.is_empty and not result.is_refused:
                message = _("The workbook changes nothing: all of it stands already.")
            raise PreviewChanged(message, code="outdated")
        if result.is_refused:
            raise Refused(_("Some rows are refused. Nothing was saved."), code="cells")
    return result


def _run(resource, dataset, *, dry_run):
    resource.dry_run = dry_run
    result = resource.import_data(dataset, dry_run=dry_run, rollback_on_validation_errors=True)
    result.raise_errors()
    return result
