"""One quantity in its context: its clause, its sentence, and whether they tell of the past."""

from dataclasses import dataclass
from functools import cached_property

from reader.clauses.splitting import Clause, SpanIndex
from reader.numbers.deadlines import TimeExpression
from reader.numbers.quantities import Quantity

# How far from its number a clause is read: further off nothing speaks of it, and a text without any stop stays linear.
CONTEXT_LENGTH = 200


@dataclass(frozen=True)
class ParagraphAnalysis:
    """A paragraph with all that was found in it. ``past`` says for each clause whether it tells what was done."""

    flat: str
    clauses: tuple[Clause, ...]
    quoted: SpanIndex
    titled: SpanIndex
    times: tuple[TimeExpression, ...]
    times_in: SpanIndex
    counts: tuple[int, ...]  # where each number with a measure word begins, times left out
    past: tuple[bool, ...]
    above: str  # the line before it, where that is short enough to name what this one counts
    several_years: bool  # the plan runs for more than one
    conditions: bool  # it stands under 推荐条件: who may, not what will be


@dataclass(frozen=True)
class QuantityContext:
    """Dozens of rules look at the same words: each piece of them is cut once."""

    line: ParagraphAnalysis
    index: int  # of the clause
    quantity: Quantity

    @cached_property
    def clause(self) -> Clause:
        return self.line.clauses[self.index]

    @cached_property
    def text(self) -> str:
        """The clause, as far as it is near."""
        return self.line.flat[max(self.clause.start, self.quantity.start - CONTEXT_LENGTH) : self._near_end]

    @cached_property
    def before(self) -> str:
        """The clause up to the number."""
        return self.line.flat[max(self.clause.start, self.quantity.start - CONTEXT_LENGTH) : self.quantity.start]

    @cached_property
    def label(self) -> str:
        """What a colon right before the clause says that it is about: 接种率:90%."""
        at = self.clause.start - 1
        if self.index == 0 or self.line.flat[at : at + 1] != ":":
            return ""
        return self.line.flat[max(self.line.clauses[self.index - 1].start, at - CONTEXT_LENGTH) : at]

    @cached_property
    def after(self) -> str:
        """The clause from behind the measure word."""
        return self.line.flat[self.quantity.end : self._near_end]

    @cached_property
    def _near_end(self) -> int:
        return min(self.clause.end, self.quantity.end + CONTEXT_LENGTH)

    @cached_property
    def sentence_start(self) -> int:
        """Where the sentence begins, at most a few clauses back."""
        index = self.index
        while index > 0 and self.line.clauses[index - 1].sentence == self.clause.sentence and self.index - index < 12:
            index -= 1
        return self.line.clauses[index].start

    @cached_property
    def sentence_before(self) -> str:
        """The sentence up to the number."""
        return self.line.flat[max(self.sentence_start, self.quantity.start - 2 * CONTEXT_LENGTH) : self.quantity.start]

    @cached_property
    def past(self) -> bool:
        return self.line.past[self.index]
