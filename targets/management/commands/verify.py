from django.core.management.base import BaseCommand, CommandError

from targets.management.plan_command import plan_named
from targets.models import Check
from targets.totals.verification.verify import verify_plan


class Command(BaseCommand):
    help = "Recompute a plan from its submissions by another way and compare every total to the last digit."

    def add_arguments(self, parser):
        parser.add_argument("plan", help="the plan's code, such as lincang-2020")

    def handle(self, plan, **options):
        check = verify_plan(plan_named(plan).id)
        for line in check.evidence[:20]:
            self.stderr.write(str(line))
        if check.differing:
            raise CommandError(f"{plan}: {check.differing} of {check.compared} totals differ")
        if check.outcome == Check.Outcome.WAITS:
            raise CommandError(f"{plan}: nothing compared, changes are being added up; run settle first")
        late = f", {check.late} units left out whose totals are being added up" if check.late else ""
        said = f"{plan}: {check.compared} totals compared, none differs{late} ({check.seconds} s)"
        self.stdout.write(self.style.SUCCESS(said))
