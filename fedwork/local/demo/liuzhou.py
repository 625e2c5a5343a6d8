"""柳州市 2020: ten counties, two zones, three offices; one target is due every month, the others each quarter."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from fedwork.local.demo import plan as plans
from fedwork.local.demo.clock import clock_at
from fedwork.local.demo.lincang import DAYS_LEFT, decide
from targets.checks.queries.findings import draft_findings
from targets.goals.actions.issue import issue_plan
from targets.models import Return
from targets.periods.actions.periods import close_period, open_period, set_due_date
from targets.returns.actions.draft import FigureInput, ProgressInput, save_figure, save_progress
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from targets.shares.actions.allocate import allocate
from targets.shares.actions.baselines import set_baselines
from targets.shares.queries.duties import list_duties, list_led_tasks
from targets.workbooks.actions.bulk import ReturnInput, write_returns

ON_TIME, LATE = 4, 15  # days after a period's end
OPEN = ("2020-06", "2020-07")

REASON = "已与台账核对，数字无误。"  # of what the checks find in the real numbers


def load(people):
    """Create the plan, its allocation, a closed quarter and two closed months, a quarter and a month still open."""
    data, planner = plans.read("liuzhou"), people["liuzhou.jihua"]
    with clock_at(date(2020, 1, 15)):
        plan = plans.draft(data, by=planner)
    with clock_at(date(2020, 2, 26)):
        issue_plan(plan, by=planner)
        plan.refresh_from_db()
        top = plan.participants.get(depth=0)
        allocate(plan, top, plans.shares(data), by=planner)
        set_baselines(plan, top, baselines(data), by=planner)
    clerks = {post.unit.code: p for p in people.values() for post in p.posts.all() if post.role == "clerk"}
    for period in plan.periods.filter(code__in=data["figures"]):
        with clock_at(period.opens_on):
            open_period(period, by=planner)
        period.refresh_from_db()
        report(data, period, clerks, people["liuzhou.shuju"])
        with clock_at(period.end + timedelta(days=LATE + 1)):
            review(data, period, people["liuzhou"])
        if period.code not in OPEN:
            with clock_at(max(period.closes_on, period.end + timedelta(days=LATE + 2))):
                close_period(period, by=planner)
    set_due_date(period, by=planner, due_on=timezone.localdate() + timedelta(days=DAYS_LEFT))
    return plan


def baselines(data):
    """{(target, unit): (value before the year, no denominator)}."""
    return {
        (target, unit): (Decimal(number), None)
        for target, numbers in data["baselines"].items()
        for unit, number in zip(data["counties"], numbers, strict=True)
    }


def report(data, period, clerks, importer):
    """Submit the returns of a period, one of them late."""
    returns = Return.objects.filter(period=period).select_related("participant__plan", "period__plan")
    late = {"participant__unit__code__in": data["late"]}
    for chosen, days in ((returns.exclude(**late), ON_TIME), (returns.filter(**late), LATE)):
        with clock_at(period.end + timedelta(days=days)):
            submit(data, period, chosen, clerks, importer)


def submit(data, period, returns, clerks, importer):
    """Submit returns: those of clerks one by one, the others in one import of the city."""
    states, imported = data["states"].get(period.code, {}), []
    for each_return in returns:
        if states.get(each_return.participant.code) == "blank":
            continue
        targets = [duty.target for duty in list_duties(each_return.participant, each_return.period)]
        content = {target: figure_input(data, period.code, target, each_return.participant.code) for target in targets}
        if clerk := clerks.get(each_return.participant.code):
            submit_as_clerk(data, each_return, content, clerk)
        else:
            figures = {target.pk: each for target, each in content.items()}
            imported.append(
                ReturnInput(each_return, {target.pk: target for target in targets}, {}, figures, submit=True)
            )
    write_returns(period, imported, by=importer)


def submit_as_clerk(data, report, content, clerk):
    """Save figures and progress, and submit, by the actions of the page of a return."""
    for target, each in content.items():
        save_figure(report, target, each, by=clerk, seen=0)
    for task in list_led_tasks(report.participant):
        progress = ProgressInput("under_way", data["progress"][task.code], data["obstacle"], data["next_step"])
        save_progress(report, task, progress, by=clerk, seen=0)
    for found in draft_findings(report):
        if not found.must:
            save_explanation(report, found.form_rule, found.about, REASON, by=clerk)
    submit_return(report, by=clerk)


def figure_input(data, period, target, unit):
    """The figure that a unit enters for a target."""
    if reason := data["not_applicable"].get(target.code, {}).get(unit):
        return FigureInput(na=True, reason=reason)
    row = data["figures"][period][target.code]
    if not isinstance(row, list):
        return FigureInput(value=Decimal(row))
    at = data["counties"].index(unit)
    if target.is_ratio:
        return FigureInput(value=Decimal(row[0][at]), base=Decimal(row[1][at]))
    done_on = data["done_on"] if target.is_milestone and row[at] else None
    return FigureInput(value=Decimal(row[at]), done_on=done_on)


def review(data, period, reviewer):
    """Review the submitted returns; those without a state in the data are accepted."""
    states = data["states"].get(period.code, {})
    wrong = {"objections": data["objections"].get(period.code, {})}
    for each_return in Return.objects.filter(period=period, state="submitted").select_related("participant", "period"):
        state = states.get(each_return.participant.code, "accepted")
        if state != "submitted":
            decide(wrong, each_return, state, reviewer)
