"""The two plays: ``kills`` and ``crowd``."""

import random
import sys
import time
from pathlib import Path

import django
from django.db import connection

from tests.load.stage import Stage, wait_until


def kills(var: Path, *, rounds: int, seed: int, writers: int, victims: list[str]) -> int:
    """People work; each round kills one or two things, waits until all is settled, and judges. 0 when all is well."""
    dice = random.Random(seed)
    with opened(var) as stage:
        stage.start_people("writer", writers)
        stage.wait_for_people()
        for number in range(1, rounds + 1):
            chosen = [dice.choice(victims) for _ in range(dice.choice((1, 1, 2)))]
            for victim in chosen:
                time.sleep(dice.uniform(0.1, 1.5))
                stage.kill(victim, dice)
            time.sleep(dice.uniform(0, 0.5))
            if found := judged(stage, f"round {number}, killed {' and '.join(chosen)}"):
                return found
    return 0


def crowd(var: Path, *, seconds: float, writers: int) -> int:
    """Writers, a reviewer, an importer and somebody who rebuilds, all at once. 0 when all is well."""
    with opened(var) as stage:
        stage.start_people("writer", writers)
        for role in ("reviewer", "importer", "rebuilder"):
            stage.start_people(role)
        stage.wait_for_people()
        time.sleep(seconds)
        return judged(stage, f"{writers} writers, a reviewer, an importer and a rebuild for {seconds} s")


def opened(var):
    return _Opened(var)


class _Opened(Stage):
    """A stage with the plans on it and the jobs running."""

    def __enter__(self):
        super().__enter__()
        django.setup()
        from tests.load.scene import build

        build()
        connection.close()
        self.start_jobs()
        return self


def judged(stage: Stage, what: str) -> int:
    """Says what was done and what is wrong with it; how much is wrong."""
    from tests.load.judge import all_settled, faults

    with stage.silence():
        began = time.monotonic()
        wait_until(lambda: stage.refuse_dead() or all_settled())
        waited = time.monotonic() - began
        found = faults(stage.var)
        acts = sum(path.read_text().count('["!"') for path in stage.var.glob("*.journal"))
        connection.close()
    stage.refuse_dead()
    print(f"{what}: {acts} acts, settled {waited:.1f} s later, {len(found) or 'nothing'} wrong", flush=True)
    for line in found[:10]:
        print(f"  {line}", file=sys.stderr, flush=True)
    return len(found)
