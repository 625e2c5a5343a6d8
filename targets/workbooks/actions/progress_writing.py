"""Write the progress of tasks of an import, by the rules of saving one on the page, and keep what stood before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Person
from plans.models import Task
from targets.models import Progress, ProgressBefore, Upload
from targets.returns.actions.draft import ProgressInput, check_progress_input, require_reportable
from targets.returns.actions.submit import MissingItem, find_progress_faults

CONTENT = ("state", "done", "obstacle", "next_step")
TYPED = ("version", "typed_by", "typed_at")


@dataclass(frozen=True)
class TasksInput:
    """The progress to write into one return. ``tasks`` are those of which the unit reports (id -> Task), ``led`` the
    ids of those that it leads; ``stored`` is what was read (task id -> Progress), ``inputs`` what is to be written.
    """

    tasks: Mapping[int, Task]
    led: frozenset[int]
    stored: Mapping[int, Progress]
    inputs: Mapping[int, ProgressInput] = field(default_factory=dict)

    @property
    def versions(self) -> dict[int, int]:
        """task id -> version of the progress that was read."""
        return {pk: progress.version for pk, progress in self.stored.items()}

    def require_allowed(self) -> None:
        """Raise Refused for what the page would refuse."""
        for pk, content in self.inputs.items():
            task = self.tasks.get(pk) or Task.objects.get(pk=pk)
            require_reportable(task, list(self.tasks.values()))
            check_progress_input(content, task)

    def missing_items(self) -> list[MissingItem]:
        """What the tasks that the unit leads lack before its return can be submitted."""
        found = []
        for pk in self.led:
            task, content = self.tasks[pk], self.inputs.get(pk) or _read_input(self.stored.get(pk))
            found += [MissingItem(task.code, task.title, text) for text in find_progress_faults(content)]
        return sorted(found, key=lambda item: item.code)


def _read_input(progress: Progress | None) -> ProgressInput | None:
    return ProgressInput(*(getattr(progress, name) for name in CONTENT)) if progress else None


def read_versions(reports: Iterable[int]) -> dict[int, dict[int, int]]:
    """return id -> task id -> version of its progress; one query, none without returns."""
    ids = list(reports)
    found: dict[int, dict[int, int]] = {}
    for report, task, version in Progress.objects.filter(report__in=ids).values_list("report", "task", "version"):
        found.setdefault(report, {})[task] = version
    return found


def write_progress(inputs: Mapping[int, TasksInput], by: Person, at: datetime, upload: Upload | None) -> int:
    """Write the progress of these returns (id -> TasksInput), which the caller has locked; how many tasks changed."""
    rows = [
        _make_row(report, task, content, given.stored.get(task), by, at)
        for report, given in sorted(inputs.items())
        for task, content in sorted(given.inputs.items())
    ]
    if not rows:
        return 0
    if upload:
        before = (_make_before(upload, row, inputs[row.report_id].stored.get(row.task_id)) for row in rows)
        ProgressBefore.objects.bulk_create(before)
    created = [row for row in rows if row.version == 1]
    Progress.objects.bulk_create(created)
    Progress.objects.bulk_update([row for row in rows if row.version > 1], [*CONTENT, *TYPED], batch_size=500)
    return len(rows)


def _make_row(report, task, content, stored, by, at) -> Progress:
    version = stored.version + 1 if stored else 1
    texts = {name: getattr(content, name) for name in CONTENT}
    return Progress(report_id=report, task_id=task, version=version, typed_by=by, typed_at=at, **texts)


def _make_before(upload, row, stored: Progress | None) -> ProgressBefore:
    key = {"upload": upload, "report_id": row.report_id, "task_id": row.task_id}
    if stored is None:
        return ProgressBefore(version=0, **key)
    return ProgressBefore(**key, **{name: getattr(stored, name) for name in (*CONTENT, "version", "typed_at")},
                          typed_by_id=stored.typed_by_id)  # fmt: skip
