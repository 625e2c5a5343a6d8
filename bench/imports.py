"""114,000 values at once through the write path of imports, until the nation is right, while people go on submitting.

Beside it, in the same run: what django-import-export does with the same figures on a plain model, as it comes; and the
least that the database needs, a COPY of the same rows and a rebuild of one period of the units that the import names.
"""

import time
from collections import defaultdict
from decimal import Decimal

import tablib
from django.db import connection, models
from import_export.resources import ModelResource

from bench import facts, least, national, worker
from bench.clock import computing_seconds, percentile, timed
from bench.hands import WARM, latencies, wait_until_quiet
from bench.national import TELLING
from bench.rebuild import all_settled
from bench.saves import EVERY, right
from targets.models import Figure, Return
from targets.returns.actions.draft import FigureInput
from targets.workbooks.actions.bulk import ReturnInput, write_returns

COLUMNS = ("unit", "period", "target", "value", "base", "na", "reason", "note")


class Plain(models.Model):
    """The same figures in a table as somebody would make it who begins."""

    unit = models.CharField(max_length=32)
    period = models.CharField(max_length=8)
    target = models.CharField(max_length=16)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    base = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    na = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "targets"  # of some installed app: import-export asks for it
        db_table = "bench_plain"
        unique_together = [("unit", "period", "target")]


class PlainResource(ModelResource):
    class Meta:
        model = Plain
        fields = COLUMNS
        import_id_fields = ("unit", "period", "target")


LEAST_STOCK = 50  # times the rows a second of django-import-export, saved with audit and marks
MOST_LEAST = 8  # times a COPY of the same rows and a rebuild of one period of their units


def run(report, *, size, villages=None):
    """An import into the nation, with a million figures stored below the units that it names."""
    live = national.build(size)
    promised = size != "tiny"
    about = f"{live.plan.participants.count():,} units of the nation; people submit one every {EVERY * 1000:g} ms"
    report.begin("import", about)
    with worker.running():
        facts.report(live.plan, 1, live.levels[-1], by=live.importer, silent=0, most=live.scale.stored)
        all_settled(live.plan)
        facts.settle_down()
        values, seconds = during_import(report, live, EVERY, promised=promised)
        wait_until_quiet(live.plan)
        right(report, live)
    against_the_least(report, live, values, seconds, promised)


def against_the_least(report, live, values, seconds, promised):
    """The import's time against what the database needs for the same figures whatever the program does."""
    copied = least.copy_seconds(values, live.importer.pk)
    rebuilt, figures = least.rebuild_seconds(live)
    report.add("COPY of the same rows, empty table, same key", copied, "s", note=f"{len(values):,} rows")
    report.add("rebuild of one period of these units", rebuilt, "s", note=f"{figures:,} figures, nobody below them")
    most = MOST_LEAST if promised else None
    report.add("import until right / (COPY + rebuild)", seconds / (copied + rebuilt), "×", most=most)
    whole = timed(lambda: all_settled(live.plan))
    note = "with all that was reported below these units"
    report.add("rebuild of the whole plan, its one period", whole, "s", note=note)


