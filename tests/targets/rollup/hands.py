"""What many hands do to a plan, and how it is judged afterwards."""

import os
from decimal import Decimal
from urllib.parse import urlsplit

from django.db import connection

from targets.actions.draft import Typed, save_figure
from targets.actions.submit import submit
from targets.models import Figure, Mark, Total
from targets.rollup.settle import rebuild, settle
from targets.rollup.verify import verify


def report_all(plan, report, value):
    """Fill in and submit one return: each target gets ``value``."""
    seen = dict(Figure.objects.filter(report=report).values_list("target_id", "version"))
    for target in plan.targets_made:
        save_figure(report, target, Typed(value=Decimal(value)), by=plan.clerk, seen=seen.get(target.pk, 0))
    submit(report, by=plan.clerk)


def root_total(plan, target):
    return Total.objects.get(participant=plan.root, seq=1, target=target).submitted


def assert_right(plan):
    settle(plan.pk)
    assert not Mark.objects.filter(plan_id=plan.pk).exists()
    check = verify(plan.pk)
    assert check.compared > 0
    assert check.differing == 0, check.evidence
    stood = sorted(Total.objects.values_list())
    rebuild(plan.pk)
    assert sorted(Total.objects.values_list()) == stood


def environment(**more):
    """For a process of its own that works on the database of the tests."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    return {**os.environ, "DATABASE_URL": url.geturl(), "DJANGO_SETTINGS_MODULE": "fedwork.settings", **more}
