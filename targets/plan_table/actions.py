"""Save cells of the table: many at once, each by the rules of the forms of tasks and targets."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.actions import record_many
from audit.errors import Refused
from orgs.models import Unit
from plans.actions.guard import NOT_CLOSED, assign_changes, lock_plan
from plans.actions.tasks import code_in_plan, require_new_leads
from plans.models import Plan, Task, TaskUnit
from targets.documents.mentioned_units import MentionedUnits, mentionable_units
from targets.goals.actions.adjust import adjust_target
from targets.goals.fields import clear_unused_fields, find_faults
from targets.models import Target
from targets.models.target import Direction
from targets.plan_table.columns import (
    COLUMN_OF_FIELD,
    COLUMNS,
    COLUMNS_BY_KEY,
    PARTS,
    TARGET,
    TASK,
    WORDS_OF_TARGET,
    UnreadablePlanCell,
    format_day,
    format_target,
    format_units,
    has_cell,
    read_day,
    split_names,
    target_fields,
)
from targets.values.typed_numbers import UnreadableNumber

ORDER = {column.key: place for place, column in enumerate(COLUMNS)} | {"measure": -1}  # it decides which others fit
TARGET_FIELDS = ("name", "value", "value2", "unit", "scale", "baseline", "start", "decimals", "measure", "direction",
                 "rollup", "frequency", "deadline", "schedule")  # fmt: skip
ADJUSTMENT_FIELDS = ("from_seq", "reason", "document_number")
MAX_CELLS = 10_000  # of one request: 600 rows with all their cells


@dataclass(frozen=True)
class CellChange:
    """What was typed into a cell, and what the page had shown in it."""

    kind: str
    code: str
    column: str
    text: str
    seen: str

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.code}:{self.column}"


@dataclass
class CellsSaved:
    """The outcome: rows that changed, {id: why not}, and {id: (what stands there, words)} of conflicts."""

    rows: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, tuple[str, str]] = field(default_factory=dict)
    adjusting: dict[str, str] = field(default_factory=dict)  # what an adjustment lacks


@transaction.atomic
def save_plan_cells(
    plan: Plan, changes: Iterable[CellChange], *, by: Person, adjustment: Mapping[str, Any] | None = None
) -> CellsSaved:
    """Save what can be saved; each cell that cannot keeps what it had, and the outcome says why.

    A cell that somebody else has changed since is a conflict. In an issued plan what targets promise and how they are
    counted changes only with an ``adjustment`` (from_seq, reason, document_number). Raises PermissionDenied, and
    Refused for a closed plan. A fixed number of statements in a draft, whatever the number of cells.
    """
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    changes = sorted(changes, key=lambda each: ORDER.get(each.column, 0))
    saved = CellsSaved()
    _TaskCells(plan, saved, by).save([each for each in changes if each.kind == TASK])
    _TargetCells(plan, saved, by, adjustment).save([each for each in changes if each.kind == TARGET])
    for each in changes:
        if each.kind not in (TASK, TARGET):
            saved.refused[each.id] = _("There is no such cell.")
    return saved


class _TaskCells:
    """Cells of tasks: title, units, day."""

    def __init__(self, plan: Plan, saved: CellsSaved, by: Person) -> None:
        self.plan, self.saved, self.by = plan, saved, by
        self.changed: dict[str, dict[str, list]] = {}  # code → field → [before, after]
        self.parts: dict[str, dict[int, str]] = {}  # code → unit → part, of tasks whose units change
        self.unit_changes: list[CellChange] = []
        self.units: dict[int, Unit] = {}  # those that cells name

    def save(self, changes: list[CellChange]) -> None:
        if not changes:
            return
        rows = self.plan.tasks.filter(code__in={each.code for each in changes}).prefetch_related("units__unit")
        self.tasks = {task.code: task for task in rows}
        self.names = MentionedUnits(self.plan, mentionable_units(self.plan))
        for change in changes:
            task, column = self.tasks.get(change.code), COLUMNS_BY_KEY.get(change.column)
            if task is None or column is None or TASK not in column.kinds:
                self.saved.refused[change.id] = _("There is no such cell.")
                continue
            try:
                self._apply(task, change)
            except UnreadablePlanCell as error:
                self.saved.refused[change.id] = str(error)
        self._require_new_leads()
        self._store()

    def _apply(self, task, change):
        now = self._text(task, change.column)
        if change.text.strip() == now:
            return
        if change.seen != now:
            self.saved.conflicts[change.id] = now, _describe_conflict(now)
            return
        if change.column in PARTS:
            self._set_units(task, change)
        elif change.column == "name":
            self._set(task, "title", _read_title(change.text))
        else:
            day = read_day(change.text, self.plan.year)
            if day and task.start_on and day < task.start_on:
                raise UnreadablePlanCell(_("A task is due after it begins."))
            self._set(task, "due_on", day)

    def _set(self, task, name, value):
        for field_name, pair in assign_changes(task, {name: value}).items():
            self.changed.setdefault(task.code, {})[field_name] = pair
            self.saved.rows.add(f"{TASK}:{task.code}")

    def _parts_of(self, task):
        return self.parts.get(task.code) or {row.unit_id: row.part for row in task.units.all()}

    def _set_units(self, task, change):
        units, unknown = self.names.find(split_names(change.text))
        if unknown:
            raise UnreadablePlanCell(_describe_unknown(unknown, self.names))
        part = PARTS[change.column]
        before = self._parts_of(task)
        after = {pk: its for pk, its in before.items() if its != part} | {unit.pk: part for unit in units}
        self.units |= {unit.pk: unit for unit in units}
        if after != before:
            self.parts[task.code] = after
            self.unit_changes.append(change)

    def _text(self, task, column):
        if column == "name":
            return task.title
        if column == "due":
            return format_day(task.due_on)
        known = {row.unit_id: row.unit for row in task.units.all()} | self.units
        of_part = [pk for pk, part in self._parts_of(task).items() if part == PARTS[column]]
        units = sorted((known[pk] for pk in of_part), key=lambda unit: unit.path)
        return format_units(units, self.names.areas)

    def _require_new_leads(self):
        """In an issued plan, whoever begins to lead takes part, and no period is open: else no unit changes."""
        new = set()
        for code, after in self.parts.items():
            before = {row.unit_id: row.part for row in self.tasks[code].units.all()}
            new |= {pk for pk, part in after.items() if part == "lead" and before.get(pk) != "lead"}
        try:
            require_new_leads(self.plan, new)
        except Refused as refused:
            self.saved.refused |= {change.id: str(refused.message) for change in self.unit_changes}
            self.parts = {}

    def _store(self):
        tasks = [self.tasks[code] for code in self.changed]
        Task.objects.bulk_update(tasks, ["title", "due_on"], batch_size=500)
        TaskUnit.objects.filter(task__in=[self.tasks[code] for code in self.parts]).delete()
        rows = [(self.tasks[code], pk, part) for code, parts in self.parts.items() for pk, part in parts.items()]
        TaskUnit.objects.bulk_create(TaskUnit(task=task, unit_id=pk, part=part) for task, pk, part in rows)
        self.saved.rows |= {f"{TASK}:{code}" for code in self.parts}
        on = {code: code_in_plan(task, self.plan) for code, task in self.tasks.items()}
        changes = [(on[code], self.plan.unit, fields) for code, fields in self.changed.items()]
        record_many(by=self.by, verb="task.change", rows=changes)
        units = [(on[code], self.plan.unit, self._unit_codes(code)) for code in self.parts]
        record_many(by=self.by, verb="task.units", rows=units)

    def _unit_codes(self, code):
        known = {row.unit_id: row.unit for row in self.tasks[code].units.all()} | self.units
        parts = self.parts[code]
        return {part: [known[pk].code for pk, its in parts.items() if its == part] for part in TaskUnit.Part.values}


class _TargetCells:
    """Cells of targets; in an issued plan by adjustments."""

    def __init__(self, plan, saved, by, adjustment) -> None:
        self.plan, self.saved, self.by, self.adjustment = plan, saved, by, adjustment
        self.changed: dict[str, dict[str, list]] = {}

    def save(self, changes: list[CellChange]) -> None:
        if not changes:
            return
        self.periods = list(self.plan.periods.all())
        codes = {each.code for each in changes}
        self.targets = {target.code: target for target in self.plan.targets.filter(code__in=codes)}
        for target in self.targets.values():
            target.plan = self.plan
        fixed: dict[str, list[CellChange]] = {}
        for change in changes:
            target, column = self.targets.get(change.code), COLUMNS_BY_KEY.get(change.column)
            if target is None or column is None or TARGET not in column.kinds:
                self.saved.refused[change.id] = _("There is no such cell.")
            elif self._stands(target, change):
                if self.plan.is_draft or change.column in WORDS_OF_TARGET:
                    self._apply(target, change)
                else:
                    fixed.setdefault(change.code, []).append(change)
        self._store()
        for code, cells in fixed.items():
            self._adjust(self.targets[code], cells)

    def _stands(self, target, change):
        """Whether the cell is to be changed, and shows what the person saw."""
        if not has_cell(target, change.column):
            self.saved.refused[change.id] = _("A target that is reported in this way has no such cell.")
            return False
        now = format_target(target, change.column)
        if change.text.strip() == now:
            return False
        if change.seen != now:
            self.saved.conflicts[change.id] = now, _describe_conflict(now)
            return False
        return True

    def _apply(self, target, change):
        trial = copy.copy(target)
        before = find_target_faults(target, self.periods)
        try:
            for name, value in target_fields(change.column, change.text, trial).items():
                setattr(trial, name, value)
        except (UnreadablePlanCell, UnreadableNumber) as error:
            self.saved.refused[change.id] = str(error)
            return
        after = find_target_faults(clear_unused_fields(trial), self.periods)
        if new := [words for name, words in after.items() if before.get(name) != words]:
            self.saved.refused[change.id] = " ".join(new)
            return
        fields = {name: getattr(trial, name) for name in TARGET_FIELDS}
        for name, pair in assign_changes(target, fields).items():
            first = self.changed.setdefault(target.code, {}).get(name, pair)
            self.changed[target.code][name] = [first[0], pair[1]]
            self.saved.rows.add(f"{TARGET}:{target.code}")

    def _store(self):
        targets = [self.targets[code] for code in self.changed]
        Target.objects.bulk_update(targets, list(TARGET_FIELDS), batch_size=500)
        rows = [(code_in_plan(t, self.plan), self.plan.unit, self.changed[t.code]) for t in targets]
        record_many(by=self.by, verb="target.change", rows=rows)

    def _adjust(self, target, changes):
        if not self.adjustment:
            self.saved.adjusting |= dict.fromkeys(ADJUSTMENT_FIELDS, "")
            for change in changes:
                self.saved.refused[change.id] = _("The plan has been issued: say from when, why and by which document.")
            return
        trial = copy.copy(target)
        fields: dict[str, Any] = {}
        for change in changes:
            try:
                read = target_fields(change.column, change.text, trial)
            except (UnreadablePlanCell, UnreadableNumber) as error:
                self.saved.refused[change.id] = str(error)
                continue
            fields |= read
            for name, value in read.items():
                setattr(trial, name, value)
        left = [change for change in changes if change.id not in self.saved.refused]
        if left:
            self._adjust_fields(target, fields, left)

    def _adjust_fields(self, target, fields, changes):
        try:
            with transaction.atomic():
                adjust_target(target, by=self.by, **self.adjustment, **fields)
        except Refused as refused:
            cells = {name: str(words) for name, words in refused.cells.items()}
            self.saved.adjusting |= {name: words for name, words in cells.items() if name in ADJUSTMENT_FIELDS}
            own = {COLUMN_OF_FIELD.get(name, name): words for name, words in cells.items()}
            for change in changes:
                self.saved.refused[change.id] = own.get(change.column) or str(refused.message)
        else:
            self.saved.rows.add(f"{TARGET}:{target.code}")


def find_target_faults(target: Target, periods: list) -> dict[str, str]:
    """As ``find_faults``, with what only the database would refuse; a draft may lack its value or its unit."""
    found = find_faults(target, periods)
    if target.direction == Direction.RANGE and not (
        target.value is not None and target.value2 is not None and target.value2 >= target.value
    ):
        found["value2"] = _("A range needs a lower and an upper value, in this order. Write it as 10—20.")
    if target.is_rate and target.direction == Direction.EXACTLY:
        found["direction"] = _("A ratio is at least, at most or within a range, never exactly.")
    if not target.unit:
        found["unit"] = _("Give the unit of measure.")
    if len(target.name) > 200:
        found["name"] = _("At most 200 characters.")
    return found


def _read_title(text):
    title = text.strip()
    if not title:
        raise UnreadablePlanCell(_("Give it a name."))
    if len(title) > 300:
        raise UnreadablePlanCell(_("At most 300 characters."))
    return title


def _describe_unknown(unknown, names):
    words = _("No unit of the plan is called “%(names)s”. Write it as in the list of units.")
    near = dict.fromkeys(unit.short_name for name in unknown for unit in names.list_near(name))
    perhaps = " " + _("Is it %(near)s?") % {"near": "、".join(near)} if near else ""
    return words % {"names": "、".join(unknown)} + perhaps


def _describe_conflict(now):
    return _("Somebody else changed this meanwhile. There stands now: %(now)s") % {"now": now or _("nothing")}
