"""Which figures the lines above a table say that it holds, of all of its targets or of some."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheets.office.model import FigureKind


@dataclass(frozen=True)
class SaidKinds:
    """``whole`` is the kind of all figures but those of the targets in ``of_targets``; None where nothing says it.

    A target with None in ``of_targets``, and every target where it is ``unsure``, is said to be something else that is
    not clear: a column that does not say itself what it holds is asked about.
    """

    whole: FigureKind | None = None
    of_targets: Mapping[str, FigureKind | None] = field(default_factory=dict)
    unsure: bool = False

    def of(self, target: str) -> FigureKind | None:
        return self.of_targets.get(target, self.whole)

    def is_unsure(self, target: str) -> bool:
        return self.of_targets.get(target, self.whole) is None if target in self.of_targets else self.unsure


NOTHING_SAID = SaidKinds()
