"""The circular on the second quarter of 临沧, published by its planner."""

from datetime import date

from circulars.actions.circulars import create_circular, publish_circular
from circulars.models import Circular
from circulars.text.sentences import SECTIONS
from fedwork.local.demo.clock import clock_at
from plans.models import Plan
from targets.results.place import ACCEPTED, find_place

FIELDS = {
    "title": "关于2020年二季度全市妇联重点工作目标任务完成情况的通报",
    "number": "临妇通〔2020〕9号",
    "issuer": "临沧市妇女联合会",
    "recipients": "各县（区）妇联，市妇联各部室",
    "sections": list(SECTIONS),
    "first": 3,
    "last": 3,
    "shown": Circular.Shown.WHOLE,
}


def publish(plan: Plan, planner) -> Circular:
    """After the totals of the plan are settled."""
    with clock_at(date(2020, 7, 27)):
        place = find_place(planner, plan.code, plan.unit.code, "2020Q2", basis=ACCEPTED)
        circular = create_circular(place, fields=FIELDS, by=planner)
        return publish_circular(circular, by=planner, seen=circular.version)
