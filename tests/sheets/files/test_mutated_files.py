"""No file, however damaged, makes the readers crash, hang or fill the memory."""

import subprocess
import sys

import pytest

from tests.sheets.files.builders import convert, make_zip, write_everything, write_sheet

PAGE = "<html><meta charset=gb2312><table><tr><td colspan=2>标题<tr><td>永德县<td>12</table>".encode("gbk")
XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>
<Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">永德县</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="Number">12</Data></Cell></Row></Table></Worksheet></Workbook>""".encode()
TEXT = "单位,人数\n永德县,12\n镇康县,3\n".encode()


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The paths of sound files of every kind."""
    folder = tmp_path_factory.mktemp("books")
    sheet = write_sheet(write_everything)
    contents = {"a.xlsx": sheet, "a.html": PAGE, "a.xml": XML, "a.csv": TEXT, "a.zip": make_zip({"甲.xlsx": sheet})}
    for kind in ("xls", "ods"):
        contents[f"a.{kind}"] = convert(sheet, kind, tmp_path_factory.mktemp(kind))
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return sorted(str(path) for path in folder.iterdir())


def read_mutated(number, books):
    command = [sys.executable, "-m", "tests.sheets.files.mutating", str(number), "0", *books]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    return int(run.stdout)


def test_mutated_files_are_read_or_refused(books):
    assert read_mutated(400, books) > 50


@pytest.mark.slow
def test_ten_thousand_mutated_files_are_read_or_refused(books):
    assert read_mutated(10_000, books) > 1000
