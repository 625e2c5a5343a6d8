"""The office's own workbook comes back with marks, and all else in it as it was."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from sheets.files.reading import read_files, read_grids
from sheets.marking.marking import ZIP, mark_upload
from sheets.marking.model import AUTHOR, COLOURS, CellMark, MarkKind
from sheets.problems import WorkbookRefused
from sheets.writing import XLSX, save_workbook


def make_book():
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总表"
    sheet.append(["临沧市三季度报表"])
    sheet.merge_cells("A1:C1")
    sheet.append(["单位", "培训人次", "完成率"])
    sheet.append(["永德县", 12, 0.35])
    sheet.append(["镇康县", "约10", 0.5])
    sheet.append(["合计", "=SUM(B3:B4)", None])
    sheet["C3"].number_format = "0%"
    sheet["B3"].font = Font(bold=True, color="FF0000")
    sheet["B4"].comment = Comment("请核实", "张三")
    sheet.column_dimensions["A"].width = 33
    sheet.row_dimensions[4].height = 40
    sheet.row_dimensions[9].hidden = True
    sheet.freeze_panes = "B3"
    sheet.conditional_formatting.add("B3:B4", CellIsRule(operator="lessThan", formula=["0"], fill=PatternFill()))
    sheet.add_data_validation(DataValidation(type="whole", sqref="B3:B4"))
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    sheet.add_image(SheetImage(picture), "E1")
    hidden = book.create_sheet("内部")
    hidden.append(["不看", "=1+1"])
    hidden.sheet_state = "hidden"
    return book


def with_results(data, results):
    """The workbook as a spreadsheet stores it: its formulas with results."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as read, zipfile.ZipFile(stream, "w") as made:
        for part in read.infolist():
            content = read.read(part).decode("utf-8", "surrogateescape")
            for formula, result in results.items():
                content = content.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f><v>{result}</v>")
                content = content.replace(f"<f>{formula}</f><v></v>", f"<f>{formula}</f><v>{result}</v>")
            made.writestr(part.filename, content.encode("utf-8", "surrogateescape"))
    return stream.getvalue()


def mark(row, column, kind=MarkKind.REFUSED, text="拒绝：不是数", *, sheet="汇总表", file=""):
    return CellMark(file, sheet, row, column, kind, text)


DATA = with_results(save_workbook(make_book()), {"SUM(B3:B4)": 12, "1+1": 2})


def opened(marked):
    return load_workbook(BytesIO(marked.data))


def test_marked_cells_are_filled_and_commented():
    marks = [mark(4, 2, MarkKind.QUESTION, "提问：约10？"), mark(3, 2, MarkKind.NEW, "新增")]
    marked = mark_upload(DATA, "永德.xlsx", marks, suffix="（已标注）")
    sheet = opened(marked)["汇总表"]
    assert (marked.name, marked.content_type) == ("永德（已标注）.xlsx", XLSX)
    assert sheet["B3"].fill.fgColor.rgb == f"00{COLOURS[MarkKind.NEW]}"
    assert (sheet["B3"].comment.text, sheet["B3"].comment.author) == ("新增", AUTHOR)
    assert sheet["B4"].fill.fgColor.rgb == f"00{COLOURS[MarkKind.QUESTION]}"
    assert sheet["B4"].comment.text == "请核实\n提问：约10？"  # what the office itself wrote stays
    assert sheet["B3"].font.b
    assert sheet["B3"].value == 12


def test_several_marks_of_a_cell_are_joined_and_the_worst_colours():
    marks = [mark(3, 2, MarkKind.NEW, "新增"), mark(3, 2, MarkKind.REFUSED, "拒绝"), mark(3, 2, MarkKind.NEW, "新增")]
    cell = opened(mark_upload(DATA, "a.xlsx", marks))["汇总表"]["B3"]
    assert cell.comment.text == "拒绝\n新增"
    assert cell.fill.fgColor.rgb == f"00{COLOURS[MarkKind.REFUSED]}"


def test_a_marked_workbook_that_is_marked_again_has_our_comment_once():
    once = mark_upload(DATA, "a.xlsx", [mark(3, 2, text="一")])
    twice = mark_upload(once.data, "a.xlsx", [mark(3, 2, text="二")])
    assert opened(twice)["汇总表"]["B3"].comment.text == "二"


def test_a_mark_inside_merged_cells_stands_in_their_first():
    sheet = opened(mark_upload(DATA, "a.xlsx", [mark(1, 3)]))["汇总表"]
    assert sheet["A1"].comment.text == "拒绝：不是数"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:C1"]


