"""Verification: recompute a plan's totals from its submissions independently and compare every digit.

PostgreSQL only exports the facts and the stored totals, of one snapshot. DuckDB, inside this process, derives the
totals and compares them, by statements (``check.sql``) that share nothing with those of the settling job.
"""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic, time
from typing import Any

import duckdb
from django.conf import settings
from django.db import connection, transaction

from targets.models import Check, Total
from targets.totals.arithmetic import UnitTotal
from targets.totals.verification.duckdb_copy import copy_plan

MAX_EVIDENCE = 200  # differing totals kept with a check; one fault can touch a whole tree
ABANDONED_AFTER = 24 * 60 * 60  # seconds; no check takes that long
CELLS_PER_BATCH = (
    4_000_000  # own cells (unit, target, period) derived at once: a province whole, a nation target by target
)
FIELDS = [f for f in Total._meta.local_fields if not f.is_relation and f.name not in ("pk", "seq")]
NAMES = [f.name for f in FIELDS]
NUMBERS = {f.name for f in FIELDS if f.get_internal_type() == "DecimalField"}
COUNTS = [f.name for f in FIELDS if f.get_internal_type() == "IntegerField"]


@dataclass
class TotalsComparison:
    """The result: how many totals were compared, how many differ, the first of those as ``evidence``, and how many
    participants were left out because their totals are stale (``late``)."""

    seconds: float = 0
    compared: int = 0
    differing: int = 0
    late: int = 0
    evidence: list = field(default_factory=list)


def verify_plan(plan_id: int) -> Check:
    """Compare every stored total of a plan with a recomputation and save the result as a ``Check``, which is returned.

    Reads one snapshot of the database without blocking writers. Participants whose totals are marked as stale are left
    out, with those above them: their totals are late, not wrong.
    """
    return save_check(plan_id, compare_totals(plan_id))


def save_check(plan_id: int, found: TotalsComparison, confirms: Check | None = None) -> Check:
    """Save a comparison as a ``Check``."""
    return Check.objects.create(plan_id=plan_id, confirms=confirms, **asdict(found))


def compare_totals(plan_id: int) -> TotalsComparison:
    """The same without saving: the ``TotalsComparison``."""
    begun = monotonic()
    found = _compare_in_duckdb(plan_id)
    found.seconds = round(monotonic() - begun, 1)
    return found


def _compare_in_duckdb(plan_id):
    _clean_check_folder()
    with (
        tempfile.TemporaryDirectory(dir=settings.CHECK_DIR, prefix="check-") as folder,
        duckdb.connect(config=_config(folder)) as duck,
    ):
        duck.execute(_read_sql("check_tables"))
        _copy_snapshot(plan_id, duck, folder)
        duck.execute(_read_sql("check_tree"))
        return _compare_batches(duck)


def _clean_check_folder():
    """Make the folder for checks; remove what killed processes have left in it."""
    Path(settings.CHECK_DIR).mkdir(parents=True, exist_ok=True)
    for left in Path(settings.CHECK_DIR).glob("check-*"):
        with suppress(FileNotFoundError):  # of another check, which has just ended
            if time() - left.stat().st_mtime > ABANDONED_AFTER:
                shutil.rmtree(left, ignore_errors=True)


