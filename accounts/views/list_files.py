"""The lists of units and of people as tables that leave as files."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Person
from accounts.people_workbook import field_heads
from accounts.queries.units import visible_units
from orgs.models import Unit
from sheets.tables import SheetTable, TableCell

MAX_FILE_ROWS = 20_000


def make_units_table(person: Any, found: Iterable[Unit] | None = None) -> SheetTable:
    """The units ``found`` by a search, or all that the person sees, in tree order; at most MAX_FILE_ROWS. Under the
    heads of the table of units, which takes it back."""
    units = visible_units(person).select_related("parent").order_by("path")[:MAX_FILE_ROWS] if found is None else found
    heads = [_("Code of the unit"), _("Name of the unit"), _("Short name"), _("Kind of the unit"), _("Level"),
             _("Code of the unit above"), _("Unit above"), _("First day"), _("Last day")]  # fmt: skip
    rows = (
        [unit.code, unit.name, unit.short_name, unit.get_kind_display(), unit.get_level_display(),
         unit.parent.code if unit.parent else "", unit.parent.full_name if unit.parent else "",
         unit.from_date, unit.to_date]
        for unit in units
    )  # fmt: skip
    return SheetTable(_("Units"), heads, rows, sheet=_("Units"))


def make_people_table(people: Iterable[Person]) -> SheetTable:
    """The people with ``posts_now``, a row for each post, under the heads of the workbook of new people."""
    heads = [*field_heads().values(), _("Account"), _("Last login")]
    return SheetTable(_("People"), heads, _list_posts(people), sheet=_("People"))


def _list_posts(people) -> Iterator[list[TableCell]]:
    for person in people:
        last = timezone.make_naive(person.last_login) if person.last_login else None
        for post in person.posts_now or [None]:
            unit = [post.unit.code, post.unit.full_name] if post else ["", ""]
            role, since = (str(post.get_role_display()), post.from_date) if post else ("", None)
            yield [*unit, person.name, person.username, role, person.phone, person.email, since, _state(person), last]


def _state(person):
    if not person.is_active:
        return _("closed account")
    return _("first password not changed") if person.must_change_password else _("in use")


def make_locks_table(rows: Iterable[dict[str, Any]]) -> SheetTable:
    """The failed logins as ``failed_logins`` gives them, each with its ``person``."""
    heads = [pgettext("person", "Name"), _("Login name"), _("Posts"), _("From the address"), _("Wrong passwords"),
             _("Last time"), _("State")]  # fmt: skip
    lines = (
        [row["person"].name, row["username"],
         "、".join(f"{post.unit.short_name} {post.get_role_display()}" for post in row["person"].posts_now),
         row["ip_address"] or "", row["failures"], timezone.make_naive(row["last"]),
         pgettext("login", "locked") if row["locked"] else ""]
        for row in rows
    )  # fmt: skip
    return SheetTable(_("Locked logins"), heads, lines, sheet=_("Locked logins"))
