"""The context of a document's page, and the responses to its script."""

from typing import Any

from django.template.loader import render_to_string

from targets.documents.forms import ProposalForm
from targets.documents.mentioned_units import find_unknown_units
from targets.documents.queries import DocumentReview, ProposalLine
from targets.documents.revision import list_differences
from targets.models import Proposal
from targets.models.document import ProposalOutcome


def page_context(review: DocumentReview, asked: int | None = None, form: ProposalForm | None = None) -> dict[str, Any]:
    """The context of the page; ``asked`` is the id of a proposal, ``form`` its form with errors."""
    row = review.current(asked)
    return proposal_context(review, row, form) | {"tree": review.tree}


def proposal_context(review: DocumentReview, row: Proposal | None, form: ProposalForm | None = None) -> dict[str, Any]:
    """The context of the part about one proposal, ``now``."""
    context = _base_context(review) | {"now": row}
    if row is not None:
        context["line"] = ProposalLine(row, 0)
        context["changes"] = (
            list_differences(row) if row.outcome == ProposalOutcome.CHANGED and row.made is not None else []
        )
        context["form"] = form or ProposalForm(proposal=row, containers=review.containers(row))
        context["before"], context["after"] = _neighbours(review.order if row in review.order else review.rows, row)
        context["unknown"] = find_unknown_units(row)
    return context


def _base_context(review):
    return {"document": review.document, "plan": review.document.plan, "review": review}


def _neighbours(order, row):
    at = order.index(row)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)


def render_proposal(request, review: DocumentReview, row: Proposal | None, form: ProposalForm | None = None) -> str:
    """The HTML of the part about one proposal, for the script."""
    return render_to_string("documents/_document_now.html", proposal_context(review, row, form), request)


def decision_response(request, review: DocumentReview, changed: list[Proposal], row: Proposal | None) -> dict[str, Any]:
    """What the script needs after a decision: the lines that changed, the counts, and the next proposal to decide."""
    wanted = {each.pk for each in changed}
    lines = [line for line in review.tree if line.row.pk in wanted]
    context = _base_context(review)
    return {
        "lines": {
            line.row.pk: render_to_string("documents/_document_line.html", context | {"line": line}) for line in lines
        },
        "decisions": {line.row.pk: line.row.decision for line in lines},
        "counts": render_to_string("documents/_document_counts.html", context, request),
        "now": render_proposal(request, review, row),
        "at": row.pk if row else None,
    }
