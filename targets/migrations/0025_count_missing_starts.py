"""Mark the totals of plans with levels or ratios as stale: at period 0 they now count who needs a baseline and has one."""

from django.db import migrations
from django.utils import timezone


def mark_plans(apps, schema_editor):
    mark = apps.get_model("targets", "Mark")
    plans = apps.get_model("targets", "Settlement").objects.filter(plan__targets__measure__in=("level", "ratio"))
    ids = plans.order_by().values_list("plan_id", flat=True).distinct()
    mark.objects.bulk_create([mark(plan_id=pk, from_seq=0, bulk=True, at=timezone.now()) for pk in ids])


class Migration(migrations.Migration):
    dependencies = [("targets", "0024_confirmed_kinds")]

    operations = [migrations.RunPython(mark_plans, migrations.RunPython.noop)]
