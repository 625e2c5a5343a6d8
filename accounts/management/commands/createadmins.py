"""manage.py createadmins 530000000000"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actions.administrators import create_administrators
from audit.errors import Refused
from orgs.models import Unit

CODE_LENGTH = 12  # digits of a division's code; 530000 stands for 530000000000


class Command(BaseCommand):
    help = "Make the first three administrators of an empty server, and print their passwords once."

    def add_arguments(self, parser):
        parser.add_argument("unit", help="the code of the unit at the top, such as 530000000000; load units before")

    def handle(self, *, unit, **options):
        top = Unit.objects.filter(code=unit.ljust(CODE_LENGTH, "0")).first()
        if top is None:
            message = _("No unit has the code “%(code)s”. Load the units first: manage.py loadunits.")
            raise CommandError(message % {"code": unit})
        try:
            created = create_administrators(top)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(_("Administrators of %(unit)s:") % {"unit": top.full_name})
        for person, password in created:
            self.stdout.write(f"  {person.username:<12} {password}  {person.name}")
        self.stdout.write(_("The passwords are shown only now; each must be changed at the first login."))
