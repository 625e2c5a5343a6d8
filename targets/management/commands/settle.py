from django.core.management.base import BaseCommand

from targets.management.plan_command import plan_named
from targets.models import Settlement
from targets.totals.settle import settle


class Command(BaseCommand):
    help = "Work off the marks of stale totals now, of one plan or of all (the worker does this by itself)."

    def add_arguments(self, parser):
        parser.add_argument("plan", nargs="?", help="the plan's code, such as lincang-2020")

    def handle(self, plan=None, **options):
        plans = [plan_named(plan).id] if plan else Settlement.objects.values_list("plan_id", flat=True)
        for plan_id in plans:
            done = settle(plan_id)
            self.stdout.write(f"{plan_id}: " + ("somebody else is settling it" if done is None else f"{done} marks"))
