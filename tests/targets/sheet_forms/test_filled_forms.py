"""An office's own form is filled with the numbers of the pages of totals, and its layout stays."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from audit.models import Entry
from tests.sheets.office.sample_plan import TARGET
from tests.targets.sheet_forms.form_city import CITY, YONGDE, ZHENKANG, FormCity, quarter_form

pytestmark = pytest.mark.django_db
TWO = (YONGDE, ZHENKANG)
FEW = (TARGET["B06"], TARGET["B04"])


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city():
    return FormCity(TWO, FEW)


def test_the_cells_get_what_was_submitted_and_all_else_stays(city):
    city.report({(YONGDE, "B06", 2): 10, (YONGDE, "B06", 3): 30, (ZHENKANG, "B06", 3): 0})
    empty = quarter_form()
    form = city.keep(empty)
    sheet = city.filled(form)["统计表"]
    assert [sheet.cell(5, column).value for column in range(3, 8)] == [100, 30, 0.4, None, None]
    assert [sheet.cell(6, column).value for column in range(3, 6)] == [100, 0, 0]  # zero is no blank
    assert [sheet.cell(7, column).value for column in range(3, 6)] == [200, "=SUM(D5:D6)", 0.2]
    results = load_workbook(BytesIO(city.download(form).content), data_only=True)["统计表"]
    assert results["D7"].value == 30  # for what only shows a file
    before = load_workbook(BytesIO(empty))["统计表"]
    assert sheet.merged_cells.ranges == before.merged_cells.ranges
    assert sheet.column_dimensions["B"].width == 17.5
    assert sheet.row_dimensions[1].height == 40
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert sheet.print_title_rows == before.print_title_rows
    for row in before.iter_rows():
        for cell in row:
            after = sheet[cell.coordinate]
            for style in ("font", "border", "fill", "alignment", "number_format"):
                assert repr(getattr(after, style)) == repr(getattr(cell, style)), (cell.coordinate, style)
            if cell.value is not None and cell.row != 1:
                assert after.value == cell.value


@pytest.mark.parametrize(
    "title, third, fourth",
    [
        ("2020年（  ）季度统计表", "2020年（三）季度统计表", "2020年（四）季度统计表"),
        ("2020年第三季度统计表", "2020年第三季度统计表", "2020年第四季度统计表"),
        ("    年   季度统计表", "2020年三季度统计表", "2020年四季度统计表"),
        ("2019年三季度统计表", "2020年三季度统计表", "2020年四季度统计表"),
    ],
)
def test_the_title_names_the_period(title, third, fourth):
    city = FormCity(TWO, FEW, open_seq=4)
    form = city.keep(quarter_form(title=title))
    assert city.filled(form, period="2020Q3")["统计表"]["A1"].value == third
    assert city.filled(form, period="2020Q4")["统计表"]["A1"].value == fourth


def test_blank_zero_and_not_applicable_are_apart(city):
    city.report({(YONGDE, "B06", 3): "na", (ZHENKANG, "B06", 3): 0})
    form = city.keep(quarter_form())
    sheet = city.filled(form)["统计表"]
    assert (sheet["D5"].value, sheet["D6"].value) == ("不适用:没有这项工作", 0)
    assert city.filled(form, period="2020Q2")["统计表"]["D5"].value is None
    dashed = city.keep(quarter_form(), na_text="—")
    assert city.filled(dashed)["统计表"]["D5"].value == "—"


def test_each_basis_has_its_own_numbers(city):
    city.report({(YONGDE, "B06", 3): 30, (ZHENKANG, "B06", 3): 8}, accepted={ZHENKANG})
    form = city.keep(quarter_form(total=None))
    submitted, accepted = (city.filled(form, basis=basis)["统计表"] for basis in ("submitted", "accepted"))
    assert [submitted[f"D{row}"].value for row in (5, 6, 7)] == [30, 8, 38]
    assert [accepted[f"D{row}"].value for row in (5, 6, 7)] == [None, 8, 8]


def test_a_clerk_gets_the_own_row_alone(city):
    city.report({(YONGDE, "B06", 3): 30, (ZHENKANG, "B06", 3): 8})
    form = city.keep(quarter_form(total=None))
    sheet = city.filled(form, by=city.clerk)["统计表"]
    assert [sheet[f"D{row}"].value for row in (5, 6, 7)] == [30, None, None]


def test_a_form_that_names_no_unit_is_filled_for_one(city):
    city.report({(YONGDE, "B06", 3): 30, (ZHENKANG, "B06", 3): 8})
    book = load_workbook(BytesIO(quarter_form()))
    sheet = book.active
    for row in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(row))
    sheet.delete_rows(1, 10)
    lines = (["2020年第（ ）季度报告表"], ["填报单位(盖章)："], ["指标名称", "本季完成"], ["培训基层妇女骨干", None])
    for line in lines:
        sheet.append(line)
    stream = BytesIO()
    book.save(stream)
    form = city.keep(stream.getvalue(), "报告表.xlsx")
    rows = [row for row in city.filled(form, unit=ZHENKANG).active.iter_rows(values_only=True) if any(row)]
    assert rows[1][0] == "填报单位(盖章)：镇康县"
    assert rows[3][:2] == ("培训基层妇女骨干", 8)
    own = [row for row in city.filled(form, by=city.clerk).active.iter_rows(values_only=True) if any(row)]
    assert own[3][1] == 30
    assert city.download(form, city.clerk, unit=ZHENKANG).status_code == 404
    assert city.download(form, unit=CITY).status_code == 200


def test_a_text_of_a_name_never_becomes_a_formula(city):
    city.city.participations.update(short_name="=1+1")
    form = city.keep(quarter_form(title='=1+1&"三季度"'))
    assert city.filled(form)["统计表"]["A1"].value == '=1+1&"三季度"'  # the form's own formula stays


def test_the_download_is_recorded(city):
    form = city.keep(quarter_form())
    assert city.download(form).status_code == 200
    entry = Entry.objects.filter(verb="file.download").latest("id")
    assert entry.data["file"] == "省妇联季度表-2020年三季度.xlsx"


def test_the_page_says_what_stays_blank(city, client):
    city.report({(YONGDE, "B06", 3): 30})
    form = city.keep(quarter_form())
    client.force_login(city.chief)
    page = client.get(f"/plans/lincang-2020/forms/{form.pk}/filled/").text
    assert "收养登记（件）" in page  # in the form, not in the plan
    assert "B04 农村妇女累计转移就业" in page  # in the plan, not in the form
    assert "镇康" in page.partition("本期尚未上报")[2]
    assert "2020年（三）季度妇联重点工作统计表" in page


def test_the_number_of_queries_does_not_depend_on_the_form(city, client, django_assert_max_num_queries):
    city.report({(YONGDE, "B06", 3): 30})
    form = city.keep(quarter_form())
    client.force_login(city.chief)
    with django_assert_max_num_queries(24):
        client.get(f"/plans/lincang-2020/forms/{form.pk}/filled/file")


def running_form(total=None):
    """A form with the quarter's number of a target that is reported as a running total."""
    book = load_workbook(BytesIO(quarter_form(total=total)))
    book.active["C3"] = "农村妇女累计转移就业"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def page_of(city, form, **query):
    client = Client()
    client.force_login(city.chief)
    response = client.get(f"/plans/{city.plan.code}/forms/{form.pk}/filled/", query)
    assert response.status_code == 200
    return response


