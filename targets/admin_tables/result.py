"""What an import of a table does, or would do, row by row."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from import_export import results


class RowKind(StrEnum):
    """What happens to a row; the words of the pages are in the template."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class FieldChange:
    """One cell that changes: its column, and its text before and after."""

    head: str
    before: str
    after: str


@dataclass(frozen=True)
class RowError:
    """What is wrong in a row; ``cell`` is "" where it is no single cell."""

    cell: str
    text: str


@dataclass
class RowOutcome:
    """One row: its number in the sheet, whom or what it is about, what changes, what is wrong."""

    number: int
    label: str
    new: bool = False
    changes: list[FieldChange] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def kind(self) -> RowKind:
        if self.errors:
            return RowKind.REFUSED
        if not self.changes:
            return RowKind.UNCHANGED
        return RowKind.NEW if self.new else RowKind.CHANGED

    @property
    def place(self) -> str:
        """The first cell that is wrong."""
        return next((error.cell for error in self.errors if error.cell), "")


class TableImportResult(results.Result):
    """import-export's own result with the outcome of each row. ``general``: what is wrong with the whole; ``notes``:
    what deserves a look; ``passwords``: of new people, (person, unit, role, first password)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcomes: list[RowOutcome] = []
        self.general: list[str] = []
        self.notes: list[str] = []
        self.passwords: list[tuple[Any, Any, str, str]] = []

    @property
    def counts(self) -> dict[RowKind, int]:
        found = Counter(outcome.kind for outcome in self.outcomes)
        return {kind: found[kind] for kind in RowKind}

    @property
    def is_refused(self) -> bool:
        return bool(self.general) or any(outcome.errors for outcome in self.outcomes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not any(outcome.changes for outcome in self.outcomes)

    @cached_property
    def digest(self) -> str:
        """A hash of everything that a preview shows. Read it only after the import has ended."""
        rows = [[o.number, o.label, o.new, [vars(each) for each in (*o.changes, *o.errors)]] for o in self.outcomes]
        return hashlib.sha256(json.dumps([rows, self.general, self.notes]).encode()).hexdigest()

    def raise_errors(self) -> None:
        """Raise the first exception that import-export has collected and that is no refusal."""
        for error in [*self.base_errors, *(error for _line, errors in self.row_errors() for error in errors)]:
            raise error.error
