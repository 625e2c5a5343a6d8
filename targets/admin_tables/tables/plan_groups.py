"""The table of a plan's groups: a row for each unit of each group."""

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.names import normalize
from plans.actions.participants import set_group
from plans.models import Group, Participant, Plan
from targets.admin_tables.layout import AdminColumn, AdminLine, AdminTable
from targets.admin_tables.resource import TableResource

MOST = 64  # characters of a name
COLUMNS = (
    AdminColumn("group", gettext_lazy("Group")),
    AdminColumn("code", gettext_lazy("Code of the unit")),
    AdminColumn("unit", gettext_lazy("Unit")),
)


class GroupResource(TableResource):
    """Adds groups, and changes of which units they are made. A group that has no row stays as it is."""

    def __init__(self, *, plan: Plan, adjustment=None, **kwargs):
        super().__init__(**kwargs)
        self.plan = plan
        title = _("%(plan)s: groups") % {"plan": plan.title}
        self.table = AdminTable(title, COLUMNS, (("group",), ("code", "unit")), strict=True)

    def list_rows(self) -> Iterable[list]:
        for group in self.plan.groups.prefetch_related("participants"):
            for each in group.participants.all():
                yield [group.name, each.code, each.name]

    def load(self):
        self.groups = {group.name: group for group in self.plan.groups.prefetch_related("participants")}
        self.named: dict[str, list[Participant]] = {}
        for each in self.plan.participants.filter(depth__gt=0).select_related("unit"):
            for name in dict.fromkeys(map(normalize, (each.code, each.name, each.short_name, each.unit.full_name))):
                self.named.setdefault(name, []).append(each)
        self.wanted: dict[str, dict[int, Participant]] = {}
        self.first: dict[str, AdminLine] = {}
        for line in self.lines:
            units = self.wanted.setdefault(line.text("group"), {})
            self.first.setdefault(line.text("group"), line)
            if found := self._find_unit(line):
                units[found.pk] = found

    def find(self, line):
        return self.groups.get(line.text("group"))

    def judge(self, line, found, outcome):
        name = line.text("group")
        outcome.label = name
        if not name:
            line.errors["group"] = _("This is missing.")
        elif len(name) > MOST:
            line.errors["group"] = _("At most %(most)s characters.") % {"most": MOST}
        if self._find_unit(line) is None:
            key = "code" if line.text("code") else "unit"
            wrong = line.text(key)
            text = _("No unit of the plan is called “%(name)s”, or several are.") % {"name": wrong[:40]}
            line.errors.setdefault(key, text if wrong else _("This is missing."))
        if self.first[name] is not line:
            return
        before = {each.pk: each for each in found.participants.all()} if found else {}
        after = self.wanted[name]
        if before.keys() != after.keys():
            outcome.changes.append(self.change("unit", _join(before), _join(after)))

    def _find_unit(self, line) -> Participant | None:
        for key in ("code", "unit"):
            if text := normalize(line.text(key)):
                found = self.named.get(text, [])
                return found[0] if len(found) == 1 else None
        return None

    def names_of_errors(self):
        return super().names_of_errors() | {"name": "group", "participants": "unit"}

    def write_together(self):
        outcomes = {outcome.number: outcome for outcome in self.outcomes}
        for name, line in self.first.items():
            outcome = outcomes[line.number]
            if outcome.changes:
                units = list(self.wanted[name].values())
                group = Group.objects.get(pk=self.groups[name].pk) if name in self.groups else None
                self.refuse(line, outcome, partial(set_group, self.plan, name, units, by=self.by, group=group))


def _join(units: dict[int, Participant]) -> str:
    return "、".join(each.short_name for each in sorted(units.values(), key=lambda each: each.path))
