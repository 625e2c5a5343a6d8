"""What was exported can be imported, unchanged, whatever it is."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.content import BLANK, Content
from sheets.outcomes import Kind, Place, counts, judge
from sheets.reading import read
from sheets.writing import write
from tests.sheets.pure import FIELDS, make_row, make_template

NUMBERS = st.decimals(min_value=0, max_value=Decimal("99999999999999.999999"), places=6)
# Texts of one line; what a workbook cannot hold at all is not typed by anybody.
REASONS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]), max_size=60)
ABSENT = st.builds(Content, na=st.just(True), reason=REASONS)
VALUES = st.one_of(st.just(BLANK), ABSENT, st.builds(Content, value=NUMBERS))
RATIOS = st.one_of(VALUES, st.builds(Content, value=NUMBERS, base=NUMBERS))
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
MILESTONES = st.one_of(
    st.just(BLANK),
    ABSENT,
    st.just(Content(value=Decimal(0))),
    st.just(Content(value=Decimal(1))),
    st.builds(Content, value=st.just(Decimal(1)), done_on=DAYS),
)
ROWS = st.lists(st.fixed_dictionaries({"L01": VALUES, "R01": RATIOS, "M01": MILESTONES}), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_what_is_exported_is_read_as_it_was(rows):
    made = [make_row(f"5309{number:08}", f"单位{number}", **contents) for number, contents in enumerate(rows)]
    filled = read(write(make_template(*made)))
    for row, contents in zip(filled.rows, rows, strict=True):
        for field in FIELDS:
            cells = {column.key: row.cells[column.key].value for column in field.columns}
            assert field.read(cells) == contents[field.target]


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_what_is_exported_is_unchanged(rows):
    made = [make_row(f"5309{number:08}", f"单位{number}", **contents) for number, contents in enumerate(rows)]
    filled = read(write(make_template(*made)))
    outcomes = [
        judge(field, row, Place(row.code, contents[field.target]))
        for row, contents in zip(filled.rows, rows, strict=True)
        for field in FIELDS
    ]
    assert counts(outcomes) == {"refused": 0, "new": 0, "changed": 0, "unchanged": 3 * len(rows)}
    assert not any(outcome.kept for outcome in outcomes)


def test_blank_zero_and_not_applicable_stay_apart():
    zero, absent = Content(value=Decimal(0)), Content(na=True)
    row = read(write(make_template(make_row(L01=zero, R01=absent)))).rows[0]
    assert [FIELDS[0].read({"L01/value": row.cells["L01/value"].value})] == [zero]
    assert judge(FIELDS[1], row, Place(row.code, absent)).kind == Kind.UNCHANGED
    assert judge(FIELDS[2], row, Place(row.code)).after == BLANK
