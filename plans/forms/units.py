"""Forms that choose units: participants, groups, units of a task. Checkboxes post codes of units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import Level, Unit, UnitKind
from orgs.queries import open_on, subtree
from pages.forms import set_choices
from plans.models import Group, Participant, TaskUnit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_UNITS = 5000  # checkboxes on a page; the nation has 3,200 counties
BODIES = (UnitKind.OFFICE, UnitKind.MEMBER)


@dataclass
class Branch:
    """A child of the top unit with its descendants. ``head`` and ``below`` are units or participants."""

    head: Any
    below: list = field(default_factory=list)


def branches(items: Iterable[Any], top: str) -> list[Branch]:
    """Group units or participants by the children of the path ``top``; offices and member bodies first."""
    found: dict[str, Branch] = {}
    for item in sorted((item for item in items if item.path != top), key=lambda item: item.path):
        step = item.path.removeprefix(top).split("/")[0]
        if step in found:
            found[step].below.append(item)
        else:
            found[step] = Branch(item)
    return sorted(found.values(), key=lambda branch: (branch.head.kind not in BODIES, branch.head.position))


class DepthForm(forms.Form):
    """The lowest level of the units offered."""

    depth = forms.ChoiceField(label=_("Offer units down to"))

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        levels = list(Level)
        lower = levels[levels.index(plan.unit.level) + 1 :]
        set_choices(self, "depth", [(level.value, level.label) for level in lower])
        self.fields["depth"].widget.attrs["data-autosubmit"] = ""


class ParticipantsForm:
    """Checkboxes of all units that may take part; checked are the participants, or all if there are none yet."""

    def __init__(self, plan, *, depth, data=None):
        taking_part = plan.participants.filter(depth__gt=0).values("unit")
        self.all_units = _open_units_down_to(plan, depth)
        self.n = self.all_units.count()
        # Above the maximum there are no checkboxes: all units take part, or a higher level is chosen.
        self.too_many = max(self.n, taking_part.count()) > MAX_UNITS
        offered = self.all_units | Unit.objects.filter(pk__in=taking_part)
        self.units = [] if self.too_many else list(offered.order_by("path"))
        self.branches = branches(self.units, plan.unit.path)
        self.ticked = set(data.getlist("unit")) if data is not None else self._initially_ticked(taking_part)

    def _initially_ticked(self, taking_part):
        present = set(taking_part.values_list("unit_id", flat=True)) if self.units else ()
        return {unit.code for unit in self.units if not present or unit.pk in present}

    def chosen(self):
        """The checked ones of the offered units; above the maximum all of them."""
        return self.all_units if self.too_many else [unit for unit in self.units if unit.code in self.ticked]


def _open_units_down_to(plan, depth):
    """The open units below the plan's unit, down to a level."""
    levels = list(Level.values)
    wanted = levels[: levels.index(depth) + 1]
    return open_on(subtree(plan.unit, itself=False).filter(level__in=wanted), timezone.localdate())


class GroupForm(forms.ModelForm):
    """The name of a group."""

    class Meta:
        model = Group
        fields = ["name"]
        labels = {"name": _("Name of the group")}
        help_texts = {"name": _("Such as 示范县 or 边境县.")}


@dataclass
class TaskUnitRow:
    """A participant and its part in a task: lead, assist or none ("")."""

    participant: Participant
    part: str


@dataclass
class TaskUnitGroup:
    """A section of the table of a task's units: offices, or the areas of one depth."""

    label: StrOrPromise
    rows: list[TaskUnitRow]


class TaskUnitsForm:
    """The units that lead and assist: one choice for each participant."""

    def __init__(self, plan, *, task=None, data=None):
        self.participants = list(plan.participants.select_related("unit").order_by("depth", "position", "path"))
        parts = dict(task.units.values_list("unit_id", "part")) if task else {}
        if data is not None:
            parts = {p.unit_id: data.get(f"unit-{p.code}", "") for p in self.participants}
        self.rows = [TaskUnitRow(p, parts.get(p.unit_id) or "") for p in self.participants]
        # Units of the task that are not participants are not in the table, and stay unchanged.
        self.others = list(task.units.exclude(unit__in=[p.unit_id for p in self.participants])) if task else []

    @property
    def groups(self):
        """The rows in groups, without empty ones."""
        bodies = [row for row in self.rows if row.participant.depth == 0 or row.participant.kind in BODIES]
        found = [TaskUnitGroup(_("The plan's own unit, offices and member bodies"), bodies)]
        areas = [row for row in self.rows if row not in bodies]
        for depth in sorted({row.participant.depth for row in areas}):
            rows = [row for row in areas if row.participant.depth == depth]
            found.append(TaskUnitGroup(rows[0].participant.unit.get_level_display(), rows))
        return [group for group in found if group.rows]

    def values(self):
        """Keyword arguments of ``set_task_units``."""
        return {"leads": self._units_with(TaskUnit.Part.LEAD), "assists": self._units_with(TaskUnit.Part.ASSIST)}

    def _units_with(self, part):
        return [row.participant.unit for row in self.rows if row.part == part] + [
            row.unit for row in self.others if row.part == part
        ]
