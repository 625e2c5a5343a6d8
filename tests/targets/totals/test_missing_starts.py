"""Plans that were totalled before baselines were counted are marked once, and settled anew."""

from importlib import import_module

import pytest
from django.apps import apps

from targets.models import Mark
from tests.factories import make_plan, make_target, make_unit, set_issued

pytestmark = pytest.mark.django_db


def test_issued_plans_with_levels_or_ratios_are_marked_as_stale():
    unit = make_unit("53")
    plans = [make_plan(unit, code) for code in ("level", "none", "draft")]
    for plan, measure in zip(plans, ("level", "increment", "ratio"), strict=True):
        make_target(plan, "L01", "5", measure=measure)
    for plan in plans[:2]:
        set_issued(plan)
    Mark.objects.all().delete()
    import_module("targets.migrations.0025_count_missing_starts").mark_plans(apps, None)
    assert [(m.plan_id, m.participant_id, m.from_seq, m.bulk) for m in Mark.objects.all()] == [
        (plans[0].pk, None, 0, True)
    ]
