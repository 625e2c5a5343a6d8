"""An office's workbook: reading a large one beside calamine alone, and a province's from the upload to right totals."""

import re
from collections.abc import Callable
from tempfile import NamedTemporaryFile
from time import process_time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from accounts.models import Role
from bench import world
from bench.clock import processor_seconds, server_seconds, timed
from bench.nation_sheet import (
    COUNTIES,
    TARGETS,
    name_of,
    nation_context,
    nation_sheet,
    peak_megabytes,
    read,
    saved,
)
from bench.report import Report, describe
from targets.models import Mark, Return, SnapshotFigure, Total, Upload
from targets.totals.settle import rebuild, settle

RUNS = 7
PERIOD = "2020-12"
SEEN = re.compile(r'name="seen" value="(\w+)"')


def run(as_json=False, runs=RUNS):
    """Measure the reading of a nation's sheet, and a province's workbook from its upload to right totals."""
    report = Report(silent=as_json)
    report.begin("sheets", f"{COUNTIES:,} counties × {TARGETS} targets in one sheet; a province of 129 × 60")
    report.say(describe())
    measure_reading(report, runs)
    measure_province(report, world.build())
    if as_json:
        print(report.as_json())


def measure_reading(report, runs):
    context, data = nation_context(), nation_sheet()
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        alone, ours = fastest(
            runs,
            lambda: CalamineWorkbook.from_path(file.name).get_sheet_by_index(0).to_python(),
            lambda: read(data, context),
        )
        peak = peak_megabytes(file.name)
    figures = len(read(data, context).figures)
    report.add("figures read", figures, "figures", least=COUNTIES * TARGETS)
    note = f"{ours:.2f} s, {alone:.2f} s, both of the processor"
    report.add("file to figures / calamine alone", ours / alone, "×", most=3, note=note)
    report.add("peak memory of a process that reads it", peak, "MB", most=400)


def fastest(runs: int, *acts: Callable) -> list[float]:
    """The least time of the processor that each takes, asked in turn."""
    times = [[processor_seconds(act) for act in acts] for _run in range(runs)]
    return [min(each) for each in zip(*times, strict=True)]


def measure_province(report, province):
    """A data administrator brings the workbook of all counties for one month, and submits it."""
    Return.objects.filter(period__plan=province.plan, period__code=PERIOD).update(state="draft", submitted=None)
    rebuild(province.plan.pk)
    client = Client()
    client.force_login(world.person(Role.DATA_ADMIN, province.plan.unit), "django.contrib.auth.backends.ModelBackend")
    name_targets(province.plan)
    data = province_sheet(province)
    where = [province.plan.code, PERIOD]
    shown = []

    def bring():
        file = SimpleUploadedFile("全省.xlsx", data)
        shown.append(client.post(reverse("targets:sheet", args=where), {"file": file}, follow=True))

    bring()  # once, as a server that has been at work has its templates compiled
    add_timed(report, "a province's workbook, upload to preview", bring)
    page, upload = shown[-1], Upload.objects.latest("pk")
    assert 'name="answer:' not in page.text  # nothing is asked
    form = {"action": "submit", "seen": SEEN.search(page.text).group(1)}

    def confirm():
        answer = client.post(reverse("targets:sheet_upload", args=[*where, upload.pk]), form)
        assert answer.status_code == 302
        settle_all(province.plan)

    taken = add_timed(report, "confirm to totals right", confirm)
    again = timed(lambda: rebuild(province.plan.pk, world.MONTHS))
    report.add("confirm to totals right / rebuild of the period", taken / again, "×", note=f"{again:.2f} s")
    sent = Return.objects.filter(period__plan=province.plan, period__code=PERIOD, submitted__upload=upload).count()
    report.add("returns submitted by it", sent, "returns", least=1)
    difference = abs(stored_total(province) - sum_of_counties(province))
    report.add("the province's running total, less its counties' numbers", difference, "", most=0)


def add_timed(report: Report, name: str, act: Callable) -> float:
    """Report the seconds of ``act``, of which two may pass at most; and those of the processor, which are nearly the
    same beside other work."""
    here, there = process_time(), server_seconds()
    taken = timed(act)
    here, there = process_time() - here, server_seconds() - there
    note = f"of the processor {here:.2f} s here, {there:.2f} s in the database"
    return report.add(name, taken, "s", most=2, note=note)


def stored_total(province):
    """The province's total of the first running target."""
    target = province.plan.targets.filter(measure="running").order_by("position").first()
    root = province.plan.participants.get(depth=0)
    return Total.objects.get(participant=root, target=target, seq=world.MONTHS).submitted


def sum_of_counties(province):
    """What that must be: of each county the latest number that was submitted. It is an earlier one where the return
    stays a draft because its own people must explain a number."""
    target = province.plan.targets.filter(measure="running").order_by("position").first()
    figures = SnapshotFigure.objects.filter(target=target, snapshot__in=Return.objects.values("submitted"))
    by_period = figures.order_by("snapshot__report__period__seq")
    return sum(dict(by_period.values_list("snapshot__report__participant", "value")).values())


def name_targets(plan):
    """Names as plans have them; a workbook's label with nothing but numbers tells little."""
    for number, target in enumerate(plan.targets.order_by("position")):
        target.name = name_of(number)
        target.save(update_fields=["name"])


def numbers_before(plan) -> dict[tuple[int, int], int]:
    """{(county, target): number of the month before}."""
    returns = Return.objects.filter(period__plan=plan, period__seq=world.MONTHS - 1)
    figures = SnapshotFigure.objects.filter(snapshot__in=returns.values("submitted"))
    rows = figures.values_list("snapshot__report__participant", "target", "value")
    return {(county, target): int(value) for county, target, value in rows}


def settle_all(plan):
    while Mark.objects.filter(plan_id=plan.pk).exists():
        settle(plan.pk)


def province_sheet(province) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("汇总表")
    targets = list(province.plan.targets.order_by("position"))
    sheet.append([f"{province.plan.year}年12月工作统计表"])
    sheet.append(["代码", "单位", *(f"{target.code} {target.name}({target.unit})" for target in targets)])
    last = numbers_before(province.plan)
    for county in province.plan.participants.filter(depth=2).order_by("path"):
        sheet.append([county.code, county.name, *(last[county.pk, target.pk] + 1 for target in targets)])
    return saved(book)
