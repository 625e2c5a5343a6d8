"""People submit, through the real action, broker and worker: how soon the nation is right, and how many a second."""

from django.db import connection

from bench import facts, national, reads, worker
from bench.clock import percentile
from bench.hands import WARM, at_once, latencies, wait_until_quiet
from bench.rebuild import all_settled
from targets.models import Return, Total
from targets.totals.verification.verify import verify_plan

EVERY = 0.05  # seconds between two returns: 20 a second
HANDS = (8, 32)
SIZES = "SELECT pg_total_relation_size('targets_total'), count(*) FROM targets_total"


def run(report, *, size, villages=None):
    """The nation's day: alone at first, with a million figures, many hands, once more."""
    live = national.build(size)
    promised = size != "tiny"
    report.begin(
        "save",
        f"{live.plan.participants.count():,} units of the nation, {live.plan.targets.count()} targets in each return, "
        f"one every {EVERY * 1000:g} ms by one hand; a worker of {worker.PROCESSES} processes",
    )
    report.say("  (from the beginning of the submission until the nation's total, looked at every 2 ms, holds it)")
    facts_of = [("nothing stored", None)]
    with worker.running():
        all_settled(live.plan)
        facts.settle_down()
        first = pace(report, live, *facts_of[0], promised=promised)
        stored = facts.report(live.plan, 1, live.levels[-1], by=live.importer, silent=0, most=live.scale.stored)
        all_settled(live.plan)
        facts.settle_down()
        full = pace(report, live, f"{stored:,} figures stored", first, promised=promised)
        before = table_size()
        many_hands(report, live, promised=promised)
        saves = 2 * live.scale.hands + 2 * live.scale.paced
        after = pace(report, live, f"after {saves:,} saves more", None, promised=promised)
        grown(report, full, after, before, saves, promised)
    reads.run_on(report, live, promised=promised)


def pace(report, live, when, before=None, *, promised):
    """Twenty returns a second; the median of the time until the top, in seconds."""
    pairs = live.take(live.scale.paced + WARM)
    done, times, *_ = latencies(live, pairs, EVERY)
    saves = [saved - begun for begun, saved in done.saves[WARM:]]
    middle = percentile(times, 0.5)
    note = f"until saved p50 {percentile(saves, 0.5) * 1000:.0f}, p99 {percentile(saves, 0.99) * 1000:.0f} ms"
    report.add(f"right at the top, p50, {when}", middle * 1000, "ms", most=40 if promised else None, note=note)
    report.add(f"right at the top, p99, {when}", percentile(times, 0.99) * 1000, "ms", most=250 if promised else None)
    if before:
        report.add(f"p50 {when} / nothing stored", middle / before, "×", most=1.5 if promised else None)
    lost(report, done, f"refused or failed, {when}")
    return middle


def many_hands(report, live, *, promised):
    """Hands that never rest, 8 and 32 of them; nothing lost, and all of it as a rebuild and DuckDB make it."""
    for hands in HANDS:
        base, pairs = live.arrived(), live.take(live.scale.hands)
        rate, done = at_once(pairs, hands)
        late = wait_until_quiet(live.plan)
        saves = [saved - begun for each in done for begun, saved in each.saves]
        note = f"a save p50 {percentile(saves, 0.5) * 1000:.0f}, p99 {percentile(saves, 0.99) * 1000:.0f} ms; "
        note += f"all totals right {late:.2f} s after the last"
        report.add(f"{hands} hands that never rest", rate, "returns/s", least=150 if promised else None, note=note)
        for each in done:
            lost(report, each, f"refused, failed or deadlocked, {hands} hands", quiet=True)
        missing = len(pairs) - (live.arrived() - base)
        report.add(f"lost on the way to the top, {hands} hands", missing, f"of {len(pairs):,}", most=0)
    right(report, live)


def lost(report, done, what, *, quiet=False):
    if done.errors or not quiet:
        report.add(what, len(done.errors), "returns", most=0, note="; ".join(sorted(set(done.errors)))[:160])


def right(report, live):
    """Totals as they stand, against a check by another way, and against a rebuild."""
    check = verify_plan(live.plan.pk)
    report.add(
        "totals that the check by another way does not confirm", check.differing, f"of {check.compared:,}", most=0
    )
    stood = everything(live)
    all_settled(live.plan)
    report.add("totals that differ from a rebuild", len(stood ^ everything(live)), f"of {len(stood):,}", most=0)
    waiting = Return.objects.filter(period=live.period, state="submitted", submitted=None).count()
    report.add("submitted returns without a submission", waiting, "", most=0)


def everything(live):
    return set(Total.objects.filter(participant__plan=live.plan).values_list())


def table_size():
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        return cursor.fetchone()


def grown(report, full, after, before, saves, promised):
    """What many saves have left behind: time, and the size of the table of totals."""
    report.add(f"p50 after {saves:,} saves / before", after / full, "×", most=1.5 if promised else None)
    size, rows = table_size()
    note = f"{before[0] / 2**20:.1f} MB → {size / 2**20:.1f} MB, {rows:,} totals"
    report.add("table of totals after them / before", size / before[0], "×", note=note)
