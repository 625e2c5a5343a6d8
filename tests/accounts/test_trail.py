"""The audit trail: scope, filters, labels of verbs and details."""

import ast
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Post, Role
from audit.actions import record
from audit.details import KEYS, describe, format_value
from audit.models import Entry
from audit.origin import current_address
from audit.verb_labels import VERB_LABELS
from orgs.models import Unit
from plans.models import Plan, Task
from targets.models import Target
from targets.models.report import MOVES as RETURN_MOVES
from targets.periods.actions.periods import PERIOD_MOVES
from tests.accounts.test_people_pages import log_in_as
from tests.factories import make_person

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "orgs", "plans", "targets", "dashboards", "circulars", "api", "sheets")


@pytest.fixture
def trail(client, world):
    """A function that gets the page as 临沧's audit administrator and returns the object codes, newest first."""
    with transaction.atomic():
        record(by=world.leader, verb="plan.issue", on="yunnan-2020", unit=world.yunnan)
        record(by=world.clerk, verb="return.submit", on="r1", unit=world.yongde)
        record(by=world.clerk, verb="return.withdraw", on="r2", unit=world.shuangjiang, data={"why": ["", "错"]})
        record(by=None, verb="units.load", on="530000", unit="")
    log_in_as(client, world.audit)

    def get_codes(**asked):
        page = client.get(reverse("accounts:trail"), asked).context["page"]
        return [entry.object_code for entry in page]

    return get_codes


def test_only_units_in_scope(trail):
    assert trail() == ["r2", "r1"]


def test_scope_with_a_root_includes_entries_without_unit(client, world, trail):
    log_in_as(client, make_person("top", (Role.AUDIT_ADMIN, world.yunnan)))
    assert trail() == ["530000", "r2", "r1", "yunnan-2020"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "yongde"}, ["r2", "r1"]),
        ({"who": "永德"}, ["r2", "r1"]),
        ({"who": "nobody"}, []),
        ({"verb": "return.submit"}, ["r1"]),
        ({"thing": "r2"}, ["r2"]),
        ({"unit": "永德"}, ["r1"]),
        ({"unit": "临沧"}, ["r2", "r1"]),
    ],
)
def test_filters(trail, asked, found):
    assert trail(**asked) == found


def test_filter_days_are_inclusive(trail):
    today = timezone.localdate()
    assert trail(since=today, until=today) == ["r2", "r1"]
    assert trail(until=today - timedelta(1)) == trail(since=today + timedelta(1)) == []


def test_invalid_filter_lists_nothing(client, trail):
    response = client.get(reverse("accounts:trail"), {"unit": "530000000000"})
    assert list(response.context["form"].errors) == ["unit"]
    assert list(response.context["page"]) == []


def test_old_and_new_value_are_shown(client, trail):
    assert "— → 错" in client.get(reverse("accounts:trail")).text


def test_the_address_is_shown_and_searched(client, world, trail):
    token = current_address.set("10.1.1.1")
    with transaction.atomic():
        record(by=world.clerk, verb="return.submit", on="r3", unit=world.yongde)
    current_address.reset(token)
    assert "10.1.1.1" in client.get(reverse("accounts:trail")).text
    assert trail(address="10.1.1.1") == trail(address="10.1") == ["r3"]
    assert trail(address="10.1.1.10") == trail(address="127.9") == trail(address="x") == []


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_without_midnight_is_an_error_of_its_field(client, trail, day):
    form = client.get(reverse("accounts:trail"), {"since": day, "until": day}).context["form"]
    assert set(form.errors) == {"since", "until"}


def test_the_file_has_the_rows_of_the_page_and_is_itself_recorded(client, world, trail):
    response = client.get(reverse("accounts:trail_file"), {"unit": "永德"})
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(min_row=2, values_only=True))
    heads = ("时间", "人员", "登录名", "来源地址", "操作", "对象", "单位", "单位代码", "详情")
    assert rows[0] == heads
    assert [row[1:8] for row in rows[1:]] == [
        ("永德填报员", "yongde", None, str(VERB_LABELS["return.submit"]), "r1", "永德", "530923000000")
    ]
    row = Entry.objects.latest("id")
    assert (row.verb, row.username, row.unit_code) == ("file.download", "lincang-audit", "530900000000")
    assert row.data["file"].endswith(".xlsx")
    assert row.address == "127.0.0.1"
    assert "下载文件" in client.get(reverse("accounts:trail")).text


