"""Saving one cell by the requests of the page: accepted input, refused input, conflicts."""

import json
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from targets.models import Figure, Progress
from targets.returns.actions.draft import FigureInput, save_figure
from tests.targets.returns_world import bring_to_state, make_world

D = Decimal
PLACE = ("lincang-2020", "2020Q1", "530923000000")


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def send(world, client):
    """A function that posts a cell as the clerk and returns (status, data)."""
    client.force_login(world.clerk)

    def post(name="figure", *, raw=None, **data):
        body = raw if raw is not None else json.dumps({"seen": 0, **data})
        response = client.post(reverse(f"targets:return_{name}", args=PLACE), body, content_type="application/json")
        return response.status_code, response.json()

    return post


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("0", 0),
        ("１２", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        (" 7 ", 7),
        ("007", 7),
        ("12.0", 12),
        ("99999999999999", 99999999999999),
        (12, 12),
        ("", None),
        (None, None),
    ],
)
def test_figure_accepts_common_number_formats(world, send, typed, stored):
    status, data = send(cell="L01", value=typed)
    assert status == 200
    assert Figure.objects.get(target=world.targets["add"]).value == stored
    assert data["value"] == ("" if stored is None else str(stored))


@pytest.mark.parametrize(
    "typed",
    [
        "无",
        "约30",
        "1e309",
        "1e3",
        "NaN",
        "Infinity",
        "-1",
        "−1",
        "3.5",
        "1,2",
        "1 2",
        "1/2",
        "100000000000000",
        "9" * 400,
        "0x1f",
        "٣x",
        "=1+1",
        "<b>1</b>",
        "\x00",
        [],
        {"a": 1},
        True,
    ],
)
def test_figure_refuses_invalid_numbers_with_a_message(world, send, typed):
    if typed == "\x00":
        typed = "1\x002"
    status, data = send(cell="L01", value=typed)
    assert status == 422
    assert data["message"]
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        '{"cell": "L01", "seen": 0, "value": 1e309}',
        '{"cell": "L01", "seen": 0, "value": NaN}',
        '{"cell": "L01", "seen": 0, "value": -Infinity}',
    ],
)
def test_figure_refuses_non_finite_json_numbers(send, raw):
    assert send(raw=raw)[0] == 422
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "[]",
        "1",
        "null",
        "{}",
        '{"cell": "L01"}',
        '{"cell": "L01", "seen": "x", "value": 1}',
        '{"cell": "L01", "seen": -1}',
        '{"cell": "L01", "seen": true}',
        b"\xff\xfe",
        '{"cell":',
    ],
)
def test_figure_rejects_malformed_bodies(send, raw):
    assert send(raw=raw)[0] == 400
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    "data, status",
    [
        ({"cell": "L03", "value": "5.5"}, 200),
        ({"cell": "L03", "value": "5.55"}, 422),
        ({"cell": "L04", "value": "7", "base": "10"}, 200),
        ({"cell": "L04", "value": "0", "base": "0"}, 200),
        ({"cell": "L04", "value": "7"}, 200),
        ({"cell": "L04", "base": "10"}, 422),
        ({"cell": "L04", "value": "7.5", "base": "10"}, 422),
        ({"cell": "L04", "value": "7", "base": "10.5"}, 422),
        ({"cell": "L01", "value": "7", "base": "10"}, 422),
        ({"cell": "L05", "value": "1", "done_on": "2020-03-05"}, 200),
        ({"cell": "L05", "value": "0"}, 200),
        ({"cell": "L05", "value": "2"}, 422),
        ({"cell": "L05", "value": "0", "done_on": "2020-03-05"}, 422),
        ({"cell": "L05", "value": "1", "done_on": "2020-04-01"}, 422),  # after the period
        ({"cell": "L05", "value": "1", "done_on": "2020-02-30"}, 422),
        ({"cell": "L05", "value": "1", "done_on": "2020-01-01"}, 200),
        ({"cell": "L05", "value": "1", "done_on": "2019-12-31"}, 422),  # before the plan's year
        ({"cell": "L05", "value": "1", "done_on": "0202-06-20"}, 422),
        ({"cell": "L04", "value": "7", "base": "0"}, 422),
        ({"cell": "L05", "value": "1", "done_on": 20200305}, 422),
        ({"cell": "L01", "value": "7", "done_on": "2020-03-05"}, 422),
        ({"cell": "L01", "na": True, "reason": "无此项"}, 200),
        ({"cell": "L01", "na": True, "reason": "无" * 201}, 422),
        ({"cell": "L01", "value": "7", "note": "注" * 501}, 422),
        ({"cell": "L01", "value": "7", "note": ["x"]}, 422),
    ],
)
def test_figure_validates_the_fields_of_each_measure(send, data, status):
    assert send(**data)[0] == status


COUNTS_OF_A_RATIO = [
    ("140.5", "分子、分母是个数，请填整数"),
    ("70%", "请填分子的个数和分母的个数"),
    ("1.2万", "请写完整的数字：12000"),
]


