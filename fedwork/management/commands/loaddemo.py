"""``manage.py loaddemo``: the demonstration year, into an empty database."""

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection, transaction

from accounts.models import Person
from fedwork.local.demo import beijing, circular, from_document, lincang, liuzhou, people, plan, yunnan
from fedwork.local.demo.clock import clock_at
from plans.models import Plan
from targets.models import Settlement
from targets.totals.settle import settle
from targets.totals.verification.verify import verify_plan


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        self.load()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # a whole province has just come in; the first page should not suffer
        for plan_id in Settlement.objects.values_list("plan_id", flat=True):
            settle(plan_id)
            verify_plan(plan_id)
        lincang_plan = Plan.objects.get(code="lincang-2020")
        circular.publish(lincang_plan, Person.objects.get(username="lincang.jihua"))

    @transaction.atomic
    def load(self):
        """Everything or nothing, so that an interrupted load can simply be tried again."""
        if Person.objects.exists():
            raise CommandError("the database is not empty; `make demo-reset` starts afresh")
        with clock_at(people.JOINED):
            for code, depth in (("530000", "county"), ("450200", "county"), ("110000", "county")):
                call_command("loadunits", code, depth=depth, stdout=self.stdout)
            for name in ("lincang", "yunnan", "liuzhou", "beijing"):
                plan.add_own_units(plan.read(name))
        everybody = people.create_people()
        for load in (lincang.load, yunnan.load, liuzhou.load, beijing.load, from_document.load):
            made = load(everybody)
            self.stdout.write(f"{made.code}: {made.title}")
