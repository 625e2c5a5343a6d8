"""北京市 2020: nine offices lead thirty-six tasks without a number, the districts assist; two quarters and a half."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from fedwork.local.demo import plan as plans
from fedwork.local.demo.clock import clock_at
from fedwork.local.demo.lincang import DAYS_LEFT
from targets.evidence.actions import add_evidence
from targets.goals.actions.issue import issue_plan
from targets.models import Return
from targets.periods.actions.periods import close_period, open_period, set_due_date
from targets.returns.actions.draft import ProgressInput, save_progress
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from targets.shares.queries.duties import list_reportable_tasks

DAYS_AFTER = 5  # from the end of a quarter to its submissions


def load(people):
    """Create the plan and its quarters: offices report on the tasks that they lead, districts on their parts."""
    data, planner = plans.read("beijing"), people["beijing.jihua"]
    with clock_at(date(2020, 1, 10)):
        plan = plans.draft(data, by=planner)
    with clock_at(date(2020, 2, 20)):
        issue_plan(plan, by=planner)
        plan.refresh_from_db()
    clerks = {post.unit.code: p for p in people.values() for post in p.posts.all() if post.role == "clerk"}
    for period in plan.periods.filter(code__in=data["quarters"]):
        with clock_at(period.opens_on):
            open_period(period, by=planner)
        period.refresh_from_db()
        with clock_at(period.end + timedelta(days=DAYS_AFTER)):
            report_quarter(data, period, clerks)
        with clock_at(period.end + timedelta(days=DAYS_AFTER + 2)):
            review_quarter(data, period, people["beijing.shenhe"])
        if period.code != data["quarters"][-1]:
            with clock_at(period.closes_on):
                close_period(period, by=planner)
    set_due_date(period, by=planner, due_on=timezone.localdate() + timedelta(days=DAYS_LEFT))
    return plan


def report_quarter(data, period, clerks):
    """Fill and submit each return of a quarter for which the data has progress."""
    progress = progress_by_task_and_unit(data, period.code)
    for report in Return.objects.filter(period=period).select_related("participant"):
        unit = report.participant.code
        rows = [
            (t, progress[t.code, unit]) for t in list_reportable_tasks(report.participant) if (t.code, unit) in progress
        ]
        state = data["states"].get(period.code, {}).get(unit, "accepted") if rows else "blank"
        for task, entry in rows if state != "blank" else ():
            save_progress(report, task, entry, by=clerks[unit], seen=0)
            for name in data["files"].get(period.code, {}).get(unit, {}).get(task.code, ()):
                add_evidence(report, task, picture(name), by=clerks[unit])
        if state not in ("blank", "draft"):
            submit_return(report, by=clerks[unit])


def review_quarter(data, period, reviewer):
    """Review the submitted returns of a quarter, according to their states in the data."""
    states = data["states"].get(period.code, {})
    for report in Return.objects.filter(period=period, state="submitted").select_related("participant"):
        decide(data, report, states.get(report.participant.code, "accepted"), reviewer)


def progress_by_task_and_unit(data, code):
    """{(task, unit): ProgressInput} of a quarter, of leading offices and of districts."""
    found = {}
    for section in data["sections"]:
        for task in section["tasks"]:
            if said := task.get("said", {}).get(code):
                found[task["code"], task["leads"][0]] = ProgressInput(*said)
    for unit, parts in data["parts"].get(code, {}).items():
        obstacles = data["part_obstacles"].get(unit, {}).get(code, {})
        for task, done in parts.items():
            found[task, unit] = ProgressInput("", done, obstacles.get(task, ""))
    return found


def picture(name):
    """A picture of a page with lines, as a file of that name; no real document."""
    page = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(page)
    draw.line((120, 90, 500, 90), fill="#8f1d45", width=10)
    for y in range(170, 780, 34):
        draw.line((80, y, 380 + y * 7 % 160, y), fill="#9aa0aa", width=4)
    out = BytesIO()
    page.save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def decide(data, report, state, reviewer):
    """Review the return, according to the state in the data."""
    if state == "submitted":
        return
    review.start_review(report, by=reviewer)
    if state == "accepted":
        review.accept(report, by=reviewer)
    if state == "sent_back":
        tasks = {task.code: task for task in list_reportable_tasks(report.participant)}
        objections = [review.Objection(why, task=tasks[code]) for code, why in data["objections"].items()]
        review.send_back(report, by=reviewer, objections=objections)
