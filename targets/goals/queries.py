"""What pages say of one target: its facts in plain words, and how it was adjusted."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db.models import Field
from django.http import Http404
from django.utils.translation import gettext as _

from audit.models import Entry
from plans.models import Plan
from plans.templatetags.period_tags import period_name
from targets.goals.fields import field_applies
from targets.models import Target


@dataclass(frozen=True)
class AdjustmentRow:
    """One adjustment; ``changes`` are (field's words, before, after)."""

    at: object
    name: str
    period: str
    reason: str
    document_number: str
    changes: list


def get_target(plan: Plan, code: str) -> Target:
    """The target of this code with its task; Http404."""
    target = plan.targets.select_related("task").filter(code=code).first()
    if target is None:
        raise Http404
    target.plan = plan
    return target


def optional_fields(target: Target) -> set[str]:
    """The names of the optional fields that fit the target, as a set for the template."""
    return {
        name
        for name in ("schedule", "baseline", "start", "rollup", "decimals", "part_decimals")
        if field_applies(name, target.measure, target.direction)
    }


def schedule_rows(target: Target) -> list[tuple[str, Decimal]]:
    """(period code, percent) in the order of the periods; empty when the pace is a straight line."""
    return [(code, Decimal(share) * 100) for code, share in sorted(target.schedule.items())]


def list_adjustments(target: Target) -> list[AdjustmentRow]:
    """Every adjustment of the target itself, the latest first, as the trail has kept it."""
    entries = Entry.objects.filter(object_code=f"{target.plan.code}/{target.code}", verb="target.adjust")
    return [_adjusted(entry) for entry in entries.order_by("-id")]


def _adjusted(entry):
    data = entry.data
    changes = [(_label(name), _word(before), _word(after)) for name, (before, after) in data["changes"].items()]
    return AdjustmentRow(entry.at, entry.name, data["from"], data["reason"], data["document_number"], changes)


def _label(name):
    field = Target._meta.get_field(name)
    return str(field.verbose_name) if isinstance(field, Field) else name


def _word(value):
    """A kept value as one reads it: numbers without the zeros of the database."""
    if value in (None, "", {}):
        return _("nothing")
    if isinstance(value, dict):
        return "、".join(f"{period_name(code)} {_word(share)}" for code, share in sorted(value.items()))
    try:
        return format(Decimal(value).normalize(), "f")
    except (InvalidOperation, TypeError, ValueError):
        return str(value)
