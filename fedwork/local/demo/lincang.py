"""临沧市 2020: eight counties and two offices; two closed quarters and an open one, by the actions of the pages."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from fedwork.local.demo import plan as plans
from targets.checks.actions.rules import add_rule
from targets.checks.queries.findings import draft_findings
from targets.goals.actions.issue import issue_plan
from targets.models import FigureVersion, Return, Snapshot
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
    plan = plans.draft(data, by=planner)
    issue_plan(plan, by=planner)
    plan.refresh_from_db()
    allocate(plan, plan.participants.get(depth=0), plans.shares(data), by=planner)
    for rule in data["rules"]:
        add_rule(plan, by=planner, **rule)
    clerks = {post.unit.code: p for p in people.values() for post in p.posts.all() if post.role == "clerk"}
    for code in data["figures"]:
        period = open_period(plan.periods.get(code=code), by=planner) or plan.periods.get(code=code)
        report_quarter(data, plan, code, clerks, people["lincang.shenhe"])
        if code != "2020Q3":
            close_period(period, by=planner)
    last = plan.periods.get(code="2020Q3")
    set_due_date(last, by=planner, due_on=timezone.localdate() + timedelta(days=DAYS_LEFT))
    return plan


def report_quarter(data, plan, code, clerks, reviewer):
    """Fill, submit and review each return of a quarter, according to its state in the data."""
    states = data["states"].get(code, {})
    for report in Return.objects.filter(period__plan=plan, period__code=code).select_related("period", "participant"):
        unit = report.participant.code
        state = states.get(unit, "accepted")
        if state != "blank":
            fill(data, report, clerks[unit], half=state == "draft")
            explain_findings(data, report, clerks[unit])
        if state not in ("blank", "draft"):
            submit_return(report, by=clerks[unit])
            backdate(report)
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
        if found.rule_id and found.about in reasons and not found.must:
            save_explanation(report, found.rule_id, found.about, reasons[found.about], by=clerk)


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


def backdate(report):
    """Set the times of a submission to the plan's year, 镇康 late; audit entries keep the real time."""
    days = 15 if report.participant.code == "530924000000" else 2 + report.participant.position % 6
    when = datetime.combine(report.period.end + timedelta(days=days), time(2), UTC)
    Return.objects.filter(pk=report.pk).update(first_submitted_at=when)
    Snapshot.objects.filter(report=report).update(at=when)
    FigureVersion.objects.filter(report=report).update(at=when - timedelta(hours=1))  # entered before the submission
