"""The result of an import: import-export's own, with the outcome of every cell."""

import hashlib
import json
from functools import cached_property

from import_export import results

from sheets.outcomes import WRITTEN_KINDS, CellOutcome, OutcomeKind, count_outcomes
from sheets.tasks.model import TaskOutcome
from targets.checks.queries.rules import ReportedBefore
from targets.returns.actions.submit import MissingItem
from targets.workbooks.actions.bulk import BulkWriteResult


class WorkbookImportResult(results.Result):
    """``submitted``: codes of the units whose returns are (in a preview: would be) submitted, because the workbook
    changes them. ``missing``: by unit code, what still prevents it. ``unexplained``: by unit code, findings that only
    the unit itself can explain, ``unreported`` what the tasks lack of which the workbook gives no progress; the returns
    of both stay drafts. ``offered``: units whose complete drafts the workbook does
    not change; they are submitted only when a person names them. ``names``: unit code -> short name of all these.
    ``written``: what was written, None when nothing was. ``before``: what the returns were compared with."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcomes: list[CellOutcome] = []
        self.tasks: list[TaskOutcome] = []
        self.submitted: list[str] = []
        self.missing: dict[str, list[MissingItem]] = {}
        self.unexplained: dict[str, list[MissingItem]] = {}
        self.unreported: dict[str, list[MissingItem]] = {}
        self.offered: list[str] = []
        self.names: dict[str, str] = {}
        self.written: BulkWriteResult | None = None
        self.before: ReportedBefore | None = None

    @property
    def counts(self) -> dict[str, int]:
        return count_outcomes(self.every_outcome)

    @property
    def every_outcome(self) -> list[CellOutcome | TaskOutcome]:
        """Of figures and of the progress of tasks."""
        return [*self.outcomes, *self.tasks]

    @property
    def refused(self) -> list[CellOutcome | TaskOutcome]:
        return [outcome for outcome in self.every_outcome if outcome.kind == OutcomeKind.REFUSED]

    @property
    def emptied(self) -> list[CellOutcome | TaskOutcome]:
        """Figures and texts that would be emptied, because their cells are blank."""
        figures = [each for each in self.outcomes if each.kind == OutcomeKind.CHANGED and each.after.blank]
        return [*figures, *(each for each in self.tasks if each.kind == OutcomeKind.CHANGED and not each.after)]

    @property
    def changes(self) -> list[CellOutcome | TaskOutcome]:
        return [*self.changed_figures, *(each for each in self.tasks if each.kind in WRITTEN_KINDS)]

    @property
    def changed_figures(self) -> list[CellOutcome]:
        return [outcome for outcome in self.outcomes if outcome.kind in WRITTEN_KINDS]

    @property
    def submitted_names(self) -> str:
        """The units that are or would be submitted, as text."""
        return "、".join(self.names[code] for code in self.submitted)

    @cached_property
    def digest(self) -> str:
        """A hash of everything that the preview showed. Read it only after the import has ended."""
        seen = [
            [repr(outcome) for outcome in self.every_outcome],
            self.submitted,
            sorted(self.missing),
            sorted(self.unexplained),
            sorted(self.unreported),
            self.offered,
        ]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()

    def raise_errors(self) -> None:
        """Raise the first exception that import-export has collected and that is no refusal of a cell."""
        for error in [*self.base_errors, *(error for _line, errors in self.row_errors() for error in errors)]:
            raise error.error
