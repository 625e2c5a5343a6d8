"""A .zip of workbooks, as offices pack them."""

import io
import zipfile

from sheets.files.reading import read_files
from tests.sheets.files.builders import make_package, make_zip, problem_code

SHEET = make_package('<row r="1"><c r="A1"><v>5</v></c></row>')
TEXT = "单位,人数\n永德县,3\n".encode("gbk")


class PartInMachineEncoding(zipfile.ZipInfo):
    """A part whose name is bytes, and is not said to be UTF-8."""

    raw = b""

    def _encodeFilenameFlags(self):  # noqa: N802
        return self.raw, 0


def zip_with_name(name: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        part = PartInMachineEncoding("x")
        part.raw = name
        archive.writestr(part, TEXT)
    return stream.getvalue()


def test_every_file_is_read_by_itself():
    data = make_zip({"临沧/永德县.xlsx": SHEET, "镇康县.csv": TEXT, "说明.pdf": b"%PDF-1.7", "临沧/": b""})
    books = {book.name: book for book in read_files(data, "全市.zip")}
    assert list(books) == ["临沧/永德县.xlsx", "说明.pdf", "镇康县.csv"]
    assert books["临沧/永德县.xlsx"].grids[0].values == [[5]]
    assert books["镇康县.csv"].grids[0].title == "镇康县"
    assert books["说明.pdf"].problem.code == "not_workbook"


def test_names_in_every_encoding():
    for encoding in ("gbk", "utf-8"):
        (book,) = read_files(zip_with_name("永德县报表.csv".encode(encoding)), "a.zip")
        assert book.name == "永德县报表.csv"
        assert book.grids[0].value(2, 1) == "永德县"


def test_rubbish_is_left_out():
    rubbish = ("__MACOSX/._a.csv", ".DS_Store", "甲/.DS_Store", "甲/~$a.xlsx", "Thumbs.db", "甲/desktop.ini")
    (book,) = read_files(make_zip(dict.fromkeys(rubbish, b"x") | {"甲/a.csv": TEXT}), "a.zip")
    assert book.name == "甲/a.csv"
    assert problem_code(make_zip(dict.fromkeys(rubbish, b"x")), "a.zip") == "empty_zip"


def test_a_zip_inside_a_zip_is_refused_alone():
    books = read_files(make_zip({"a.zip": make_zip({"b.csv": TEXT}), "b.csv": TEXT}), "c.zip")
    assert [book.problem.code if book.problem else None for book in books] == ["nested_zip", None]


def test_one_damaged_file_leaves_the_others():
    data = make_zip({"a.csv": TEXT * 50, "b.csv": b"1,2\n3,4"}, zipfile.ZIP_STORED)
    at = data.index(TEXT) + 5
    books = read_files(data[:at] + b"??" + data[at + 2 :], "a.zip")
    assert [book.problem.code if book.problem else None for book in books] == ["broken", None]


def test_other_archives_and_too_many_files():
    for start in (b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"):
        assert problem_code(start + b"x" * 100, "a.rar") == "other_archive"
    assert problem_code(make_zip({f"{n}.csv": TEXT for n in range(301)}), "a.zip") == "too_many_files"
    assert problem_code(make_zip({}), "a.zip") == "empty_zip"
