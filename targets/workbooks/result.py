"""What an import came to: import-export's result with the outcome of every cell."""

import hashlib
import json
from functools import cached_property

from import_export import results

from sheets.outcomes import OutcomeKind, count_outcomes

WRITES = (OutcomeKind.NEW, OutcomeKind.CHANGED)


class SheetResult(results.Result):
    """``submitted`` are the units whose returns are (in a preview: would be) submitted; ``lacking`` says by unit what
    still keeps them from it (a list of Missing), ``unexplained`` which returns stay drafts, because a rule finds
    something that only their own people can explain. ``written`` is what was done, and None when nothing was."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcomes = []
        self.submitted = []
        self.lacking = {}
        self.unexplained = {}
        self.written = None

    @property
    def counts(self):
        return count_outcomes(self.outcomes)

    @property
    def refused(self):
        return [outcome for outcome in self.outcomes if outcome.kind == OutcomeKind.REFUSED]

    @property
    def changes(self):
        return [outcome for outcome in self.outcomes if outcome.kind in WRITES]

    @cached_property
    def digest(self):
        """A short text that differs when anything differs that the preview showed. Ask when the import has ended."""
        seen = [
            [repr(outcome) for outcome in self.outcomes],
            self.submitted,
            sorted(self.lacking),
            sorted(self.unexplained),
        ]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()

    def raise_errors(self):
        """Import-export collects whatever goes wrong; what is no refusal of a cell is not ours to swallow."""
        for error in [*self.base_errors, *(error for _line, errors in self.row_errors() for error in errors)]:
            raise error.error
