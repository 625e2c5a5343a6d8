"""What an office confirmed about the labels of its workbooks."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.db import transaction

from accounts import policy
from accounts.models import Person
from orgs.models import Unit
from plans.models import Plan
from sheets.figures.columns import FigurePart
from sheets.office.answers import has_part, read_target_answer
from sheets.office.model import ColumnMatch, ColumnRole, FigureKind, QuestionTopic
from targets.models import ConfirmedLabel, Target, Upload
from targets.workbooks.reach import WRITING

MAX_LABEL = 300
IGNORE = "ignore"


def find_office(person: Person) -> Unit | None:
    """The unit whose workbooks this person brings: that of their post; None without one."""
    posts = [each for each in policy.held_posts(person) if any(v in policy.VERBS_BY_ROLE[each.role] for v in WRITING)]
    return Unit.objects.filter(pk=posts[0].unit_id).first() if posts else None


def read_confirmed_columns(office: Unit | None, plan: Plan, *, of_forms: bool = False) -> dict[str, ColumnMatch]:
    """Normalised label -> ColumnMatch, for ``PlanContext``; one query. What was said of forms holds for forms alone,
    where what was said of workbooks holds as well."""
    found = _known_labels(office, of_forms).filter(plan=plan, topic=ConfirmedLabel.Topic.COLUMN)
    return {each.label: _column_match(each) for each in found.select_related("target") if _is_usable(each)}


def read_confirmed_units(office: Unit | None, *, of_forms: bool = False) -> dict[str, str]:
    """Normalised label -> code of a unit, "" for one that is ignored; one query. As ``read_confirmed_columns``."""
    found = _known_labels(office, of_forms).filter(topic=ConfirmedLabel.Topic.ROW).select_related("unit")
    return {each.label: each.unit.code if each.unit else "" for each in found}


def usable_answers(answers: Mapping[str, str], targets: Mapping[str, Target]) -> dict[str, str]:
    """The answers without those that name a part that its target (by code) does not have: these are asked again."""
    return {key: answer for key, answer in answers.items() if _names_a_part(answer, targets)}


def _names_a_part(answer, targets):
    said = read_target_answer(answer)
    target = targets.get(said.code) if said else None
    return said is None or target is None or has_part(target.measure, said.part)


def _known_labels(office, of_forms):
    """Those of forms come last, so that they replace the others of the same label."""
    found = ConfirmedLabel.objects.filter(office=office).order_by("of_forms", "id")
    return found if of_forms else found.filter(of_forms=False)


def _is_usable(confirmed):
    """A target is named with a kind, and with a part that it has."""
    if confirmed.target is None:
        return True
    return bool(confirmed.kind) and (not confirmed.part or has_part(confirmed.target.measure, confirmed.part))


@transaction.atomic
def remember_labels(upload: Upload, *, by: Person) -> None:
    """Keep what the answers to an upload say of its labels, in the place of earlier meanings of the same labels. Called
    when it is imported: what was tried out and given up is forgotten."""
    answers = [GivenAnswer(each.topic, each.label, each.answer) for each in upload.answers.exclude(label="")]
    if office := find_office(by):
        remember_answers(answers, office, upload.period.plan, by=by)


class GivenAnswer(NamedTuple):
    """What was answered about a normalised ``label``; ``topic`` is a QuestionTopic."""

    topic: str
    label: str
    answer: str


@transaction.atomic
def remember_answers(
    answers: Iterable[GivenAnswer], office: Unit, plan: Plan, *, by: Person, of_forms: bool = False
) -> None:
    """Keep what these answers say of labels, in the place of earlier meanings of the same labels. ``of_forms``: said of
    a form (表样), by whoever keeps forms; it says nothing of the workbooks that are imported."""
    for label in _list_meanings(answers, office, plan, by):
        label.label, label.of_forms = label.label[:MAX_LABEL], of_forms
        same = ConfirmedLabel.objects.filter(office=label.office, topic=label.topic, plan=label.plan, label=label.label)
        same.filter(of_forms=of_forms).delete()
        label.save()


def _list_meanings(answers, office, plan, by) -> Iterator[ConfirmedLabel]:
    for each in answers:
        label = ConfirmedLabel(office=office, label=each.label, by=by)
        if each.topic == QuestionTopic.ROW:
            label.topic = ConfirmedLabel.Topic.ROW
            label.unit = Unit.objects.filter(code=each.answer.removeprefix("unit:")).first()
            yield label
        elif each.topic == QuestionTopic.COLUMN:
            label.topic, label.plan = ConfirmedLabel.Topic.COLUMN, plan
            if said := read_target_answer(each.answer):
                label.target = Target.objects.filter(plan=label.plan, code=said.code).first()
                if label.target:
                    label.kind, label.part = said.kind or "", said.part or FigurePart.VALUE
            elif each.answer.startswith("kind:"):
                label.kind = each.answer.removeprefix("kind:")
            if each.answer == IGNORE or ((label.target or label.kind) and _is_usable(label)):
                yield label


def _column_match(confirmed: ConfirmedLabel) -> ColumnMatch:
    if confirmed.target is None:
        kind = FigureKind(confirmed.kind) if confirmed.kind else None
        return ColumnMatch(ColumnRole.FIGURE if kind else ColumnRole.UNKNOWN, kind=kind, why="confirmed")
    part = FigurePart(confirmed.part or FigurePart.VALUE)
    return ColumnMatch(ColumnRole.FIGURE, confirmed.target.code, FigureKind(confirmed.kind), part, why="confirmed")
