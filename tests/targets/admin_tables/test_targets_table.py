"""Targets of a plan out and in by workbook: in a draft all of them, after the issue by adjustments."""

from datetime import date
from decimal import Decimal

import pytest

from audit.models import Entry
from plans.models import Period
from targets.goals.actions.targets import add_target, change_target
from targets.models import Adjustment, Allocation, Target
from targets.shares.actions.versions import complete_shares
from tests.factories import make_person, set_issued
from tests.plan_fixtures import filled_plan, lincang, plan  # noqa: F401
from tests.targets.admin_tables.sheets import TableDesk, counts, errors


@pytest.fixture
def full_plan(filled_plan, lincang):  # noqa: F811
    """A draft with a target of each measure, a range, a schedule, decimals, texts of several lines."""
    task, by = filled_plan.tasks.get(), lincang.planner
    shares = {"2020Q1": "0.1", "2020Q2": "0.5", "2020Q3": "0.755", "2020Q4": "1"}
    first = filled_plan.targets.get()
    change_target(first, by=by, schedule=shares, definition="=1+1\r\n第二行 ", clause="+加", data_source="@登记")
    add_target(
        filled_plan, by=by, task=task, name="-参保率", measure="ratio", scale="%", value=Decimal("92.5"), unit="%"
    )
    add_target(
        filled_plan, by=by, task=task, name="之家", measure="level", unit="个", value=Decimal(5), start="unknown"
    )
    add_target(filled_plan, by=by, task=task, name="活动", measure="running", unit="场", direction="range",
               value=Decimal(10), value2=Decimal(20), weight=Decimal("1.5"))  # fmt: skip
    add_target(
        filled_plan, by=by, task=task, name="印发文件", measure="milestone", unit="项", deadline=date(2020, 6, 30)
    )
    return filled_plan


@pytest.fixture
def desk(client, full_plan, lincang):  # noqa: F811
    client.force_login(lincang.planner)
    return TableDesk(client, "targets_target", full_plan)


def stored():
    return list(Target.objects.order_by("pk").values()), Entry.objects.exclude(verb="file.download").count()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("issued", [False, True])
def test_an_export_imports_again_unchanged(desk, full_plan, kind, issued):
    if issued:
        set_issued(full_plan)
    before = stored()
    shown = desk.upload(desk.export(kind), f"目标.{kind}")
    assert (shown.status_code, counts(shown)) == (200, {"unchanged": 5})
    assert stored() == before


def test_the_cells_of_the_export(desk):
    row = desk.rows()["L01"]
    assert row["目标"] == "农村劳动力培训"
    assert (row["目标值"], row["口径说明"], row["填报方式"]) == (10000, "=1+1\n第二行 ", "本期新增")
    assert (row["2020年三季度末应完成 %"], row["权重"]) == (75.5, 1)
    assert (desk.rows()["L04"]["目标值"], desk.rows()["L03"]["基数"]) == ("10—20", "不清楚")


def heads(desk):
    return list(desk.rows()["L01"])


def column(desk, head):
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[heads(desk).index(head)]


def test_changing_and_adding_in_a_draft(desk, full_plan):
    value, name = column(desk, "目标值"), column(desk, "目标")
    given = dict.fromkeys(heads(desk))
    given |= {"目标": "新目标", "任务编号": "T01", "计量单位": "户", "目标值": "1,200"}
    data = desk.changed(list(given.values()), **{f"{value}3": 12000, f"{name}3": "培训", f"{value}6": "15-25"})
    shown = desk.upload(data)
    assert counts(shown) == {"new": 1, "changed": 2, "unchanged": 3}
    assert not Target.objects.filter(name="新目标").exists()
    assert desk.confirm(shown).status_code == 302
    targets = {target.code: target for target in full_plan.targets.all()}
    assert (targets["L01"].value, targets["L01"].name) == (12000, "培训")
    assert (targets["L04"].value, targets["L04"].value2) == (15, 25)
    assert (targets["L06"].value, targets["L06"].unit, targets["L06"].task.code) == (1200, "户", "T01")
    assert set(Entry.objects.filter(username="planner", verb__startswith="target.").values_list("verb", flat=True)) == {
        "target.add",
        "target.change",
    }
    again = desk.upload(data)  # the same file: the new target has its number now
    assert errors(again) == [("A8", "L06 已经叫这个名称。如果是同一个目标，请在这里填它的编号。")]


