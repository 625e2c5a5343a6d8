"""The parts of a plan that a confirmed document creates. Called with plan and document locked."""

from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Refused
from plans.actions.guard import validated
from plans.actions.order import next_position
from plans.actions.sections import MAX_SECTION_DEPTH
from plans.codes import next_code
from plans.models import Section, Task, TaskUnit
from plans.numbering import strip_number
from targets.documents.actions.changes_kept import PlanState
from targets.documents.actions.revision_writer import RevisionWriter
from targets.documents.mentioned_units import MentionedUnits, mentionable_units
from targets.documents.target_fields import build_target
from targets.goals.fields import clear_unused_fields
from targets.models import PlanDocument, Proposal, Target
from targets.models.document import ProposalKind, ProposalOutcome


class PlanWriter:
    """Writes the accepted proposals of a document into its plan."""

    def __init__(self, document: PlanDocument, proposals: list[Proposal], by: Person, state: PlanState) -> None:
        """``proposals`` are all of the document, in its order; ``state`` keeps what is deleted."""
        self.state = state
        self.document, self.plan, self.by = document, document.plan, by
        self.proposals = {each.pk: each for each in proposals}
        self.units = MentionedUnits(self.plan, mentionable_units(self.plan))
        self.areas = self.plan.participants.filter(depth=1, kind__in=("federation", "zone")).count() or None
        self.task_codes = list(self.plan.tasks.order_by("pk").values_list("code", flat=True))
        self.target_codes = list(self.plan.targets.order_by("pk").values_list("code", flat=True))
        self.counts = {"sections": 0, "tasks": 0, "targets": 0}
        self.default_section: Section | None = None

    def write(self) -> dict[str, int]:
        """Write everything, containing parts first; returns how many sections, tasks and targets were created, and how
        many parts were altered and removed."""
        revision = RevisionWriter(self.document, self.units, self.by, self.state)
        revision.apply([each for each in self.proposals.values() if each.outcome != ProposalOutcome.NEW])
        for kind, create in (
            (ProposalKind.SECTION, self._create_section),
            (ProposalKind.TASK, self._create_task),
            (ProposalKind.TARGET, self._create_target),
        ):
            for each in self.proposals.values():
                if each.kind == kind and each.is_accepted and each.outcome == ProposalOutcome.NEW:
                    setattr(each, kind, create(each))
        revision.remove(
            [each for each in self.proposals.values() if each.outcome == ProposalOutcome.GONE and each.is_accepted]
        )
        self.counts |= revision.counts
        Proposal.objects.bulk_update(self.proposals.values(), ["section", "task", "target"], batch_size=500)
        return self.counts

    def _create_section(self, each: Proposal) -> Section:
        above = self._find_container(each, ProposalKind.SECTION)
        depth, step = 0, above
        while step is not None:
            depth, step = depth + 1, step.parent
        if depth > MAX_SECTION_DEPTH:
            raise Refused(_("“%(name)s”: sections go no deeper than five steps.") % {"name": each.name})
        return self._add_section(strip_number(each.name), above)

    def _add_section(self, title, above) -> Section:
        position = next_position(self.plan.sections.filter(parent=above))
        row = validated(Section(plan=self.plan, parent=above, title=title[:300], position=position))
        row.save()
        self.counts["sections"] += 1
        return row

    def _create_task(self, each: Proposal) -> Task:
        row = self._add_task(each, self._find_container(each, ProposalKind.SECTION) or self._get_default_section())
        leads, _unknown = self.units.find(each.lead)
        assists, _unknown = self.units.find(each.assist)
        rows = {unit.pk: TaskUnit(task=row, unit=unit, part=TaskUnit.Part.ASSIST) for unit in assists}
        rows |= {unit.pk: TaskUnit(task=row, unit=unit, part=TaskUnit.Part.LEAD) for unit in leads}
        TaskUnit.objects.bulk_create(rows.values())
        return row

    def _add_task(self, each: Proposal, section: Section) -> Task:
        code = next_code(self.task_codes, "T")
        self.task_codes.append(code)
        start = None
        if self.document.from_seq is not None:  # a supplement to an issued plan
            start = self.plan.periods.get(seq=self.document.from_seq).start
        due = each.deadline if not start or not each.deadline or each.deadline >= start else None
        row = Task(
            plan=self.plan,
            section=section,
            code=code,
            title=strip_number(each.name)[:300],
            text=each.text,
            start_on=start,
            due_on=due,
            position=next_position(section.tasks),
        )
        validated(row).save()
        self.counts["tasks"] += 1
        return row

    def _create_target(self, each: Proposal) -> Target:
        task = self._find_container(each, ProposalKind.TASK) or self._create_task_of_target(each)
        target = clear_unused_fields(build_target(each, self.plan, reached=self.areas))
        target.task, target.code = task, next_code(self.target_codes, "L")
        self.target_codes.append(target.code)
        target.position = next_position(self.plan.targets)
        validated(target).save()
        self.counts["targets"] += 1
        return target

    def _find_container(self, each: Proposal, kind: ProposalKind):
        """The nearest section or task of the plan that contains it, or None."""
        above_id = each.above_id
        while above_id is not None:
            above = self.proposals[above_id]
            if above.kind == kind and above.made is not None:
                return above.made
            above_id = above.above_id
        return None

    def _create_task_of_target(self, each: Proposal) -> Task:
        """A task for a target that no task contains."""
        return self._add_task(each, self._find_container(each, ProposalKind.SECTION) or self._get_default_section())

    def _get_default_section(self) -> Section:
        """The section for what is under no heading, with the title of the document."""
        if self.default_section is None:
            self.default_section = self._add_section(str(self.document), None)
        return self.default_section
