"""The downloaded table brought back: unchanged it changes nothing; changed, it is shown, and saved whole or not."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from plans.models import Cadence, Period, Task, TaskUnit
from sheets.tables import write_csv, write_xlsx
from targets.admin_tables.reading import read_lines
from targets.models import Target
from targets.models.target import Direction, Measure, RollUp, Start
from targets.plan_table.files import make_plan_file
from targets.plan_table.queries import PlanTable
from targets.plan_table.sheet_lines import find_changes
from targets.plan_table.views.upload import HEADS
from tests.factories import make_target, set_issued
from tests.targets.plan_table.conftest import read_texts

pytestmark = pytest.mark.django_db


class Desk:
    """A planner who downloads the table, changes it in Excel and brings it back."""

    def __init__(self, client, plan):
        self.client, self.plan = client, plan
        self.page = reverse("targets:plan_table_upload", args=[plan.code])
        self.address = reverse("targets:plan_table", args=[plan.code])

    def download(self):
        return load_workbook(BytesIO(self.client.get(self.address, {"as": "xlsx"}).content))

    def cell(self, sheet, code, head):
        heads = [cell.value for cell in sheet[2]]
        row = next(row for row in sheet.iter_rows(min_row=3) if row[heads.index("代码")].value == code)
        return row[heads.index(head)]

    def changed(self, **cells):
        """The workbook with cells set: T01__牵头="办公室"."""
        book = self.download()
        for place, value in cells.items():
            self.cell(book.active, *place.split("__")).value = value
        return book

    def bring(self, book, **more):
        data = BytesIO()
        book.save(data)
        file = SimpleUploadedFile("一览表.xlsx", data.getvalue())
        return self.client.post(self.page, {"file": file, **more})

    def confirm(self, response, **more):
        given = {"signed": response.context["signed"], **more}
        return self.client.post(f"{self.page}confirm/", given, follow=True)


@pytest.fixture
def desk(planner_client, table_plan):
    return Desk(planner_client, table_plan)


def shown(response):
    return [(each.id, each.before, each.after) for each in response.context["differences"]]


def test_what_would_change_is_shown_and_saved_whole(desk, table_plan):
    before = read_texts(table_plan)
    book = desk.changed(T01__牵头单位="办公室", L03__目标值=25, L01__完成时限="6月底", T02__完成时限=date(2020, 9, 30))
    response = desk.bring(book)
    assert (response.status_code, read_texts(table_plan)) == (200, before)
    assert shown(response) == [
        ("task:T01:lead", "", "办公室"), ("task:T02:due", "", "2020-09-30"), ("target:L01:due", "", "2020-06-30"),
        ("target:L03:value", "", "25"),
    ]  # fmt: skip
    page = desk.confirm(response)
    assert "已保存 4 格" in page.content.decode()
    changed = {key: after for key, _before, after in shown(response)}
    assert read_texts(table_plan) == before | changed


def test_one_refused_cell_keeps_everything_as_it_was(desk, table_plan):
    before = read_texts(table_plan)
    response = desk.bring(desk.changed(T01__牵头单位="没有这个部", L03__目标值=25))
    page = response.content.decode()
    assert (response.status_code, response.context["signed"]) == (422, "")
    assert "没有这个部" in page
    assert "D4 T01" in page  # the cell of the workbook
    assert read_texts(table_plan) == before


def test_what_was_changed_after_the_preview_is_shown_again_and_not_overwritten(desk, table_plan):
    response = desk.bring(desk.changed(L03__目标值=25, T01__牵头单位="办公室"))
    Target.objects.filter(plan=table_plan, code="L03").update(value=30)
    again = desk.confirm(response)
    assert again.status_code == 409
    assert "有人刚改过" in again.content.decode()
    assert shown(again) == [("task:T01:lead", "", "办公室"), ("target:L03:value", "30", "25")]
    assert read_texts(table_plan)["target:L03:value"] == "30"
    assert read_texts(table_plan)["task:T01:lead"] == ""
    desk.confirm(again)
    assert read_texts(table_plan)["target:L03:value"] == "25"


def test_a_column_left_out_stays_and_a_row_of_no_task_is_told(desk, table_plan):
    book = desk.changed(L03__目标值=25)
    book.active.append(["", "L99", "没有的目标"])
    heads = [cell.value for cell in book.active[2]]
    book.active.delete_cols(heads.index("计量单位") + 1)
    response = desk.bring(book)
    assert shown(response) == [("target:L03:value", "", "25")]
    assert "L99 没有的目标" in response.content.decode()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"T01__目标值": 3}, "这一行没有这一格"),
        ({"L03__填报方式": "乱写"}, "乱写"),
        ({"L01__代码": "L03"}, "出现了两次"),
    ],
)
def test_what_has_no_place_is_refused(desk, cells, words):
    response = desk.bring(desk.changed(**cells))
    assert response.status_code == 422
    assert words in response.content.decode()


def test_no_workbook_and_another_table_are_refused(desk, planner_client):
    assert planner_client.post(desk.page, {}).status_code == 422
    other = SimpleUploadedFile("x.csv", "姓名,电话\n张三,1".encode())
    response = planner_client.post(desk.page, {"file": other})
    assert response.status_code == 422
    assert "代码" in response.content.decode()


def test_a_preview_that_was_signed_for_another_plan_saves_nothing(desk, planner_client):
    response = planner_client.post(f"{desk.page}confirm/", {"signed": "forged"}, follow=True)
    assert "重新上传" in response.content.decode()


def test_an_issued_plan_asks_for_an_adjustment(desk, table_plan):
    Target.objects.filter(plan=table_plan, code="L03").update(value=20)
    set_issued(table_plan)
    page = desk.client.get(desk.page).content.decode()
    assert "选填" not in page
    assert 'name="reason"' not in page
    response = desk.bring(desk.changed(L03__目标值=25))
    assert response.status_code == 200
    assert shown(response) == [("target:L03:value", "20", "25")]
    page = response.content.decode()
    assert "从哪一期起" in page
    assert "原因" in page
    assert "理由" not in page
    assert "选填" not in page
    lacking = desk.confirm(response)
    assert (lacking.status_code, Target.objects.get(plan=table_plan, code="L03").value) == (422, 20)
    assert lacking.context["why"].errors.keys() == {"from_seq", "reason", "document_number"}
    seq = Period.objects.filter(plan=table_plan).first().seq
    desk.confirm(lacking, from_seq=seq, reason="扩面", document_number="临妇发〔2020〕9号")
    assert Target.objects.get(plan=table_plan, code="L03").value == 25


def test_words_of_an_issued_plan_need_no_adjustment(desk, table_plan):
    set_issued(table_plan)
    response = desk.bring(desk.changed(T01__完成时限=date(2020, 9, 30)))
    assert (response.status_code, response.context["why"]) == (200, None)


def test_what_others_changed_after_the_download_is_marked_or_stays(desk, table_plan):
    Target.objects.filter(plan=table_plan, code="L01").update(value=100)
    book = desk.changed(L03__目标值=25)
    Target.objects.filter(plan=table_plan, code="L03").update(value=30)
    Target.objects.filter(plan=table_plan, code="L01").update(value=110)
    response = desk.bring(book)
    assert shown(response) == [("target:L03:value", "30", "25")]
    page = response.content.decode()
    assert page.count('state-warn">您下载之后有人改过') == 1
    assert "目标值 <strong>110</strong>" in page
    desk.confirm(response)
    values = dict(Target.objects.filter(plan=table_plan).values_list("code", "value"))
    assert (values["L03"], values["L01"]) == (25, 110)


words = st.text(
    st.sampled_from("培训妇女=+-@'“”，、1234567890.%％ab \u3000\u200b（）"), min_size=1, max_size=12
).filter(lambda text: text.strip())
numbers = st.none() | st.decimals(min_value=0, max_value=10**11, places=4) | st.integers(0, 3000).map(Decimal)
days = st.none() | st.dates(date(2020, 1, 1), date(2020, 12, 31))


@st.composite
def targets(draw):
    measure = draw(st.sampled_from(Measure.values))
    rate = measure == Measure.RATIO
    direction = draw(st.sampled_from(["at_least", "at_most", "exactly", "range"]))
    low, more = draw(numbers.filter(lambda n: n is not None)), draw(st.integers(0, 99))
    if rate and direction == Direction.EXACTLY:
        direction = Direction.AT_LEAST
    return {
        "name": draw(words), "measure": measure, "direction": direction, "unit": draw(words), "decimals": 4,
        "scale": draw(st.sampled_from(["", "%", "‰", "/10万"])) if rate else "",
        "value": low if direction == Direction.RANGE else draw(numbers),
        "value2": low + more if direction == Direction.RANGE else None,
        "rollup": draw(st.sampled_from(RollUp.values)), "deadline": draw(days),
        "frequency": draw(st.sampled_from(Cadence.values)), "start": draw(st.sampled_from(Start.values)),
    }  # fmt: skip


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    titles=st.lists(words, min_size=1, max_size=4), made=st.lists(targets(), max_size=5), due=days,
    same_codes=st.booleans(), section=words,
)  # fmt: skip
def test_what_leaves_comes_back_unchanged(table_plan, lincang, titles, made, due, same_codes, section):
    with transaction.atomic():
        table_plan.sections.update(title=section)
        first = table_plan.sections.first()
        for n, title in enumerate(titles):
            task = Task.objects.create(plan=table_plan, section=first, code=f"T1{n}", title=title, due_on=due)
            TaskUnit.objects.create(task=task, unit=lincang.office, part="lead")
        for n, fields in enumerate(made):
            make_target(table_plan, f"T1{n}" if same_codes else f"L1{n}", fields.pop("value"), task=task, **fields)
        file = make_plan_file(PlanTable(table_plan))
        rows = list(file.rows)
        for write, name in ((write_xlsx, "a.xlsx"), (write_csv, "a.csv")):
            lines, notes = read_lines(write(type(file)(file.title, file.heads, rows)), name, HEADS)
            found = find_changes(lines, PlanTable(table_plan))
            assert (found.changes, found.refused, found.unused, notes) == ([], [], [], [])
        transaction.set_rollback(True)


def test_the_download_has_what_the_upload_needs(desk):
    text = b"".join(desk.client.get(desk.address, {"as": "csv"})).decode("utf-8-sig")
    assert next(csv.reader(StringIO(text)))[:3] == HEADS.heads()[:3]
