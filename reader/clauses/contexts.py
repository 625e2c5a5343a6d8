"""A quantity in the context of its clause, sentence and paragraph."""

from dataclasses import dataclass, field
from functools import cached_property

from reader.clauses.documents import ToldDocuments
from reader.clauses.splitting import Clause, SpanIndex
from reader.numbers.deadlines import TimeExpression
from reader.numbers.quantities import Quantity

# Characters of a clause that are read on each side of a number: keeps the work linear in a text without punctuation.
CONTEXT_LENGTH = 200


@dataclass(frozen=True)
class ParagraphAnalysis:
    """A paragraph and everything found in it. ``past`` tells for each clause whether it is about the past."""

    flat: str
    clauses: tuple[Clause, ...]
    quoted: SpanIndex
    titled: SpanIndex
    times: tuple[TimeExpression, ...]
    times_in: SpanIndex
    counts: tuple[int, ...]  # the start of each number with a measure word, except in times
    past: tuple[bool, ...]
    above: str  # the preceding line, if it is short enough to name what this one counts
    several_years: bool  # the plan covers more than one year
    conditions: bool  # the heading above is about conditions, such as 推荐条件
    told: ToldDocuments = field(default_factory=ToldDocuments)
    tells_of_ended_period: bool = False  # 上半年 in a text of July


@dataclass(frozen=True)
class QuantityContext:
    """A quantity and the text around it. Dozens of rules use the same pieces, so each is computed once."""

    line: ParagraphAnalysis
    index: int  # of the clause
    quantity: Quantity

    @cached_property
    def clause(self) -> Clause:
        return self.line.clauses[self.index]

    @cached_property
    def text(self) -> str:
        """The clause, cut to the characters near the number."""
        return self.line.flat[max(self.clause.start, self.quantity.start - CONTEXT_LENGTH) : self._near_end]

    @cached_property
    def before(self) -> str:
        """The clause before the number."""
        return self.line.flat[max(self.clause.start, self.quantity.start - CONTEXT_LENGTH) : self.quantity.start]

    @cached_property
    def label(self) -> str:
        """The text before a colon that precedes the clause: 接种率 in 接种率:90%."""
        at = self.clause.start - 1
        if self.index == 0 or self.line.flat[at : at + 1] != ":":
            return ""
        return self.line.flat[max(self.line.clauses[self.index - 1].start, at - CONTEXT_LENGTH) : at]

    @cached_property
    def after(self) -> str:
        """The clause after the measure word."""
        return self.line.flat[self.quantity.end : self._near_end]

    @cached_property
    def _near_end(self) -> int:
        return min(self.clause.end, self.quantity.end + CONTEXT_LENGTH)

    @cached_property
    def sentence_start(self) -> int:
        """The start of the sentence, or of the clause at most a few clauses back."""
        index = self.index
        while index > 0 and self.line.clauses[index - 1].sentence == self.clause.sentence and self.index - index < 12:
            index -= 1
        return self.line.clauses[index].start

    @cached_property
    def sentence_before(self) -> str:
        """The sentence before the number."""
        return self.line.flat[max(self.sentence_start, self.quantity.start - 2 * CONTEXT_LENGTH) : self.quantity.start]

    @cached_property
    def past(self) -> bool:
        """Whether the clause is about the past."""
        return self.line.past[self.index]
