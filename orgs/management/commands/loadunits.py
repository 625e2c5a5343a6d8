"""manage.py loadunits 530000 --depth county; with a file of villages: --all --depth village --villages FILE"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.errors import Refused
from orgs import divisions
from orgs.actions.load import LEVELS, LoadResult, load_units
from orgs.models import Level


class Command(BaseCommand):
    help = "Make the federations of a province, city or county, and of all below it, from the divisions of China."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("code", nargs="?", help="2, 4, 6 or 12 digits: 53, 530900")
        which.add_argument("--all", action="store_true", help="the whole nation")
        parser.add_argument("--depth", choices=LEVELS[1:], default="county")
        parser.add_argument("--villages", metavar="FILE", help="CSV (also .gz): code,name,level,parent_code")

    def handle(self, *, code, all, depth, villages=None, **options):
        try:
            result = load_units(divisions.NATION if all else code, depth, villages_file=villages)
        except Refused as refused:
            raise CommandError(refused.message) from None
        except divisions.UnknownDivision as unknown:
            raise CommandError(_("No division has the code “%(code)s”.") % {"code": unknown}) from None
        self.stdout.write(format_summary(result))


def format_summary(load: LoadResult) -> str:
    """One line: the units created by level, the aliases, and the units that existed."""
    if not load.changed:
        return _("Nothing to do: %(count)d units are there already.") % {"count": load.there}
    parts = [f"{Level(level).label} {count}" for level, count in load.made.items()]
    made = ngettext("%(count)d unit made", "%(count)d units made", sum(load.made.values()))
    line = made % {"count": sum(load.made.values())}
    line += _(" (%(parts)s), with %(aliases)d names that people use.") % {
        "parts": _(", ").join(parts),
        "aliases": load.aliases,
    }
    if load.there:
        line += _(" %(count)d were there already.") % {"count": load.there}
    return line
