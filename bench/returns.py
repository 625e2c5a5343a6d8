"""A return of a hundred targets, one cell of it, and the reviewer's queue of a province: time, queries, weight.

Times stand beside an empty view behind the same middleware, asked in turn with the page: what else the machine does
meanwhile slows both.
"""

import gzip
import json
import re
from statistics import median

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from bench import world
from bench.clock import timed
from bench.report import Report, describe
from fedwork.bundles import strip_comments
from targets.models import Return
from targets.returns.actions.submit import withdraw_return

TARGETS, MEASURES = 100, ("increment", "running", "level", "ratio")
NOTHING = "/bench-nothing"
PERIOD = "2020-12"
# What a savepoint or a transaction asks is no question, and planning, once a minute, neither.
FRAME = ("BEGIN", "SET TRANSACTION", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PREPARE", "DEALLOCATE")
ASSET = re.compile(r'(?:href|src)="(/static/[^"?]+\.(?:css|js|svg))"')
IMPORT = re.compile(r"""(?:^|[;\n])\s*import\s+(?:[^"';]*?from\s+)?["'](\.[^"']+)["']""")


def run(as_json=False, runs=30):
    """Measure queue, form and cell; each is asked ``runs`` times, in turn with the empty view."""
    report = Report(silent=as_json)
    report.begin("returns", "129 counties, 100 targets, 12 months; the empty view has the same middleware and login")
    report.say(describe())
    province = world.build(TARGETS, MEASURES)
    with override_settings(ROOT_URLCONF="bench.empty"):
        measure_queue(report, province, runs)
        measure_form(report, province, runs)
        measure_cell(report, province, runs)
    if as_json:
        print(report.as_json())


def measure_queue(report, province, runs):
    client = logged_in(province.reviewer)
    address = f"{reverse('targets:review_queue')}?period={province.plan.code}/{PERIOD}"
    page = compare(
        report, "queue", lambda: client.get(address), lambda: client.get(NOTHING), runs, queries=15, times=25
    )
    report.add("queue: returns on it", page.content.count(b'scope="row"'), "returns", least=129)


def measure_form(report, province, runs):
    place = [province.plan.code, PERIOD, province.county.code]
    theirs = Return.objects.get(participant=province.county, period__code=PERIOD)
    withdraw_return(theirs, by=province.clerk)
    client = logged_in(province.clerk)
    address = reverse("targets:return", args=place)
    page = compare(report, "form", lambda: client.get(address), lambda: client.get(NOTHING), runs, queries=12, times=20)
    report.add("form: targets on it", page.content.count(b'data-save="figure"'), "targets", least=TARGETS)
    requests, weight = first_paint(page.content.decode())
    report.add("form: requests until it is painted", requests, "", most=15)
    report.add("form: weight of them, gzipped", weight / 1000, "kB", most=150)


def measure_cell(report, province, runs):
    client = logged_in(province.clerk)
    address = reverse("targets:return_figure", args=[province.plan.code, PERIOD, province.county.code])
    version = 1

    def save():
        nonlocal version
        body = json.dumps({"cell": "L00", "seen": version, "value": str(100 + version)})
        answer = client.post(address, body, content_type="application/json")
        version += 1
        return answer

    def nothing():
        return client.post(NOTHING, "{}", content_type="application/json")

    compare(report, "cell", save, nothing, runs, queries=6, times=4)


def logged_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def compare(report, name, ask, nothing, runs, *, queries, times=None):  # noqa: PLR0913  two sides and what is counted
    """Ask both in turn, add the figures; returns the last answer."""
    for work in (ask, nothing):
        assert work().status_code == 200
    ours, bare = [], []
    for _ in range(runs):
        bare.append(timed(nothing))
        ours.append(timed(ask))
    answer, asked = counted(ask)
    _answer, shared = counted(nothing)
    report.add(f"{name}: queries", asked - shared, "", most=queries, note=f"besides {shared}: session, person")
    report.add(f"{name}: time on the server", median(ours) * 1000, "ms", note=f"empty: {median(bare) * 1000:.2f} ms")
    report.add(f"{name}: that many empty views", median(ours) / median(bare), "×", most=times)
    return answer


def counted(ask):
    """The answer, and how many questions it asked of the database."""
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    assert answer.status_code == 200, answer.content
    return answer, sum(not query["sql"].startswith(FRAME) for query in asked)


def first_paint(page):
    """How many requests the page and all that it names takes, and how many bytes they are on the line."""
    waiting, files = ASSET.findall(page), {}
    while waiting:
        name = waiting.pop().removeprefix("/static/")
        if name in files:
            continue
        with open(finders.find(name), "rb") as file:
            files[name] = file.read()
        if name.endswith(".js"):
            files[name] = strip_comments(files[name])  # as collected
            waiting += [_beside(name, other) for other in IMPORT.findall(files[name].decode())]
    sizes = [len(gzip.compress(content)) for content in (page.encode(), *files.values())]
    return len(sizes), sum(sizes)


def _beside(name, other):
    """The name of what the script ``name`` imports as ``other``."""
    parts = name.split("/")[:-1]
    for step in other.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
