"""临沧市 2020: eight counties and two offices; two closed quarters and an open one, by the actions of the pages."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from fedwork.local.demo import plan as plans
from fedwork.local.demo.clock import clock_at
from targets.checks.actions.rules import add_rule
from targets.checks.queries.findings import draft_findings
from targets.goals.actions.issue import issue_plan
from targets.models import Return
from targets.periods.actions.periods import close_period, open_period, set_due_date
from targets.returns.actions.draft import FigureInput, ProgressInput, save_figure, save_progress
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from targets.shares.actions.allocate import allocate
from targets.shares.queries.duties import list_duties, list_led_tasks

DAYS_LEFT = 5  # until the open period is due, so that the clerk has a return that is not yet late


def load(people):
    """Create the plan, its allocation, two closed quarters and an open one."""
    data, planner = plans.read("lincang"), people["lincang.jihua"]
    with clock_at(date(2020, 1, 13)):
        plan = plans.draft(data, by=planner)
    with clock_at(date(2020, 2, 24)):
        issue_plan(plan, by=planner)
        plan.refresh_from_db()
        allocate(plan, plan.participants.get(depth=0), plans.shares(data), by=planner)
        for rule in data["rules"]:
            add_rule(plan, by=planner, **rule)
    clerks = {post.unit.code: p for p in people.values() for post in p.posts.all() if post.role == "clerk"}
    for period in plan.periods.filter(code__in=data["figures"]):
        with clock_at(period.opens_on):
            open_period(period, by=planner)
        period.refresh_from_db()
        report_quarter(data, period, clerks, people["lincang.shenhe"])
        if period.code != "2020Q3":
            with clock_at(period.closes_on):
                close_period(period, by=planner)
    set_due_date(period, by=planner, due_on=timezone.localdate() + timedelta(days=DAYS_LEFT))
    return plan


def report_quarter(data, period, clerks, reviewer):
    """Fill, submit and review the returns of a quarter, according to their states in the data; 镇康 is late."""
    states, days = data["states"].get(period.code, {}), {}
    for report in Return.objects.filter(period=period).select_related("period__plan", "participant"):
        late = report.participant.code == "530924000000"
        days[report] = period.end + timedelta(days=15 if late else 2 + report.participant.position % 6)
    for report, day in sorted(days.items(), key=lambda each: each[1]):
        unit = report.participant.code
        state = states.get(unit, "accepted")
        with clock_at(day):
            if state != "blank":
                fill(data, report, clerks[unit], half=state == "draft")
                explain_findings(data, report, clerks[unit])
            if state not in ("blank", "draft"):
                submit_return(report, by=clerks[unit])
    with clock_at(max(days.values()) + timedelta(days=1)):
        for report in days:
            state = states.get(report.participant.code, "accepted")
            if state not in ("blank", "draft", "submitted"):
                decide(data, report, state, reviewer)


def fill(data, report, clerk, *, half=False):
    """Save the figures and progress of a return, or the first half of its figures."""
    owed = [d.target for d in list_duties(report.participant, report.period)]
    for target in owed[: len(owed) // 2] if half else owed:
        value = figure(data, report.period.code, target.code, report.participant.code)
        save_figure(report, target, FigureInput(value=value), by=clerk, seen=0)
    for task in [] if half else list_led_tasks(report.participant):
        progress = ProgressInput("under_way", data["progress"][task.code], data["obstacle"], data["next_step"])
        save_progress(report, task, progress, by=clerk, seen=0)


def explain_findings(data, report, clerk):
    """Save the explanations of findings for which the data has a reason."""
    reasons = data["explanations"].get(report.participant.code, {})
    for found in draft_findings(report) if reasons else []:
        if found.about in reasons and not found.must:
            save_explanation(report, found.form_rule, found.about, reasons[found.about], by=clerk)


def figure(data, period, target, unit):
    """The value of a unit in the data, with its typing error if it has one."""
    wrong = data.get("typed_wrong", {}).get(period, {}).get(unit, {})
    if target in wrong:
        return Decimal(wrong[target])
    row = data["figures"][period][target]
    return Decimal(row[data["counties"].index(unit)] if isinstance(row, list) else row)


def decide(data, report, state, reviewer):
    """Start the review, and accept or send back."""
    review.start_review(report, by=reviewer)
    if state == "accepted":
        review.accept(report, by=reviewer)
    if state == "sent_back":
        owed = {d.target.code: d.target for d in list_duties(report.participant, report.period)}
        objections = [review.Objection(why, target=owed[code]) for code, why in data["objections"].items()]
        review.send_back(report, by=reviewer, objections=objections)
