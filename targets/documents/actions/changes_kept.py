"""What adopting a document changes in a plan, written down so that it can be put back: rows made, altered, deleted."""

from typing import Any

from django.core import serializers
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.deletion import Collector

from plans.models import Plan, Section, Task, TaskUnit
from targets.models import Allocation, Target

KINDS: dict[str, type[Model]] = {"section": Section, "task": Task, "target": Target}


class PlanState:
    """The parts of a plan before a document is adopted; ``describe_changes`` compares with those after it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.before = self._read()
        self.units = set(self._unit_ids())
        self.adjustments = set(plan.adjustments.values_list("pk", flat=True))
        self.deleted: list[dict[str, Any]] = []

    def keep_deleted(self, thing: Model) -> None:
        """Write down what goes with ``thing``, which is about to be deleted."""
        collector = Collector(using=DEFAULT_DB_ALIAS)
        collector.collect([thing])
        found: list[Any] = [*collector.data.values(), *collector.fast_deletes]
        rows = [row for each in found for row in each]
        self.deleted += serializers.serialize("python", rows)
        for (field, _value), instances in collector.field_updates.items():  # sources of it in other documents
            links: list[Any] = list(instances)
            pks = [row.pk for each in links for row in each]
            self.deleted.append({"links": field.name, "of": field.model._meta.label_lower, "to": thing.pk, "pks": pks})

    def describe_changes(self) -> dict[str, Any]:
        """As PlanDocument keeps it: made and altered rows by kind, deleted rows, adjustments made."""
        after = self._read()
        made = {kind: sorted(after[kind].keys() - self.before[kind].keys()) for kind in KINDS}
        altered = {kind: self._differences(self.before[kind], after[kind]) for kind in KINDS}
        adjustments = self.plan.adjustments.exclude(pk__in=self.adjustments).values_list("pk", flat=True)
        units = sorted(set(self._unit_ids()) - self.units)
        kept = {"made": made, "units": units, "altered": altered, "deleted": self.deleted}
        return kept | {"adjustments": sorted(adjustments)}

    def _unit_ids(self):
        return TaskUnit.objects.filter(task__plan=self.plan).values_list("pk", flat=True)

    def _read(self):
        rows = {kind: model._default_manager.filter(plan=self.plan) for kind, model in KINDS.items()}
        return {
            kind: {row["pk"]: row["fields"] for row in serializers.serialize("python", found)}
            for kind, found in rows.items()
        }

    def _differences(self, before, after):
        """Key of a row → field → [before, after]."""
        found = {
            pk: {name: [value, after[pk][name]] for name, value in fields.items() if after[pk][name] != value}
            for pk, fields in before.items()
            if pk in after
        }
        return {str(pk): fields for pk, fields in found.items() if fields}


def newest_versions(adjustments: list[int]) -> list[Allocation]:
    """The versions of shares that these adjustments wrote."""
    return list(Allocation.objects.filter(adjustment__in=adjustments).order_by("pk"))
