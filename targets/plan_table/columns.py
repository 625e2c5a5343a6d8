"""The columns of the table: which kind of row has them, how a cell reads, and what is typed into one."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.models import Unit
from plans.models import Cadence, TaskUnit
from targets.goals.fields import field_applies
from targets.models import Target
from targets.models.numbers import PLACES
from targets.models.target import Direction, Measure, RollUp, Start
from targets.values.typed_numbers import read_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TASK, TARGET = "task", "target"
PARTS = {"lead": TaskUnit.Part.LEAD, "assist": TaskUnit.Part.ASSIST}
CHOICES: dict[str, Any] = {"measure": Measure, "direction": Direction, "rollup": RollUp, "frequency": Cadence}
# After the issue only these change without an adjustment.
WORDS_OF_TARGET = {"name"}
NO_BASELINE = "不清楚"  # what the cell of a baseline says where nobody knows it
ALL_AREAS = "各县区"  # how a cell names all counties together; documents do, too
RANGE = re.compile(r"(.*\d.*?)\s*(?:-|—|–|~|～|至|到)+\s*(.*\d.*)")
DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?(?:前|之前|以前)?")
MONTH_END = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:底|末|份|内)?(?:前|之前|以前)?")
YEAR_END = re.compile(r"(?:(\d{4})年|全年|今年|本年|年)(?:底|末|内)?(?:前|之前|以前)?|全年|12月底")


class UnreadablePlanCell(ValueError):
    """What was typed is nothing that this cell can hold. The message is for the person."""


@dataclass(frozen=True)
class TableColumn:
    """A column: its key, its words, and the kinds of rows that have it."""

    key: str
    label: "StrOrPromise"
    kinds: tuple[str, ...] = (TARGET,)


COLUMNS = (
    TableColumn("name", gettext_lazy("Task, target"), (TASK, TARGET)),
    TableColumn("lead", gettext_lazy("Leads"), (TASK,)),
    TableColumn("assist", gettext_lazy("Assists"), (TASK,)),
    TableColumn("due", gettext_lazy("Done by"), (TASK, TARGET)),
    TableColumn("value", gettext_lazy("Value")),
    TableColumn("unit", gettext_lazy("Unit of measure")),
    TableColumn("measure", gettext_lazy("How units report it")),
    TableColumn("direction", gettext_lazy("Comparison")),
    TableColumn("rollup", gettext_lazy("Adds up as")),
    TableColumn("baseline", gettext_lazy("Baseline")),
    TableColumn("frequency", gettext_lazy("Reported")),
)
COLUMNS_BY_KEY = {column.key: column for column in COLUMNS}
# The column that holds a field of a target, where they are not called alike.
COLUMN_OF_FIELD = {"value2": "value", "scale": "unit", "deadline": "due", "decimals": "value", "schedule": "frequency"}


def has_cell(target: Target, key: str) -> bool:
    """Whether a target of its measure and direction has this cell."""
    return key not in ("direction", "rollup", "baseline") or field_applies(key, target.measure, target.direction)


def format_target(target: Target, key: str) -> str:
    """A cell of a target as one types it; the value of a choice, not its label."""
    if key == "due":
        return format_day(target.deadline)
    if key == "value":
        ends = [target.value, target.value2] if target.direction == Direction.RANGE else [target.value]
        return "—".join(_plain(each) for each in ends if each is not None)
    if key == "baseline":
        return NO_BASELINE if target.start == Start.UNKNOWN else _plain(target.baseline)
    if key == "unit":
        return str(target.scale or target.unit)
    return str(getattr(target, key))


def format_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def format_units(units: Sequence[Unit], areas: Sequence[Unit]) -> str:
    """Units as one types them; all counties together by one word."""
    if len(areas) > 1 and {unit.pk for unit in units} >= {unit.pk for unit in areas}:
        others = [unit.short_name for unit in units if unit.pk not in {area.pk for area in areas}]
        return "、".join([*others, ALL_AREAS])
    return "、".join(unit.short_name for unit in units)


def split_names(text: str) -> list[str]:
    """The names of units in a cell."""
    return [name for name in re.split(r"[、，,；;/\s]+", text) if name]


def read_day(text: str, year: int) -> date | None:
    """A day as plans write it: 2020-06-30, 6月30日前, 6月底, 年底; None for a blank. Raises UnreadablePlanCell."""
    text = "".join(text.split())
    if not text:
        return None
    try:
        if found := DAY.fullmatch(text):
            return date(int(found[1] or year), int(found[2]), int(found[3]))
        if found := MONTH_END.fullmatch(text):
            stated, month = int(found[1] or year), int(found[2])
            return date(stated, month, monthrange(stated, month)[1])
        if found := YEAR_END.fullmatch(text):
            return date(int(found[1] or year), 12, 31)
    except ValueError:
        pass
    message = _("“%(text)s” is no day. Write it as %(year)s-06-30, 6月底 or 年底.")
    raise UnreadablePlanCell(message % {"text": text[:20], "year": year})


def read_choice(text: str, key: str) -> str:
    """A choice by its value or its label. Raises UnreadablePlanCell."""
    for value, label in CHOICES[key].choices:
        if text in (value, str(label)):
            return value
    labels = "、".join(str(label) for _value, label in CHOICES[key].choices)
    raise UnreadablePlanCell(_("“%(text)s” is none of these: %(labels)s.") % {"text": text[:20], "labels": labels})


def target_fields(key: str, text: str, target: Target) -> dict[str, Any]:
    """The fields of a target that a typed cell sets. Raises UnreadablePlanCell, or UnreadableNumber."""
    return _READERS.get(key, _read_text)(key, text.strip(), target)


def _read_text(key, text, target):
    if key in CHOICES:
        return {key: read_choice(text, key)}
    if not text and key == "name":
        raise UnreadablePlanCell(_("Give it a name."))
    return {key: text}


def _read_value(_key, text, target):
    if found := RANGE.fullmatch(text):
        low, high = read_number(found[1], _loose(target)), read_number(found[2], _loose(target))
        if low is None or high is None or high < low:
            raise UnreadablePlanCell(_("A range needs a lower and an upper value, in this order."))
        return {"direction": Direction.RANGE, "value": low, "value2": high} | _decimals(target, low, high)
    number = read_number(text, _loose(target))
    fields: dict[str, Any] = {"value": number} | _decimals(target, number)
    if target.direction == Direction.RANGE:
        fields |= {"direction": Direction.AT_LEAST, "value2": None}
    return fields


def _read_baseline(_key, text, target):
    """A number, or that none is known."""
    if text.removeprefix("基数") in (NO_BASELINE, "不知道", "不详", "未知"):
        return {"baseline": None, "start": Start.UNKNOWN}
    number = read_number(text, _loose(target))
    return {"baseline": number, "start": Start.NOT_SAID} | _decimals(target, number)


def _read_unit(_key, text, target):
    if target.measure == Measure.RATIO and text in ("%", "％", "‰", "/10万"):
        text = "%" if text == "％" else text
        return {"unit": text, "scale": text}
    if len(text) > 16:
        raise UnreadablePlanCell(_("At most 16 characters."))
    return {"unit": text, "scale": ""}


def _read_measure(key, text, target):
    measure = read_choice(text, key)
    scaled = measure == Measure.RATIO and target.unit in ("%", "‰", "/10万")
    return {"measure": measure} | ({"scale": target.unit} if scaled else {})


def _read_due(_key, text, target):
    return {"deadline": read_day(text, target.plan.year)}


_READERS: dict[str, Callable[[str, str, Target], dict[str, Any]]] = {
    "value": _read_value,
    "baseline": _read_baseline,
    "unit": _read_unit,
    "measure": _read_measure,
    "due": _read_due,
}


def _loose(target):
    """For reading any exact number with the target's own unit behind it."""
    return Target(measure=Measure.LEVEL, decimals=PLACES, unit=target.scale or target.unit)


def _decimals(target, *numbers):
    """As many decimals as are typed, in a draft; an issued target keeps its own."""
    places = [max(0, -int(number.normalize().as_tuple().exponent)) for number in numbers if number is not None]
    more = max(places, default=0)
    return {"decimals": more} if target.plan.is_draft and more > target.decimals else {}


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")
