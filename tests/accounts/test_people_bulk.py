"""Many people from a workbook: the template, the errors of each cell, the preview, and the sheet of first passwords."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.models import Person, Post
from accounts.people_workbook import MAX_PEOPLE, read_people
from accounts.views import bulk
from audit.models import Entry
from orgs.actions.units import close_unit
from tests.accounts.test_people_pages import log_in_as
from tests.factories import make_unit

IMPORT = "accounts:people_import"
HEADS = ["单位代码", "单位", "姓名", "登录名", "岗位", "电话", "电子邮箱", "起始日期"]


def workbook(*rows, heads=None):
    book = Workbook()
    page = book.active
    page.append(["新增人员"])
    page.append(heads or list(bulk.field_heads().values()))
    for row in rows:
        page.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def person_row(username, *, name="李秀英", unit="双江", role="填报员", **more):
    given = {"code": "", "unit": unit, "name": name, "username": username, "role": role, **more}
    return [given.get(field) for field in ("code", "unit", "name", "username", "role", "phone", "email", "from_date")]


def upload(client, data):
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile("人员.xlsx", data)})


def confirm(client, preview):
    return client.post(reverse(IMPORT), {"rows": preview.context["signed"]})


@pytest.fixture
def system(client, world):
    return log_in_as(client, world.system)


def test_the_template_has_a_row_for_each_unit_without_a_clerk(system, world):
    closed = make_unit("530926000000", "耿马县", parent=world.lincang)
    close_unit(closed, by=None, to_date=timezone.localdate() - timedelta(3))
    response = system.get(reverse("accounts:people_template"))
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(min_row=2, values_only=True))
    assert rows[0][:5] == ("单位代码", "单位", "姓名", "登录名", "岗位")
    assert [row[:5] for row in rows[1:]] == [
        ("530900000000", "临沧市妇联", None, None, "填报员"),
        ("530925000000", "双江县妇联", None, None, "填报员"),
    ]
    assert Entry.objects.filter(verb="file.download", username="lincang-system").exists()


def test_a_filled_in_template_adds_everybody_with_a_first_password(system, world, client):
    template = system.get(reverse("accounts:people_template")).content
    book = load_workbook(BytesIO(template))
    page = book.active
    page["C4"], page["D4"], page["F4"], page["H4"] = "李秀英", "lixiuying", 13800000000, datetime(2020, 3, 1)
    page.append(["", "永德县", "王芳", "wangfang", "审核员"])
    stream = BytesIO()
    book.save(stream)
    preview = upload(system, stream.getvalue())
    assert preview.status_code == 200
    assert [row.number for row in preview.context["rows"]] == [4, 5]
    assert not Person.objects.filter(username="lixiuying").exists()

    sheet = confirm(system, preview)
    assert "no-store" in sheet.headers["Cache-Control"]
    passwords = re.findall(r'class="secret">([^<]+)<', sheet.text)
    assert len(passwords) == len(set(passwords)) == 2
    one, two = (Person.objects.get(username=name) for name in ("lixiuying", "wangfang"))
    assert (one.phone, one.must_change_password, one.check_password(passwords[0])) == ("13800000000", True, True)
    assert two.check_password(passwords[1])
    assert [(p.unit.code, p.role, str(p.from_date)) for p in one.posts.all()] == [
        ("530925000000", "clerk", "2020-03-01")
    ]
    assert set(Entry.objects.filter(object_code="wangfang").values_list("verb", "unit_code", "username")) == {
        ("person.create", "530923000000", "lincang-system"),
        ("post.give", "530923000000", "lincang-system"),
    }
    for entry in Entry.objects.all():
        assert not any(password in str(entry.data) for password in passwords)

    client.logout()
    client.post(reverse("accounts:login"), {"username": "wangfang", "password": passwords[1]})
    assert client.get(reverse("targets:home")).url == reverse("accounts:password")


def test_confirming_twice_adds_nobody_twice_and_shows_no_password(system):
    preview = upload(system, workbook(person_row("lixiuying")))
    confirm(system, preview)
    again = confirm(system, preview)
    assert again.status_code == 302
    assert 'class="secret"' not in again.text
    assert Post.objects.filter(person__username="lixiuying").count() == 1


@pytest.mark.parametrize(
    "row,cell,text",
    [
        (person_row(""), "D3", "这一格没有填"),
        (person_row("li", name=""), "C3", "这一格没有填"),
        (person_row("li xiu"), "D3", "只能用字母、数字"),
        (person_row("YongDe"), "D3", "这个登录名已有人使用，请换一个。"),
        (person_row("yongde"), "D3", "这个登录名已有人使用，请换一个。"),
        (person_row("li", role="书记"), "E3", "没有“书记”这个岗位，可以填：填报员、审核员"),
        (person_row("li", role=""), "E3", "这一格没有填"),
        (person_row("li", unit="昆明市"), "B3", "您管理的范围内没有这个单位"),
        (person_row("li", unit="云南省"), "B3", "您管理的范围内没有这个单位"),
        (person_row("li", unit=""), "B3", "这一格没有填"),
        (person_row("li", code="530923000000"), "B3", "旁边的代码是永德县妇联的"),
        (person_row("li", email="nobody"), "G3", "请填正确的电子邮箱"),
        (person_row("li", from_date="明天"), "H3", "“明天”不是日期"),
        (person_row("=1/0"), "D3", "公式"),
    ],
)
def test_each_wrong_cell_is_named_and_nobody_is_added(system, row, cell, text):
    before = Person.objects.count()
    preview = upload(system, workbook(row, person_row("right")))
    assert preview.status_code == 422
    found = {each["where"]: each["text"] for each in preview.context["wrong"]}
    assert list(found) == [cell]
    assert text in found[cell]
    assert "signed" not in preview.context
    assert Person.objects.count() == before


def test_the_same_login_name_twice_in_the_workbook(system):
    preview = upload(system, workbook(person_row("lixiuying"), person_row("lixiuying", unit="永德县")))
    assert [each["where"] for each in preview.context["wrong"]] == ["D4"]


@pytest.mark.parametrize(
    "data,text",
    [
        (b"name,login", "没有找到列名为"),
        (b"%PDF-1.7", "没有可以读取的表格"),
        (workbook(["a"], heads=["x", "y"]), "没有找到列名为"),
        (workbook(["530925000000", "双江县妇联", "", "", "填报员"]), "没有填写任何人"),
        (workbook(*[person_row(f"p{n}") for n in range(MAX_PEOPLE + 1)]), "一次最多 300 人"),
    ],
    ids=["text", "pdf", "heads", "nobody", "many"],
)
def test_a_file_that_cannot_be_used(system, data, text):
    answer = upload(system, data)
    assert answer.status_code == 422
    assert text in answer.text


def test_english_heads_and_posts_are_read_on_a_chinese_page(world):
    data = workbook(["530925000000", "Li", "li", "clerk"], heads=["Code of the unit", "Name", "Login name", "Post"])
    rows = read_people(data, by=world.system)
    assert [(row.values["unit"].code, row.values["role"], row.errors) for row in rows] == [
        ("530925000000", "clerk", {})
    ]


def test_a_preview_of_somebody_else_or_altered_adds_nobody(system, world, client):
    preview = upload(system, workbook(person_row("lixiuying")))
    signed = preview.context["signed"]
    assert "预览已过期" in system.post(reverse(IMPORT), {"rows": signed[:-3] + "abc"}).text
    from tests.factories import make_person

    log_in_as(client, make_person("other-system", ("system_admin", world.shuangjiang)))
    assert "预览已过期" in client.post(reverse(IMPORT), {"rows": signed}).text
    assert not Person.objects.filter(username="lixiuying").exists()


def test_only_system_administrators(client, world):
    for name in (IMPORT, "accounts:people_template"):
        assert log_in_as(client, world.clerk).get(reverse(name)).status_code == 403
        assert log_in_as(client, world.security).get(reverse(name)).status_code == 403


def test_a_preview_of_129_clerks_takes_no_query_more_for_reading_their_units(world, django_assert_num_queries):
    data = workbook(*[person_row(f"p{n}", unit="双江" if n % 2 else "永德县") for n in range(129)])
    world.system = Person.objects.get(pk=world.system.pk)
    with django_assert_num_queries(3):
        read_people(data, by=world.system)


@pytest.mark.parametrize("day", ["2020.9.1", "2020/9/1", "2020年9月1日"])
def test_days_are_taken_as_people_write_them(world, day):
    (row,) = read_people(workbook(person_row("lixiuying", from_date=day)), by=world.system)
    assert (row.errors, str(row.values["from_date"])) == ({}, "2020-09-01")


def test_a_login_name_twice_in_the_file_names_the_other_row(system, world):
    preview = upload(system, workbook(person_row("lixiuying"), person_row("lixiuying")))
    assert preview.context["wrong"] == [{"where": "D4", "text": "与第 3 行重复。"}]


def test_all_errors_of_a_row_come_at_once(system, world):
    row = person_row("李 秀英", role="办事员", email="lixiuying", from_date="去年", code="110000", unit="北京市")
    wrong = {each["where"] for each in upload(system, workbook(row)).context["wrong"]}
    assert wrong == {"A3", "D3", "E3", "G3", "H3"}, "the unit out of reach once"


def test_reloading_the_page_of_first_passwords_says_what_has_happened(system, world):
    preview = upload(system, workbook(person_row("lixiuying")))
    assert "lixiuying" in confirm(system, preview).text
    again = confirm(system, preview)
    assert again.url == reverse("accounts:people")
    assert "密码不再显示" in system.get(again.url).text


def test_the_confirmation_is_sent_once_however_often_it_is_pressed(system, world):
    text = upload(system, workbook(person_row("lixiuying"))).text
    assert "pages/save_once.js" in text
    assert 'data-save-once="' in text
