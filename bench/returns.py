"""A return of a hundred targets, one cell of it, and the reviewer's queue of a province: time, queries, weight.

Times stand beside an empty view behind the same middleware, asked in turn with the page: what else the machine does
meanwhile slows both.
"""

import json

from django.test.utils import override_settings
from django.urls import reverse

from bench import world
from bench.beside import NOTHING, compare, first_paint, logged_in
from bench.report import Report, describe
from targets.models import Return
from targets.returns.actions.submit import withdraw_return

TARGETS, MEASURES = 100, ("increment", "running", "level", "ratio")
PERIOD = "2020-12"


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