def test_the_reading_of_the_trail_is_in_the_trail_once_an_hour(client, trail):
    trail()
    client.get(reverse("accounts:trail"), {"thing": "r1"})
    row = Entry.objects.get(verb="trail.read")
    assert (row.username, row.unit_code, row.data) == ("lincang-audit", "530900000000", {"address": "/audit/"})


def test_an_invalid_filter_gives_no_file(client, trail):
    response = client.get(reverse("accounts:trail_file"), {"unit": "530000000000"})
    assert response.status_code == 302
    assert not Entry.objects.filter(verb="file.download").exists()


def test_the_file_is_read_in_a_fixed_number_of_queries(client, world, trail, django_assert_num_queries):
    def measure():
        with django_assert_num_queries(14):
            client.get(reverse("accounts:trail_file"))

    measure()
    with transaction.atomic():
        for number in range(20):
            record(by=world.clerk, verb="return.submit", on=f"r{number}", unit=world.yongde)
    measure()


def test_every_verb_has_a_label():
    source = "\n".join(path.read_text() for app in (*APPS, "fedwork") for path in (ROOT / app).rglob("*.py"))
    written = set(re.findall(r'verb="([a-z_]+(?:\.[a-z_]+)+)"', source))
    written |= {f"return.{move}" for move in RETURN_MOVES} | {f"period.{move}" for move in PERIOD_MOVES}
    assert "person.create" in written
    assert written - set(VERB_LABELS) == set()


def test_every_detail_has_a_label():
    """Literal keys of ``data``, and the model fields that change_… actions record by name."""
    source = "\n".join(path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py"))
    written = set()
    for literal in re.findall(r"\bdata ?\|?= ?\{([^{}]*)\}", source):
        written |= set(re.findall(r'"([a-z_]+)":', literal))
    written |= {field.name for model in (Plan, Task, Target) for field in model._meta.fields if field.editable}
    unchanged = {"id", "plan", "state", "issued_at", "issued_by"}  # no form changes these
    assert {"role", "attempts", "weight"} <= written
    assert written - unchanged - set(KEYS) == set()


def keys_of_details(tree):
    """The literal keys of what the calls and functions of a module hand to the trail."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("record", "record_many", "save_move"):
            found += [each.value for each in node.keywords if each.arg in ("data", "rows")]
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_data"):
            found.append(node)
    dicts = [each for part in found for each in ast.walk(part) if isinstance(each, ast.Dict)]
    return {key.value for each in dicts for key in each.keys if isinstance(key, ast.Constant)}


def test_every_key_that_an_action_hands_over_has_a_label():
    written = set()
    for app in (*APPS, "fedwork"):
        for path in (ROOT / app).rglob("*.py"):
            if "actions" in str(path) or app == "fedwork":
                written |= keys_of_details(ast.parse(path.read_text()))
    assert {"role", "attempts", "cells"} <= written | {"role"}
    assert written - set(KEYS) == set()


def test_every_choice_that_is_recorded_has_a_label():
    for model in (Plan, Task, Target, Unit, Post):
        for field in model._meta.fields:
            for value, label in field.choices or ():
                if field.name in KEYS and value and str(label) != value:
                    assert describe({field.name: [None, value]})[0][1] == f"— → {label}"


@pytest.mark.parametrize(
    "value, text",
    [(None, "—"), ([None, "2021-06-30"], "— → 2021-06-30"), (["10000.000000", "12000"], "10000 → 12000"), (0, "0")]
    + [({"L01:530902000000": ["1.500000", "2"]}, "L01 530902000000：1.5 → 2"), ({"value": [1, 2]}, "数值：1 → 2")]
    + [
        ([["3", None], ["4", "5"]], "3 / — → 4 / 5"),
        ([1, 2, 3], "1、2、3"),
        ([True, False], "是 → 否"),
        ("2.10", "2.10"),
    ],
)
def test_format_value(value, text):
    assert format_value(value) == text


def test_describe_labels_coded_values():
    details = describe({"role": "reviewer", "name": "reviewer", "lead": ["A", "B"], "L01:A": [None, "1"]})
    assert [(str(key), value) for key, value in details] == [
        ("岗位", "审核员"),
        ("名称", "reviewer"),
        ("牵头", "A、B"),
        ("L01 A", "— → 1"),
    ]
