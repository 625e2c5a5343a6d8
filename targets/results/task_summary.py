"""The tasks in one unit's subtree: what needs attention, how each leading unit does, and what was delivered."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F

from targets.models import SnapshotEvidence
from targets.progress.task_dates import DONE, NOT_DUE, SILENT
from targets.results.board import KIND_ORDER
from targets.results.place import ACCEPTED, TotalsPlace
from targets.results.tasks import STATES, LedTaskLine, SectionTasks, list_section_tasks
from targets.totals.standing import rank_completions


@dataclass
class OfficeTasks:
    """A unit with the tasks that it leads.

    ``due`` counts those with a day that are done or missed, ``in_time`` those of them done by their day;
    ``rate`` is in_time / due, None while nothing is due. ``rank`` is by ``rate`` among units of one kind; a unit that
    has reported nothing has none.
    """

    name: str
    code: str
    kind: str
    lines: list[LedTaskLine] = field(default_factory=list)
    rank: int | None = None

    def count(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)

    @property
    def done(self) -> int:
        return self.count(DONE)

    @property
    def behind(self) -> int:
        return self.count("behind")

    @property
    def silent(self) -> int:
        return self.count(SILENT)

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in self.lines)

    @property
    def due(self) -> int:
        return sum(line.due_on is not None and (line.state == DONE or line.missed) for line in self.lines)

    @property
    def in_time(self) -> int:
        return sum(line.due_on is not None and bool(line.in_time) for line in self.lines)

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.in_time) / self.due if self.due and self.reported else None

    @property
    def last(self) -> LedTaskLine:
        """The line that was reported last."""
        return max(self.lines, key=lambda line: line.seq)

    @property
    def reported(self) -> bool:
        """Whether it has ever reported one of its tasks."""
        return self.last.seq > 0


@dataclass
class TaskSummary:
    """``attention``: overdue tasks, the longest first, then those without a report, then those behind.

    ``offices`` are the leading units by kind, the best first; ``waiting`` the names of those that have reported none of
    their tasks in the shown period; ``delivered`` the lines that are done.
    """

    sections: list[SectionTasks]
    attention: list[LedTaskLine]
    offices: list[tuple[str, list[OfficeTasks]]]
    waiting: list[str]
    delivered: list[LedTaskLine]

    @property
    def lines(self) -> list[LedTaskLine]:
        return [line for section in self.sections for line in section.lines]

    @property
    def tasks(self) -> int:
        return sum(section.tasks for section in self.sections)

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in self.lines)

    @property
    def states(self) -> list[tuple[str, int]]:
        """(state, number of lines) of the states that occur, in the order of STATES."""
        counts = Counter(line.state for line in self.lines)
        return [(state, counts[state]) for state in STATES if counts[state]]

    @property
    def nothing_due(self) -> bool:
        """Whether no return is due yet, so that nothing can be said of any task."""
        return all(line.state == NOT_DUE for line in self.lines)


def read_task_summary(place: TotalsPlace) -> TaskSummary:
    """The summary of a place whose period has begun; three queries, whatever the number of tasks and units."""
    sections = list_section_tasks(place)
    lines = [line for section in sections for line in section.lines]
    delivered = [line for line in lines if line.state == DONE]
    files = _count_files(place) if delivered else {}
    for line in delivered:
        line.files = files.get((line.participant_id, line.task_id), 0)
    offices = _rank_offices(lines, place)
    waiting = [office.name for _kind, same in offices for office in same if office.last.seq < place.seq]
    return TaskSummary(sections, _list_attention(lines), offices, waiting, delivered)


def _list_attention(lines: Iterable[LedTaskLine]) -> list[LedTaskLine]:
    def urgency(line):
        return (0, line.due_on) if line.overdue else (1 if line.state == SILENT or line.quiet else 2, date.max)

    needed = [line for line in lines if line.overdue or line.quiet or line.state in (SILENT, "behind")]
    return sorted(needed, key=urgency)


def _rank_offices(lines: Iterable[LedTaskLine], place: TotalsPlace) -> list[tuple[str, list[OfficeTasks]]]:
    """(kind, its units, the best first; those without a rank last, in the order of the tree).

    The place itself has no rank: nobody is ranked on its own page, where the others are not seen.
    """
    units: dict[int, OfficeTasks] = {}
    for line in lines:
        office = units.setdefault(line.participant_id, OfficeTasks(line.unit, line.unit_code, line.kind))
        office.lines.append(line)
    kinds: dict[str, list[OfficeTasks]] = defaultdict(list)
    for office in sorted(units.values(), key=lambda each: (KIND_ORDER.index(each.kind), each.code)):
        kinds[office.kind].append(office)
    for same in kinds.values():
        for office, rank in zip(
            same,
            rank_completions([None if each.code == place.participant.code else each.rate for each in same]),
            strict=True,
        ):
            office.rank = rank
        same.sort(key=lambda each: (each.rank is None, each.rank or 0, -each.overdue if each.rank is None else 0))
    return list(kinds.items())


def _count_files(place: TotalsPlace) -> dict[tuple[int, int], int]:
    """{(participant id, task id): number of files in the submissions that count}; one query."""
    basis = "accepted" if place.basis == ACCEPTED else "submitted"
    report = "snapshot__report__"
    rows = SnapshotEvidence.objects.filter(
        **{f"{report}{basis}": F("snapshot"), f"{report}period__seq__lte": place.seq},
        evidence__task__plan=place.plan,
        snapshot__report__participant__path__startswith=place.participant.path,
    ).values_list(f"{report}participant", "evidence__task")
    return {(unit, task): n for unit, task, n in rows.annotate(Count("evidence", distinct=True)).order_by()}
