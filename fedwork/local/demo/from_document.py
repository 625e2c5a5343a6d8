"""临沧市 2021: a draft that was read from a document, as its planner finds it before it is completed and issued."""

from datetime import date
from pathlib import Path

from fedwork.local.demo.clock import clock_at
from orgs.models import Unit
from plans.actions.participants import choose_participants
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import start_plan_from_document
from targets.documents.actions.proposals import accept_certain, drop_remaining
from targets.models.document import ProposalDecision

TEXT = Path(__file__).with_name("lincang-2021.txt")


def load(people):
    """Create the plan from the document: what the reader was sure of or held likely is taken, the rest left out."""
    planner, unit = people["lincang.jihua"], Unit.objects.get(code="530900000000")
    with clock_at(date(2020, 12, 28)):
        document = start_plan_from_document(
            by=planner, unit=unit, name=TEXT.stem + ".txt", text=TEXT.read_text("utf-8")
        )
        choose_participants(document.plan, Unit.objects.filter(path__startswith=unit.path), by=planner)
        accept_certain(document, by=planner, likely=True)
        waiting = document.proposals.filter(decision=ProposalDecision.OPEN).count()
        if waiting:
            drop_remaining(document, by=planner, seen=waiting)
        adopt_document(document, by=planner)
    return document.plan
