"""``manage.py readreturns FILE``: what an office's own workbook says for a period, as JSON. Nothing is changed."""

import json
from decimal import Decimal
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from plans.models import Participant
from sheets.figures.columns import FigurePart
from sheets.files.grid import cell_name
from sheets.files.reading import read_files
from sheets.office.model import Question, ReadFigure
from sheets.office.reading import read_workbook
from targets.management.plan_command import plan_named
from targets.workbooks.period_figures import load_figures_of
from targets.workbooks.plan_context import build_plan_context


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", help="a workbook, a table as text, or a .zip of them")
        parser.add_argument("--plan", required=True, help="the plan's code, such as lincang-2020")
        parser.add_argument("--period", required=True, help="the period's code, such as 2020Q3")

    def handle(self, *, file, plan, period, **options):
        found = _find_period(plan_named(plan), period)
        stored = load_figures_of(found, Participant.objects.filter(plan_id=found.plan_id))
        path = Path(file)
        try:
            books = read_files(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        reading = read_workbook(books, build_plan_context(stored), {})
        printed = {
            "figures": [_figure(each) for each in reading.figures if each.part != FigurePart.BASE],
            "denominators": [_figure(each) for each in reading.figures if each.part == FigurePart.BASE],
            "questions": [each for question in reading.all_questions for each in _questions(question)],
            "refused": [{"file": name, "why": problem.code} for name, problem in reading.refused],
            "skipped": [
                {"file": each.file, "sheet": each.grid.title, "why": each.skipped.code}
                for each in reading.sheets
                if each.skipped
            ],
        }
        self.stdout.write(json.dumps(printed, ensure_ascii=False, indent=1, default=_plain))


def _find_period(plan, code):
    period = plan.periods.filter(code=code).first()
    if period is None:
        codes = ", ".join(plan.periods.values_list("code", flat=True)) or "-"
        raise CommandError(f"plan {plan.code!r} has no period {code!r}; there are: {codes}")
    period.plan = plan
    return period


def _figure(figure: ReadFigure):
    return {
        "unit": figure.unit,
        "target": figure.target,
        "kind": figure.kind.value,
        "value": figure.day if figure.day else figure.value,
        "sheet": figure.sheet,
        "cell": cell_name(figure.row, figure.column),
        "file": figure.file,
    }


def _questions(question: Question):
    """One entry for each figure that a question is about; one without unit and target for what is about none."""
    cell = cell_name(question.row, question.column) if question.row and question.column else None
    pairs = question.about or ((question.unit, question.target),)
    for unit, target in pairs:
        yield {
            "sheet": question.sheet,
            "cell": cell,
            "unit": unit or None,
            "target": target or None,
            "why": question.why.code,
            "shown": question.shown,
            "file": question.file,
        }


def _plain(value):
    """Dates as ISO; exact numbers as JSON numbers, whole ones without a fraction."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat()
