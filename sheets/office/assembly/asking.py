"""Questions of one sheet, and the answers that were given to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sheets.figures.columns import FigurePart
from sheets.files.grid import SheetGrid
from sheets.office.keys import cell_key, label_key, sheet_key, total_key
from sheets.office.model import (
    Certainty,
    Choice,
    ColumnMatch,
    ColumnRole,
    FigureKind,
    Question,
    QuestionTopic,
    UnitMatch,
)
from sheets.problems import SheetProblem

IGNORE, BLANK, NOT_APPLICABLE, AS_READ, PERIOD = "ignore", "blank", "na", "as_read", "period"
Figure = tuple[str, str, FigureKind | None]  # unit, target, kind
VALUE, TARGET, UNIT = "value:", "target:", "unit:"
MOST_CHOICES = 8


@dataclass(frozen=True)
class Place:
    """A cell of a sheet."""

    row: int
    column: int


class Desk:
    """Keeps the questions of one sheet; an answer to one stands in ``answers`` under its key."""

    def __init__(self, file: str, grid: SheetGrid, answers: Mapping[str, str]) -> None:
        self.file, self.grid, self.answers = file, grid, answers
        self.questions: dict[str, Question] = {}

    def answer_to_sheet(self) -> str:
        return self.answers.get(sheet_key(self.file, self.grid.title)) or self.answers.get(sheet_key(self.file, ""), "")

    def answer_to_label(self, place: Place) -> str:
        return self.answers.get(label_key(self.file, self.grid.title, place.row, place.column), "")

    def answer_to_cell(self, row: int, column: int) -> str:
        return self.answers.get(cell_key(self.file, self.grid.title, row, column), "")

    def answer_to_total(self, row: int, column: int) -> str:
        return self.answers.get(total_key(self.file, self.grid.title, row, column), "")

    def ask_period(self, why: SheetProblem, shown: str) -> None:
        choices = [_choice(PERIOD), _choice(IGNORE)]
        key = sheet_key(self.file, self.grid.title)
        self._keep(
            Question(key, QuestionTopic.SHEET, why, self.file, self.grid.title, shown=shown, choices=tuple(choices))
        )

    def ask_unit_of_table(self, place: Place, why: SheetProblem, units: Iterable[str], about) -> None:
        """The unit of a whole table, asked at its first cell."""
        self._ask_label(QuestionTopic.ROW, place, why, [_choice(UNIT + code, unit=code) for code in units], about)

    def ask_row(self, place: Place, match: UnitMatch, why: SheetProblem, about, label: str = "") -> None:
        units = [match.unit, *match.alternatives] if match.unit else match.alternatives
        choices = [_choice(UNIT + code, unit=code) for code in dict.fromkeys(units)]
        self._ask_label(QuestionTopic.ROW, place, why, choices, about, label)

    def ask_column(self, place: Place, match: ColumnMatch, why: SheetProblem, about, label: str = "") -> None:
        targets = [match.target, *match.alternatives] if match.target else match.alternatives
        kinds = [match.kind] if match.kind else list(FigureKind)
        choices = [
            _choice(f"{TARGET}{code}/{kind}", target=code, kind=kind.value)
            for code in dict.fromkeys(targets)
            for kind in kinds
        ]
        self._ask_label(QuestionTopic.COLUMN, place, why, choices, about, label)

    def _ask_label(self, topic, place, why, choices, about, label=""):
        key = label_key(self.file, self.grid.title, place.row, place.column)
        shown = str(self.grid.merged_value(place.row, place.column) or "")
        question = Question(
            key,
            topic,
            why,
            self.file,
            self.grid.title,
            place.row,
            place.column,
            shown=shown,
            label=label,
            choices=(*choices[:MOST_CHOICES], _choice(IGNORE)),
            about=tuple(dict.fromkeys(about)),
        )
        before = self.questions.get(key)
        if before:
            question = _with_more(before, question)
        self.questions[key] = question

    def ask_cell(
        self, row: int, column: int, why: SheetProblem, figure: Figure, choices: Iterable[Choice] = ()
    ) -> None:
        """Ask what a cell means; the choices that are always there come after ``choices``."""
        unit, target, kind = figure
        choices = dict.fromkeys([*choices, _choice(BLANK), _choice(NOT_APPLICABLE), _choice(IGNORE)])
        key = cell_key(self.file, self.grid.title, row, column)
        shown = str(self.grid.merged_value(row, column) if self.grid.merged_value(row, column) is not None else "")
        self._keep(
            Question(
                key,
                QuestionTopic.CELL,
                why,
                self.file,
                self.grid.title,
                row,
                column,
                unit,
                target,
                kind,
                shown + self.grid.signs.get((row, column), ""),
                choices=tuple(choices),
            )
        )

    def ask_total(self, row: int, column: int, why: SheetProblem, match: ColumnMatch) -> None:
        key = total_key(self.file, self.grid.title, row, column)
        shown = str(self.grid.value(row, column))
        self._keep(
            Question(
                key,
                QuestionTopic.TOTAL,
                why,
                self.file,
                self.grid.title,
                row,
                column,
                target=match.target,
                kind=match.kind,
                shown=shown,
                choices=(_choice(AS_READ), _choice(IGNORE)),
            )
        )

    def _keep(self, question):
        self.questions.setdefault(question.key, question)


def _with_more(before: Question, question: Question) -> Question:
    choices = dict.fromkeys([*before.choices[:-1], *question.choices[:-1]])
    about = dict.fromkeys([*before.about, *question.about])
    return Question(
        **{
            **before.__dict__,
            "choices": (*list(choices)[:MOST_CHOICES], before.choices[-1]),
            "about": tuple(about),
        }
    )


def _choice(answer, **params):
    return Choice(answer, SheetProblem(f"choose_{answer.split(':')[0]}", params))


def choose_values(*values: Decimal) -> list[Choice]:
    """The choices of these numbers."""
    return [_choice(f"{VALUE}{value:f}", value=value) for value in dict.fromkeys(values)]


def column_answered(answer: str, match: ColumnMatch) -> ColumnMatch:
    """The match that a person gave: "target:L04/to_date/base", "target:L04", "kind:amount" or "ignore"."""
    if answer == IGNORE:
        return ColumnMatch(ColumnRole.REMARK, why="answered")
    if answer.startswith(TARGET):
        target, *rest = answer.removeprefix(TARGET).split("/")
        kinds = [FigureKind(word) for word in rest if word in set(FigureKind)]
        parts = [FigurePart(word) for word in rest if word in set(FigurePart)]
        kind = kinds[0] if kinds else match.kind
        part = parts[0] if parts else match.part
        return ColumnMatch(ColumnRole.FIGURE, target, kind, part, Certainty.SURE, "answered")
    return match


def value_answered(answer: str) -> Decimal | None:
    """The number of "value:12", None for another answer."""
    if not answer.startswith(VALUE):
        return None
    try:
        return Decimal(answer.removeprefix(VALUE))
    except InvalidOperation:
        return None
