"""The table of a plan's targets: a row for each, known by its code; cells read and written as in the plan's table."""

import copy
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.errors import Refused
from plans.actions.guard import lock_plan
from plans.models import Plan
from sheets.figures.columns import to_cell_value
from targets.admin_tables.cells import read_whole_cell
from targets.admin_tables.layout import AdminColumn, AdminLine, AdminTable
from targets.admin_tables.resource import TableResource
from targets.goals.actions.adjust import adjust_target
from targets.goals.actions.targets import TEXT_FIELDS, add_target, change_target
from targets.goals.fields import due_codes
from targets.models import Target
from targets.models.numbers import PLACES
from targets.models.target import Measure
from targets.plan_table.columns import (
    CHOICES,
    COLUMN_OF_FIELD,
    COLUMNS_BY_KEY,
    UnreadablePlanCell,
    format_target,
    has_cell,
    target_fields,
)
from targets.values.typed_numbers import UnreadableNumber, read_number

# The order in which cells are read: how a target is counted decides what the others mean.
OF_TABLE = ("measure", "direction", "rollup", "unit", "value", "baseline", "frequency", "due")
WORDS = ("name", "definition", "data_source", "clause")
NUMBERS = ("value", "baseline", "decimals", "part_decimals", "weight")
PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
SHARE = "share_"  # of the schedule, before the code of a period
PERCENT = Target(measure=Measure.LEVEL, decimals=PLACES, unit="%")
WEIGHT = Target(measure=Measure.LEVEL, decimals=2)


def target_columns(plan: Plan) -> tuple[AdminColumn, ...]:
    """The columns of the table of this plan's targets."""
    columns = [
        AdminColumn("code", gettext_lazy("Number of the target")),
        AdminColumn("name", gettext_lazy("Target")),
        AdminColumn("task", gettext_lazy("Number of the task")),
        AdminColumn("task_title", gettext_lazy("Task (only shown)")),
        *(AdminColumn(key, COLUMNS_BY_KEY[key].label) for key in OF_TABLE),
        AdminColumn("decimals", gettext_lazy("Decimals")),
        AdminColumn("part_decimals", gettext_lazy("Decimals of numerator and denominator")),
        AdminColumn("weight", gettext_lazy("Weight")),
        AdminColumn("definition", gettext_lazy("Definition")),
        AdminColumn("data_source", gettext_lazy("Data source")),
        AdminColumn("clause", gettext_lazy("Sentence in the document")),
    ]
    columns += [AdminColumn(SHARE + p.code, _("Done by the end of %(period)s, %%") % {"period": p.name}) for p in
                plan.periods.order_by("seq")]  # fmt: skip
    return tuple(columns)


