"""The command: ``python -m tests.load kills|crowd|clerks``."""

import argparse
import os
import sys
from pathlib import Path

from fedwork.env import ROOT

# What is killed; what is listed twice is killed twice as often.
VICTIMS = ("worker", "worker", "job", "clock", "valkey", "valkey", "postgres", "postgres", "session")


def main(arguments: list[str] | None = None) -> int:
    chosen = parse_options(arguments)
    # Durable servers of its own, whatever the environment says.
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ.setdefault("FEDWORK_DEMO", "1")  # a secret of its own, and plain HTTP
    os.environ.update(
        DJANGO_SETTINGS_MODULE="fedwork.settings", LOG_LEVEL="WARNING", FEDWORK_VAR=str(chosen.var.absolute())
    )
    from tests.load.run import clerks, crowd, kills  # reads the settings

    if chosen.what == "kills":
        return kills(
            chosen.var.absolute(),
            rounds=chosen.rounds,
            seed=chosen.seed,
            writers=chosen.writers,
            victims=chosen.victims,
        )
    if chosen.what == "clerks":
        var = chosen.var.absolute()
        return clerks(var, people=chosen.people, seconds=chosen.seconds, pause=chosen.pause, least=chosen.least)
    return crowd(chosen.var.absolute(), seconds=chosen.seconds, writers=chosen.writers)


def parse_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("what", choices=["kills", "crowd", "clerks"])
    parser.add_argument("--var", type=Path, default=ROOT / "var" / "load", help="a folder of its own; emptied first")
    parser.add_argument("--rounds", type=int, default=5, help="kills: how many rounds")
    parser.add_argument("--seed", type=int, default=1, help="kills: the same seed kills the same things in turn")
    parser.add_argument("--victims", nargs="+", choices=sorted(set(VICTIMS)), default=VICTIMS, help="kills: of what")
    parser.add_argument("--seconds", type=float, default=20, help="crowd, clerks: how long they work")
    parser.add_argument("--people", type=int, default=500, help="clerks: how many")
    parser.add_argument(
        "--least", type=int, default=0, help="clerks: returns that each hands in, however long it takes"
    )
    parser.add_argument("--pause", type=float, default=10, help="clerks: seconds from cell to cell, more or less")
    parser.add_argument("--writers", type=int, default=4)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
