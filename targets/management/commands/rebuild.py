from django.core.management.base import BaseCommand, CommandError

from targets.management.plan_command import plan_named
from targets.models import Settlement
from targets.totals.settle import rebuild


class Command(BaseCommand):
    help = "Make every total of a plan anew from the submissions alone."

    def add_arguments(self, parser):
        parser.add_argument("plan", help="the plan's code, such as lincang-2020")

    def handle(self, plan, **options):
        found = plan_named(plan)
        try:
            rebuild(found.id)
        except Settlement.DoesNotExist:
            raise CommandError(f"{plan} is a draft: it has no totals yet") from None
        self.stdout.write(self.style.SUCCESS(f"{plan}: rebuilt"))
