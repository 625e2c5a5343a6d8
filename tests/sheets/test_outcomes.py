"""What importing a cell would do, and which cells are refused."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from sheets.figures.content import BLANK, FigureContent
from sheets.outcomes import FigureSlot, OutcomeKind, judge_figure
from sheets.problems import SheetProblem
from sheets.template.reading import read_template
from tests.sheets.builders import CODES, FIELDS, fill_template

FIVE = FigureContent(value=Decimal(5))


def outcome_of(slot=None, *, field=0, row=0, **cells):
    rows = read_template(fill_template(**cells)).rows
    return judge_figure(FIELDS[field], rows[row], slot or FigureSlot(CODES[row]))


def test_new_changed_unchanged_and_cleared():
    assert outcome_of(D6=3).kind == OutcomeKind.NEW
    changed = outcome_of(FigureSlot(CODES[0], FIVE), D6=3)
    assert (changed.kind, changed.before, changed.after.value) == (OutcomeKind.CHANGED, FIVE, 3)
    assert outcome_of(FigureSlot(CODES[0], FIVE), D6=5).kind == OutcomeKind.UNCHANGED
    blanked = outcome_of(FigureSlot(CODES[1], FIVE), row=1, D7=None)
    assert (blanked.kind, blanked.after) == (OutcomeKind.CHANGED, BLANK)


def test_change_since_the_download_is_kept():
    """The cell holds the 5 of the download; since then the clerk has saved 8. Importing must not restore the 5."""
    eight = FigureContent(value=Decimal(8))
    found = outcome_of(FigureSlot(CODES[1], eight), row=1, D6=1)
    assert (found.kind, found.outdated, found.after) == (OutcomeKind.UNCHANGED, True, eight)


def test_figures_not_owed_or_locked():
    refused = outcome_of(FigureSlot(CODES[0], owed=False), D6=3)
    assert (refused.kind, refused.problem.code, refused.cell) == (OutcomeKind.REFUSED, "not_owed", "D6")
    assert outcome_of(FigureSlot(CODES[0], owed=False)) is None
    locked = FigureSlot(CODES[1], FIVE, locked=SheetProblem("shut"))
    assert outcome_of(locked, row=1).kind == OutcomeKind.UNCHANGED
    assert outcome_of(locked, row=1, D7=6).problem == SheetProblem("shut")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("三十", "said"),
        (True, "truth_value"),
        (datetime(2020, 9, 30), "date_for_number"),
        ("#REF!", "error_value"),
        ("=1+1", "formula_without_value"),
        ("x" * 501, "too_long"),
    ],
)
def test_unreadable_numbers_are_refused(raw, code):
    found = outcome_of(D6=raw)
    assert (found.kind, found.problem.code, found.cell) == (OutcomeKind.REFUSED, code, "D6")


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        (3, 4, FigureContent(value=Decimal(3), base=Decimal(4))),
        (3, None, FigureContent(value=Decimal(3))),
        ("不适用:撤并", None, FigureContent(na=True, reason="撤并")),
        ("不适用", "不适用:撤并", FigureContent(na=True, reason="撤并")),
        (None, 4, "numerator_missing"),
        ("不适用", 4, "half_not_applicable"),
    ],
)
def test_ratios(top, bottom, expected):
    found = outcome_of(field=1, E6=top, F6=bottom)
    assert (found.problem.code if found.problem else found.after) == expected


@pytest.mark.parametrize("raw", [datetime(2020, 9, 30), "2020-09-30", "2020/9/30", "２０２０年９月３０日", "2020.9.30"])
def test_written_dates_are_read(raw):
    assert outcome_of(field=2, G6=raw).after == FigureContent(value=Decimal(1), done_on=date(2020, 9, 30))


def test_done_and_not_done_are_read():
    assert outcome_of(field=2, G6="未完成").after == FigureContent(value=Decimal(0))
    assert outcome_of(field=2, G6="已完成").after == FigureContent(value=Decimal(1))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (44104, "serial"),
        (44104.5, "serial"),
        (1, "strange_date"),  # Excel shows a 1 in a date cell as 1900-01-01
        (datetime(1900, 1, 1), "strange_date"),
        ("2020-02-30", "no_date"),
        ("九月底", "no_date"),
        (True, "no_date"),
    ],
)
def test_unreadable_dates_are_refused(raw, code):
    """A number keeps the template's date format only when it was typed; pasted, it comes with a format of its own."""
    from sheets.figures.columns import FigureColumn, FigurePart
    from sheets.problems import UnreadableCell
    from tests.sheets.builders import read_na, read_number

    if code == "strange_date":
        assert outcome_of(field=2, G6=raw).problem.code == code
        return
    with pytest.raises(UnreadableCell) as refused:
        FigureColumn("M01", FigurePart.DAY, "", read_number, read_na).read(raw)
    assert refused.value.problem.code == code