class TargetResource(TableResource):
    """Adds and changes targets of a draft; of an issued plan the words, and what it promises by an ``adjustment``
    (from_seq, reason, document_number)."""

    def __init__(self, *, plan: Plan, adjustment: Mapping[str, Any] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.plan, self.adjustment = plan, adjustment
        title = _("%(plan)s: targets") % {"plan": plan.title}
        self.table = AdminTable(title, target_columns(plan), (("code",), ("name",)))

    def list_rows(self) -> Iterable[list]:
        for target in self.plan.targets.select_related("task").order_by("position", "code"):
            target.plan = self.plan
            texts = self.texts_of(target)
            yield [_as_cell(column.key, texts[column.key]) for column in self.table.columns]

    def texts_of(self, target: Target) -> dict[str, str]:
        texts = {key: self._format(target, key) for key in OF_TABLE}
        texts |= {key: getattr(target, key) for key in WORDS}
        texts |= {"code": target.code, "task": target.task.code, "task_title": target.task.title}
        texts |= {"weight": format(target.weight.normalize(), "f"), "decimals": str(target.decimals)}
        texts["part_decimals"] = str(target.part_decimals) if target.is_ratio else ""
        for column in self.table.columns:
            if column.key.startswith(SHARE):
                share = target.schedule.get(column.key.removeprefix(SHARE))
                texts[column.key] = "" if share is None else format((Decimal(share) * 100).normalize(), "f")
        return texts

    def _format(self, target, key):
        if not has_cell(target, key):
            return ""
        text = format_target(target, key)
        return str(CHOICES[key](text).label) if key in CHOICES else text

    def load(self):
        if not self.dry_run:
            self.plan = lock_plan(self.plan, by=self.by)
        self.targets = {target.code: target for target in self.plan.targets.select_related("task")}
        self.tasks = {task.code: task for task in self.plan.tasks.all()}
        self.periods = list(self.plan.periods.order_by("seq"))
        self.first: dict[str, int] = {}
        self.read: dict[int, dict[str, Any]] = {}  # number of the row -> fields
        for target in self.targets.values():
            target.plan = self.plan

    def find(self, line):
        return self.targets.get(line.text("code"))

    def judge(self, line, found, outcome):
        code = line.text("code")
        outcome.label = f"{code} {line.text('name')}".strip()
        if code and self.first.setdefault(code, line.number) != line.number:
            line.errors["code"] = _("The same as in row %(row)s.") % {"row": self.first[code]}
        if not line.text("name"):
            line.errors.setdefault("name", _("This is missing."))
        if found is None:
            self._judge_new(line)
            trial = Target(plan=self.plan, frequency=self.plan.cadence)
        else:
            trial = copy.copy(found)
        if not line.errors:
            self.read[line.number] = self._read_fields(line, trial, found)
        if found is None:
            outcome.changes = self.new_changes(line)
        elif self.read.get(line.number):
            before = self.texts_of(found)
            changed = [key for key in line.texts if key != "task_title" and self.changed(line, key, before[key])]
            outcome.changes = [self.change(key, before[key], line.text(key)) for key in changed]

    def _judge_new(self, line):
        if not line.text("task"):
            line.errors.setdefault("task", _("This is missing."))
        same = [
            t.code for t in self.targets.values() if t.name == line.text("name") and t.task.code == line.text("task")
        ]
        if same and not line.text("code"):
            line.errors["code"] = _("%(code)s has this name already. Write its number here.") % {"code": same[0]}

    def _read_fields(self, line: AdminLine, trial: Target, found: Target | None) -> dict[str, Any]:
        """The fields that the line changes, set on ``trial`` as well; what cannot be read goes to its errors."""
        before = self.texts_of(found) if found else dict.fromkeys((c.key for c in self.table.columns), "")
        fields: dict[str, Any] = {}
        for key in (*OF_TABLE, "task", *WORDS, "decimals", "part_decimals", "weight"):
            if not self.changed(line, key, before[key]):
                continue
            try:
                read = self._read_cell(line, key, trial)
            except (UnreadablePlanCell, UnreadableNumber) as error:
                line.errors.setdefault(key, str(error))
                continue
            for name, value in read.items():
                setattr(trial, name, value)
            fields |= read
        if any(self.changed(line, key, before[key]) for key in line.texts if key.startswith(SHARE)):
            fields["schedule"] = self._read_schedule(line, trial)
        if found:
            fields = {name: value for name, value in fields.items() if getattr(found, name) != value}
        return fields

    def _read_cell(self, line, key, trial) -> dict[str, Any]:
        text = line.text(key)
        if key == "task":
            if text not in self.tasks:
                line.errors["task"] = _("The plan has no task of this number.")
                return {}
            return {"task": self.tasks[text]}
        if key in ("decimals", "part_decimals"):
            return {key: read_whole_cell(line, key, PLACES)} if line.text(key) else {}
        if key == "weight":
            return {"weight": read_number(text, WEIGHT) or Decimal(0)}
        if key in WORDS:
            return {key: text}
        if not text and key in CHOICES:
            return {}
        if text and not has_cell(trial, key):
            raise UnreadablePlanCell(_("A target that is reported in this way has no such cell."))
        return target_fields(key, text, trial)

    def _read_schedule(self, line, trial) -> dict[str, str]:
        shares = {}
        due = due_codes(trial.frequency, self.periods)
        for key in (SHARE + period.code for period in self.periods):
            code = key.removeprefix(SHARE)
            try:
                number = read_number(line.text(key), PERCENT)
            except UnreadableNumber as error:
                line.errors.setdefault(key, str(error))
                continue
            if number is not None and code not in due:
                line.errors.setdefault(key, _("The target is not reported in this period."))
            elif number is not None:
                shares[code] = format((number / 100).normalize(), "f")
        return shares

    def names_of_errors(self):
        shares = {"schedule": next((c.key for c in self.table.columns if c.key.startswith(SHARE)), "code")}
        return super().names_of_errors() | COLUMN_OF_FIELD | shares | {"decimals": "decimals", "start": "baseline"}

    def write(self, line, found):
        fields = self.read[line.number]
        if found is None:
            fields = {name: value for name, value in fields.items() if name != "name"}
            target = add_target(self.plan, by=self.by, name=line.text("name"), code=line.text("code"), **fields)
            self.targets[target.code] = target
            return
        if self.plan.is_draft:
            change_target(found, by=self.by, **fields)
            return
        words = {name: value for name, value in fields.items() if name in TEXT_FIELDS}
        promise = {name: value for name, value in fields.items() if name not in TEXT_FIELDS}
        if words:
            change_target(found, by=self.by, **words)
        if "task" in promise:
            raise Refused(_("The plan has been issued: its parts are fixed."), cells={"task": _("Fixed.")})
        if promise:
            self._adjust(found, promise)

    def _adjust(self, target, fields):
        if not self.adjustment:
            raise Refused(_("The plan has been issued: say from when, why and by which document."))
        adjust_target(target, by=self.by, **self.adjustment, **fields)


def _as_cell(key: str, text: str) -> Any:
    """A number as a number of the workbook, anything else as text."""
    if (key in NUMBERS or key.startswith(SHARE)) and PLAIN_NUMBER.fullmatch(text):
        return to_cell_value(Decimal(text))
    return text
