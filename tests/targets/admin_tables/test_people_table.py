"""People with posts out and in by workbook: accounts of all counties in one sheet, first passwords printed once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Person, Post
from audit.models import Entry
from orgs.models import UnitAlias
from tests.factories import make_person, make_unit
from tests.targets.admin_tables.sheets import TableDesk, counts, csv_rows, errors

TODAY = timezone.localdate().isoformat()


@pytest.fixture
def world(db):
    province = make_unit("530000000000", "云南省")
    city = make_unit("530900000000", "临沧市", parent=province, short_name="临沧")
    yongde = make_unit("530923000000", "永德县", parent=city, short_name="永德")
    shuangjiang = make_unit("530925000000", "双江县", parent=city, short_name="双江")
    UnitAlias.objects.create(unit=shuangjiang, name="双江自治县")
    elsewhere = make_unit("450200000000", "柳州市", level="city")
    return {
        "city": city, "yongde": yongde, "shuangjiang": shuangjiang,
        "system": make_person("system", ("system_admin", city)),
        "clerk": make_person("yongde", ("clerk", yongde), ("reviewer", city), name="李秀英", phone="+86 138"),
        "leader": make_person("leader", ("leader", province), ("clerk", yongde), name="云南领导"),
        "outsider": make_person("liuzhou", ("clerk", elsewhere), name="柳州填报员"),
    }  # fmt: skip


@pytest.fixture
def desk(client, world):
    client.force_login(world["system"])
    return TableDesk(client, "accounts_person")


def row(username, *, unit="双江", name="王芳", role="填报员", **more):
    given = {"unit": unit, "name": name, "username": username, "role": role, **more}
    keys = ("code", "unit", "name", "username", "role", "phone", "email", "from_date", "to_date", "is_active")
    return [given.get(key) for key in keys]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_of_the_list_of_people_imports_unchanged(desk, client, world, kind):
    file = client.get(f"/people/?as={kind}")
    shown = desk.upload(file.content, f"人员.{kind}")
    assert (shown.status_code, set(counts(shown))) == (200, {"unchanged"}), shown.context["refused"]


def test_the_page_of_passwords_says_what_else_was_changed(desk, world):
    data = desk.changed(row("wangfang"), F3="2", F4="2")  # 李秀英 has two posts
    text = desk.confirm(desk.upload(data)).text
    assert "已新增 1 人。" in text
    assert re.search(r"另改动 [12] 行。", text), re.findall(r"另.*|已新增.*", text)


def stored():
    people = list(Person.objects.order_by("pk").values("username", "name", "phone", "email", "is_active", "password"))
    return people, list(Post.objects.order_by("pk").values()), Entry.objects.exclude(verb="file.download").count()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_holds_who_may_be_managed_and_imports_unchanged(desk, world, kind):
    Person.objects.filter(username="yongde").update(name="=1+1", is_active=False)
    before = stored()
    data = desk.export(kind)
    if kind == "csv":
        assert [(line[3], line[4]) for line in csv_rows(data)[1:]] == [("yongde", "审核员"), ("yongde", "填报员")]
        assert csv_rows(data)[1][2] == "'=1+1"
        assert csv_rows(data)[1][5] == "'+86 138"
    shown = desk.upload(data, f"人员.{kind}")
    assert counts(shown) == {"unchanged": 2}
    assert stored() == before


def test_new_people_get_first_passwords_printed_once(desk, world, client):
    data = desk.changed(
        row("wangfang", phone="13800000000", from_date="2020-03-01"),
        row("wangfang", unit="530923000000", role="审核员", phone="13800000000"),
        row("zhang", unit="双江自治县", name="张", role="clerk", is_active="否"),
    )
    shown = desk.upload(data)
    assert counts(shown) == {"new": 2, "changed": 1, "unchanged": 2}
    assert not Person.objects.filter(username="wangfang").exists()
    sheet = desk.confirm(shown)
    assert "no-store" in sheet.headers["Cache-Control"]
    passwords = re.findall(r'class="secret">([^<]+)<', sheet.text)
    assert len(set(passwords)) == 2
    one, two = Person.objects.get(username="wangfang"), Person.objects.get(username="zhang")
    assert one.check_password(passwords[0])
    assert two.check_password(passwords[1])
    assert (one.must_change_password, two.is_active) == (True, False)
    assert sorted(one.posts.values_list("unit__code", "role")) == [
        ("530923000000", "reviewer"),
        ("530925000000", "clerk"),
    ]
    for entry in Entry.objects.all():
        assert not any(password in str(entry.data) for password in passwords)
    again = desk.confirm(shown)
    assert again.status_code == 409
    assert 'class="secret"' not in again.text
    assert Post.objects.filter(person=one).count() == 2
    assert counts(desk.upload(data))["unchanged"] == 5


def test_changes_of_accounts_and_posts_go_by_the_actions(desk, world):
    Person.objects.filter(username="yongde").update(phone="1")
    rows = desk.rows()
    assert [line["登录名"] for line in rows.values()] == ["yongde", "yongde"]
    shown = desk.upload(
        desk.changed(row("yongde", unit="双江", name="李大英"), C3="李大英", C4="李大英", F3="2", F4="2", I4=TODAY)
    )
    assert errors(shown) == [("F5", "与第 3 行的不一样。")]
    data = desk.changed(
        row("yongde", unit="双江", name="李大英", phone="2"), C3="李大英", C4="李大英", F3="2", F4="2", I4=TODAY
    )
    shown = desk.upload(data)
    assert counts(shown) == {"changed": 3}
    desk.confirm(shown)
    person = Person.objects.get(username="yongde")
    assert (person.name, person.phone) == ("李大英", "2")
    assert str(person.posts.get(role="clerk", unit=world["yongde"]).to_date) == TODAY
    assert person.posts.filter(unit=world["shuangjiang"], role="clerk").exists()
    verbs = set(Entry.objects.filter(object_code="yongde", username="system").values_list("verb", flat=True))
    assert verbs == {"person.change", "post.give", "post.end"}


@pytest.mark.parametrize(
    "line,cell,text",
    [
        (row(""), "D5", "这一格没有填。"),
        (row("li", name=""), "C5", "这一格没有填。"),
        (row("li xiu"), "D5", "只能用字母、数字"),
        (row("liuzhou"), "D5", "这个登录名已有人使用"),
        (row("leader"), "D5", "这个登录名已有人使用"),
        (row("system"), "D5", "自己的账号"),
        (row("li", role="书记"), "E5", "书记"),
        (row("li", unit="柳州"), "B5", "您管理的范围内没有这个单位"),
        (row("li", unit="柳州市"), "B5", "您管理的范围内没有这个单位"),
        (row("li", unit="", code="450200000000"), "A5", "您管理的范围内没有这个单位"),
        (row("li", email="x"), "G5", "电子邮"),
        (row("li", from_date="去年"), "H5", "不是日期"),
        (row("li", is_active="也许"), "J5", "请填“是”或“否”。"),
        (row("yongde", unit="永德", name="李秀英", phone="+86 138", from_date="2019-01-01"), "H5", "这一项不能改"),
    ],
)
def test_each_cell_is_named_and_nothing_is_saved_or_told(desk, world, line, cell, text):
    before = stored()
    shown = desk.upload(desk.changed(line))
    found = dict(errors(shown))
    assert text in found.get(cell, ""), found
    assert "柳州填报员" not in shown.text
    assert "云南领导" not in shown.text
    assert stored() == before


def test_a_post_that_conflicts_is_refused_by_the_action(desk, world):
    shown = desk.upload(desk.changed(row("yongde", role="安全管理员", name="李秀英", phone="+86 138")))
    assert errors(shown)[0][0] == "E5"
    assert "三" in errors(shown)[0][1]


def test_129_accounts_take_few_statements_each(desk, world):
    lines = [row(f"u{number}", role="leader") for number in range(129)]
    data = desk.changed(*lines)
    with CaptureQueriesContext(connection) as captured:
        shown = desk.upload(data)
    assert counts(shown)["new"] == 129
    assert len(captured) < 129 * 17 + 60
