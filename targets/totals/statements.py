"""The statements that derive totals, put together from their parts: the lists of columns are written once, here."""

from pathlib import Path

from targets.models import Total

ADDED = ("submitted", "submitted_base", "accepted", "accepted_base")
COUNTED = tuple(f.name for f in Total._meta.local_fields if f.get_internal_type() == "IntegerField")
VALUES = ("allocation", *ADDED, *COUNTED, "reported_at")
COLUMNS = ("participant_id", "seq", "target_id", *VALUES)

BASES = ("", "accepted_")
KINDS = (("", "area"), ("body_", "NOT area"))
# What is known of each basis in a change, in the order of its columns; "owing" stands between the two halves.
SUMMED = (*ADDED[:2], "known", "based", *ADDED[2:], "accepted_known", "accepted_based")
SAID = tuple(basis + name for basis in BASES for name in ("said", "reported", "absent"))


def _spread():
    """Counts of areas and of bodies side by side."""
    return [
        f"coalesce(sum({name}) FILTER (WHERE {kind}), 0)::int AS {prefix}{name}"
        for prefix, kind in KINDS
        for name in ("owing", *SAID)
    ]


def _counts():
    """The counts of a total: of units that owe it at a period where it is due. Who reported in that very period is
    counted there; who ever reported, or is not applicable, runs on; the rest of those who ever reported is carried."""
    columns = []
    for prefix, _ in KINDS:
        columns.append(f"(due * sum({prefix}owing) OVER past)::int AS {prefix}owing")
        for basis in BASES:
            said, reported, absent = (f"{prefix}{basis}{name}" for name in ("said", "reported", "absent"))
            columns += [
                f"(due * {reported})::int AS {reported}",
                f"(due * (sum({said} - {absent}) OVER past - {reported}))::int AS {prefix}{basis}carried",
                f"(due * sum({absent}) OVER past)::int AS {absent}",
            ]
    return columns


def _statement(*files, **conditions):
    """The text of some files with the lists of columns and the named ``conditions`` put in their places."""
    lists = {
        "nothing": ["NULL"] * len(SUMMED),
        "unsaid": ["NULL"] * (len(SAID) + 1),
        "spread": _spread(),
        "counts": _counts(),
        "values": [*ADDED, *COUNTED],
        "blank": ["NULL"] * len(ADDED + COUNTED),
        "unworked": [f"NULL::{'numeric' if name in ADDED else 'int'} AS {name}" for name in ADDED + COUNTED],
        "stored": [f"t.{name}" for name in ADDED + COUNTED],
        "sums": [f"sum({name}) AS {name}" for name in ADDED]
        + [f"coalesce(sum({name}), 0)::int AS {name}" for name in COUNTED],
        "columns": COLUMNS,
        "updates": [f"{name} = EXCLUDED.{name}" for name in VALUES],
        "standing": [f"targets_total.{name}" for name in VALUES],
        "coming": [f"EXCLUDED.{name}" for name in VALUES],
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
WORKING, IDLE = ("begin", "own", "part"), ("begin", "idle", "part")
LEVEL = _statement(*WORKING, "level", of_targets=SOME_TARGETS, of_periods=EVERY_PERIOD)
LEVEL_OF_ALL = _statement(*WORKING, "level", of_targets=EVERY_TARGET, of_periods=EVERY_PERIOD)
ABOVE = _statement(*IDLE, "level", of_targets=SOME_TARGETS, of_periods=EVERY_PERIOD)
ABOVE_OF_ALL = _statement(*IDLE, "level", of_targets=EVERY_TARGET, of_periods=EVERY_PERIOD)
CHILDLESS = _statement(*WORKING, "childless", of_targets=ASKED_TARGETS, of_periods=ASKED_PERIODS)
