"""Bring an office's empty form, answer what is asked about it, keep it, remove it."""

import hashlib
from collections.abc import Mapping
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.models import Plan
from sheets.figures.columns import NOT_APPLICABLE
from sheets.files.reading import read_grids
from sheets.forms.converting import as_xlsx
from sheets.forms.filling import check_form
from sheets.forms.model import FormFormulas
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from sheets.problems import SheetProblem, WorkbookRefused
from targets.models import SheetForm
from targets.sheet_forms.reach import may_change, require_owner
from targets.sheet_forms.reading import UnderstoodForm, understand_form
from targets.sheet_forms.stored_matches import store_matches
from targets.workbooks.actions.answers import AnswerNames, list_corrections, require_answer, spread_alike
from targets.workbooks.messages import describe_problem
from targets.workbooks.office.labels import GivenAnswer, remember_answers

MAX_NAME = 80
MAX_ANSWERS = 2_000  # kept of one form; a form has some hundred labels


def receive_form(file: UploadedFile, *, by: Person, plan: Plan) -> SheetForm:
    """Store an empty form, whose matches are to be confirmed. Raises PermissionDenied for who keeps no forms, and
    Refused with what is wrong with the file; such files are not stored."""
    owner = require_owner(by)
    if plan.is_draft:
        raise Refused(_("Forms are kept once the plan is issued."), code="draft")
    name = (file.name or "")[:200]
    data, formulas = _read_form_file(file, name)
    if name.lower().endswith((".xls", ".et", ".ods")):
        name = f"{name.rpartition('.')[0]}.xlsx"  # as it was converted, and is filled
    form = SheetForm(plan=plan, office=owner, file_name=name, by=by, na_text=NOT_APPLICABLE)
    form.name = name.rpartition(".")[0][:MAX_NAME] or name[:MAX_NAME]
    form.formulas = {title: sorted(cells) for title, cells in formulas.items() if cells}
    form.sha256 = hashlib.sha256(data).hexdigest()
    _require_table(_understand(form, data, {}))
    with transaction.atomic():
        # A generated name on disk: the name that a person gave the file is never part of a path.
        form.file.save(f"{uuid4().hex}.bin", ContentFile(data), save=False)
        form.save()
        _record(form, by, "form.receive")
    return form


@transaction.atomic
def answer_form(form: SheetForm, answers: Mapping[str, str], *, by: Person, alike: str = "") -> int:
    """Keep answers (key -> answer) to the questions about a form, and corrections of what its labels mean; how many.
    An empty answer asks again. What is kept of a form changes only when it is kept again. Raises as ``keep_form``."""
    form = _lock(form, by)
    understood = _understand(form, stored_bytes(form), form.answers)
    questions = [*understood.questions, *list_corrections(understood.office)]
    answers = spread_alike(answers, alike, understood.questions)
    given = {each.key: answers[each.key] for each in questions if answers.get(each.key)}
    names = AnswerNames(form.plan)
    for question in questions:
        if question.key in given:
            require_answer(question, given[question.key], names)
    withdrawn = [key for key, answer in answers.items() if not answer and key in form.answers and key not in given]
    changed = {key: answer for key, answer in form.answers.items() if key not in withdrawn} | given
    if len(changed) > MAX_ANSWERS:
        raise Refused(_("Too many answers for one form."), code="answers")
    if changed != form.answers:
        form.answers = changed
        form.save(update_fields=["answers"])
        _record(form, by, "form.answer", answers=len(given))
    return len(given)


@transaction.atomic
def keep_form(form: SheetForm, name: str, na_text: str, *, by: Person) -> SheetForm:
    """Confirm what the cells of a form hold, for every period from now on; also once more, when the plan or the answers
    have changed. The labels that were answered are remembered for the office's other forms.

    Raises PermissionDenied for other offices' forms, and Refused while questions are open."""
    form = _lock(form, by)
    understood = _understand(form, stored_bytes(form), form.answers)
    _require_table(understood)
    if understood.questions:
        message = _("%(number)s questions are still open. Answer them first.")
        raise Refused(message % {"number": len(understood.questions)}, code="questions")
    form.name, form.na_text = name.strip()[:MAX_NAME], na_text
    form.matches, form.kept_at = store_matches(understood.reading.matches), timezone.now()
    form.save(update_fields=["name", "na_text", "matches", "kept_at"])
    labels = {each.key: each for each in list_corrections(understood.office) if each.label}
    given = [(labels[key], answer) for key, answer in form.answers.items() if key in labels]
    said = [GivenAnswer(question.topic, question.label, answer) for question, answer in given]
    remember_answers(said, form.office, form.plan, by=by, of_forms=True)
    _record(form, by, "form.keep", cells=len(understood.reading.matches.places))
    return form


@transaction.atomic
def remove_form(form: SheetForm, *, by: Person) -> None:
    """Take a form off the list. Raises as ``keep_form``."""
    form = _lock(form, by)
    form.removed_at = timezone.now()
    form.save(update_fields=["removed_at"])
    _record(form, by, "form.remove")


def stored_bytes(form: SheetForm) -> bytes:
    """The empty form."""
    with form.file.open("rb") as file:
        return file.read()


def _read_form_file(file, name) -> tuple[bytes, FormFormulas]:
    if (file.size or 0) > MAX_BYTES:
        raise Refused(describe_problem(SheetProblem("too_big", {"limit": MAX_MEGABYTES})), code="file")
    data = file.read()
    try:
        read_grids(data, name)  # a hostile file is refused before any other program reads it
        data = as_xlsx(data)
        return data, check_form(data)
    except WorkbookRefused as refused:
        raise _refuse(refused) from refused


def _understand(form, data, answers) -> UnderstoodForm:
    try:
        return understand_form(form, data, answers)
    except WorkbookRefused as refused:
        raise _refuse(refused) from refused


def _refuse(refused: WorkbookRefused) -> Refused:
    sentences = [describe_problem(problem) for problem in refused.problems]
    return Refused(sentences[0], cells=dict(enumerate(sentences)), code="file")


def _require_table(understood):
    if problem := understood.reading.refused:
        raise Refused(describe_problem(problem), code="file")


def _lock(form, by) -> SheetForm:
    found = SheetForm.objects.select_for_update(of=("self",)).select_related("plan__unit", "office").get(pk=form.pk)
    if not may_change(by, found):
        raise PermissionDenied
    if found.removed_at:
        raise Refused(_("This form has been removed."), code="removed")
    return found


def _record(form, by, verb, **data):
    about = {"file": form.file_name, "name": form.name, **data}
    record(by=by, verb=verb, on=f"{form.plan.code}/{form.name}"[:160], unit=form.office, data=about)
