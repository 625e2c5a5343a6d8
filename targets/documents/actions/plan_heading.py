"""The title and the year of a draft that was made from a document: read from it, and confirmed by a person."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Refused
from plans.actions.plan import change_plan, delete_plan
from plans.models import Plan, Section, Task
from targets.documents.actions.documents import lock_open_document, set_aside_document
from targets.models import PlanDocument, Target


@dataclass(frozen=True)
class PlanHeading:
    """What a plan is called, and of which year it is."""

    title: str
    year: int


def begins_plan(document: PlanDocument) -> bool:
    """Whether nothing stands in the plan yet and no document but this one may come into it."""
    if not document.plan.is_draft:
        return False
    others = PlanDocument.objects.filter(left_at=None).exclude(pk=document.pk)
    kinds = (Section.objects, Task.objects, Target.objects, others)
    used = [Exists(rows.filter(plan=OuterRef("pk"))) for rows in kinds]
    return Plan.objects.filter(*(~each for each in used), pk=document.plan_id).exists()


def list_issued_plans(plan: Plan) -> list[Plan]:
    """The issued plans of the same unit, the same year and the same rhythm of reporting, the newest first."""
    same = Plan.objects.filter(unit_id=plan.unit_id, year=plan.year, cadence=plan.cadence)
    return list(same.filter(state=Plan.State.ISSUED).exclude(pk=plan.pk).order_by("-issued_at"))


def confirm_heading(document: PlanDocument, heading: PlanHeading, *, by: Person) -> None:
    """Give the draft that ``document``, which is locked, begins its title and year; days of the year that was read go
    along, except those whose sentence names that year. Raises Refused."""
    plan = document.plan
    if not begins_plan(document):
        raise Refused(_("Something stands in this plan already. Change its title and year on the page of the plan."))
    before = plan.year
    document.plan = change_plan(plan, by=by, title=heading.title, year=heading.year)
    if before != heading.year:
        _move_deadlines(document, before, heading.year)


def _move_deadlines(document, before, after):
    moved = []
    for each in document.proposals.filter(deadline__year=before):
        if str(before) not in each.deadline_text:
            day = each.deadline
            last = 28 if (day.month, day.day) == (2, 29) else day.day
            each.deadline = day.replace(year=after, day=last)
            moved.append(each)
    document.proposals.bulk_update(moved, ["deadline"])


@transaction.atomic
def set_aside_with_draft(document: PlanDocument, *, by: Person) -> None:
    """Set a document aside and delete the empty draft that it began. Raises Refused when something stands in it, or
    another document waits for it."""
    document = lock_open_document(document, by=by)
    if not begins_plan(document):
        raise Refused(_("The draft is not empty any more, so it stays. Set the document aside alone."), code="state")
    plan = set_aside_document(document, by=by).plan
    delete_plan(plan, by=by, seen=0)
