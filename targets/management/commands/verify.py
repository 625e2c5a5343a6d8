from django.core.management.base import BaseCommand, CommandError

from targets.management.plan_command import plan_named
from targets.rollup.verify import verify


class Command(BaseCommand):
    help = "Recompute a plan from its submissions by another way and compare every total to the last digit."

    def add_arguments(self, parser):
        parser.add_argument("plan", help="the plan's code, such as lincang-2020")

    def handle(self, plan, **options):
        check = verify(plan_named(plan).id)
        for line in check.evidence[:20]:
            self.stderr.write(str(line))
        if check.differing:
            raise CommandError(f"{plan}: {check.differing} of {check.compared} totals differ")
        self.stdout.write(self.style.SUCCESS(f"{plan}: {check.compared} totals compared, none differs"))
