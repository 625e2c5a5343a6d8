"""Questions of one sheet, and the answers that were given to them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from sheets.files.grid import SheetGrid
from sheets.office.answers import read_target_answer
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
VALUE, TARGET, UNIT, KIND = "value:", "target:", "unit:", "kind:"
MOST_CHOICES, MOST_UNITS = 8, 200  # answers that are offered: of what resembles a label, and of everything
WITHOUT_NUMBER = ("not_owed",)  # questions about a cell that no number answers
UNSURE_KINDS = ("kind_unsaid", "cells_to_date")


class Place(NamedTuple):
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
        if not self.answers:  # nothing is answered when a large sheet is read for the first time
            return ""
        return self.answers.get(label_key(self.file, self.grid.title, place.row, place.column), "")

    def answer_to_cell(self, row: int, column: int) -> str:
        return self.answers.get(cell_key(self.file, self.grid.title, row, column), "")

    def answer_to_total(self, row: int, column: int) -> str:
        return self.answers.get(total_key(self.file, self.grid.title, row, column), "")

    def ask_period(self, why: SheetProblem, shown: str, about: Iterable[tuple[str, str]] = ()) -> None:
        choices = [_choice(PERIOD), _choice(IGNORE)]
        key = sheet_key(self.file, self.grid.title)
        self._keep(
            Question(
                key,
                QuestionTopic.SHEET,
                why,
                self.file,
                self.grid.title,
                shown=shown,
                choices=tuple(choices),
                about=tuple(dict.fromkeys(about)),
            )
        )

    def ask_unit_of_table(self, place: Place, why: SheetProblem, units: Iterable[str], about) -> None:
        """The unit of a whole table, asked at its first cell."""
        self._ask_label(QuestionTopic.ROW, place, why, [_choice(UNIT + code, unit=code) for code in units], about)

    def ask_row(self, place: Place, match: UnitMatch, why: SheetProblem, about, label: str = "") -> None:
        units = [match.unit, *match.alternatives] if match.unit else match.alternatives
        choices = [_choice(UNIT + code, unit=code) for code in dict.fromkeys(units)]
        self._ask_label(QuestionTopic.ROW, place, why, choices, about, label)

    def mark_contradicted(self, place: Place) -> None:
        """Ask the label at a place again, though it was answered: another answer cannot hold beside this one."""
        key = label_key(self.file, self.grid.title, place.row, place.column)
        self.questions[key] = replace(self.questions[key], contradicts=True)

    def ask_column_of_rows(self, place: Place, match: ColumnMatch, why: SheetProblem, about, label: str = "") -> None:
        """Ask which figures of the targets that its rows name a column holds; the likelier kind is offered first."""
        kinds = dict.fromkeys([*filter(None, [match.kind]), *FigureKind])
        choices = [_choice(f"{KIND}{kind}", kind=kind.value) for kind in kinds]
        self._ask_label(QuestionTopic.COLUMN, place, why, choices, about, label)

    def ask_column(self, place: Place, match: ColumnMatch, why: SheetProblem, about, label: str = "") -> None:
        targets = [match.target, *match.alternatives] if match.target else match.alternatives
        certain = match.kind and match.why not in UNSURE_KINDS
        kinds = (
            [match.kind]
            if match.kind and certain
            else list(dict.fromkeys([match.kind or FigureKind.AMOUNT, *FigureKind]))
        )
        choices = [
            _choice(f"{TARGET}{code}/{kind}", target=code, kind=kind.value)
            for code in dict.fromkeys(targets)
            for kind in kinds
        ][: MOST_CHOICES if match.target else MOST_UNITS]
        self._ask_label(QuestionTopic.COLUMN, place, why, choices, about, label)

    def ask_target_of_row(self, place: Place, match: ColumnMatch, why: SheetProblem, about, label: str = "") -> None:
        """Ask which target a row names; its columns say which of the figures they hold, whatever the answer is."""
        targets = [match.target, *match.alternatives] if match.target else match.alternatives
        most = MOST_CHOICES if match.target else MOST_UNITS
        choices = [
            Choice(f"{TARGET}{code}/{FigureKind.AMOUNT}", SheetProblem("choose_target_of_row", {"target": code}))
            for code in dict.fromkeys(targets)
        ]
        self._ask_label(QuestionTopic.COLUMN, place, why, choices[:most], about, label)

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
            choices=(*choices[:MOST_UNITS], _choice(IGNORE)),
            about=tuple(dict.fromkeys(about)),
        )
        before = self.questions.get(key)
        if before:
            question = _with_more(before, question)
        self.questions[key] = question

    def ask_cell(
        self,
        row: int,
        column: int,
        why: SheetProblem,
        figure: Figure,
        choices: Iterable[Choice] = (),
        about: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Ask what a cell means; the choices that are always there come after ``choices``.

        ``about`` are the (unit, target) that wait, where they are more than the one of ``figure``.
        """
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
                about=tuple(dict.fromkeys(about)),
                choices_only=why.code in WITHOUT_NUMBER,
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
            "choices": (*list(choices)[:MOST_UNITS], before.choices[-1]),
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
    if said := read_target_answer(answer):
        kind, part = said.kind or match.kind, said.part or match.part
        factor = match.factor if match.target == said.code else Decimal(1)
        return ColumnMatch(ColumnRole.FIGURE, said.code, kind, part, Certainty.SURE, "answered", factor=factor)
    if answer.startswith(KIND) and answer.removeprefix(KIND) in set(FigureKind) and match.role == ColumnRole.FIGURE:
        return replace(match, kind=FigureKind(answer.removeprefix(KIND)), certainty=Certainty.SURE, why="answered")
    return match


def value_answered(answer: str) -> Decimal | None:
    """The number of "value:12" or "value:12/to_date", None for another answer."""
    if not answer.startswith(VALUE):
        return None
    try:
        return Decimal(answer.removeprefix(VALUE).partition("/")[0])
    except InvalidOperation:
        return None


def kind_answered(answer: str) -> FigureKind | None:
    """The kind of "value:12/to_date", None where the answer says none."""
    kind = answer.partition("/")[2] if answer.startswith(VALUE) else ""
    return FigureKind(kind) if kind in set(FigureKind) else None
