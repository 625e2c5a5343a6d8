"""A form of a whole city, of an unknown county or of another office is not read as the county's that its file names."""

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN

YONGDE = "530923000000"
FORM = "指标|单位|本季完成\n骨干培训|人次|53\n自主创业|人|2\n"
TITLE = "2020年三季度统计表"


def read(title, sheet="Sheet1", name="报表.xlsx", form=FORM):
    reading = read_workbook([book_of(sheet_of(f"{title}\n{form}", sheet), name=name)], PLAN)
    assert {figure.unit for figure in reading.figures} <= {YONGDE}
    return len(reading.figures), [question.why.code for question in reading.all_questions]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("临沧市各县2020年三季度汇总", "永德县.xlsx"),
        ("全市2020年三季度合计", "报永德县.xlsx"),
        (f"{TITLE}\n填报单位：临沧市妇联", "报永德县.xlsx"),
        (f"永德县{TITLE}\n填报单位：临沧市妇联", "报表.xlsx"),
        (f"永德县{TITLE}\n填报单位：镇沅县妇联", "报表.xlsx"),
        (f"镇沅县妇联{TITLE}", "永德县.xlsx"),
    ],
)
def test_what_names_another_unit_than_the_file_is_asked(title, name):
    assert read(title, name=name) == (0, ["units_contradict"])


@pytest.mark.parametrize(
    ("title", "sheet", "name"),
    [
        (f"临沧市妇联{TITLE}", "Sheet1", "永德县.xlsx"),
        (f"临沧市妇联{TITLE}\n填报单位：永德县妇联", "Sheet1", "报表.xlsx"),
        (f"临沧市妇联{TITLE}\n制表单位：临沧市妇联", "永德县", "报表.xlsx"),
        ("临沧市各县（区）妇联2020年三季度汇总表", "永德县", "报表.xlsx"),
        (f"临沧市永德县{TITLE}", "Sheet1", "报表.xlsx"),
        (f"永德县{TITLE}\n填报单位（盖章）：县妇联办公室", "Sheet1", "报表.xlsx"),
        (f"各县区妇联{TITLE}", "Sheet1", "永德县.xlsx"),
        ("三季度县区妇联工作统计表", "Sheet1", "永德县.xlsx"),
    ],
)
def test_the_form_that_everybody_has_is_the_units(title, sheet, name):
    assert read(title, sheet, name) == (2, [])


@pytest.mark.parametrize(
    "office", ["妇幼保健院", "农业农村局", "总工会", "第一中学", "各乡镇", "各乡镇妇联", "人民政府"]
)
def test_another_office_of_the_county_is_asked(office):
    asked = (0, ["another_office"])
    assert read(f"永德县{office}{TITLE}") == asked
    assert read(TITLE, f"永德县{office}") == asked
    assert read(TITLE, name=f"永德县{office}三季度.xlsx") == asked
    assert read(f"{TITLE}\n填报单位：永德县{office}") == asked


@pytest.mark.parametrize(
    "own", ["", "妇联", "妇女联合会", "巾帼示范基地", "妇女儿童维权站", "妇联（工会楼）", "报市妇联"]
)
def test_what_is_the_federations_own_is_read(own):
    assert read(f"永德县{own}{TITLE}") == (2, [])


def test_the_sum_of_the_places_that_the_table_lists_is_the_countys():
    form = "指标|单位|勐永镇|永康镇|合计\n骨干培训|人次|50|3|53\n自主创业|人|1|1|2\n"
    assert read(f"永德县各乡镇{TITLE}", form=form) == (2, [])
