"""The rows of the table: sections, tasks and targets in the order of the plan, and what is missing for its issue."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from orgs.models import Unit, UnitKind
from plans.models import Plan
from plans.queries import tree
from targets.documents.mentioned_units import MentionedUnits, mentionable_units
from targets.goals.fields import find_faults
from targets.goals.readiness import MissingPlanItem, list_missing_items, list_missing_leads
from targets.models import Proposal
from targets.models.document import ProposalDecision
from targets.plan_table.columns import (
    ALL_AREAS,
    COLUMN_OF_FIELD,
    COLUMNS,
    TARGET,
    TASK,
    WORDS_OF_TARGET,
    format_day,
    format_target,
    format_units,
    has_cell,
)

SECTION = "section"


@dataclass
class PlanTableCell:
    """A cell as the page shows it. ``fixed``: after the issue it changes only by an adjustment."""

    key: str
    id: str
    text: str
    fixed: bool = False


@dataclass(frozen=True)
class HeardName:
    """A name in the document that no unit is called by, and the names of the offices that may be meant."""

    name: str
    near: list[str]


@dataclass
class TableRow:
    """A section, a task or a target. ``heard``: what the document says for a cell and no unit is called, by column."""

    kind: str
    code: str
    number: str
    name: str
    depth: int
    cells: dict[str, PlanTableCell] = field(default_factory=dict)
    heard: dict[str, list[HeardName]] = field(default_factory=dict)
    ordinal: int = 0  # of a task or a target among those of its kind

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class PlanGap:
    """Something without which the plan is not issued; ``cell`` is the id of its cell, "" for the plan as a whole.

    Not ``required``: the plan can be issued without it.
    """

    cell: str
    where: str
    text: str
    required: bool = True


class PlanTable:
    """The table of a plan. A fixed number of queries, whatever the plan holds."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.units = mentionable_units(plan).order_by("path")
        self.names = MentionedUnits(plan, self.units)

    @cached_property
    def rows(self) -> list[TableRow]:
        heard = self._read_names()
        rows = list(self._make_rows(heard))
        for kind in (TASK, TARGET):
            for ordinal, row in enumerate((row for row in rows if row.kind == kind), 1):
                row.ordinal = ordinal
        return rows

    def _make_rows(self, heard) -> Iterator[TableRow]:
        for node in tree(self.plan):
            yield TableRow(SECTION, str(node.section.pk), node.number, node.section.title, node.depth)
            for each in node.tasks:
                row = TableRow(TASK, each.task.code, each.number, each.task.title, node.depth + 1)
                row.cells = task_cells(each.task, each.leads, each.assists, self.names.areas)
                row.heard = self._list_heard(heard.get(each.task.pk, {}), {"lead": each.leads, "assist": each.assists})
                yield row
                for target in each.targets:
                    target.plan = self.plan
                    yield TableRow(TARGET, target.code, "", target.name, node.depth + 2, target_cells(target))

    def _read_names(self) -> dict[int, dict[str, list[str]]]:
        """Task → column → the names in its document: a planner then knows whom it meant."""
        sources = Proposal.objects.filter(task__plan=self.plan, decision=ProposalDecision.ACCEPTED)
        named = sources.exclude(lead=[], assist=[]).values_list("task_id", "lead", "assist")
        return {task: {"lead": lead, "assist": assist} for task, lead, assist in named}

    def _list_heard(self, named, chosen):
        """The names that no unit is called by, until as many units stand in the cell as the document names."""
        heard = {}
        for column, names in named.items():
            unknown = self.names.find(names)[1]
            if unknown and len(chosen[column]) < len(names):
                near = {name: [unit.short_name for unit in self.names.list_near(name)] for name in unknown}
                heard[column] = [HeardName(name, near[name]) for name in unknown]
        return heard

    @cached_property
    def gaps(self) -> list[PlanGap]:
        """What is missing, in the order of the table; empty for an issued plan."""
        if not self.plan.is_draft:
            return []
        leads = [
            PlanGap(f"{TASK}:{lack.code}:lead", f"{lack.code} {lack.name}", lack.text, required=False)
            for lack in list_missing_leads(self.plan)
        ]
        return sorted([*_list_gaps(self.plan, list_missing_items(self.plan)), *leads], key=self._place_of)

    @property
    def required_gaps(self) -> list[PlanGap]:
        return [gap for gap in self.gaps if gap.required]

    @property
    def n_without_lead(self) -> int:
        """Tasks that nobody leads, without which the plan can be issued."""
        return len(self.gaps) - len(self.required_gaps)

    def _place_of(self, gap):
        places = {row.key: place for place, row in enumerate(self.rows)}
        return places.get(gap.cell.rpartition(":")[0], -1)

    @property
    def gap_counts(self) -> list[tuple[str, int]]:
        """(what is missing, how often)."""
        return Counter(gap.text for gap in self.required_gaps).most_common()

    @property
    def lacks_baselines(self) -> bool:
        """Whether a level or a ratio lacks its baseline, or that none is known."""
        return any(gap.cell.startswith(f"{TARGET}:") and gap.cell.endswith(":baseline") for gap in self.gaps)

    @cached_property
    def nobody(self) -> bool:
        """Whether no unit below takes part yet."""
        return self.plan.is_draft and not self.plan.participants.filter(depth__gt=0).exists()

    @property
    def bodies(self) -> list[Unit]:
        """Units that a press gives the lead: the plan's own, its offices and member bodies."""
        return [u for u in self.units if u.kind in (UnitKind.OFFICE, UnitKind.MEMBER) or u.pk == self.plan.unit_id]

    @property
    def all_areas(self) -> str:
        return ALL_AREAS

    @property
    def columns(self):
        return COLUMNS

    @property
    def n_rows(self) -> dict[str, int]:
        return Counter(row.kind for row in self.rows)


