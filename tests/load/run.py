"""The load tests: ``kills``, ``crowd`` and ``clerks``."""

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
from tests.load.system import RunningSystem, wait_until


def kills(var: Path, *, rounds: int, seed: int, writers: int, victims: list[str]) -> int:
    """Writers act; each round kills one or two processes and then checks. Gives the number of faults of a round."""
    rng = random.Random(seed)
    with SystemWithPlans(var) as system:
        system.start_roles("writer", writers)
        system.wait_for_writers()
        for number in range(1, rounds + 1):
            chosen = [rng.choice(victims) for _ in range(rng.choice((1, 1, 2)))]
            for victim in chosen:
                time.sleep(rng.uniform(0.1, 1.5))
                system.kill(victim, rng)
            time.sleep(rng.uniform(0, 0.5))
            if found := check_consistency(system, f"round {number}, killed {' and '.join(chosen)}"):
                return found
    return 0


def crowd(var: Path, *, seconds: float, writers: int) -> int:
    """Writers, a reviewer, an importer and a rebuilder act at once. Gives the number of faults."""
    with SystemWithPlans(var) as system:
        system.start_roles("writer", writers)
        for role in ("reviewer", "importer", "rebuilder"):
            system.start_roles(role)
        system.wait_for_writers()
        time.sleep(seconds)
        return check_consistency(system, f"{writers} writers, a reviewer, an importer and a rebuild for {seconds} s")


def clerks(var: Path, *, people: int, seconds: float, pause: float, least: int) -> int:
    """Clerks save and submit their forms over HTTP. Gives the number of refusals, lost values and wrong totals."""
    from fedwork.local.supervisor import start_web, wait_for_first_page
    from tests.load.clerks import open_listening_socket

    with RunningSystem(var) as system, open_listening_socket() as listening:
        django.setup()
        from tests.load.county_plan import create_county_plan

        call_command("collectstatic", interactive=False, verbosity=0)  # pages name their styles by hashed names
        sessions = create_county_plan(people)
        connection.close()
        system.start_jobs()
        system.web = start_web(var, listening)
        wait_for_first_page(f"http://127.0.0.1:{listening.getsockname()[1]}/", [system.web])
        results = _run_all_clerks(sessions, listening.getsockname()[1], seconds, pause, least)
        wait_until(lambda: system.require_alive() or _all_settled())
        return _print_results(results, people)


def _run_all_clerks(sessions, port, seconds, pause, least):
    from tests.load.clerks import Clerk, ClerkResults, run_clerks
    from tests.load.county_plan import PERIOD, PLAN

    results, began = ClerkResults(), time.monotonic()
    url = reverse("targets:return", args=[PLAN, PERIOD, "UNIT"])
    settings = {"port": port, "results": results, "until": began + seconds, "pause": pause, "least": least}
    all_clerks = [Clerk(unit, key, url.replace("UNIT", unit), **settings) for unit, key in sessions.items()]
    asyncio.run(run_clerks(all_clerks, arriving=min(seconds / 5, 60)))
    results.seconds = time.monotonic() - began
    return results


def _all_settled():
    """No totals wait to be recomputed."""
    from tests.load.consistency import all_settled

    return all_settled()


def _print_results(results, people):
    """Prints what was done, how fast, and what is wrong; gives the number of faults."""
    from tests.load.consistency import find_wrong_totals
    from tests.load.county_plan import find_lost_values

    wrong = [*results.faults, *find_lost_values(results), *find_wrong_totals()]
    for kind, times in results.times.items():
        if times:
            half, most = (percentile(times, share) * 1000 for share in (0.5, 0.99))
            rate = len(times) / results.seconds
            print(f"  {kind:<9}{len(times):>7} ({rate:.1f} a second)  p50 {half:.0f} ms  p99 {most:.0f} ms", flush=True)
    print(
        f"{people} clerks for {results.seconds:.0f} s: {len(results.saved)} values and "
        f"{len(results.submitted)} submissions acknowledged, {len(results.faults)} faults, "
        f"{len(wrong) or 'nothing'} wrong; load {os.getloadavg()[1]:.1f}",
        flush=True,
    )
    for line in wrong[:10]:
        print(f"  {line}", file=sys.stderr, flush=True)
    return len(wrong)


class SystemWithPlans(RunningSystem):
    """A system with the two plans and running jobs."""

    def __enter__(self):
        super().__enter__()
        django.setup()
        from tests.load.city_plans import create_city_plans

        create_city_plans()
        connection.close()
        self.start_jobs()
        return self


def check_consistency(system: RunningSystem, what: str) -> int:
    """Prints what was done and what is wrong; gives the number of faults."""
    from tests.load.consistency import all_settled, find_inconsistencies

    with system.paused():
        began = time.monotonic()
        wait_until(lambda: system.require_alive() or all_settled())
        waited = time.monotonic() - began
        found = find_inconsistencies(system.var)
        acts = sum(path.read_text().count('["!"') for path in system.var.glob("*.journal"))
        connection.close()
    system.require_alive()
    print(f"{what}: {acts} acts, settled {waited:.1f} s later, {len(found) or 'nothing'} wrong", flush=True)
    for line in found[:10]:
        print(f"  {line}", file=sys.stderr, flush=True)
    return len(found)
