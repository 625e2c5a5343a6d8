"""How long pages take on a whole province, on the server, and how many queries each asks."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.clock import line, seconds


def run(province):
    plan, county, unit = province.plan.code, province.county.code, province.plan.unit.code
    top = [plan, unit, "2020-12"]
    print("\npages of a province: 16 cities, 129 counties, 60 targets, 12 months")
    nothing = seconds(lambda: Client().get("/healthz"), 20)
    for name, person, address in [
        ("province, all targets", province.leader, reverse("dashboards:unit", args=top)),
        (
            "matrix of 129 counties",
            province.leader,
            f"{reverse('dashboards:matrix', args=top)}?level=county",
        ),
        ("county, all targets", province.clerk, reverse("dashboards:unit", args=[plan, county, "2020-12"])),
        (
            "one number of the province",
            province.leader,
            reverse("dashboards:total", args=[*top, "L00"]),
        ),
        ("return of 60 targets", province.clerk, reverse("targets:return", args=[plan, "2020-12", county])),
        ("queue of 129 returns", province.reviewer, f"{reverse('targets:review_queue')}?plan={plan}&period=2020-12"),
        ("review of one return", province.reviewer, reverse("targets:review", args=[plan, "2020-12", county])),
        ("allocation, 16 cities", province.planner, reverse("targets:allocation", args=[plan, unit])),
        ("the plan", province.planner, reverse("plans:detail", args=[plan])),
        ("first page", province.reviewer, reverse("targets:home")),
    ]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        more = f"{len(asked):>3} queries  {len(answer.content) // 1024:>4} kB"
        line(name, seconds(lambda client=client, address=address: client.get(address)), nothing, "an empty view", more)
