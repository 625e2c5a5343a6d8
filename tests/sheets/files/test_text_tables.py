"""Tables in text files: every encoding and separator, quotes, codes that keep their zeros."""

import pytest

from tests.sheets.files.builders import problem_code, read_book, read_grid

TABLE = [["单位", "人数", "备注"], ["永德县", "1,234", "含线上"], ["镇康县", "3", None]]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


def written(separator, quote='"'):
    return "\r\n".join(
        separator.join(f"{quote}{text}{quote}" if separator in (text or "") else text or "" for text in row)
        for row in TABLE
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", "\t", ";", "，", "|"])
def test_every_encoding_and_separator(encoding, separator):
    book = read_book(written(separator).encode(encoding), "永德县.csv")
    assert (book.kind, book.grids[0].title, book.grids[0].values) == ("text", "永德县", TABLE)


@pytest.mark.parametrize("blanks", [" ", "   ", "\u3000", " \u3000"])
def test_columns_set_apart_by_blanks(blanks):
    lines = ["单位 人数 备注", "永德县 12 含线上", "镇康县 3 无"]
    text = "\n".join(line.replace(" ", blanks) for line in lines)
    assert read_grid(text.encode("gbk"), "a.txt").values[1] == ["永德县", "12", "含线上"]


def test_the_file_may_be_named_xls():
    assert read_book(written("\t").encode("gbk"), "a.xls").grids[0].values == TABLE


def test_quotes_line_ends_and_kept_zeros():
    data = '单位,编码,说明\n永德县,="0530923",""\n"a,""b""","第一行\n第二行",\n'.encode()
    assert read_grid(data, "a.csv").values == [
        ["单位", "编码", "说明"],
        ["永德县", "0530923", None],
        ['a,"b"', "第一行\n第二行", None],
    ]


def test_a_title_with_commas_above_tabs():
    data = "2020年三季度,四季度\n单位\t人数\t备注\n永德县\t3\t无\n".encode()
    assert read_grid(data, "a.csv").values[1:] == [["单位", "人数", "备注"], ["永德县", "3", "无"]]


def test_a_file_cut_off_inside_a_character_keeps_its_encoding():
    data = "单位,人数\n永德县,12\n镇康县".encode()[:-1]
    assert read_grid(data, "a.csv").values[1] == ["永德县", "12"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"  \r\n", "empty_file"),
        (b"\0\1\2\3" * 50, "not_workbook"),
        (b"a\x01b\x02", "not_workbook"),
        (b"," * 1001 + b"x", "too_many_columns"),
        (b"x," * 600_000, "too_many_columns"),
        (b"x\n" * 200_001, "too_many_rows"),
        (b"x,y,z,a,b,c,d,e,f,g,h\n" * 190_000, "too_many_cells"),
        (b'"' + b"x" * 200_000, "broken"),
    ],
)
def test_texts_that_are_no_table(data, code):
    assert problem_code(data, "a.csv") == code
