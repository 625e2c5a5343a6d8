"""The documents of a plan, one document with its proposals, and the clauses that a target comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Period, Plan
from plans.queries import get_plan_to_write
from reader.model import Confidence
from targets.documents.marked_text import MarkedSpan, TextPiece, cut_into_pieces
from targets.documents.proposal_checks import list_acceptable
from targets.documents.reading.drafts import KIND_ORDER
from targets.documents.reading.messages import describe_note
from targets.documents.reading.rule_descriptions import describe_aside, describe_non_target, describe_rule
from targets.models import PlanDocument, Proposal, ScannedFile, Target
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome

CERTAINTY_ORDER: dict[str, int] = {Confidence.UNSURE: 0, Confidence.LIKELY: 1, Confidence.SURE: 2}
MAX_PASSAGE = 160  # characters of a passage in a list


def get_document(person: Person, plan_code: str, pk: int) -> PlanDocument:
    """The document with its plan, for the plan's planner. Raises Http404 or PermissionDenied for anybody else."""
    plan = get_plan_to_write(person, plan_code)
    document = plan.documents.select_related("by", "accepted_by", "left_by", "revises").filter(pk=pk).first()
    if document is None:
        raise Http404
    document.plan = plan
    return document


def list_documents(plan: Plan) -> QuerySet[PlanDocument]:
    """The plan's documents, the latest first, with the people who uploaded and adopted them."""
    return plan.documents.select_related("by", "accepted_by", "left_by").defer("text")


def get_scan(person: Person, pk: int) -> ScannedFile:
    """A scanned document, for the planner who brought it. Raises Http404 for anybody else."""
    scan = list_scans(person).select_related("plan__unit", "unit", "revises").filter(pk=pk).first()
    if scan is None or not policy.may(person, Verb.PLAN, scan.owner):
        raise Http404
    return scan


def list_scans(person: Person, **only: Any) -> QuerySet[ScannedFile]:
    """The person's own scanned documents that were not read into proposals yet, the latest first."""
    return ScannedFile.objects.filter(by=person, **only)


def list_target_sources(target: Target) -> list[Proposal]:
    """The accepted proposals that a target comes from, with their documents, the latest first."""
    found = target.sources.filter(decision=ProposalDecision.ACCEPTED, document__accepted_at__isnull=False)
    return list(found.select_related("document").defer("document__text").order_by("-document_id"))


@dataclass
class ProposalLine:
    """A proposal in the tree of the page, ``depth`` steps below the top."""

    row: Proposal
    depth: int

    @property
    def why(self) -> str:
        """Why it is proposed."""
        return describe_rule(self.row.rule)


@dataclass(frozen=True)
class ExplainedPassage:
    """A passage of which the page says why it is no target, or not part of the plan."""

    start: int
    end: int
    text: str
    why: str
    look: str  # its CSS class in the text: "not" or "aside"


