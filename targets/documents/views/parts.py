"""What the page of a document and the answers to its buttons are made of."""

from django.template.loader import render_to_string

from targets.documents.comparing import differences
from targets.documents.forms import ProposalForm
from targets.documents.made import strangers
from targets.documents.queries import Line
from targets.models.document import ProposalOutcome


def context_of(sheet, asked=None, form=None):
    """The context of the page; ``asked`` is the id of a proposal, ``form`` its form as it was refused."""
    row = sheet.current(asked)
    return now_context(sheet, row, form) | {"tree": sheet.tree}


def now_context(sheet, row, form=None):
    """The context of the part about one proposal."""
    context = {"document": sheet.document, "plan": sheet.document.plan, "sheet": sheet, "now": row}
    if row is not None:
        context["line"] = Line(row, 0)
        context["changes"] = differences(row) if row.outcome == ProposalOutcome.CHANGED and row.made is not None else []
        context["form"] = form or ProposalForm(proposal=row, places=sheet.places(row))
        context["before"], context["after"] = _neighbours(sheet.order if row in sheet.order else sheet.rows, row)
        context["unknown"] = strangers(row)
    return context


def _neighbours(order, row):
    at = order.index(row)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)


def part(request, sheet, row, form=None):
    """The part about one proposal, as a script puts it in."""
    return render_to_string("documents/_document_now.html", now_context(sheet, row, form), request)


def answer(request, sheet, changed, row):
    """What a script needs after a decision: the lines that changed, how many are left, and the next one to decide."""
    wanted = {each.pk for each in changed}
    lines = [line for line in sheet.tree if line.row.pk in wanted]
    context = {"document": sheet.document, "plan": sheet.document.plan, "sheet": sheet}
    return {
        "lines": {
            line.row.pk: render_to_string("documents/_document_line.html", context | {"line": line}) for line in lines
        },
        "decisions": {line.row.pk: line.row.decision for line in lines},
        "counts": render_to_string("documents/_document_counts.html", context, request),
        "now": part(request, sheet, row),
        "at": row.pk if row else None,
    }
