"""Units out and in by workbook: what changes, what is refused, who may."""

import pytest

from audit.models import Entry
from orgs.actions.units import add_alias
from orgs.models import Unit
from tests.factories import make_person, make_unit
from tests.targets.admin_tables.sheets import TableDesk, counts, csv_rows, errors

HEADS = ["单位代码", "单位名称", "简称", "单位类别", "级别", "上级单位代码", "上级单位", "同级中的位置", "首日", "末日"]


@pytest.fixture
def units(db):
    province = make_unit("530000000000", "云南省")
    city = make_unit("530900000000", "临沧市", parent=province, short_name="临沧")
    made = {"province": province, "city": city}
    made["yongde"] = make_unit("530923000000", "永德县", parent=city, short_name="永德")
    made["shuangjiang"] = make_unit("530925000000", "双江县", parent=city, short_name="双江")
    made["elsewhere"] = make_unit("450200000000", "柳州市", level="city")
    return made


@pytest.fixture
def desk(client, units):
    client.force_login(make_person("system", ("system_admin", units["city"])))
    return TableDesk(client, "orgs_unit")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_of_the_list_of_units_imports_unchanged_and_the_list_links_the_table(desk, client, units, kind):
    Unit.objects.filter(pk=units["yongde"].pk).update(from_date="2020-01-02")
    text = client.get("/units/").text
    assert "/admin/orgs/unit/" in text
    before = stored()
    file = client.get(f"/units/?as={kind}")
    shown = desk.upload(file.content, f"单位.{kind}")
    assert (shown.status_code, counts(shown)) == (200, {"unchanged": 3}), shown.context["refused"]
    assert stored() == before


def stored():
    return list(Unit.objects.order_by("pk").values()), Entry.objects.exclude(verb="file.download").count()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_imports_again_unchanged(desk, units, kind):
    Unit.objects.filter(pk=units["yongde"].pk).update(name="=1+1", short_name="@x", from_date="2020-01-02")
    add_alias(units["shuangjiang"], "-双", by=None)
    before = stored()
    shown = desk.upload(desk.export(kind), f"表.{kind}")
    assert (shown.status_code, counts(shown)) == (200, {"unchanged": 3})
    assert 'name="signed"' not in shown.text
    assert stored() == before


def test_a_formula_leaves_as_text(desk, units):
    Unit.objects.filter(pk=units["yongde"].pk).update(name="=1+1", short_name="+x")
    assert desk.rows()["530923000000"]["单位名称"] == "=1+1"
    row = next(row for row in csv_rows(desk.export("csv")) if row[0] == "530923000000")
    assert row[1:3] == ["'=1+1", "'+x"]


def test_only_units_in_reach_leave_and_come(desk, units):
    assert set(desk.rows()) == {"530900000000", "530923000000", "530925000000"}
    row = ["450200000000", "柳州", "柳州", "妇联", "县级", "530900000000"]
    assert errors(desk.upload(desk.changed(row))) == [("A6", "这个代码已被其他单位使用。")]
    row = ["", "柳州办公室", "", "部室", "", "450200000000", ""]
    shown = desk.upload(desk.changed(row))
    [(cell, text)] = errors(shown)
    assert (cell, "没有这个单位" in text) == ("F6", True)
    assert "柳州市" not in shown.text


def test_changing_adding_and_closing(desk, units):
    data = desk.changed(
        ["", "市妇联办公室", "", "部室", "", "", "临沧"],
        B4="永德彝族县", J5="2020-12-31", K4="老永德、永德县城",
    )  # fmt: skip
    shown = desk.upload(data)
    assert counts(shown) == {"new": 1, "changed": 2, "unchanged": 1}
    assert "<del>永德县</del> → <ins>永德彝族县</ins>" in shown.text
    assert Unit.objects.get(code="530923000000").name == "永德县"
    assert desk.confirm(shown).status_code == 302
    yongde = Unit.objects.get(code="530923000000")
    assert yongde.name == "永德彝族县"
    assert {"老永德", "永德县城", "永德县"} <= set(yongde.aliases.values_list("name", flat=True))
    assert str(Unit.objects.get(code="530925000000").to_date) == "2020-12-31"
    office = Unit.objects.get(name="市妇联办公室")
    assert (office.parent, office.kind) == (units["city"], "office")
    verbs = set(Entry.objects.filter(username="system").values_list("verb", flat=True))
    assert {"unit.add", "unit.change", "unit.close", "unit.alias.add"} <= verbs


def test_a_unit_below_one_of_the_same_workbook_and_closing_from_below(desk, units):
    new = ["530924000000", "镇康县", "", "妇联", "县级", "", "临沧市"]
    below = ["530924100000", "凤尾镇", "", "妇联", "乡级", "530924000000", ""]
    assert counts(desk.upload(desk.changed(new, below))) == {"new": 2, "unchanged": 3}
    desk.bring(desk.changed(new, below))
    assert Unit.objects.get(name="凤尾镇").parent.name == "镇康县"
    shown = desk.upload(desk.changed(J3="2020-12-31"))
    assert shown.status_code == 422
    assert "先" in errors(shown)[0][1]
    assert errors(shown)[0][0] == ""
    desk.bring(desk.changed(J3="2020-12-31", J4="2020-12-31", J5="2020-12-31", J6="2020-12-31", J7="2020-12-31"))
    assert not Unit.objects.filter(to_date=None, path__startswith=units["city"].path).exists()
    desk.bring(desk.changed(J3=None, J4=None))
    assert Unit.objects.get(code="530900000000").to_date is None


def test_the_confirmation_of_an_outdated_preview_is_refused(desk, units):
    shown = desk.upload(desk.changed(B4="永德新县"))
    Unit.objects.filter(pk=units["yongde"].pk).update(name="永德旧县")
    again = desk.confirm(shown)
    assert again.status_code == 409
    assert "预览之后" in again.text
    assert "<del>永德旧县</del>" in again.text
    assert Unit.objects.get(code="530923000000").name == "永德旧县"
    assert desk.confirm(again).status_code == 302
    assert Unit.objects.get(code="530923000000").name == "永德新县"


def test_one_wrong_cell_and_nothing_is_saved(desk, units):
    before = stored()
    shown = desk.upload(
        desk.changed(B4="新名", B5="", J5="去年", D3="开发区", A6="bad code!", B6="x", D6="部室", G6="临沧")
    )
    found = dict(errors(shown))
    assert shown.status_code == 422
    assert found["B5"] == "这一格没有填。"
    assert "不是日期" in found["J5"]
    assert "这一项不能改" in found["D3"]
    assert "A6" in found
    assert stored() == before


def test_a_preview_is_for_the_person_who_saw_it(desk, units, client):
    shown = desk.upload(desk.changed(B4="新名"))
    client.force_login(make_person("other", ("system_admin", units["city"])))
    assert desk.confirm(shown).status_code == 302
    assert Unit.objects.get(code="530923000000").name == "永德县"
    answer = client.post(desk.url("process_import"), {"signed": "x:y:z"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "data,words",
    [
        (b"", "空"),
        (b"%PDF-1.4", "没有可以读取的表格"),
        ("单位代码,单位名称\n".encode(), "没有内容"),
        ("甲,乙\n1,2\n".encode(), "没有找到表头"),
        ("单位代码,单位名称,单位名称\n530923000000,a,b\n".encode(), "C1"),
    ],
)
def test_a_file_that_is_no_such_table(desk, data, words):
    shown = desk.upload(data, "表.csv")
    assert shown.status_code == 422
    assert words in shown.text
