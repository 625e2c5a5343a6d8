"""Boards that are kept: found again while nothing changed, and never after anything did."""

import re
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fedwork.env import ROOT
from targets.results import board_cache
from targets.results.board import build_boards, read_board, read_children
from targets.results.board_cache import MAX_LINES, get_or_build
from targets.results.place import find_place
from tests import factories as make
from tests.dashboards.scene import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    scene = Province()
    a, b, c, d = scene.counties
    scene.first = scene.target("L01", "400", name="培训", unit="人", shares=dict.fromkeys((a, b, c, d), "100"))
    scene.issue(open_seq=2)
    scene.report(a, 1, {scene.first: "50"}, accepted=False)
    scene.report(b, 1, {scene.first: "40"})
    scene.settle()
    return scene


def read(scene, period="2020Q1", **choice):
    return read_board(find_place(scene.leader, "yn-2020", scene.unit.code, period, **choice))


def test_the_same_board_is_found_again_without_reading_totals(scene):
    found = read(scene)
    with CaptureQueriesContext(connection) as queries:
        assert read(scene) is found
    assert not [query for query in queries.captured_queries if "targets_total" in query["sql"]]


def test_a_report_that_is_settled_is_in_the_board(scene):
    assert read(scene).own.lines[0].value == 90
    scene.report(scene.counties[2], 1, {scene.first: "7"}, accepted=False)
    scene.settle()
    assert read(scene).own.lines[0].value == 97


def test_two_bases_and_two_periods_are_kept_apart(scene):
    assert read(scene).own.lines[0].value == 90
    assert read(scene, basis="accepted").own.lines[0].value == 40
    assert read(scene, "2020Q2").own.lines[0].amount is None
    assert read(scene).own.lines[0].value == 90


CHANGES = {
    "limits of the lights": lambda scene: type(scene.plan).objects.update(yellow_from=80, red_from=90),
    "name of a target": lambda scene: type(scene.first).objects.update(name="新名称"),
    "deadline of a target": lambda scene: type(scene.first).objects.update(deadline="2020-02-01"),
    "name of a unit": lambda scene: type(scene.participant(scene.unit)).objects.update(short_name="别名"),
    "a target more": lambda scene: scene.target("L02", "4", name="基地", unit="个"),
    "a unit more": lambda scene: make.make_participant(
        scene.plan, make.make_unit("530990000000", "市9", parent=scene.unit), scene.participant(scene.unit)
    ),
    "a period that was closed": lambda scene: scene.plan.periods.filter(seq=1).update(state="closed"),
    "a round of settling": lambda scene: scene.settle(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_the_board_is_built_anew(scene, change):
    found = read(scene)
    CHANGES[change](scene)
    assert read(scene) is not found


def test_the_next_day_has_boards_of_its_own(scene, monkeypatch):
    found = read(scene)
    day = board_cache.timezone.localdate()
    monkeypatch.setattr(board_cache.timezone, "localdate", lambda: day.replace(year=day.year + 1, day=1))
    assert read(scene) is not found


def test_boards_with_derived_totals_are_not_kept(scene):
    type(scene.participant(scene.unit)).objects.filter(depth=1).update(keeps_totals=False)
    assert read(scene) is not read(scene)


def test_a_pair_differs_by_the_children_before(scene):
    now = find_place(scene.leader, "yn-2020", scene.unit.code, "2020Q2")
    before = find_place(scene.leader, "yn-2020", scene.unit.code, "2020Q1")
    children = read_children(now.participant)
    assert len(build_boards(now, before, children).before.children) == 2
    assert build_boards(now, before, children, children_before=False).before.children == []


class Sized:
    def __init__(self, size):
        self.size = size


def test_the_boards_used_last_are_kept_up_to_a_limit():
    first, second = (get_or_build(key, lambda: Sized(MAX_LINES // 2)) for key in (b"1", b"2"))
    assert get_or_build(b"1", lambda: Sized(1)) is first
    get_or_build(b"3", lambda: Sized(MAX_LINES // 2))  # drops the second, which was used longest ago
    assert get_or_build(b"1", lambda: Sized(1)) is first
    assert get_or_build(b"2", lambda: Sized(1)) is not second


def test_a_board_beyond_the_limit_is_kept_alone():
    large = get_or_build(b"large", lambda: Sized(MAX_LINES * 3))
    assert get_or_build(b"large", lambda: Sized(1)) is large


def test_threads_that_ask_at_once_all_get_a_board():
    found = []

    def ask(n):
        found.append(get_or_build(str(n % 5).encode(), lambda: Sized(MAX_LINES // 3)))

    threads = [Thread(target=ask, args=[n]) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.size for each in found] == [MAX_LINES // 3] * 50


WRITES = re.compile(
    r"(?:INSERT INTO|UPDATE|DELETE FROM|COPY|TRUNCATE(?: TABLE)?)\s+targets_total\b"
    r"|\bTotal\.objects\.(?:create|bulk_|update|get_or_create|filter\([^)]*\)\.(?:update|delete))",
    re.IGNORECASE,
)
SETTLING = {"targets/totals/settle.py", "targets/totals/store_level.sql"}


def test_stored_totals_are_written_by_settling_alone():
    """What writes them elsewhere would not count the round, and an old board would be found."""
    apps = ("targets", "plans", "dashboards", "circulars", "supervision", "api", "orgs", "accounts", "fedwork")
    files = [path for app in apps for path in (ROOT / app).rglob("*") if path.suffix in (".py", ".sql")]
    writing = {str(path.relative_to(ROOT)) for path in files if WRITES.search(path.read_text())}
    assert {name for name in writing if "/migrations/" not in name} == SETTLING