def _config(folder):
    """DuckDB's options: no extensions are loaded, and what exceeds the memory limit is written to ``folder``."""
    return {
        "memory_limit": settings.CHECK_MEMORY,
        "temp_directory": folder,
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _copy_snapshot(plan_id, duck, folder):
    alone = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:  # inside somebody's transaction it is too late to choose
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        copy_plan(cursor, duck, plan_id, FIELDS, folder)


def _compare_batches(duck):
    found = TotalsComparison(
        late=_fetch_value(duck, "SELECT count(DISTINCT ancestor_id) - (SELECT count(*) FROM compared) FROM ancestry")
    )
    if not _fetch_value(duck, "SELECT count(*) FROM compared"):
        return found
    statement = _read_sql("check").format(
        wanted=", ".join(f"w.{name}" for name in NAMES),
        stored=", ".join(f"s.{name}" for name in NAMES),
        both=", ".join(f"w.{name} AS w_{name}, s.{name} AS s_{name}" for name in NAMES),
    )
    for targets in _batches(duck):
        duck.execute("DELETE FROM batch_target")
        duck.execute("INSERT INTO batch_target SELECT unnest(?)", [targets])
        duck.execute(statement)
        found.compared += _fetch_value(duck, "SELECT count(*) FROM comparison")
        found.differing += _fetch_value(duck, "SELECT count(*) FROM comparison WHERE differs")
        found.evidence += _read_evidence(duck)
    found.evidence = sorted(found.evidence, key=lambda line: line["at"])[:MAX_EVIDENCE]
    return found


def _batches(duck):
    """The plan's targets, and those that totals name, in lists that are worked on at once."""
    rows = duck.execute("SELECT id FROM target UNION SELECT target_id FROM stored ORDER BY 1").fetchall()
    ids = [target_id for (target_id,) in rows]
    each = _fetch_value(duck, "SELECT (SELECT count(*) FROM participant) * (SELECT count(*) FROM step)")
    size = max(1, CELLS_PER_BATCH // max(each, 1))
    return [ids[i : i + size] for i in range(0, len(ids), size)]


def _read_evidence(duck):
    rows = duck.execute(
        f"""SELECT participant_id, seq, target_id, missing, surplus, {", ".join(f"w_{n}, s_{n}" for n in NAMES)}
            FROM comparison WHERE differs ORDER BY participant_id, seq, target_id LIMIT {MAX_EVIDENCE}"""
    ).fetchall()
    return [_evidence_line(row) for row in rows]


def _evidence_line(row):
    at, missing, surplus, pairs = list(row[:3]), row[3], row[4], row[5:]
    if missing or surplus:
        return {"at": at, "missing": missing, "surplus": surplus}
    both = list(zip(NAMES, pairs[::2], pairs[1::2], strict=True))
    wrong = [(name, wants, has) for name, wants, has in both if wants != has]
    return {
        "at": at,
        "wanted": {name: format_value(name, wants) for name, wants, _ in wrong},
        "stored": {name: format_value(name, has) for name, _, has in wrong},
    }


def format_value(name: str, value: Any) -> str | None:
    """A stored number as text: millionths as a decimal, counts unchanged, times in microseconds."""
    if value is None:
        return None
    if name not in NUMBERS:
        return str(value)
    whole, rest = divmod(abs(value), 1_000_000)
    return f"{'-' if value < 0 else ''}{whole}.{rest:06d}"


def _fetch_value(duck, query):
    return duck.execute(query).fetchone()[0]


def _read_sql(name):
    return (Path(__file__).parent / f"{name}.sql").read_text("utf-8")


def compare_total(key: Sequence[int], wanted: UnitTotal | None, stored: Any) -> dict[str, Any] | None:
    """None when a stored total equals a computed one (a ``UnitTotal``), else a dict of expected and stored values.

    For tests, which compare the settling job and the verification with ``arithmetic``.
    """
    if wanted is None or stored is None:
        return {"at": list(key), "missing": stored is None, "surplus": wanted is None}
    wants, has = comparable_values(wanted), comparable_values(stored)
    wrong = [name for name in wants if wants[name] != has[name]]
    if not wrong:
        return None
    return {
        "at": list(key),
        "wanted": {n: _as_text(wants[n]) for n in wrong},
        "stored": {n: _as_text(has[n]) for n in wrong},
    }


def comparable_values(total: Any) -> dict[str, Any]:
    """The comparable numbers of a ``UnitTotal`` or of a stored total, by name."""
    counts = total.counts if isinstance(total, UnitTotal) else {name: getattr(total, name) for name in COUNTS}
    return {name: getattr(total, name) for name in sorted(NUMBERS)} | {name: counts.get(name, 0) for name in COUNTS}


def _as_text(value):
    return None if value is None else str(value)