def test_a_number_of_the_period_that_spans_a_missed_one_is_said(city):
    city.report({(YONGDE, "B04", 1): 10, (YONGDE, "B04", 3): 30})
    city.report({(ZHENKANG, "B04", 1): 1, (ZHENKANG, "B04", 2): 5, (ZHENKANG, "B04", 3): 8})
    form = city.keep(running_form())
    assert [city.filled(form)["统计表"][f"D{row}"].value for row in (5, 6)] == [20, 3]
    page = page_of(city, form)
    assert page.context["numbers"].spanning == [("永德", "2020年二季度", ["B04"]), ("", "2020年二季度", ["B04"])]
    text = page.content.decode()
    assert "下载前请知道" in text
    assert "永德 B04（2020年二季度未上报）；合计行 B04（2020年二季度未上报）" in " ".join(text.split())
    second = page_of(city, form, period="2020Q2").context["numbers"]
    assert second.spanning == []  # of the quarter that was missed there is no number


def test_a_running_total_without_a_gap_spans_nothing(city):
    city.report({(YONGDE, "B04", seq): 10 * seq for seq in (1, 2, 3)})
    city.report({(ZHENKANG, "B04", 2): 5})  # its third is missing: no number that could span anything
    city.report({(YONGDE, "B06", 3): 7})  # what was added in the period alone
    spanning = page_of(city, city.keep(quarter_form())).context["numbers"].spanning
    assert spanning == []
    form = city.keep(running_form())
    assert page_of(city, form).context["numbers"].spanning == []
    second = page_of(city, form, period="2020Q2").context["numbers"].spanning
    assert second == [("镇康", "2020年一季度", ["B04"]), ("", "2020年一季度", ["B04"])]
