"""Choosing units: who takes part, who makes a group, who leads and who assists. Lists of boxes, read as codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import Level, Unit, UnitKind
from orgs.queries import open_on, subtree
from pages.forms import set_choices
from plans.models import Group, Participant, TaskUnit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_UNITS = 5000  # boxes on one page; every county of the nation is 3,200
BODIES = (UnitKind.OFFICE, UnitKind.MEMBER)


@dataclass
class Branch:
    """A unit right below the top, with everything that hangs below it. ``head`` is a unit or a participant."""

    head: object
    below: list = field(default_factory=list)


def branches(items, top):
    """``items`` (units or participants in tree order) in branches below the path ``top``, offices first."""
    found: dict[str, Branch] = {}
    for item in sorted((item for item in items if item.path != top), key=lambda item: item.path):
        step = item.path.removeprefix(top).split("/")[0]
        if step in found:
            found[step].below.append(item)
        else:
            found[step] = Branch(item)
    return sorted(found.values(), key=lambda branch: (branch.head.kind not in BODIES, branch.head.position))


class DepthForm(forms.Form):
    """Down to which level units are offered."""

    depth = forms.ChoiceField(label=_("Offer units down to"))

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        levels = list(Level)
        lower = levels[levels.index(plan.unit.level) + 1 :]
        set_choices(self, "depth", [(level.value, level.label) for level in lower])
        self.fields["depth"].widget.attrs["data-autosubmit"] = ""


class ParticipantsForm:
    """Every unit that may take part, those that do ticked; nothing is chosen yet: all down to the level are ticked."""

    def __init__(self, plan, *, depth, data=None):
        taking_part = plan.participants.filter(depth__gt=0).values("unit")
        self.everybody = _down_to(plan, depth)
        self.n = self.everybody.count()
        # Nobody ticks that many boxes: all of them, or a higher level.
        self.too_many = max(self.n, taking_part.count()) > MOST_UNITS
        offered = self.everybody | Unit.objects.filter(pk__in=taking_part)
        self.units = [] if self.too_many else list(offered.order_by("path"))
        self.branches = branches(self.units, plan.unit.path)
        self.ticked = set(data.getlist("unit")) if data is not None else self._ticked(taking_part)

    def _ticked(self, taking_part):
        now = set(taking_part.values_list("unit_id", flat=True)) if self.units else ()
        return {unit.code for unit in self.units if not now or unit.pk in now}

    def chosen(self):
        """The ticked units: of those offered, so nobody from elsewhere comes in. Of too many, all down to the level."""
        return self.everybody if self.too_many else [unit for unit in self.units if unit.code in self.ticked]


def _down_to(plan, depth):
    """The open units below the plan's, down to a level."""
    levels = list(Level.values)
    wanted = levels[: levels.index(depth) + 1]
    return open_on(subtree(plan.unit, itself=False).filter(level__in=wanted), timezone.localdate())


class GroupForm(forms.ModelForm):
    class Meta:
        model = Group
        fields = ["name"]
        labels = {"name": _("Name of the group")}
        help_texts = {"name": _("Such as 示范县 or 边境县.")}


@dataclass
class UnitRow:
    """A participant and its part in the task: lead, assist or none ("")."""

    participant: Participant
    part: str


@dataclass
class UnitGroup:
    """Units of a task's table that are set together: offices, or the areas of one depth."""

    label: StrOrPromise
    rows: list[UnitRow]


class TaskUnitsForm:
    """Who leads and who assists: one choice for each participant."""

    def __init__(self, plan, *, task=None, data=None):
        self.participants = list(plan.participants.select_related("unit").order_by("depth", "position", "path"))
        parts = dict(task.units.values_list("unit_id", "part")) if task else {}
        if data is not None:
            parts = {p.unit_id: data.get(f"unit-{p.code}", "") for p in self.participants}
        self.rows = [UnitRow(p, parts.get(p.unit_id) or "") for p in self.participants]
        # Whoever does something without taking part in the plan is not in the table, and stays.
        self.others = list(task.units.exclude(unit__in=[p.unit_id for p in self.participants])) if task else []

    @property
    def groups(self):
        """The rows in groups, empty ones left out."""
        bodies = [row for row in self.rows if row.participant.depth == 0 or row.participant.kind in BODIES]
        found = [UnitGroup(_("The plan's own unit, offices and member bodies"), bodies)]
        areas = [row for row in self.rows if row not in bodies]
        for depth in sorted({row.participant.depth for row in areas}):
            rows = [row for row in areas if row.participant.depth == depth]
            found.append(UnitGroup(rows[0].participant.unit.get_level_display(), rows))
        return [group for group in found if group.rows]

    def values(self):
        """The arguments of the action: units that lead, units that assist."""
        return {"leads": self._with(TaskUnit.Part.LEAD), "assists": self._with(TaskUnit.Part.ASSIST)}

    def _with(self, part):
        return [row.participant.unit for row in self.rows if row.part == part] + [
            row.unit for row in self.others if row.part == part
        ]
