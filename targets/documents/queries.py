"""The documents of a plan, what was read in one as its page shows it, and the clauses that a target comes from."""

from dataclasses import dataclass, field
from functools import cached_property

from django.http import Http404

from plans.queries import get_plan_to_write
from reader.model import Confidence
from targets.documents.proposed import RANK
from targets.documents.rule_words import aside_words, not_words, rule_words
from targets.documents.text_pieces import Span, pieces
from targets.documents.words import noted
from targets.models import Proposal
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome

DOUBTFUL_FIRST = {Confidence.UNSURE: 0, Confidence.LIKELY: 1, Confidence.SURE: 2}
SHOWN = 160  # characters of a piece of text in a list


def get_document(person, plan_code, pk):
    """The document with its plan, for the plan's planner; Http404 or PermissionDenied for anybody else."""
    plan = get_plan_to_write(person, plan_code)
    document = plan.documents.select_related("by", "accepted_by", "left_by", "revises").filter(pk=pk).first()
    if document is None:
        raise Http404
    document.plan = plan
    return document


def documents_of(plan):
    """The plan's documents, the latest first, with those who brought and took them over."""
    return plan.documents.select_related("by", "accepted_by", "left_by").defer("text")


def sources_of(target):
    """The clauses that a target comes from, the latest document's first: accepted proposals with their documents."""
    found = target.sources.filter(decision=ProposalDecision.ACCEPTED, document__accepted_at__isnull=False)
    rows = list(found.select_related("document").defer("document__text").order_by("-document_id"))
    for row in rows:
        row.why_words = rule_words(row.rule)
    return rows


@dataclass
class Line:
    """A proposal in the tree of the page. ``why`` says why it is proposed."""

    row: Proposal
    depth: int
    below: list = field(default_factory=list)

    @property
    def why(self):
        return rule_words(self.row.rule)


@dataclass(frozen=True)
class Said:
    """A piece of the text of which the page says why it is no target, or not the plan's."""

    start: int
    end: int
    text: str
    why: str
    look: str  # how the text shows it: "not" or "aside"


class Sheet:
    """All that the page of a document shows. One query for the proposals, whatever their number."""

    def __init__(self, document):
        self.document = document
        rows = document.proposals.select_related("target", "task", "section", "decided_by")
        self.rows = sorted(rows, key=lambda row: (row.start is None, row.start or 0, RANK[row.kind], row.number))
        self.by_pk = {row.pk: row for row in self.rows}
        for row in self.rows:
            row.document = document
            if row.target:
                row.target.plan = document.plan
            row.above = self.by_pk.get(row.above_id)

    @cached_property
    def tree(self):
        """The lines in the order in which they will stand in the plan: what stands in something below it."""
        below: dict[int | None, list[Proposal]] = {}
        for row in self.rows:
            below.setdefault(row.above_id, []).append(row)
        return list(_walk(below, None, 0))

    @cached_property
    def walk(self):
        """The order in which they are decided: what is doubtful first, each time in the order of the document."""
        waiting = [row for row in self.rows if row.is_open and row.outcome != ProposalOutcome.SAME]
        return sorted(waiting, key=lambda row: DOUBTFUL_FIRST[row.sure])

    @cached_property
    def order(self):
        """The order of the keys next and previous: that of deciding, also back to what was decided; of a document that
        is no longer open, the order in which it is read."""
        if not self.document.is_open:
            return [line.row for line in self.tree]
        rows = [row for row in self.rows if row.outcome != ProposalOutcome.SAME]
        return sorted(rows, key=lambda row: DOUBTFUL_FIRST[row.sure])

    def current(self, asked=None):
        """The proposal that is asked for, else the first to decide, else the first of all."""
        if asked in self.by_pk:
            return self.by_pk[asked]
        return next(iter(self.walk), None) or next(iter(self.rows), None)

    def following(self, row):
        """The one to decide after ``row``: the next that is doubtful."""
        if row in self.walk:
            at = self.walk.index(row)
            return next((each for each in [*self.walk[at + 1 :], *self.walk[:at]]), None)
        return next(iter(self.walk), None)

    @property
    def counts(self):
        """How many are still open, of each degree, and how many were decided."""
        open_ones = self.walk
        return {
            "open": len(open_ones),
            "unsure": sum(row.sure == Confidence.UNSURE for row in open_ones),
            "likely": sum(row.sure == Confidence.LIKELY for row in open_ones),
            "accepted": sum(row.is_accepted for row in self.rows),
            "dropped": sum(row.decision == ProposalDecision.DROPPED for row in self.rows),
            "all": len(self.rows),
        }

    @property
    def totals(self):
        """What taking over would write: [(kind's words, how many)]."""
        taken = [row for row in self.rows if row.is_accepted]
        return [(kind.label, sum(row.kind == kind for row in taken)) for kind in ProposalKind]

    @property
    def certain(self):
        """Targets that would be accepted with one press, to be read before; and how many sections and tasks."""
        found = [row for row in self.walk if row.is_certain]
        return {"targets": [row for row in found if row.kind == ProposalKind.TARGET], "n": len(found)}

    @property
    def rest(self):
        """What may be left out at once: all that waits, when nothing of it is certain; else nothing."""
        return [] if self.certain["n"] else self.walk

    def places(self, row):
        """(id, words) of what ``row`` may stand in: what is not left out, and not what stands in it."""
        kinds = {ProposalKind.TARGET: (ProposalKind.SECTION, ProposalKind.TASK)}.get(row.kind, (ProposalKind.SECTION,))
        lines = [line for line in self.tree if line.row.kind in kinds and line.row.decision != ProposalDecision.DROPPED]
        return [(line.row.pk, f"{'　' * line.depth}{line.row.label}{line.row.name}"[:60]) for line in lines]

    @cached_property
    def asides(self):
        return self._said(self.document.about.get("asides", ()), aside_words, "aside")

    @cached_property
    def not_targets(self):
        return self._said(self.document.about.get("not", ()), not_words, "not")

    @property
    def begins(self):
        """The period from which a supplement counts; one query for one."""
        seq = self.document.from_seq
        return self.document.plan.periods.filter(seq=seq).first() if seq else None

    @property
    def notes(self):
        return [noted(code, count) for code, count in self.document.about.get("notes", ())]

    @property
    def pieces(self):
        """The text with everything marked that was read in it."""
        spans = [Span(row.start, row.end, row) for row in self.rows if row.start is not None]
        return pieces(self.document.text, [*spans, *(Span(each.start, each.end, each) for each in self._small())])

    def _small(self):
        return [*self.asides, *self.not_targets]

    def _said(self, found, words, look):
        text = self.document.text
        return [Said(start, end, _short(text[start:end]), words(rule), look) for start, end, rule in found]


def _walk(below, above_id, depth):
    for row in below.get(above_id, ()):
        yield Line(row, depth)
        yield from _walk(below, row.pk, depth + 1)


def _short(text):
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
