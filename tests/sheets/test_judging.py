"""What becomes of a cell, and what it takes to refuse one."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from sheets.content import BLANK, Content
from sheets.outcomes import Kind, Place, judge
from sheets.reading import read
from sheets.reasons import Reason
from tests.sheets.pure import CODES, FIELDS, filled

FIVE = Content(value=Decimal(5))


def outcome(place=None, *, field=0, row=0, **cells):
    rows = read(filled(**cells)).rows
    return judge(FIELDS[field], rows[row], place or Place(CODES[row]))


def test_new_changed_unchanged_blanked():
    assert outcome(D6=3).kind == Kind.NEW
    changed = outcome(Place(CODES[0], FIVE), D6=3)
    assert (changed.kind, changed.before, changed.after.value) == (Kind.CHANGED, FIVE, 3)
    assert outcome(Place(CODES[0], FIVE), D6=5).kind == Kind.UNCHANGED
    blanked = outcome(Place(CODES[1], FIVE), row=1, D7=None)
    assert (blanked.kind, blanked.after) == (Kind.CHANGED, BLANK)


def test_what_somebody_else_entered_since_the_download_stays():
    """The cell still holds the 5 of the download; meanwhile the clerk made it 8. The old 5 must not undo that."""
    eight = Content(value=Decimal(8))
    found = outcome(Place(CODES[1], eight), row=1, D6=1)
    assert (found.kind, found.kept, found.after) == (Kind.UNCHANGED, True, eight)


def test_what_is_not_owed_or_shut():
    refused = outcome(Place(CODES[0], owed=False), D6=3)
    assert (refused.kind, refused.why.code, refused.ref) == (Kind.REFUSED, "not_owed", "D6")
    assert outcome(Place(CODES[0], owed=False)) is None
    shut = Place(CODES[1], FIVE, shut=Reason("shut"))
    assert outcome(shut, row=1).kind == Kind.UNCHANGED
    assert outcome(shut, row=1, D7=6).why == Reason("shut")


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
def test_wrong_numbers(raw, code):
    found = outcome(D6=raw)
    assert (found.kind, found.why.code, found.ref) == (Kind.REFUSED, code, "D6")


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        (3, 4, Content(value=Decimal(3), base=Decimal(4))),
        (3, None, Content(value=Decimal(3))),
        ("不适用:撤并", None, Content(na=True, reason="撤并")),
        ("不适用", "不适用:撤并", Content(na=True, reason="撤并")),
        (None, 4, "numerator_missing"),
        ("不适用", 4, "half_not_applicable"),
    ],
)
def test_ratios(top, bottom, expected):
    found = outcome(field=1, E6=top, F6=bottom)
    assert (found.why.code if found.why else found.after) == expected


@pytest.mark.parametrize("raw", [datetime(2020, 9, 30), "2020-09-30", "2020/9/30", "２０２０年９月３０日", "2020.9.30"])
def test_days_as_people_write_them(raw):
    assert outcome(field=2, G6=raw).after == Content(value=Decimal(1), done_on=date(2020, 9, 30))


def test_done_and_not_done_in_words():
    assert outcome(field=2, G6="未完成").after == Content(value=Decimal(0))
    assert outcome(field=2, G6="已完成").after == Content(value=Decimal(1))


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
def test_what_is_no_day(raw, code):
    """A number keeps the template's date format only when it was typed; pasted, it comes with a format of its own."""
    from sheets.columns import Column, Part
    from sheets.reasons import Unreadable
    from tests.sheets.pure import na, number

    if code == "strange_date":
        assert outcome(field=2, G6=raw).why.code == code
        return
    with pytest.raises(Unreadable) as refused:
        Column("M01", Part.DAY, "", number, na).read(raw)
    assert refused.value.reason.code == code
