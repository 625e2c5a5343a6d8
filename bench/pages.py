"""What people look at every day, on a whole province or the nation: time beside an empty view, queries, bytes.

Each page is the heaviest of its kind that its person has. Behind the middleware an empty view costs some milliseconds;
with it a page is asked in turn, so that what else the machine does slows both. Boards are kept, as when a meeting looks
(``targets/results/board_cache.py``); what the first one waits for stands beside it.
"""

from time import perf_counter
from typing import NamedTuple

from django.test.utils import override_settings
from django.urls import reverse

from accounts.models import Person
from bench import world
from bench.beside import NOTHING, compare, first_paint, logged_in
from bench.clock import seconds
from bench.report import Report, describe
from targets.doubts.actions.judge_submissions import has_unjudged, judge_submissions
from targets.models import Snapshot
from targets.results import board_cache

PERIOD = "2020-12"
QUERIES = 12  # of any page, besides those of the session and the person


class BenchPage(NamedTuple):
    """``times`` is how many empty views it may take, None where nothing is promised."""

    name: str
    person: Person
    address: str
    times: int | None = None


def run(size="province", as_json=False, runs=15):
    """Measure every page of the list; each is asked ``runs`` times."""
    report = Report(silent=as_json)
    province = world.build(nation=size == "nation")
    counties = province.plan.participants.filter(unit__level="county").count()
    report.begin(
        "pages", f"{counties} counties, 60 targets, 12 months; an empty view has the same middleware and login"
    )
    report.say(describe())
    with override_settings(ROOT_URLCONF="bench.empty"):
        judge(report)
        for page in list_pages(province):
            measure(report, page, runs)
    if as_json:
        print(report.as_json())


def measure(report, page, runs):
    """Time, queries and the weight of a first visit."""
    client = logged_in(page.person)
    answer = compare(
        report, page.name, lambda: client.get(page.address), lambda: client.get(NOTHING), runs,
        queries=QUERIES, times=page.times,
    )  # fmt: skip
    report.add(f"{page.name}: seconds when nothing is kept", seconds(lambda: ask_anew(client, page), 3), "s")
    requests, weight = first_paint(answer.content.decode())
    report.add(f"{page.name}: requests of a first visit", requests, "", most=20)
    report.add(f"{page.name}: weight of them, gzipped", weight / 1000, "kB", most=150)


def judge(report):
    """What the worker needs to look for unlikely numbers: in a year, and in what a whole province has just reported."""
    for name, chosen in (("a year", {}), ("a period", {"report__period__code": PERIOD})):
        count = Snapshot.objects.filter(**chosen).update(doubt_count=None)
        begun = perf_counter()
        while has_unjudged():
            judge_submissions(600)
        spent = (perf_counter() - begun) * 1000 / count
        report.add(f"unlikely numbers of {name}: a return", spent, "ms", note=f"{count} returns")


def ask_anew(client, page):
    """As the first who looks after a change: no board is kept."""
    board_cache.clear()
    client.get(page.address)


def list_pages(province):
    """The pages with a limit first, then the others."""
    plan, county, unit = province.plan.code, province.county.code, province.plan.unit.code
    top, leader = [plan, unit, PERIOD], province.leader
    number = [*top, "L00"]
    return [
        BenchPage("first page of a leader", leader, reverse("targets:home"), 12),
        BenchPage("unit with all targets", leader, reverse("dashboards:unit", args=top), 25),
        BenchPage("matrix", leader, f"{reverse('dashboards:matrix', args=top)}?level=county", 40),
        BenchPage("review queue", province.reviewer, f"{reverse('targets:review_queue')}?period={plan}/{PERIOD}", 25),
        BenchPage("overview", leader, reverse("dashboards:overview", args=top)),
        BenchPage("overall ranking", leader, f"{reverse('dashboards:overall_ranking', args=top)}?level=county"),
        BenchPage("ranking of one target", leader, f"{reverse('dashboards:ranking', args=number)}?level=county"),
        BenchPage("one number", leader, reverse("dashboards:total", args=number)),
        BenchPage("trend of a number", leader, f"{reverse('dashboards:total', args=number)}?show=trend"),
        BenchPage("county with all targets", province.clerk, reverse("dashboards:unit", args=[plan, county, PERIOD])),
        BenchPage("return", province.clerk, reverse("targets:return", args=[plan, PERIOD, county])),
        BenchPage("review of a return", province.reviewer, reverse("targets:review", args=[plan, PERIOD, county])),
        BenchPage("allocation", province.planner, reverse("targets:allocation", args=[plan, unit])),
        BenchPage("plan", province.planner, reverse("plans:detail", args=[plan])),
        BenchPage("first page of a reviewer", province.reviewer, reverse("targets:home")),
    ]