@pytest.mark.parametrize("typed, said", COUNTS_OF_A_RATIO)
@pytest.mark.parametrize("part", ["value", "base"])
def test_the_numbers_of_a_ratio_are_counts_unless_the_planner_says_otherwise(world, send, part, typed, said):
    numbers = {"value": "7", "base": "10"} | {part: typed}
    status, answer = send(cell="L04", **numbers)
    assert status == 422
    assert said in json.dumps(answer, ensure_ascii=False)
    assert not Figure.objects.exists()
    type(world.targets["rat"]).objects.filter(code="L04").update(part_decimals=1)
    assert send(cell="L04", value="140.5", base="200.5")[0] == 200


def test_what_is_done_before_the_task_begins_is_refused(world, send):
    type(world.task).objects.filter(pk=world.targets["mil"].task_id).update(start_on="2020-02-01")
    status, answer = send(cell="L05", value="1", done_on="2020-01-31")
    assert (status, answer["message"]) == (422, "2020-01-31早于任务开始的日期 2020-02-01。")
    assert send(cell="L05", value="1", done_on="2019-01-01")[1]["message"] == "2019-01-01早于计划年度 2020 年。"
    assert send(cell="L05", value="1", done_on="2020-02-01")[0] == 200


def test_not_applicable_blank_and_zero_are_distinct(world, send):
    assert send(cell="L01", value="不适用 无此项工作")[1]["na"] is True
    figure = Figure.objects.get()
    assert (figure.value, figure.na, figure.reason) == (None, True, "无此项工作")
    assert send(cell="L01", value="", seen=1)[1]["na"] is False
    figure.refresh_from_db()
    assert figure.blank
    send(cell="L01", value="0", seen=2)
    figure.refresh_from_db()
    assert (figure.value, figure.blank) == (0, False)


def test_response_holds_the_value_of_the_year_to_date(world, send):
    bring_to_state(world, world.report(1), "submitted")
    place = ("lincang-2020", "2020Q2", "530923000000")
    url = reverse("targets:return_figure", args=place)
    client = Client()
    client.force_login(world.clerk)
    answer = client.post(url, {"cell": "L01", "seen": 0, "value": "15"}, content_type="application/json").json()
    assert ">45</span>" in answer["standing"]  # 30 + 15: an increment adds up
    answer = client.post(url, {"cell": "L02", "seen": 0, "value": "15"}, content_type="application/json").json()
    assert ">15</span>" in answer["standing"]  # a running total replaces the earlier value
    assert answer["oddity"]  # and this one decreased


def test_progress_is_saved_and_validated(world, send):
    content = {"state": "under_way", "done": "办了 3 场\r\n两个村", "obstacle": "", "next_step": "下乡"}
    status, data = send("progress", cell="T01", **content)
    assert (status, data["version"]) == (200, 1)
    assert Progress.objects.get().done == "办了 3 场\n两个村"
    assert send("progress", cell="T01", seen=1, state="finished")[0] == 422
    assert send("progress", cell="T01", seen=1, state="done", done="字" * 2001)[0] == 422
    assert send("progress", cell="T01", seen=0, state="behind")[0] == 409


def test_conflict_response_holds_the_stored_value(world, send):
    save_figure(world.report(), world.targets["rat"], FigureInput(value=D(6), base=D(9)), by=world.colleague, seen=0)
    status, data = send(cell="L04", value="7", base="10")
    assert status == 409
    assert world.colleague.name in data["message"]
    theirs = data["theirs"]
    assert (theirs["value"], theirs["base"], theirs["version"]) == ("6", "9", 1)
    assert theirs["at"]
    assert Figure.objects.get().value == 6


def test_repeating_the_same_save_is_no_conflict(world, send):
    first = send(cell="L01", value="7")[1]
    again = send(cell="L01", value="7")[1]
    assert first["version"] == again["version"] == 1


@pytest.mark.parametrize("state", ["submitted", "under_review", "accepted"])
def test_save_is_refused_after_submission(world, send, state):
    bring_to_state(world, world.report(), state)
    status, data = send(cell="L01", value="31", seen=1)
    assert (status, data["code"]) == (422, "state")


def test_save_is_forbidden_for_readers(world, client):
    client.force_login(world.leader)
    data = {"cell": "L01", "seen": 0, "value": "1"}
    url = reverse("targets:return_figure", args=PLACE)
    assert client.post(url, data, content_type="application/json").status_code == 403
    assert client.get(url).status_code == 405


def test_saving_a_cell_takes_a_fixed_number_of_queries(world, client, django_assert_max_num_queries):
    """Seven queries besides the session, the person and the posts; two savepoints belong to the test."""
    client.force_login(world.clerk)
    url = reverse("targets:return_figure", args=PLACE)
    for seen in (0, 1):
        with django_assert_max_num_queries(3 + 7 + 2):
            body = {"cell": "L01", "seen": seen, "value": str(seen)}
            assert client.post(url, body, content_type="application/json").status_code == 200
