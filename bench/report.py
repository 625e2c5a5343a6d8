"""What the benchmarks say: a line for people, and the same for machines. Each ratio stands beside its limit."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field

from django.db import connection

SETTINGS = (
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "shared_buffers",
    "work_mem",
    "max_parallel_workers_per_gather",
    "autovacuum",
)


@dataclass(frozen=True)
class BenchFigure:
    """One figure: ``limit`` is what it must reach ("<=" or ">=" as ``bar`` says), None where nothing is promised."""

    bench: str
    name: str
    value: float
    unit: str
    bar: str = ""
    limit: float | None = None
    note: str = ""

    @property
    def reached(self):
        if self.limit is None:
            return None
        return self.value <= self.limit if self.bar == "<=" else self.value >= self.limit

    def __str__(self):
        bar = "" if self.limit is None else f"{self.bar} {self.limit:g}"
        verdict = {None: "", True: "ok", False: "MISSED"}[self.reached]
        return f"  {self.name:<58}{said(self.value):>10} {self.unit:<12}{bar:<10}{verdict:<8}{self.note}".rstrip()


@dataclass
class Report:
    """Collects rows and prints them as they come, unless only the machine's form is wanted."""

    silent: bool = False
    rows: list[BenchFigure] = field(default_factory=list)
    bench: str = ""

    def begin(self, bench, about):
        self.bench = bench
        self.say(f"\n{bench}: {about}")

    def say(self, text):
        if not self.silent:
            print(text, flush=True)

    def add(self, name, value, unit="", *, most=None, least=None, note=""):
        """Keep and print one figure; ``most`` or ``least`` is its limit. Returns the value."""
        bar, limit = ("<=", most) if least is None else (">=", least)
        row = BenchFigure(self.bench, name, float(value), unit, bar if limit is not None else "", limit, note)
        self.rows.append(row)
        self.say(row)
        return value

    def missed(self):
        return [row for row in self.rows if row.reached is False]

    def for_machines(self):
        return [asdict(row) | {"reached": row.reached} for row in self.rows]

    def as_json(self):
        return json.dumps({"machine": machine(), "rows": self.for_machines()}, ensure_ascii=False, indent=1)


def said(value):
    """A number as people read it: three digits that count."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def machine():
    """What the figures were measured on, and how durable the database was meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY(%s)", [[*SETTINGS]]
        )
        settings = dict(cursor.fetchall())
    return {"cores": os.cpu_count(), "load_before": os.getloadavg()[0], "python": platform.python_version()} | settings


def describe():
    """The same in one line."""
    found = machine()
    durable = found["fsync"] == "on" and found["synchronous_commit"] == "on"
    kept = "durable (fsync and synchronous_commit on)" if durable else "CARELESS (a crash may lose commits)"
    return (
        f"{found['cores']} cores, load {found['load_before']:.1f} at the start, PostgreSQL {found['server_version']}, "
        f"{kept}, autovacuum {found['autovacuum']}, shared_buffers {found['shared_buffers']}"
    )
