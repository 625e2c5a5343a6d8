"""The groups and the participants of a plan as tables that leave as files."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from plans.models import Group, Participant, Plan
from sheets.tables import SheetTable, TableCell


def make_groups_table(plan: Plan, groups: Iterable[Group]) -> SheetTable:
    """A row for each unit of each group; a group without units has one."""
    heads = [_("Group"), _("Code of the unit"), _("Unit")]
    return SheetTable(f"{plan.title} · {_('Groups')}", heads, _list_members(groups), sheet=_("Groups"))


def _list_members(groups) -> Iterator[list[TableCell]]:
    for group in groups:
        for each in group.participants.all() or [None]:
            yield [group.name, each.code if each else "", each.name if each else ""]


def make_participants_table(plan: Plan, participants: Iterable[Participant]) -> SheetTable:
    """The units of the plan in the order of the tree, each with the one above it."""
    heads = [_("Code of the unit"), _("Name of the unit"), _("Short name"), _("Level"), _("Code of the unit above")]
    rows = (
        [each.code, each.name, each.short_name, str(each.unit.get_level_display()),
         each.parent.code if each.parent else ""]
        for each in participants
    )  # fmt: skip
    title = f"{plan.title} · {_('Who takes part')}"
    return SheetTable(title, heads, rows, sheet=_("Who takes part"))
