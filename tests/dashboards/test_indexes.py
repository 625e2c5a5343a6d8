"""The reads of dashboards come from indexes alone: none goes through a whole table that grows with the nation."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from targets.models import Return
from targets.results.board import read_board
from targets.results.explain import get_total_key, read_changes
from targets.results.matrix import MatrixChoice, read_matrix
from targets.results.parts import find_target, list_reported_returns, read_origin
from targets.results.place import find_place
from targets.results.ranking import rank_units
from targets.returns.actions.basis_history import record_basis
from targets.totals.queries.unit_figures import list_unit_contributions, list_unit_figures
from tests.dashboards.test_scale import make_province

GROWING = {"targets_total", "targets_snapshotfigure", "targets_snapshot", "targets_return", "targets_basishistory"}
# Ways to read a whole table, which pay while it is small: without them a scan without a condition has no index to use.
WHOLE_TABLES = ("seqscan", "hashjoin", "mergejoin")
PROVINCE, CITY = "530000000000", "530900000000"


def scans(node):
    """(table, kind of scan, condition on the index) of every node of a plan that reads a growing table."""
    below = node.get("Plans", [])
    if node.get("Relation Name") in GROWING:
        parts = [node, *below]
        condition = next((p[key] for p in parts for key in ("Index Cond", "Recheck Cond") if key in p), None)
        yield node["Relation Name"], node["Node Type"], condition
    for each in below:
        yield from scans(each)


def plans(read):
    """The scans of everything that ``read`` asks the database, when an index is used wherever one fits."""
    with CaptureQueriesContext(connection) as queries:
        read()
    found = []
    with connection.cursor() as cursor:
        for way in WHOLE_TABLES:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        for query in queries.captured_queries:
            if query["sql"].lstrip().startswith(("SELECT", "WITH", "--")):
                cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"])
                told = cursor.fetchone()[0]
                [top] = told if isinstance(told, list) else json.loads(told)
                found += scans(top["Plan"])
        for way in WHOLE_TABLES:
            cursor.execute(f"SET LOCAL enable_{way} = on")
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_every_read_uses_an_index():
    plan, _participants, leader = make_province()
    record_basis(Return.objects.filter(submitted__isnull=False).values_list("pk", flat=True), "submit", by=leader)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    since = timezone.now() - timedelta(days=1)
    province, city = (find_place(leader, plan.code, code, "2020Q2") for code in (PROVINCE, CITY))
    target = find_target(province, "L07")
    reads = {
        "children of a province": lambda: read_board(province),
        "children of a city": lambda: read_board(city),
        "all counties of a province": lambda: read_matrix(province, MatrixChoice(level="county")),
        "one target over all counties": lambda: rank_units(province, target, "county"),
        "what a number is made of": lambda: read_origin(province, target, list_reported_returns(province, target)),
        "the figures behind it": lambda: list_unit_contributions(
            get_total_key(city, target), 2, list_unit_figures(get_total_key(city, target), 2)
        ),
        "what has changed it": lambda: read_changes(city, target, since),
    }
    for name, read in reads.items():
        found = plans(read)
        assert found, name
        whole = [scan for scan in found if scan[1] == "Seq Scan" or scan[2] is None]
        assert whole == [], name
    assert len(rank_units(province, target, "county")) == 129
    assert len(read_changes(city, target, since).since.effects) > 0
