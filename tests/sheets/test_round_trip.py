"""What was exported can be imported again and changes nothing."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.figures.content import BLANK, FigureContent
from sheets.outcomes import FigureSlot, OutcomeKind, count_outcomes, judge_figure
from sheets.template.reading import read_template
from sheets.template.writing import write_template
from tests.sheets.builders import FIELDS, make_row, make_template

NUMBERS = st.decimals(min_value=0, max_value=Decimal("99999999999999.999999"), places=6)
# Texts of one line; characters that a workbook cannot hold are left out.
REASONS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]), max_size=60)
ABSENT = st.builds(FigureContent, na=st.just(True), reason=REASONS)
VALUES = st.one_of(st.just(BLANK), ABSENT, st.builds(FigureContent, value=NUMBERS))
RATIOS = st.one_of(VALUES, st.builds(FigureContent, value=NUMBERS, base=NUMBERS))
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
MILESTONES = st.one_of(
    st.just(BLANK),
    ABSENT,
    st.just(FigureContent(value=Decimal(0))),
    st.just(FigureContent(value=Decimal(1))),
    st.builds(FigureContent, value=st.just(Decimal(1)), done_on=DAYS),
)
ROWS = st.lists(st.fixed_dictionaries({"L01": VALUES, "R01": RATIOS, "M01": MILESTONES}), min_size=1, max_size=4)


@settings(max_examples=60)
@given(ROWS)
def test_exported_contents_are_read_back(rows):
    made = [make_row(f"5309{number:08}", f"单位{number}", **contents) for number, contents in enumerate(rows)]
    filled = read_template(write_template(make_template(*made)))
    for row, contents in zip(filled.rows, rows, strict=True):
        for field in FIELDS:
            cells = {column.key: row.cells[column.key].value for column in field.columns}
            assert field.read(cells) == contents[field.target]


@settings(max_examples=30)
@given(ROWS)
def test_importing_an_export_changes_nothing(rows):
    made = [make_row(f"5309{number:08}", f"单位{number}", **contents) for number, contents in enumerate(rows)]
    filled = read_template(write_template(make_template(*made)))
    outcomes = [
        judge_figure(field, row, FigureSlot(row.code, contents[field.target]))
        for row, contents in zip(filled.rows, rows, strict=True)
        for field in FIELDS
    ]
    assert count_outcomes(outcomes) == {"refused": 0, "new": 0, "changed": 0, "unchanged": 3 * len(rows)}
    assert not any(outcome.outdated for outcome in outcomes)


def test_blank_zero_and_not_applicable_are_distinct():
    zero, absent = FigureContent(value=Decimal(0)), FigureContent(na=True)
    row = read_template(write_template(make_template(make_row(L01=zero, R01=absent)))).rows[0]
    assert [FIELDS[0].read({"L01/value": row.cells["L01/value"].value})] == [zero]
    assert judge_figure(FIELDS[1], row, FigureSlot(row.code, absent)).kind == OutcomeKind.UNCHANGED
    assert judge_figure(FIELDS[2], row, FigureSlot(row.code)).after == BLANK