def task_cells(task: Any, leads: list[Unit], assists: list[Unit], areas: list[Unit]) -> dict[str, PlanTableCell]:
    texts = {
        "name": task.title,
        "lead": format_units(leads, areas),
        "assist": format_units(assists, areas),
        "due": format_day(task.due_on),
    }
    return {key: PlanTableCell(key, f"{TASK}:{task.code}:{key}", text) for key, text in texts.items()}


def target_cells(target: Any) -> dict[str, PlanTableCell]:
    fixed = not target.plan.is_draft
    return {
        column.key: PlanTableCell(
            column.key,
            f"{TARGET}:{target.code}:{column.key}",
            format_target(target, column.key),
            fixed and column.key not in WORDS_OF_TARGET,
        )
        for column in COLUMNS
        if TARGET in column.kinds and has_cell(target, column.key)
    }


def _list_gaps(plan: Plan, lacks: Iterable[MissingPlanItem]) -> Iterator[PlanGap]:
    lacks = list(lacks)
    codes = {lack.code for lack in lacks if lack.kind == TARGET}
    targets = {target.code: target for target in plan.targets.filter(code__in=codes)} if codes else {}
    periods = list(plan.periods.all()) if codes else []
    for lack in lacks:
        where = f"{lack.code} {lack.name}"
        if lack.kind == TASK:
            yield PlanGap(f"{TASK}:{lack.code}:lead", where, lack.text)
        elif lack.kind == "plan":
            yield PlanGap("", "", lack.text)
        else:
            column = lack.kind if lack.kind != TARGET else _column_of(lack, targets[lack.code], plan, periods)
            yield PlanGap(f"{TARGET}:{lack.code}:{column}", where, lack.text)


def _column_of(lack, target, plan, periods):
    """The cell in which what a target lacks is mended."""
    target.plan = plan
    for name, words in find_faults(target, periods).items():
        if words == lack.text:
            return COLUMN_OF_FIELD.get(name, name)
    return "due" if target.value is not None and target.is_milestone else "value"
