"""What many hands do to a plan, and how it is judged afterwards."""

import os
from decimal import Decimal
from urllib.parse import urlsplit

from django.db import connection

from targets.models import Figure, Mark, Total
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return
from targets.totals.reading import read_totals
from targets.totals.settle import rebuild, settle
from targets.totals.verification.verify import verify_plan
from tests.targets.returns_world import answer_all, explain_built_in


def report_all(plan, report, value):
    """Fill in and submit one return: each target gets ``value``, each objection an answer."""
    seen = dict(Figure.objects.filter(report=report).values_list("target_id", "version"))
    for target in plan.targets_made:
        save_figure(report, target, FigureInput(value=Decimal(value)), by=plan.clerk, seen=seen.get(target.pk, 0))
    explain_built_in(report, by=plan.clerk)
    submit_return(report, by=plan.clerk, answers=answer_all(report))


def all_totals(plan):
    """Every total of a plan, stored or derived, as {(participant id, seq, target id): Total}."""
    ids = plan.participants.values_list("pk", flat=True)
    found = read_totals(plan.pk, ids)
    return {(pid, seq, tid): total for (pid, tid), history in found.items() for seq, total in history.items()}


def root_total(plan, target):
    return read_totals(plan.pk, [plan.root.pk], seqs=[1])[plan.root.pk, target.pk][1].submitted


def assert_totals_correct(plan):
    settle(plan.pk)
    assert not Mark.objects.filter(plan_id=plan.pk).exists()
    check = verify_plan(plan.pk)
    assert check.compared > 0
    assert check.differing == 0, check.evidence
    stood = sorted(Total.objects.values_list())
    rebuild(plan.pk)
    assert sorted(Total.objects.values_list()) == stood


def subprocess_environment(**more):
    """For a process of its own that works on the database of the tests."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    return {**os.environ, "DATABASE_URL": url.geturl(), "DJANGO_SETTINGS_MODULE": "fedwork.settings", **more}
