"""The command: ``python -m tests.load kills|crowd|clerks``."""

import argparse
import os
import sys
from pathlib import Path

from fedwork.env import ROOT

# What dies, and how often: whatever stands here twice.
VICTIMS = ("worker", "worker", "job", "clock", "valkey", "valkey", "postgres", "postgres", "session")


def main(arguments: list[str] | None = None) -> int:
    wishes = options(arguments)
    # Servers of our own, durable ones: nobody else's, whatever the environment says.
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ.setdefault("FEDWORK_DEMO", "1")  # a secret of its own, and plain HTTP
    os.environ.update(
        DJANGO_SETTINGS_MODULE="fedwork.settings", LOG_LEVEL="WARNING", FEDWORK_VAR=str(wishes.var.absolute())
    )
    from tests.load.run import clerks, crowd, kills  # only now: the settings are read with it

    if wishes.what == "kills":
        return kills(
            wishes.var.absolute(),
            rounds=wishes.rounds,
            seed=wishes.seed,
            writers=wishes.writers,
            victims=wishes.victims,
        )
    if wishes.what == "clerks":
        var = wishes.var.absolute()
        return clerks(var, people=wishes.people, seconds=wishes.seconds, pause=wishes.pause, least=wishes.least)
    return crowd(wishes.var.absolute(), seconds=wishes.seconds, writers=wishes.writers)


def options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("what", choices=["kills", "crowd", "clerks"])
    parser.add_argument("--var", type=Path, default=ROOT / "var" / "load", help="a folder of its own; emptied first")
    parser.add_argument("--rounds", type=int, default=5, help="kills: how many rounds")
    parser.add_argument("--seed", type=int, default=1, help="kills: the same seed kills the same things in turn")
    parser.add_argument("--victims", nargs="+", choices=sorted(set(VICTIMS)), default=VICTIMS, help="kills: what dies")
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
