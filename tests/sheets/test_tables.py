"""A table leaves as a workbook or a .csv with typed cells, reads back as it was, and holds no formula."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sheets.files.reading import read_grids
from sheets.tables import FormattedNumber, SheetTable, write_csv, write_xlsx

FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1+1", "\r=1+1", "'=1+1", "''-1", "＝1+1", '="0123"', "=cmd|' /C calc'!A0"]
TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]), max_size=20)
ROWS = st.lists(st.tuples(st.sampled_from(FORMULAS) | TEXTS, TEXTS, st.integers(0, 10**14)), min_size=1, max_size=6)


def make_table(*rows, heads=("单位", "说明", "数")):
    return SheetTable("标题", heads, rows)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    cell = load_workbook(BytesIO(write_xlsx(make_table([text, "", 1])))).active["A3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    rows = list(csv.reader(StringIO(write_csv(make_table([text, "", 1])).decode("utf-8-sig"), newline="")))
    assert rows[1][0] == f"'{text}"


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@settings(max_examples=80)
@given(rows=ROWS)
def test_what_is_written_reads_back(write, rows):
    read = read_grids(write(make_table(*rows)), "a.csv")[0].values
    kept = [[text.strip() or None for text in row[:2]] for row in rows]
    found = [[*row, None, None][:2] for row in read[2 if write is write_xlsx else 1 :]]
    assert found[: len(kept)] == [*kept, *[[None, None]] * len(found)][: len(found)]


def test_numbers_and_days_keep_their_types():
    row = [12, Decimal("12345.60"), FormattedNumber(Decimal("0.783"), "0.0%"), date(2020, 3, 31), None,
           datetime(2020, 3, 31, 8, 5), Decimal("1234567890.123456789"), "530923000000"]  # fmt: skip
    data = write_xlsx(make_table(row, heads=list("abcdefgh")))
    sheet = load_workbook(BytesIO(data)).active
    assert [cell.value for cell in sheet[3]] == [
        12, 12345.6, 0.783, datetime(2020, 3, 31), None, datetime(2020, 3, 31, 8, 5), "1234567890.123456789",
        "530923000000",
    ]  # fmt: skip
    assert (sheet["C3"].number_format, sheet["D3"].number_format) == ("0.0%", "yyyy-mm-dd")
    assert sheet.freeze_panes == "B3"
    assert sheet.print_title_rows == "$2:$2"
    rows = list(csv.reader(StringIO(write_csv(make_table(row, heads=list("abcdefgh"))).decode("utf-8-sig"))))
    assert rows[1] == ["12", "12345.6", "78.3%", "2020-03-31", "", "2020-03-31 08:05:00", "1234567890.123456789",
                       "530923000000"]  # fmt: skip


def test_a_csv_is_utf_8_with_its_mark_and_ends_lines_as_the_standard_says():
    data = write_csv(make_table(["永德县", '说"一"\n说二', 3]))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b'"3"\r\n')
    assert read_grids(data, "a.csv")[0].value(2, 2) == '说"一"\n说二'


def test_long_separators_in_texts_do_not_divide_columns():
    data = write_csv(make_table(*[["a；b；c；d；e", "x，y，z，w，v", n] for n in range(5)]))
    assert read_grids(data, "a.csv")[0].width == 3
