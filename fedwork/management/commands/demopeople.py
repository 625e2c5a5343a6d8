"""``manage.py demopeople``: whom to log in as in the demonstration."""

from django.core.management import BaseCommand

from accounts.models import Person
from fedwork.local.demo.people import NAMED, introduction


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        if Person.objects.filter(username__in=[row[0] for row in NAMED]).count() == len(NAMED):
            self.stdout.write(introduction())
