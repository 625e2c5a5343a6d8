"""What an office confirmed about the labels of its workbooks, and the actions that remember it."""

from collections.abc import Iterable

from django.db import transaction

from accounts import policy
from accounts.models import Person
from orgs.models import Unit
from plans.models import Plan
from sheets.figures.columns import FigurePart
from sheets.office.model import ColumnMatch, ColumnRole, FigureKind
from targets.models import ConfirmedLabel
from targets.workbooks.reach import WRITING

MAX_LABEL = 300


def find_office(person: Person) -> Unit | None:
    """The unit whose workbooks this person brings: that of their post; None without one."""
    posts = [each for each in policy.held_posts(person) if any(v in policy.VERBS_BY_ROLE[each.role] for v in WRITING)]
    return Unit.objects.filter(pk=posts[0].unit_id).first() if posts else None


def read_confirmed_columns(office: Unit | None, plan: Plan) -> dict[str, ColumnMatch]:
    """Normalised label -> ColumnMatch, for ``PlanContext``; one query."""
    found = ConfirmedLabel.objects.filter(office=office, plan=plan, topic=ConfirmedLabel.Topic.COLUMN)
    return {each.label: _column_match(each) for each in found.select_related("target")}


def read_confirmed_units(office: Unit | None) -> dict[str, str]:
    """Normalised label -> code of a unit, "" for one that is ignored; one query."""
    found = ConfirmedLabel.objects.filter(office=office, topic=ConfirmedLabel.Topic.ROW).select_related("unit")
    return {each.label: each.unit.code if each.unit else "" for each in found}


@transaction.atomic
def remember_labels(labels: Iterable[ConfirmedLabel]) -> None:
    """Keep these meanings, in the place of earlier ones of the same labels."""
    for label in labels:
        label.label = label.label[:MAX_LABEL]
        same = ConfirmedLabel.objects.filter(office=label.office, topic=label.topic, plan=label.plan, label=label.label)
        same.delete()
        label.save()


def _column_match(confirmed: ConfirmedLabel) -> ColumnMatch:
    if confirmed.target is None:
        return ColumnMatch(ColumnRole.UNKNOWN, why="confirmed")
    part = FigurePart(confirmed.part or FigurePart.VALUE)
    return ColumnMatch(ColumnRole.FIGURE, confirmed.target.code, FigureKind(confirmed.kind), part, why="confirmed")