def during_import(report, live, every, *, promised):
    """The import while people submit at their pace; both are held to what was promised. Returns what was imported, and
    the seconds until the nation was right."""
    returns = list(
        Return.objects.filter(period=live.period, state="draft", participant__unit__level=live.levels[0])
        .select_related("participant").order_by("pk")[: live.scale.imported]
    )  # fmt: skip
    targets = list(live.plan.targets.all())
    values = {(r.pk, t.pk): value_of(r, t) for r in returns for t in targets}
    wanted = live.top() + sum(int(v.value) for (_, target), v in values.items() if target == live.target.pk)
    pairs = live.take(live.scale.paced + WARM)
    whole = wanted + len(pairs) * TELLING
    done, times, seen, (begun, written, computed) = latencies(
        live, pairs, every, meanwhile=lambda: write(live, returns, targets, values), until=lambda value: value == whole
    )
    arrived = next(at for at, value in seen if value % TELLING == wanted % TELLING)
    ours = len(values) / (arrived - begun)
    note = f"{len(values):,} values; written in {written - begun:.1f} s, the nation right after {arrived - begun:.1f} s"
    report.add("import until the nation is right", ours, "rows/s", note=note)
    theirs, theirs_computed = stock(returns, targets, values, live.scale.plain)
    note = f"{live.scale.plain:,} rows; {theirs_computed:.0f} by what the processor spent, here and in the database"
    report.add("django-import-export as it comes, a plain model", theirs, "rows/s", note=note)
    note = f"{len(values):,} values; {computed:.2f} s of the processor, here and in the database"
    ratio = len(values) / computed / theirs_computed
    least_ratio = LEAST_STOCK if promised else None
    report.add("import written / django-import-export, processor", ratio, "×", least=least_ratio, note=note)
    saved = len(values) / (written - begun)
    report.add("the same by the clock, people submitting beside the first", saved / theirs, "×")
    report.add("import until right / django-import-export", ours / theirs, "×")
    beside(report, done, times, (begun, arrived), promised)
    return values, arrived - begun


def value_of(report, target):
    ratio = Decimal(100) if target.is_ratio else None
    return FigureInput(value=Decimal((report.pk * 31 + target.pk * 17) % 90), base=ratio)


def write(live, returns, targets, values):
    """What a confirmed workbook does, once its cells are read; (when it began, when it was committed, the seconds that
    the processor spent, here and in the database)."""
    begun = time.monotonic()
    computed = computing_seconds(lambda: _write_all(live, returns, targets, values))
    return begun, time.monotonic(), computed


def _write_all(live, returns, targets, values):
    stand = defaultdict(dict)
    for figure in Figure.objects.filter(report__in=[each.pk for each in returns]):
        stand[figure.report_id][figure.target_id] = figure
    owed = {target.pk: target for target in targets}
    fillings = [
        ReturnInput(each, owed, stand[each.pk], {t.pk: values[each.pk, t.pk] for t in targets}, submit=True)
        for each in returns
    ]
    write_returns(live.period, fillings, by=live.importer)


def beside(report, done, times, span, promised):
    """The saves of people that began while the import was under way."""
    both = [(saved - begun, top) for (begun, saved), top in zip(done.saves[WARM:], times, strict=True)
            if span[0] <= begun <= span[1]]  # fmt: skip
    report.add("refused or failed beside the import", len(done.errors), "returns", most=0)
    if not both:
        return
    saves, tops = zip(*both, strict=True)
    note = f"{len(both)} saves; p50 {percentile(tops, 0.5) * 1000:.0f} ms"
    report.add("people beside the import, right at the top, p99", percentile(tops, 0.99) * 1000, "ms",
               most=500 if promised else None, note=note)  # fmt: skip
    note = f"p50 {percentile(saves, 0.5) * 1000:.0f} ms"
    report.add("people beside the import, until saved, p99", percentile(saves, 0.99) * 1000, "ms", note=note)


def stock(returns, targets, values, rows):
    """Rows a second of django-import-export into an empty plain table, by the clock and by what the processor spent:
    its best case, without the admin's dry run."""
    lines = [
        (r.participant.code, "2020Q1", t.code, values[r.pk, t.pk].value, values[r.pk, t.pk].base, False, "", "")
        for r in returns
        for t in targets
    ]
    dataset = tablib.Dataset(*lines[:rows], headers=COLUMNS)
    with connection.schema_editor() as editor:
        editor.create_model(Plain)
    try:
        begun = time.monotonic()
        computed = computing_seconds(lambda: PlainResource().import_data(dataset, raise_errors=True))
        seconds = time.monotonic() - begun
        if Plain.objects.count() != len(dataset):
            raise RuntimeError("django-import-export did not keep every row")
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Plain)
    return len(dataset) / seconds, len(dataset) / computed