class DocumentReview:
    """A document with its proposals, as its page shows them. One query for the proposals, whatever their number."""

    def __init__(self, document: PlanDocument) -> None:
        self.document = document
        rows = document.proposals.select_related("target", "task", "section", "decided_by")
        self.rows = sorted(rows, key=lambda row: (row.start is None, row.start or 0, KIND_ORDER[row.kind], row.number))
        self.by_pk = {row.pk: row for row in self.rows}
        for row in self.rows:
            row.document = document
            if row.target:
                row.target.plan = document.plan
            row.above = self.by_pk.get(row.above_id) if row.above_id else None

    @cached_property
    def tree(self) -> list[ProposalLine]:
        """The proposals as they will stand in the plan, each part followed by what it contains."""
        below: dict[int | None, list[Proposal]] = {}
        for row in self.rows:
            below.setdefault(row.above_id, []).append(row)
        return list(_flatten_tree(below, None, 0))

    @cached_property
    def undecided(self) -> list[Proposal]:
        """The proposals to decide: the least certain first, then in the order of the document."""
        waiting = [row for row in self.rows if row.is_open and row.outcome != ProposalOutcome.SAME]
        return sorted(waiting, key=lambda row: CERTAINTY_ORDER[row.sure])

    @cached_property
    def order(self) -> list[Proposal]:
        """The order of the keys next and previous: that of deciding, including what was decided; for a document that is
        no longer open, the order of the tree."""
        if not self.document.is_open:
            return [line.row for line in self.tree]
        rows = [row for row in self.rows if row.outcome != ProposalOutcome.SAME]
        return sorted(rows, key=lambda row: CERTAINTY_ORDER[row.sure])

    def current(self, asked: int | None = None) -> Proposal | None:
        """The proposal with the id ``asked``, else the first to decide, else the first of all."""
        if asked in self.by_pk:
            return self.by_pk[asked]
        return next(iter(self.undecided), None) or next(iter(self.rows), None)

    def following(self, row: Proposal) -> Proposal | None:
        """The proposal to decide after ``row``."""
        if row in self.undecided:
            at = self.undecided.index(row)
            return next((each for each in [*self.undecided[at + 1 :], *self.undecided[:at]]), None)
        return next(iter(self.undecided), None)

    @property
    def counts(self) -> dict[str, int]:
        """How many are still open, by certainty, and how many were decided."""
        undecided = self.undecided
        return {
            "open": len(undecided),
            "unsure": sum(row.sure == Confidence.UNSURE for row in undecided),
            "likely": sum(row.sure == Confidence.LIKELY for row in undecided),
            "accepted": sum(row.is_accepted for row in self.rows),
            "dropped": sum(row.decision == ProposalDecision.DROPPED for row in self.rows),
            "all": len(self.rows),
        }

    @property
    def totals(self) -> list[tuple[str, int]]:
        """What adopting would write: [(label of the kind, how many)]."""
        taken = [row for row in self.rows if row.is_accepted]
        return [(str(kind.label), sum(row.kind == kind for row in taken)) for kind in ProposalKind]

    @cached_property
    def certain(self) -> list[Proposal]:
        """What the button for all that is sure accepts, to be read before."""
        return self._acceptable(likely=False)

    @cached_property
    def likely(self) -> list[Proposal]:
        """What the button for all that is sure or likely accepts, to be read before."""
        return self._acceptable(likely=True)

    def _acceptable(self, *, likely):
        """One query, for the plan's periods. In the order of the document."""
        prefetch_related_objects([self.document.plan], "periods")
        return list_acceptable(self.rows, likely=likely) if self.document.is_open else []

    @property
    def rest(self) -> list[Proposal]:
        """What may be left out together: all undecided proposals, unless one of them is certain."""
        return [] if self.certain else self.undecided

    def containers(self, row: Proposal) -> list[tuple[int, str]]:
        """(id, label) of the parts that may contain ``row``: those that are not left out."""
        kinds = {ProposalKind.SECTION}
        if row.kind == ProposalKind.TARGET:
            kinds.add(ProposalKind.TASK)
        lines = [line for line in self.tree if line.row.kind in kinds and line.row.decision != ProposalDecision.DROPPED]
        return [(line.row.pk, f"{'　' * line.depth}{line.row.label}{line.row.name}"[:60]) for line in lines]

    @cached_property
    def asides(self) -> list[ExplainedPassage]:
        return self._explain(self.document.about.get("asides", ()), describe_aside, "aside")

    @cached_property
    def not_targets(self) -> list[ExplainedPassage]:
        return self._explain(self.document.about.get("not", ()), describe_non_target, "not")

    @property
    def first_period(self) -> Period | None:
        """The period from which a supplement counts; one query for a supplement."""
        seq = self.document.from_seq
        return self.document.plan.periods.filter(seq=seq).first() if seq else None

    @property
    def notes(self) -> list[str]:
        return [describe_note(code, count) for code, count in self.document.about.get("notes", ())]

    @property
    def pieces(self) -> Iterator[TextPiece]:
        """The text, with everything marked that was read in it."""
        spans = [
            MarkedSpan(row.start, row.end, row) for row in self.rows if row.start is not None and row.end is not None
        ]
        passages = [MarkedSpan(each.start, each.end, each) for each in [*self.asides, *self.not_targets]]
        return cut_into_pieces(self.document.text, [*spans, *passages])

    def _explain(self, found, describe, look) -> list[ExplainedPassage]:
        text = self.document.text
        return [
            ExplainedPassage(start, end, _shorten(text[start:end]), describe(rule), look) for start, end, rule in found
        ]


def _flatten_tree(below, above_id, depth):
    for row in below.get(above_id, ()):
        yield ProposalLine(row, depth)
        yield from _flatten_tree(below, row.pk, depth + 1)


def _shorten(text):
    text = " ".join(text.split())
    return text if len(text) <= MAX_PASSAGE else text[:MAX_PASSAGE] + "…"
