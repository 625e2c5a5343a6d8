"""Find the doubts about submissions that nobody has judged yet, and keep them with these."""

from collections import defaultdict
from collections.abc import Iterable
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery

from targets.doubts.judge import ReturnDoubts, judge_return
from targets.doubts.queries.group_numbers import JudgedSubmission, make_series, read_group
from targets.doubts.queries.typed_moments import read_typed_moments
from targets.doubts.whole import doubt_fast
from targets.models import Snapshot, StoredDoubt
from targets.models.report import State

SECONDS = 2.0  # of one turn: settling must not wait longer for its worker
BATCH = 500  # submissions looked at in a turn; the rest waits for the next one
LOCK = 0x46574451  # an advisory lock: this fills one worker, never all of them
WAITING = (State.SUBMITTED, State.UNDER_REVIEW)
PLACE = ("pk", "report_id", "report__participant_id", "report__period__seq")


def has_unjudged() -> bool:
    """Whether some submission was not judged yet."""
    return Snapshot.objects.filter(doubt_count=None).exists()


def judge_submissions(seconds: float = SECONDS) -> int:
    """Judge the submissions that were not judged yet, the latest first, for about ``seconds``; how many were judged.

    Units below the same unit are judged together, because they are held against each other; so those of them that wait
    for their review are judged anew. An accepted submission keeps the doubts that its reviewer saw. Of a submission
    that was replaced before it was judged, nothing is said. Nothing is done while another worker is at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        try:
            return _judge_until(perf_counter() + seconds)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _judge_until(end):
    done, typed, failure = 0, {}, None
    for (plan_id, parent_id, unit_id), unjudged in _list_unjudged().items():
        if plan_id not in typed:
            typed[plan_id] = doubt_fast(read_typed_moments(plan_id))
        group = {"plan_id": plan_id} | ({"parent_id": parent_id} if parent_id else {"pk": unit_id})
        try:
            done += _judge_group(group, unjudged, typed[plan_id])
        except Exception as error:  # raised below: others must not wait for what fails each time
            failure = error
        if perf_counter() > end:
            break
    if failure:
        raise failure
    return done


def _list_unjudged() -> dict[tuple[int, int | None, int | None], list[JudgedSubmission]]:
    """{(plan, unit above, or None and the unit): submissions} in the order of the latest submission; one query, and one
    for those that were replaced meanwhile."""
    found: dict[tuple[int, int | None, int | None], list[JudgedSubmission]] = defaultdict(list)
    latest = Snapshot.objects.filter(report=OuterRef("report")).order_by("-number").values("number")[:1]
    rows = Snapshot.objects.filter(doubt_count=None).annotate(latest=Subquery(latest)).order_by("-pk")
    replaced = []
    columns = (*PLACE, "number", "latest", "report__period__plan_id", "report__participant__parent_id")
    for *place, number, latest, plan_id, parent_id in rows.values_list(*columns)[:BATCH]:
        one = JudgedSubmission(*place)
        if number < latest:
            replaced.append(one.snapshot_id)
        else:
            found[plan_id, parent_id, None if parent_id else one.participant_id].append(one)
    if replaced:
        Snapshot.objects.filter(pk__in=replaced).update(doubt_count=0)
    return found


def _judge_group(group: dict[str, Any], unjudged: list[JudgedSubmission], typed) -> int:
    """Judge these submissions, and those of their neighbours that wait, of the same periods or later; how many.
    ``group`` chooses the participants."""
    waiting = Snapshot.objects.filter(
        pk=F("report__submitted_id"),
        report__state__in=WAITING,
        report__period__seq__gte=min(each.seq for each in unjudged),
        **{f"report__participant__{name}": value for name, value in group.items()},
    )
    every = {row[0]: JudgedSubmission(*row) for row in waiting.values_list(*PLACE)}
    every |= {each.snapshot_id: each for each in unjudged}
    judged = every.values()
    numbers = read_group(group, max(each.seq for each in judged), judged)
    by_seq: dict[int, list[JudgedSubmission]] = defaultdict(list)
    for each in judged:
        by_seq[each.seq].append(each)
    found: dict[int, ReturnDoubts] = {}
    for seq, submissions in by_seq.items():
        series = make_series(numbers, seq, [each.participant_id for each in submissions])
        for one in submissions:
            found[one.snapshot_id] = judge_return(series[one.participant_id], seq, typed.get(one.report_id))
    return _store(found)


@transaction.atomic
def _store(found: dict[int, ReturnDoubts]) -> int:
    """Keep the doubts with their submissions. One that a transaction is about to change stays as it is: the lock is
    never waited for, so nobody can wait for us in turn."""
    locked = Snapshot.objects.filter(pk__in=found).order_by("pk").select_for_update(no_key=True, skip_locked=True)
    ids = list(locked.values_list("pk", flat=True))
    StoredDoubt.objects.filter(snapshot__in=ids).delete()
    StoredDoubt.objects.bulk_create(row for pk in ids for row in _make_rows(pk, found[pk]))
    by_count: dict[int, list[int]] = defaultdict(list)
    for pk in ids:
        by_count[found[pk].count].append(pk)
    for count, those in by_count.items():
        Snapshot.objects.filter(pk__in=those).update(doubt_count=count)
    return len(ids)


def _make_rows(snapshot_id: int, found: ReturnDoubts) -> Iterable[StoredDoubt]:
    cells: list[tuple[Any, Any]] = [(target, doubt) for target, doubts in found.cells.items() for doubt in doubts]
    for target_id, doubt in [*cells, *((None, doubt) for doubt in found.whole)]:
        facts = {name: str(value) for name, value in doubt.facts.items()}
        yield StoredDoubt(
            snapshot_id=snapshot_id, target_id=target_id, kind=doubt.kind, strength=doubt.strength, facts=facts
        )