def test_all_else_stays_as_it_was():
    before, after = load_workbook(BytesIO(DATA)), opened(mark_upload(DATA, "a.xlsx", [mark(4, 2)]))
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        assert (old.title, old.sheet_state, old.dimensions) == (new.title, new.sheet_state, new.dimensions)
        for row in old.iter_rows():
            for cell in row:
                same = new[cell.coordinate]
                assert (same.value, same.number_format) == (cell.value, cell.number_format)
                assert repr(same.font) == repr(cell.font)
                assert cell.coordinate == "B4" or repr(same.fill) == repr(cell.fill)
    sheet = after["汇总表"]
    assert sheet.column_dimensions["A"].width == 33
    assert (sheet.row_dimensions[4].height, sheet.row_dimensions[9].hidden) == (40, True)
    assert sheet.freeze_panes == "B3"
    assert len(sheet._images) == len(sheet.conditional_formatting) == len(sheet.data_validations.dataValidation) == 1


def test_formulas_keep_their_results_and_the_workbook_reads_as_before():
    assert read_grids(DATA)[0].value(5, 2) == 12
    assert read_grids(mark_upload(DATA, "a.xlsx", [mark(4, 2)]).data) == read_grids(DATA)


@pytest.mark.parametrize("result", ['t="str"><f>A1&amp;"x"</f><v>&lt;x&gt;</v>', 't="b"><f>TRUE()</f><v>1</v>'])
def test_results_that_are_texts_and_truths_stay_so(result):
    content = save_workbook(make_book())
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as read, zipfile.ZipFile(stream, "w") as made:
        for part in read.infolist():
            text = read.read(part)
            if part.filename.endswith("sheet1.xml"):
                text = text.replace(b"><f>SUM(B3:B4)</f><v />", f" {result}".encode())
                text = text.replace(b"><f>SUM(B3:B4)</f><v></v>", f" {result}".encode())
            made.writestr(part.filename, text)
    data = stream.getvalue()
    assert read_grids(mark_upload(data, "a.xlsx", [mark(4, 2)]).data)[0].values == read_grids(data)[0].values


def test_a_csv_becomes_a_workbook_with_the_same_cells():
    data = "单位,培训人次\r\n永德县,12\r\n镇康县,=1+1\r\n".encode("gb18030")
    marked = mark_upload(data, "县区.csv", [mark(3, 2, sheet="县区")])
    sheet = opened(marked).worksheets[0]
    assert marked.name == "县区.xlsx"
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert sheet["B3"].comment.text == "拒绝：不是数"


def test_an_archive_comes_back_with_names_that_every_system_reads():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("报表/永德县.xlsx", DATA)
        made.writestr("报表/镇康县.csv", "单位,人次\r\n镇康县,3\r\n".encode())
        made.writestr("坏.xlsx", b"PK\x03\x04")
    marks = [mark(4, 2, file="报表/永德县.xlsx")]
    marked = mark_upload(stream.getvalue(), "各县.zip", marks, suffix="-标注")
    assert (marked.name, marked.content_type) == ("各县-标注.zip", ZIP)
    with zipfile.ZipFile(BytesIO(marked.data)) as archive:
        assert archive.namelist() == ["坏.xlsx", "报表/永德县-标注.xlsx", "报表/镇康县.csv"]
        assert all(part.flag_bits & 0x800 for part in archive.infolist())
        sheet = load_workbook(BytesIO(archive.read("报表/永德县-标注.xlsx")))["汇总表"]
    assert sheet["B4"].comment.text.endswith("拒绝：不是数")
    assert [file.name for file in read_files(marked.data, "x.zip")][1] == "报表/永德县-标注.xlsx"


def test_a_workbook_with_macros_keeps_them():
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(DATA)) as read, zipfile.ZipFile(stream, "w") as made:
        for part in read.infolist():
            content = read.read(part)
            if part.filename == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            made.writestr(part.filename, content)
        made.writestr("xl/vbaProject.bin", b"macros")
    marked = mark_upload(stream.getvalue(), "a.xlsm", [mark(4, 2)])
    assert marked.name == "a.xlsm"
    with zipfile.ZipFile(BytesIO(marked.data)) as archive:
        assert archive.read("xl/vbaProject.bin") == b"macros"


def test_percent_and_formats_with_words_of_an_old_file_stay(monkeypatch):
    monkeypatch.setattr("sheets.marking.marking._mark_xlsx", lambda data, marks: None)  # as for one that does not open
    book = Workbook()
    book.active.append([0.355, 12, None])
    book.active["A1"].number_format, book.active["B1"].number_format = "0.0%", '0"人"'
    book.active.merge_cells("A2:B2")
    data = save_workbook(book)
    copied = mark_upload(data, "a.xlsx", [mark(1, 1, sheet="Sheet")]).data
    assert read_grids(copied) == read_grids(data)


def test_what_cannot_be_read_or_is_too_large_is_refused(monkeypatch):
    with pytest.raises(WorkbookRefused):
        mark_upload(b"PK\x03\x04", "a.xlsx", [])
    monkeypatch.setattr("sheets.marking.marking.MAX_MARKED_CELLS", 3)
    with pytest.raises(WorkbookRefused, match="too_many_cells"):
        mark_upload(DATA, "a.xlsx", [])
