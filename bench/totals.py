"""Totals at national size: every row of what was promised, part by part. Ratios, with their limits from this run."""

import sys

from bench import facts, imports, partition, rebuild, saves, storage
from bench.report import Report, describe

PARTS = {
    "rebuild": rebuild.run,
    "save": saves.run,
    "import": imports.run,
    "storage": storage.run,
    "partition": partition.run,
}


def run(*, size="province", only="", villages=None, as_json=False):
    """Run the parts (all of them, or those named in ``only``), each in an empty database; returns the Report."""
    wanted = [name for name in only.split(",") if name] or list(PARTS)
    if size == "nation" and not only:
        wanted = ["rebuild"]
    if unknown := set(wanted) - set(PARTS):
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are: {', '.join(PARTS)}")
    report = Report(silent=as_json)
    report.say(f"totals, size {size}: {describe()}")
    for name in wanted:
        PARTS[name](report, size=size, villages=villages)
        facts.clear()
    if as_json:
        print(report.as_json())
    else:
        report.say(
            f"\n{len(report.missed())} of the promised figures missed" + "".join(f"\n{row}" for row in report.missed())
        )
    return report
