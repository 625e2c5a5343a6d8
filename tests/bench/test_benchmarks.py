"""The benchmarks still run: tiny, in a process of their own, with all that they compare. No time is looked at."""

import json
import os
import subprocess
import sys

import pytest

from bench.report import Report, said
from fedwork.env import ROOT

pytestmark = pytest.mark.slow
# What must hold at any size and on any machine: counts of what went wrong.
EXACT = {
    "totals that DuckDB does not confirm",
    "totals that the check by another way does not confirm",
    "totals that differ from a rebuild",
    "lost on the way to the top",
    "refused",
    "submitted returns without a submission",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What ``python -m bench totals --json`` says of a tiny world, on private servers of its own."""
    return bench(tmp_path_factory.mktemp("bench"), "totals", "--size", "tiny")


def bench(var, *words):
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    run = subprocess.run(
        [sys.executable, "-m", "bench", *words, "--json"],
        cwd=ROOT, env={**environment, "FEDWORK_VAR": str(var)}, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert not (var / "bench" / "postgres").exists(), "the private servers' data are thrown away"
    return json.loads(run.stdout)


def test_every_part_says_something(told):
    assert {row["bench"] for row in told["rows"]} == {"rebuild", "save", "read", "storage", "partition"}


def test_the_figures_say_how_durable_the_database_was(told):
    assert told["machine"]["fsync"] == "on"


def test_nothing_was_lost_and_every_total_is_confirmed(told):
    counts = [row for row in told["rows"] if any(row["name"].startswith(name) for name in EXACT)]
    assert {name for name in EXACT for row in counts if row["name"].startswith(name)} == EXACT
    assert {row["name"]: row["value"] for row in counts if row["value"]} == {}


def test_the_children_of_a_unit_take_three_queries(told):
    assert next(row["value"] for row in told["rows"] if row["name"] == "queries") <= 3


def test_a_hundred_targets_keep_to_their_queries_and_weight(tmp_path):
    rows = bench(tmp_path, "returns", "--size", "tiny")["rows"]
    assert {row["name"].partition(":")[0] for row in rows} == {"queue", "form", "cell"}
    assert [row for row in rows if row["unit"] not in ("ms", "×") and row["reached"] is False] == []


def test_a_figure_beyond_its_limit_is_told():
    report = Report(silent=True)
    report.begin("x", "y")
    report.add("too much", 3, "×", most=2)
    report.add("enough", 3, "×", least=2)
    report.add("of no account", 3)
    assert [row.name for row in report.missed()] == ["too much"]
    assert [row["reached"] for row in report.for_machines()] == [False, True, None]


def test_numbers_as_people_read_them():
    assert [said(n) for n in (12345.6, 12.34, 1.234, 0)] == ["12,346", "12.3", "1.23", "0"]


def test_the_reader_is_measured_without_servers(tmp_path):
    rows = bench(tmp_path, "reader", "--size", "tiny")["rows"]
    assert [row["name"] for row in rows][:2] == ["50 pages", "10,000 characters"]
    assert all("digits alone" in row["note"] for row in rows if row["name"].endswith("0 characters"))
    assert not list(tmp_path.iterdir())
