"""云南省 2020: a whole province, for pages of realistic size. All figures are examples."""

from datetime import date, timedelta
from decimal import Decimal

from fedwork.local.demo import plan as plans
from fedwork.local.demo.beijing import DAYS_AFTER
from fedwork.local.demo.clock import clock_at
from targets.db.shares_in_force import shares_in_force
from targets.goals.actions.issue import issue_plan
from targets.models import Return
from targets.periods.actions.periods import close_period, open_period
from targets.returns.actions.draft import FigureInput, ProgressInput, save_progress
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from targets.shares.actions.allocate import allocate
from targets.shares.actions.baselines import set_baselines
from targets.shares.queries.duties import list_led_tasks
from targets.workbooks.actions.bulk import ReturnInput, write_returns

NO_REPORT_EVERY = 11  # every eleventh county reports nothing in the last quarter
ZERO = Decimal(0)
BEGUN = 50  # percent of a level's share that stood there before the year


def load(people):
    """Create the plan, its allocation and the reported quarters."""
    data, planner = plans.read("yunnan"), people["yunnan.jihua"]
    with clock_at(date(2020, 1, 8)):
        plan = plans.draft(data, by=planner)
    with clock_at(date(2020, 2, 18)):
        issue_plan(plan, by=planner)
        plan.refresh_from_db()
        allocate_to_all(plan, data, by=planner)
    for period in plan.periods.filter(code__in=data["reported"]):
        with clock_at(period.opens_on):
            open_period(period, by=planner)
        period.refresh_from_db()
        with clock_at(period.end + timedelta(days=DAYS_AFTER)):
            report(plan, data, period, people)
        if period.code in data["accepted"]:
            with clock_at(period.end + timedelta(days=DAYS_AFTER + 2)):
                accept_all(period, people["yunnan.shenhe"])
            with clock_at(period.closes_on):
                close_period(period, by=planner)
    return plan


def allocate_to_all(plan, data, *, by):
    """Allocate from the province to its cities by weight, and from each city to its counties; rates are not divided."""
    participants = list(plan.participants.exclude(kind="office").order_by("path"))
    below: dict = {}
    for participant in participants:
        below.setdefault(participant.parent_id, []).append(participant)
    root = below[None][0]
    cities, given = below[root.pk], {}
    for target in data["targets"]:
        sizes = [sum(weight(c, target) for c in below[city.pk]) for city in cities]
        given[target["code"]] = dict(zip([c.pk for c in cities], split(target, sizes), strict=True))
    allocate(plan, root, {(t, c.code): given[t][c.pk] for t in given for c in cities}, by=by)
    for city in cities:
        cells: dict = {}
        for target in data["targets"]:
            counties = below[city.pk]
            parts = split({**target, "value": given[target["code"]][city.pk]}, [weight(c, target) for c in counties])
            cells |= {(target["code"], c.code): p for c, p in zip(counties, parts, strict=True)}
        allocate(plan, city, cells, by=by)
        set_baselines(plan, city, begin_halfway(data, cells), by=by)


def begin_halfway(data, cells):
    """{(target, unit): (baseline, None)}: of a level half its share stood there before the year."""
    levels = {target["code"] for target in data["targets"] if target["measure"] == "level"}
    return {place: (share * BEGUN // 100, None) for place, share in cells.items() if place[0] in levels}


def weight(participant, target):
    """A size computed from the code, the same in every demonstration."""
    return 1 if target["measure"] == "milestone" else 20 + int(participant.code[2:6]) * 7919 % 61


def split(target, sizes):
    """Integers in proportion to ``sizes`` with the sum of the target's value; a rate is not divided."""
    if target["measure"] == "ratio":
        return [Decimal(target["value"])] * len(sizes)
    whole, total = int(target["value"]), sum(sizes)
    parts = [whole * size // total for size in sizes]
    for i in range(whole - sum(parts)):
        parts[i] += 1
    return [Decimal(p) for p in parts]


def report(plan, data, period, people):
    """Import the counties' returns of a quarter, and submit that of the province's office."""
    shares: dict = {}
    for share in shares_in_force(plan.pk, period.seq).select_related("target"):
        if share.own is not None:
            shares.setdefault(share.participant_id, []).append(share)
    returns = list(Return.objects.filter(period=period).select_related("participant", "period").order_by("pk"))
    last = period.code == data["reported"][-1]
    reporting = [
        r for i, r in enumerate(returns) if r.participant_id in shares and not (last and i % NO_REPORT_EVERY == 0)
    ]
    write_returns(period, [filling(r, shares[r.participant_id]) for r in reporting], by=people["yunnan.shuju"])
    office(data, returns, people["yunnan.fzb"])


def accept_all(period, reviewer):
    """Accept all submitted returns of a quarter."""
    for r in Return.objects.filter(period=period, state="submitted"):
        review.start_review(r, by=reviewer)
        review.accept(r, by=reviewer)


def filling(report, shares):
    """A county's part of the import: its targets and figures."""
    targets = {share.target_id: share.target for share in shares}
    return ReturnInput(report, targets, {}, {s.target_id: FigureInput(**cell(report, s)) for s in shares}, submit=True)


def office(data, returns, clerk):
    """Submit the progress of the tasks that the province's office leads."""
    for r in returns:
        if r.participant.kind == "office":
            for task in list_led_tasks(r.participant):
                save_progress(r, task, ProgressInput("under_way", data["progress"][task.code]), by=clerk, seen=0)
            submit_return(r, by=clerk)


def cell(report, share):
    """The figure of a county, computed from its code; some are ahead of the pace, some behind."""
    seq, period = report.period.seq, report.period
    speed = 14 + int(report.participant.code[2:6]) * 31 % 17  # percent of the share in a quarter
    measure, own = share.target.measure, share.own
    if measure == "increment":
        return {"value": own * speed // 100}
    if measure == "running":
        return {"value": own * speed * seq // 100}
    if measure == "level":
        return {"value": own * (BEGUN + speed * seq // 2) // 100}
    if measure == "ratio":
        villages = 60 + int(report.participant.code[2:6]) % 47
        return {"value": Decimal(villages * (30 + speed * seq // 2) // 100), "base": Decimal(villages)}
    done = speed * seq > 30
    return {"value": Decimal(int(done)), "done_on": period.start if done else None}