def test_each_wrong_cell_is_named_and_nothing_is_saved(desk, full_plan):
    before = stored()
    value, task = column(desk, "目标值"), column(desk, "任务编号")
    frequency, weight, quarter = column(desk, "填报频率"), column(desk, "权重"), column(desk, "2020年二季度末应完成 %")
    name = column(desk, "目标")
    cells = {f"{value}3": "很多", f"{task}4": "T09", f"{frequency}5": "每天", f"{weight}6": "重", f"{name}7": None,
             f"{quarter}3": 5}  # fmt: skip
    shown = desk.upload(desk.changed(**cells))
    assert {cell for cell, _text in errors(shown)} >= {
        f"{value}3",
        f"{task}4",
        f"{frequency}5",
        f"{weight}6",
        f"{name}7",
    }
    assert stored() == before
    shown = desk.upload(desk.changed(**{f"{quarter}3": 5}))
    assert "累计" in errors(shown)[0][1]


def test_after_the_issue_words_change_freely_and_promises_by_an_adjustment(desk, full_plan):
    complete_shares(full_plan)
    set_issued(full_plan, open_seq=1)
    value, name = column(desk, "目标值"), column(desk, "目标")
    shown = desk.upload(desk.changed(**{f"{name}3": "培训"}))
    desk.confirm(shown)
    assert full_plan.targets.get(code="L01").name == "培训"
    data = desk.changed(**{f"{value}3": 12000})
    assert "从哪一期起" in errors(desk.upload(data))[0][1]
    shown = desk.upload(data, from_seq="2", reason="上级追加", document_number="临妇发〔2020〕3号")
    assert desk.confirm(shown).status_code == 302
    assert full_plan.targets.get(code="L01").value == 12000
    assert Adjustment.objects.get().document_number == "临妇发〔2020〕3号"
    root = Allocation.objects.filter(target__code="L01", participant__depth=0, replaced=False).order_by("from_seq")
    assert [(share.from_seq, share.amount) for share in root] == [(1, 10000), (2, 12000)]
    full_plan.periods.update(state=Period.State.LOCKED)
    assert desk.client.get(desk.url("import")).status_code == 200


def test_a_planner_gets_only_plans_of_their_own(desk, full_plan, lincang, client):  # noqa: F811
    for who in (lincang.county_planner, lincang.outsider, make_person("data", ("data_admin", lincang.city))):
        client.force_login(who)
        for name in ("export", "import"):
            answer = client.get(f"{desk.url(name)}&format=xlsx")
            assert "Content-Disposition" not in answer.headers
            assert full_plan.title not in answer.text
        assert "signed" not in desk.upload(b"x").text
        assert desk.client.post(desk.url("process_import"), {"signed": "x"}).status_code in (302, 403)


def test_an_outdated_preview_is_refused(desk, full_plan):
    value = column(desk, "目标值")
    shown = desk.upload(desk.changed(**{f"{value}3": 12000}))
    Target.objects.filter(code="L01").update(value=11000)
    again = desk.confirm(shown)
    assert again.status_code == 409
    assert "<del>11000</del> → <ins>12000</ins>" in again.text
    assert full_plan.targets.get(code="L01").value == 11000


def test_queries_do_not_grow_with_unchanged_rows(desk, full_plan, django_assert_max_num_queries):
    data = desk.export()
    with django_assert_max_num_queries(40):
        desk.upload(data)
