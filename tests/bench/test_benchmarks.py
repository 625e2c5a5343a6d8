"""The benchmarks run at a tiny size in a process of their own, with all their comparisons. No time is asserted."""

import json
import os
import subprocess
import sys

import pytest

from bench.report import Report, said
from fedwork.env import ROOT
from tests.limits import HANGING_AFTER

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3 * HANGING_AFTER)]
# Counts of errors, which are zero at any size and on any machine.
ERROR_COUNTS = {
    "totals that DuckDB does not confirm",
    "totals that the check by another way does not confirm",
    "totals that differ from a rebuild",
    "lost on the way to the top",
    "refused",
    "submitted returns without a submission",
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The output of ``python -m bench totals --json`` at size tiny, on private servers of its own."""
    return run_bench(tmp_path_factory.mktemp("bench"), "totals", "--size", "tiny")


def run_bench(var, *words):
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    run = subprocess.run(
        [sys.executable, "-m", "bench", *words, "--json"],
        cwd=ROOT, env={**environment, "FEDWORK_VAR": str(var)}, capture_output=True, text=True, timeout=HANGING_AFTER,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert not (var / "bench" / "postgres").exists(), "the private servers' data are thrown away"
    return json.loads(run.stdout)


def test_every_part_reports_figures(results):
    assert {row["bench"] for row in results["rows"]} == {"rebuild", "save", "import", "read", "storage", "partition"}


def test_the_figures_say_how_durable_the_database_was(results):
    assert results["machine"]["fsync"] == "on"


def test_nothing_was_lost_and_every_total_is_confirmed(results):
    counts = [row for row in results["rows"] if any(row["name"].startswith(name) for name in ERROR_COUNTS)]
    assert {name for name in ERROR_COUNTS for row in counts if row["name"].startswith(name)} == ERROR_COUNTS
    assert {row["name"]: row["value"] for row in counts if row["value"]} == {}


def test_an_import_is_held_against_a_copy_and_a_rebuild(results):
    values = {row["name"]: row["value"] for row in results["rows"] if row["bench"] == "import"}
    assert values["COPY of the same rows, empty table, same key"] > 0
    assert values["rebuild of one period of these units"] > 0
    assert values["import until right / (COPY + rebuild)"] > 0


def test_the_children_of_a_unit_take_three_queries(results):
    assert next(row["value"] for row in results["rows"] if row["name"] == "queries") <= 3


def test_a_hundred_targets_stay_within_limits_of_queries_and_bytes(tmp_path):
    rows = run_bench(tmp_path, "returns", "--size", "tiny")["rows"]
    assert {row["name"].partition(":")[0] for row in rows} == {"queue", "form", "cell"}
    assert [row for row in rows if row["unit"] not in ("ms", "×") and row["reached"] is False] == []


def test_a_figure_beyond_its_limit_is_reported():
    report = Report(silent=True)
    report.begin("x", "y")
    report.add("too much", 3, "×", most=2)
    report.add("enough", 3, "×", least=2)
    report.add("without a limit", 3)
    assert [row.name for row in report.missed()] == ["too much"]
    assert [row["reached"] for row in report.for_machines()] == [False, True, None]


def test_format_of_numbers():
    assert [said(n) for n in (12345.6, 12.34, 1.234, 0)] == ["12,346", "12.3", "1.23", "0"]


def test_the_reader_is_measured_without_servers(tmp_path):
    rows = run_bench(tmp_path, "reader", "--size", "tiny")["rows"]
    assert [row["name"] for row in rows][:2] == ["50 pages", "10,000 characters"]
    assert all("digits alone" in row["note"] for row in rows if row["name"].endswith("0 characters"))
    assert not list(tmp_path.iterdir())
