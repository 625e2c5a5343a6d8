"""The statements that derive totals, put together from their parts: the lists of columns are written once, here."""

from pathlib import Path

from targets.models import Total

VALUE_COLUMNS = ("submitted", "submitted_base", "accepted", "accepted_base")
COUNT_COLUMNS = tuple(f.name for f in Total._meta.local_fields if f.get_internal_type() == "IntegerField")
TOTAL_COLUMNS = ("allocation", *VALUE_COLUMNS, *COUNT_COLUMNS, "reported_at")
COLUMNS = ("participant_id", "seq", "target_id", *TOTAL_COLUMNS)

BASES = ("", "accepted_")
KINDS = (("", "area"), ("body_", "NOT area"))
# What is known of each basis in a change, in the order of its columns; "owing" stands between the two halves.
SUM_COLUMNS = (
    *VALUE_COLUMNS[:2],
    "value_count",
    "base_count",
    *VALUE_COLUMNS[2:],
    "accepted_value_count",
    "accepted_base_count",
)
RESPONSE_COUNTS = tuple(basis + name for basis in BASES for name in ("responded", "reported", "absent"))


def _counts_by_kind():
    """Counts of areas and of bodies side by side."""
    return [
        f"coalesce(sum({name}) FILTER (WHERE {kind}), 0)::int AS {prefix}{name}"
        for prefix, kind in KINDS
        for name in ("owing", *RESPONSE_COUNTS)
    ]


def _running_counts():
    """The counts of a total: of units that owe it at a period where it is due. Who reported in that very period is
    counted there; who ever reported, or is not applicable, runs on; the rest of those who ever reported is carried."""
    columns = []
    for prefix, _ in KINDS:
        columns.append(f"(due * sum({prefix}owing) OVER past)::int AS {prefix}owing")
        for basis in BASES:
            responded, reported, absent = (f"{prefix}{basis}{name}" for name in ("responded", "reported", "absent"))
            columns += [
                f"(due * {reported})::int AS {reported}",
                f"(due * (sum({responded} - {absent}) OVER past - {reported}))::int AS {prefix}{basis}carried",
                f"(due * sum({absent}) OVER past)::int AS {absent}",
            ]
    return columns


def _start_columns():
    """The row of ``start_count``: no values, and for each kind of unit who needs a baseline and who has one."""
    counts = {
        prefix + name: f"{prefix}{'owing' if name == 'owing' else 'reported'}"
        for prefix, _ in KINDS
        for name in ("owing", *(f"{basis}reported" for basis in BASES))
    }
    return ["NULL::numeric"] * len(VALUE_COLUMNS) + [counts.get(name, "0") for name in COUNT_COLUMNS]


def _assemble(*files, **conditions):
    """The text of some files with the lists of columns and the named ``conditions`` put in their places."""
    lists = {
        "null_sums": ["NULL"] * len(SUM_COLUMNS),
        "null_counts": ["NULL"] * (len(RESPONSE_COUNTS) + 1),
        "counts_by_kind": _counts_by_kind(),
        "running_counts": _running_counts(),
        "start_columns": _start_columns(),
        "total_columns": [*VALUE_COLUMNS, *COUNT_COLUMNS],
        "null_totals": ["NULL"] * len(VALUE_COLUMNS + COUNT_COLUMNS),
        "typed_null_totals": [
            f"NULL::{'numeric' if name in VALUE_COLUMNS else 'int'} AS {name}" for name in VALUE_COLUMNS + COUNT_COLUMNS
        ],
        "child_columns": [f"t.{name}" for name in VALUE_COLUMNS + COUNT_COLUMNS],
        "summed_columns": [f"sum({name}) AS {name}" for name in VALUE_COLUMNS]
        + [f"coalesce(sum({name}), 0)::int AS {name}" for name in COUNT_COLUMNS],
        "all_columns": COLUMNS,
        "update_columns": [f"{name} = EXCLUDED.{name}" for name in TOTAL_COLUMNS],
        "stored_row": [f"targets_total.{name}" for name in TOTAL_COLUMNS],
        "new_row": [f"EXCLUDED.{name}" for name in TOTAL_COLUMNS],
    }
    text = "".join((Path(__file__).parent / f"{name}.sql").read_text("utf-8") for name in files)
    parts = {name: ", ".join(columns) for name, columns in lists.items()} | conditions
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


# Which targets: all, as nearly always; some; or what is known only when it is asked. The planner guesses better how
# many rows there are where it need not reckon with either.
EVERY_TARGET = "TRUE"
SOME_TARGETS = "target_id = ANY(%(targets)s::bigint[])"
ASKED_TARGETS = f"(%(targets)s::bigint[] IS NULL OR {SOME_TARGETS})"
# Which periods, of those that have begun: settling makes all of them right, a page reads some.
EVERY_PERIOD = "TRUE"
ASKED_PERIODS = "(%(at)s::int[] IS NULL OR seq = ANY(%(at)s::int[]))"

# One level of the tree: of holders with work of their own, and of those that only add up what stands below them.
WITH_REPORTS = ("inputs", "own_sums", "contributions")
WITHOUT_REPORTS = ("inputs", "own_sums_without_reports", "contributions")
SETTLE_TARGETS = _assemble(*WITH_REPORTS, "store_level", target_condition=SOME_TARGETS, period_condition=EVERY_PERIOD)
SETTLE_LEVEL = _assemble(*WITH_REPORTS, "store_level", target_condition=EVERY_TARGET, period_condition=EVERY_PERIOD)
SETTLE_TARGETS_ABOVE = _assemble(
    *WITHOUT_REPORTS, "store_level", target_condition=SOME_TARGETS, period_condition=EVERY_PERIOD
)
SETTLE_LEVEL_ABOVE = _assemble(
    *WITHOUT_REPORTS, "store_level", target_condition=EVERY_TARGET, period_condition=EVERY_PERIOD
)
DERIVE_TOTALS = _assemble(
    *WITH_REPORTS, "select_derived", target_condition=ASKED_TARGETS, period_condition=ASKED_PERIODS
)
