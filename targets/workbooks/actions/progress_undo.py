"""Put back the progress of tasks as an import found it."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from targets.models import Progress, ProgressBefore, Upload
from targets.workbooks.actions.progress_writing import CONTENT

RESTORED = (*CONTENT, "typed_by", "typed_at")


def list_changed_progress(uploads: Collection[int] | Collection[Upload]) -> QuerySet[ProgressBefore]:
    """What these imports wrote and is no longer as they left it. Every save sets the time of the progress anew."""
    same = Progress.objects.filter(
        report=OuterRef("report"),
        task=OuterRef("task"),
        typed_at=OuterRef("upload__applied_at"),
        typed_by=OuterRef("upload__by"),
    )
    return ProgressBefore.objects.filter(upload__in=uploads).exclude(Exists(same))


def list_changed_tasks(upload: Upload) -> list[tuple[str, str, str]]:
    """(participant's path, task code, name of the person who changed it) of the tasks changed since the import."""
    progress = Progress.objects.filter(report=OuterRef("report"), task=OuterRef("task"))
    changed = list_changed_progress([upload]).annotate(changed_by=Subquery(progress.values("typed_by__name")))
    ordered = changed.order_by("report__participant__path", "task__position", "task__code")
    return list(ordered.values_list("report__participant__path", "task__code", "changed_by"))


def restore_progress(upload: Upload) -> int:
    """Restore the progress that the import changed and delete what it created; of how many tasks. The version goes on
    counting, as that of figures does."""
    before = ProgressBefore.objects.filter(upload=upload, report=OuterRef("report"), task=OuterRef("task"))
    stored, created = before.filter(version__gt=0), before.filter(version=0)
    reports = ProgressBefore.objects.filter(upload=upload).values("report")
    progress = Progress.objects.filter(report__in=reports)
    contents = {name: Subquery(stored.values(name)) for name in RESTORED}
    restored = progress.filter(Exists(stored)).update(**contents, version=F("version") + 1)
    removed, _by_model = progress.filter(Exists(created)).delete()
    return restored + removed


def count_tasks_by_path(upload: Upload) -> Counter[str]:
    """path of a participant -> of how many of its tasks the import wrote the progress."""
    return Counter(ProgressBefore.objects.filter(upload=upload).values_list("report__participant__path", flat=True))
