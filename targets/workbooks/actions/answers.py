"""Answer the questions about an office's own workbook."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.models import Plan
from sheets.office.answers import has_part, read_target_answer
from sheets.office.keys import label_key
from sheets.office.model import FigureKind, Question, QuestionTopic
from sheets.problems import SheetProblem
from targets.models import ConfirmedLabel, Target, Upload, UploadAnswer
from targets.workbooks.importing.contents import EMPTIED, EMPTY, KEEP
from targets.workbooks.importing.uploads import audit_data, lock_idle_upload, preview_upload, read_office
from targets.workbooks.office.alike import spread_answer
from targets.workbooks.office.labels import IGNORE, MAX_LABEL, find_office
from targets.workbooks.office.page import describe_answer, is_milestone, show_question
from targets.workbooks.office.reading import OfficeReading
from targets.workbooks.period_figures import load_period_figures

Lock = Callable[[Upload, Person], Upload]
BATCH = 2_000
REPLACED = ["answer", "place", "shown", "question", "said", "topic", "label", "by", "at"]
MAX_RECORDED = 30  # answers in one entry of the trail
KINDS = tuple(f"kind:{kind}" for kind in FigureKind)
EMPTIED_ANSWERS = {KEEP: gettext_lazy("Keep the figures"), EMPTY: gettext_lazy("Empty them")}


@transaction.atomic
def answer_questions(
    upload: Upload, answers: Mapping[str, str], *, by: Person, alike: str = "", lock: Lock = lock_idle_upload
) -> int:
    """Keep ``answers`` (key -> answer) to the open questions of an upload, and corrections of what its labels mean; how
    many. Others are left alone. The answer to the question ``alike`` is given to all that are like it.

    ``lock`` gets the upload, locked. Raises Refused for an answer that its question does not take, and as ``lock``.
    """
    upload = lock(upload, by)
    stored = load_period_figures(upload.period, by=by, writing=True)
    office = read_office(upload, stored, by=by)
    questions = [*office.questions, *list_corrections(office)] if office else []
    answers = spread_alike(answers, alike, office.questions) if office else answers
    given = [(question, answers[question.key]) for question in questions if answers.get(question.key)]
    names = AnswerNames(upload.period.plan)
    kept: dict[str, UploadAnswer] = {}
    for question, answer in given:
        require_answer(question, answer, names)
        if answer.startswith("value:") and is_milestone(question, stored):
            _require_offered(question, answer)
        values = _in_words(question, answer, office, stored) | {"answer": answer, "by": by}
        kept[question.key] = UploadAnswer(upload=upload, key=question.key, **values)
    _store(kept.values())
    _require_no_contradiction(upload, given, stored, by)
    _clear_fault(upload)
    if given and office:
        upload.counts = upload.counts | {"questions": len(office.questions) - _count_open(given, office)}
        upload.save(update_fields=["counts"])
        _record(upload, by, "answers", list(kept.values()))
    return len(given) + _answer_emptied(upload, answers.get(EMPTIED, ""), by)


def _require_no_contradiction(upload, given, stored, by):
    """Raise Refused where two rows are now said to be the same unit: the figures of both would be left out."""
    units = {question.key: answer for question, answer in given if answer.startswith("unit:")}
    office = read_office(upload, stored, by=by) if units else None
    both = [question for question in office.questions if question.contradicts] if office else []
    wrong = next((each for each in both if each.key in units), None)
    if office and wrong:
        same = [each for each in both if _units_of(each) == _units_of(wrong)]
        places = [office.places.name(each.file, each.sheet, each.row, each.column) for each in same]
        params = {"unit": stored.everyone[units[wrong.key].removeprefix("unit:")].short_name}
        message = _("%(places)s cannot all be %(unit)s: choose one of them, and leave out the others.")
        raise Refused(message % (params | {"places": "、".join(places)}))


def _units_of(question):
    return {unit for unit, _target in question.about}


def _store(answers):
    """A few statements for any number of answers; those that were given before to the same questions are replaced."""
    UploadAnswer.objects.bulk_create(
        answers, BATCH, update_conflicts=True, unique_fields=["upload", "key"], update_fields=REPLACED
    )


def spread_alike(answers: Mapping[str, str], alike: str, questions: Iterable[Question]) -> Mapping[str, str]:
    """The answers, with that of the question ``alike`` for all like it that have none of their own."""
    questions = list(questions)
    chosen = next((question for question in questions if question.key == alike and answers.get(alike)), None)
    if chosen is None:
        return answers
    spread = {each.key: answer for each, answer in spread_answer(chosen, answers[alike], questions)}
    return spread | {key: answer for key, answer in answers.items() if answer}


def _answer_emptied(upload, answer, by) -> int:
    """Keep whether figures are emptied where the cells are blank; how many answers were kept."""
    if answer not in EMPTIED_ANSWERS:
        return 0
    cells = [outcome.cell for outcome in preview_upload(upload, by=by).result.emptied]
    if not cells:
        return 0
    said = {"answer": answer, "by": by, "place": "、".join(cells)[:300], "shown": ""}
    question = _("These cells are blank, and figures are stored for them.")
    said |= {"question": question, "said": str(EMPTIED_ANSWERS[answer])}
    kept = UploadAnswer.objects.update_or_create(upload=upload, key=EMPTIED, defaults=said)[0]
    _record(upload, by, "answers", [kept])
    return 1


@transaction.atomic
def withdraw_answer(upload: Upload, key: str, *, by: Person, lock: Lock = lock_idle_upload) -> None:
    """Ask this question again. Raises as ``answer_questions``."""
    upload = lock(upload, by)
    answer = upload.answers.filter(key=key).first()
    if answer is None:
        _forget_label(upload, key, by)
        return
    answer.delete()
    _clear_fault(upload)
    _record(upload, by, "asked_again", [answer])


def _forget_label(upload, key, by):
    """Forget what an earlier upload's answer said of the label that this key names: of a column for this plan alone, of
    a row for every plan, as it was confirmed."""
    office = read_office(upload, load_period_figures(upload.period, by=by, writing=True), by=by)
    for question in list_corrections(office) if office else ():
        if question.key == key and question.label:
            is_row = question.topic == QuestionTopic.ROW
            same = ConfirmedLabel.objects.filter(
                office=find_office(by), label=question.label[:MAX_LABEL], of_forms=False,
                plan=None if is_row else upload.period.plan,
                topic=ConfirmedLabel.Topic.ROW if is_row else ConfirmedLabel.Topic.COLUMN,
            )  # fmt: skip
            if same.delete()[0]:
                _clear_fault(upload)
                place = {"place": question.sheet, "shown": question.shown}
                _record(upload, by, "forgotten", [UploadAnswer(**place)])


def list_corrections(office: OfficeReading) -> Iterator[Question]:
    """A question for each label, so that a person can say that it means something else."""
    asked = {question.key for question in office.questions}
    for sheet in office.workbook.sheets:
        for label in sheet.labels:
            key = label_key(sheet.file, sheet.grid.title, label.row, label.column)
            if key not in asked:
                topic = QuestionTopic.ROW if label.unit else QuestionTopic.COLUMN
                why, at = SheetProblem("office_corrected"), (sheet.grid.title, label.row, label.column)
                yield Question(key, topic, why, sheet.file, *at, shown=label.text, label=label.label)


def _count_open(given, office):
    """How many of these were questions; the others corrected what nobody had asked about."""
    asked = {question.key for question in office.questions}
    return sum(question.key in asked for question, _answer in given)


def _in_words(question, answer, office, stored):
    """The question and its answer as the page words them."""
    shown = show_question(question, office, stored)
    said = dict(shown.choices).get(answer) or describe_answer(answer, stored)
    return {
        "place": shown.place[:300],
        "shown": question.shown[:200],
        "question": " ".join(filter(None, [shown.about, shown.text]))[:500],
        "said": said[:300],
        "label": question.label[:MAX_LABEL],
        "topic": question.topic,
    }


def _clear_fault(upload):
    """What the last job ended with is about the answers that were given then."""
    if upload.fault:
        upload.fault = []
        upload.save(update_fields=["fault"])


def _record(upload, by, what, answers):
    """The trail says what was asked and what was answered; of very many the first ones, and how many more."""
    said: dict[str, Any] = {}
    for number, each in enumerate(answers[:MAX_RECORDED], 1):
        asked = " ".join(filter(None, (each.place[:60], each.shown[:60] or each.question[:120])))
        said[f"{asked} ({number})" if asked in said else asked or str(number)] = each.said[:120]
    data: dict[str, Any] = audit_data(upload) | {what: said}
    if len(answers) > MAX_RECORDED:
        data["more"] = len(answers) - MAX_RECORDED
    record(by=by, verb="upload.answer", on=upload.trail_name, unit=upload.period.plan.unit, data=data)


class AnswerNames:
    """The targets and units of a plan that an answer may name; read once, when the first answer asks for them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    @cached_property
    def measures(self) -> dict[str, str]:
        """The measure of each target, by its code."""
        return dict(Target.objects.filter(plan=self._plan).values_list("code", "measure"))

    @cached_property
    def units(self) -> frozenset[str]:
        """The codes of the units."""
        return frozenset(self._plan.participants.values_list("unit__code", flat=True))

    def has_target(self, answer: str) -> bool:
        """Whether it names a target of the plan, and which of its figures: one that it has."""
        said = read_target_answer(answer)
        if said is None or not said.kind or said.code not in self.measures:
            return False
        return has_part(self.measures[said.code], said.part)

    def has_unit(self, answer: str) -> bool:
        return answer.startswith("unit:") and answer.removeprefix("unit:") in self.units


def require_answer(question: Question, answer: str, names: AnswerNames) -> None:
    """Raise Refused for an answer that the question does not take."""
    offered = {choice.answer for choice in question.choices}
    if answer in offered or (question.takes_number and _is_number(answer)):
        return
    if question.topic == QuestionTopic.COLUMN and (answer in (IGNORE, *KINDS) or names.has_target(answer)):
        return
    if question.topic == QuestionTopic.ROW and (answer == IGNORE or names.has_unit(answer)):
        return
    if question.topic == QuestionTopic.CELL and _is_number(answer):
        _require_offered(question, answer)
    raise Refused(_("This is no answer to the question about “%(shown)s”.") % {"shown": question.shown[:40]})


def _require_offered(question, answer):
    """Raise Refused for a number that none of the choices is."""
    if answer not in {choice.answer for choice in question.choices}:
        message = _("No number can be typed for the question about “%(shown)s”: choose one of its answers.")
        raise Refused(message % {"shown": question.shown[:40]})


def _is_number(answer):
    """Whether it is a number as a figure can hold, written plainly."""
    return bool(re.fullmatch(r"value:-?\d{1,14}(\.\d{1,6})?", answer, re.ASCII))
