"""The plays: ``kills``, ``crowd`` and ``clerks``."""

import asyncio
import os
import random
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from bench.clock import percentile
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


def clerks(var: Path, *, people: int, seconds: float, pause: float, least: int) -> int:
    """So many clerks type and submit in their forms, over HTTP. How much was refused, lost or added up wrongly."""
    from fedwork.local.supervisor import start_web, wait_for_first_page
    from tests.load.clerks import door

    with Stage(var) as stage, door() as listening:
        django.setup()
        from tests.load.office import build

        call_command("collectstatic", interactive=False, verbosity=0)  # pages name their styles by hashed names
        sessions = build(people)
        connection.close()
        stage.start_jobs()
        stage.web = start_web(var, listening)
        wait_for_first_page(f"http://127.0.0.1:{listening.getsockname()[1]}/", [stage.web])
        told = _at_work(sessions, listening.getsockname()[1], seconds, pause, least)
        wait_until(lambda: stage.refuse_dead() or _all_settled())
        return _told(told, people)


def _at_work(sessions, port, seconds, pause, least):
    from tests.load.clerks import Clerk, Told, work
    from tests.load.office import PERIOD, PLAN

    told, began = Told(), time.monotonic()
    place = reverse("targets:return", args=[PLAN, PERIOD, "UNIT"])
    at_work = {"port": port, "told": told, "until": began + seconds, "pause": pause, "least": least}
    crew = [Clerk(unit, key, place.replace("UNIT", unit), **at_work) for unit, key in sessions.items()]
    asyncio.run(work(crew, arriving=min(seconds / 5, 60)))
    told.seconds = time.monotonic() - began
    return told


def _all_settled():
    """no marks left"""
    from tests.load.judge import all_settled

    return all_settled()


def _told(told, people):
    """Say what was done, how fast, and what is wrong; how much is wrong."""
    from tests.load.judge import wrong_totals
    from tests.load.office import lost

    wrong = [*told.faults, *lost(told), *wrong_totals()]
    for kind, times in told.times.items():
        if times:
            half, most = (percentile(times, share) * 1000 for share in (0.5, 0.99))
            rate = len(times) / told.seconds
            print(f"  {kind:<9}{len(times):>7} ({rate:.1f} a second)  p50 {half:.0f} ms  p99 {most:.0f} ms", flush=True)
    print(
        f"{people} clerks for {told.seconds:.0f} s: {len(told.saved)} values and {len(told.submitted)} submissions "
        f"acknowledged, {len(told.faults)} faults, {len(wrong) or 'nothing'} wrong; load {os.getloadavg()[1]:.1f}",
        flush=True,
    )
    for line in wrong[:10]:
        print(f"  {line}", file=sys.stderr, flush=True)
    return len(wrong)


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
