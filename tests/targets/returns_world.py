"""An issued plan of a city with open periods, and people of every role."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from plans.models import TaskUnit
from targets.checks.families.types import BUILT_IN
from targets.checks.queries.findings import draft_findings
from targets.models import Return
from targets.returns.actions.draft import FigureInput, ProgressInput, save_figure, save_progress
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.returns.queries.objections import list_open_objections
from targets.review.actions import review
from tests import factories


@dataclass
class World:
    """The objects of ``make_world``; a person is also an attribute, by the key in ``people``."""

    plan: object
    city: object
    county: object
    other: object
    targets: dict
    task: object
    people: dict = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def period(self, seq=1):
        return self.plan.periods.get(seq=seq)

    def report(self, seq=1, unit="530923000000"):
        return Return.objects.get(period__plan=self.plan, period__seq=seq, participant__unit__code=unit)


def make_world(*, open_seq=2):
    """云南 ▸ 临沧 ▸ 永德, 镇康; the plan of 临沧 has a target of each measure and a task, for both counties."""
    province = factories.make_unit("530000000000", "云南省妇联")
    city = factories.make_unit("530900000000", "临沧市妇联", parent=province, short_name="临沧")
    county = factories.make_unit("530923000000", "永德县妇联", parent=city, short_name="永德")
    other = factories.make_unit("530924000000", "镇康县妇联", parent=city, short_name="镇康")
    plan = factories.make_plan(city, "lincang-2020", title="临沧市妇联2020年工作计划")
    members = factories.make_participants(plan)
    task = factories.make_task(plan, "T01", title="开展宣讲活动")
    for unit in (county, other):
        TaskUnit.objects.create(task=task, unit=unit, part=TaskUnit.Part.LEAD)
    targets = _targets(plan)
    for target in targets.values():
        for unit in (county, other):
            amount = {"ratio": 70, "milestone": 1}.get(target.measure, 100)
            factories.make_allocation(target, members[unit.code], amount)
    factories.set_issued(plan, open_seq=open_seq)
    for period in plan.periods.filter(seq__lte=open_seq):
        for unit in (county, other):
            Return.objects.create(participant=members[unit.code], period=period)
    world = World(plan, city, county, other, targets, task)
    world.people = _people(province, city, county, other)
    return world


def _targets(plan):
    measures = {
        "add": {"code": "L01", "name": "培训妇女", "unit": "人次", "value": 200},
        "run": {"code": "L02", "name": "转移就业", "unit": "人次", "value": 200, "measure": "running"},
        "lev": {"code": "L03", "name": "儿童之家", "unit": "个", "value": 200, "measure": "level", "decimals": 1},
        "rat": {
            "code": "L04",
            "name": "覆盖率",
            "unit": "%",
            "value": 70,
            "measure": "ratio",
            "scale": "%",
            "decimals": 1,
        },
        "mil": {"code": "L05", "name": "出台方案", "unit": "项", "value": 2, "measure": "milestone"},
    }
    return {
        name: factories.make_target(plan, position=position, definition="按年报口径统计", **fields)
        for position, (name, fields) in enumerate(measures.items())
    }


def _people(province, city, county, other):
    prefecture = factories.make_unit("450200000000", "柳州市妇联")
    posts = {
        "clerk": ("clerk", county),
        "colleague": ("clerk", county),
        "neighbour": ("clerk", other),
        "county_leader": ("leader", county),
        "reviewer": ("reviewer", city),
        "second_reviewer": ("reviewer", city),
        "province_reviewer": ("reviewer", province),
        "county_reviewer": ("reviewer", county),
        "planner": ("planner", city),
        "data_admin": ("data_admin", city),
        "leader": ("leader", province),
        "outsider": ("reviewer", prefecture),
        "system_admin": ("system_admin", province),
        "audit_admin": ("audit_admin", province),
    }
    return {name: factories.make_person(name, post, name=f"人{name}") for name, post in posts.items()}


COMPLETE_INPUT = {
    "add": FigureInput(value=Decimal(30)),
    "run": FigureInput(value=Decimal(40)),
    "lev": FigureInput(value=Decimal("5.5")),
    "rat": FigureInput(value=Decimal(7), base=Decimal(10)),
    "mil": FigureInput(value=Decimal(1), done_on=date(2020, 3, 5)),
}


def fill_return(world, report, *, by=None, **changes):
    """Fill in every cell of a return; ``changes`` replaces ``COMPLETE_INPUT`` by the short name of the target."""
    by = by or world.clerk
    versions = {f.target_id: f.version for f in report.figures.all()}
    for name, typed in {**COMPLETE_INPUT, **changes}.items():
        target = world.targets[name]
        save_figure(report, target, typed, by=by, seen=versions.get(target.pk, 0))
    progress = report.progress.first()
    save_progress(
        report,
        world.task,
        ProgressInput("done", "办了 3 场", "", "下乡"),
        by=by,
        seen=progress.version if progress else 0,
    )
    return report


def fill_and_submit(world, report, **changes):
    """Fill in and submit as the unit's clerk."""
    explain_built_in(fill_return(world, report, **changes), by=world.clerk)
    return submit_return(report, by=world.clerk)


def explain_built_in(report, *, by):
    """Give a reason for everything that the check of every plan has found in the draft."""
    for found in draft_findings(report):
        if found.kind == BUILT_IN:
            save_explanation(report, found.form_rule, found.about, "已核对，数字无误", by=by)


def answer_all(report, text="已核对，数字无误"):
    """The same answer to every open objection, in the form that ``submit_return`` takes: {objection id: text}."""
    report.refresh_from_db()
    return {objection.pk: text for objection in list_open_objections(report)}


def bring_to_state(world, report, state):
    """Bring a return to a state by the actions that its clerk and reviewer take; returns it reloaded."""
    steps = {
        "draft": [],
        "withdrawn": ["submit", "withdraw"],
        "submitted": ["submit"],
        "under_review": ["submit", "start"],
        "accepted": ["submit", "start", "accept"],
        "correcting": ["submit", "start", "accept", "correct"],
        "sent_back": ["submit", "start", "send_back"],
    }[state]
    moves = {
        "submit": lambda: fill_and_submit(world, report),
        "withdraw": lambda: withdraw_return(report, by=world.clerk),
        "start": lambda: review.start_review(report, by=world.reviewer),
        "accept": lambda: review.accept(report, by=world.reviewer),
        "send_back": lambda: review.send_back(
            report, by=world.reviewer, objections=[review.Objection("与佐证不符", target=world.targets["add"])]
        ),
        "correct": lambda: review.grant_correction(report, by=world.reviewer, reason="更正口径"),
    }
    for step in steps:
        moves[step]()
    report.refresh_from_db()
    return report


def set_days_late(world, days, seq=1):
    """Set the due day so that the period is ``days`` overdue today; negative: not due for so many days."""
    period = world.period(seq)
    period.due_on = timezone.localdate() - timezone.timedelta(days=days)
    period.save(update_fields=["due_on"])
    return period
