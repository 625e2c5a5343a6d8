"""The parts of a plan that a confirmed document makes, changes or takes away. Called with plan and document held."""

from django.utils.translation import gettext as _

from audit.errors import Refused
from plans.actions.guard import validated
from plans.actions.order import next_position
from plans.actions.sections import DEEPEST_SECTION
from plans.codes import next_code
from plans.models import Section, Task, TaskUnit
from plans.numbering import strip_number
from targets.documents.actions.changes import Changes
from targets.documents.made import Names, target_of, units_meant
from targets.goals.fields import clear_unused_fields
from targets.models import Proposal
from targets.models.document import ProposalKind, ProposalOutcome


class Parts:
    """Writes what was accepted; ``found`` are all proposals of the document, in its order."""

    def __init__(self, document, found, by):
        self.document, self.plan, self.by = document, document.plan, by
        self.found = {each.pk: each for each in found}
        self.names = Names(self.plan, units_meant(self.plan))
        self.reached = self.plan.participants.filter(depth=1, kind__in=("federation", "zone")).count() or None
        self.task_codes = list(self.plan.tasks.order_by("pk").values_list("code", flat=True))
        self.target_codes = list(self.plan.targets.order_by("pk").values_list("code", flat=True))
        self.counts = {"sections": 0, "tasks": 0, "targets": 0}
        self.spare = None  # the section of what stands under no heading

    def write(self):
        """Everything, in the order of the document, what contains before what is contained; counts for the trail."""
        changes = Changes(self.plan, self.document, self.names, self.by)
        changes.apply([each for each in self.found.values() if each.outcome != ProposalOutcome.NEW])
        for kind, make in (
            (ProposalKind.SECTION, self._section),
            (ProposalKind.TASK, self._task),
            (ProposalKind.TARGET, self._target),
        ):
            for each in self.found.values():
                if each.kind == kind and each.is_accepted and each.outcome == ProposalOutcome.NEW:
                    setattr(each, kind, make(each))
        changes.remove(
            [each for each in self.found.values() if each.outcome == ProposalOutcome.GONE and each.is_accepted]
        )
        self.counts |= changes.counts
        Proposal.objects.bulk_update(self.found.values(), ["section", "task", "target"], batch_size=500)
        return self.counts

    def _section(self, each):
        above = self._above(each, ProposalKind.SECTION)
        depth, step = 0, above
        while step is not None:
            depth, step = depth + 1, step.parent
        if depth > DEEPEST_SECTION:
            raise Refused(_("“%(name)s”: sections go no deeper than five steps.") % {"name": each.name})
        return self._new_section(strip_number(each.name), above)

    def _new_section(self, title, above):
        position = next_position(self.plan.sections.filter(parent=above))
        row = validated(Section(plan=self.plan, parent=above, title=title[:300], position=position))
        row.save()
        self.counts["sections"] += 1
        return row

    def _task(self, each):
        row = self._new_task(each, self._above(each, ProposalKind.SECTION) or self._spare())
        leads, _unknown = self.names.find(each.lead)
        assists, _unknown = self.names.find(each.assist)
        rows = {unit.pk: TaskUnit(task=row, unit=unit, part=TaskUnit.Part.ASSIST) for unit in assists}
        rows |= {unit.pk: TaskUnit(task=row, unit=unit, part=TaskUnit.Part.LEAD) for unit in leads}
        TaskUnit.objects.bulk_create(rows.values())
        return row

    def _new_task(self, each, section):
        code = next_code(self.task_codes, "T")
        self.task_codes.append(code)
        start = None
        if not self.plan.is_draft:
            start = self.plan.periods.get(seq=self.document.from_seq).start
        due = each.deadline if not start or not each.deadline or each.deadline >= start else None
        row = Task(
            plan=self.plan, section=section, code=code, title=strip_number(each.name)[:300], text=each.text, start_on=start,
            due_on=due, position=next_position(section.tasks),
        )  # fmt: skip
        validated(row).save()
        self.counts["tasks"] += 1
        return row

    def _target(self, each):
        task = self._above(each, ProposalKind.TASK) or self._own_task(each)
        target = clear_unused_fields(target_of(each, self.plan, reached=self.reached))
        target.task, target.code = task, next_code(self.target_codes, "L")
        self.target_codes.append(target.code)
        target.position = next_position(self.plan.targets)
        validated(target).save()
        self.counts["targets"] += 1
        return target

    def _above(self, each, kind):
        """The section or task of the plan that it stands in: the nearest of this kind that is there."""
        above_id = each.above_id
        while above_id is not None:
            above = self.found[above_id]
            if above.kind == kind and above.made is not None:
                return above.made
            above_id = above.above_id
        return None

    def _own_task(self, each):
        """A number under a heading, with no task around it, is a task of its own."""
        return self._new_task(each, self._above(each, ProposalKind.SECTION) or self._spare())

    def _spare(self):
        """The part for what stands under no heading: one of the document's name."""
        if self.spare is None:
            self.spare = self._new_section(str(self.document), None)
        return self.spare
