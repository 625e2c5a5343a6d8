"""The year of a unit for the draft of its summary: numbers by its board, words by what the tasks' units last said."""

from django.db.models import F

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from circulars.queries.facts import read_facts
from circulars.text.facts import CircularFacts
from circulars.text.year import UnitWords, YearSection, YearTask
from plans.models import TaskUnit
from plans.numbering import strip_number
from plans.queries import outline
from targets.models import Return, SnapshotProgress
from targets.results.place import ACCEPTED, TotalsPlace


def read_year(person: Person, place: TotalsPlace) -> tuple[CircularFacts, list[YearSection]]:
    """The figures and the sections of a place whose period has begun. Words of units whose returns the person may not
    read are left out."""
    facts = read_facts(place, returns=False)
    words = _read_words(person, place)
    task_of = {target.code: target.task_id for target in place.targets}
    tasks: dict[int, list[YearTask]] = {}
    for task in place.plan.tasks.order_by("position", "pk"):
        targets = [each for each in facts.targets if task_of.get(each.code) == task.pk]
        units = words.get(task.pk, [])
        if targets or units:
            found = YearTask(task.code, strip_number(task.title), targets, units)
            tasks.setdefault(task.section_id, []).append(found)
    sections = [
        YearSection(strip_number(node.section.title), tasks.get(node.section.pk, [])) for node in outline(place.plan)
    ]
    return facts, sections


def _read_words(person, place):
    """{task id: what each leading unit last said of it, in the order of the tree}."""
    standing = "accepted_id" if place.basis == ACCEPTED else "submitted_id"
    returns = Return.objects.filter(
        period__plan=place.plan, period__seq__lte=place.seq, participant__path__startswith=place.participant.path
    )
    leads = TaskUnit.objects.filter(task__plan=place.plan, part=TaskUnit.Part.LEAD).values_list("task_id", "unit_id")
    leading = set(leads)
    rows = (
        SnapshotProgress.objects.filter(snapshot_id__in=returns.values(standing))
        .annotate(seq=F("snapshot__report__period__seq"))
        .select_related("snapshot__report__participant")
        .order_by("task_id", "snapshot__report__participant__path", "-seq")
    )
    found: dict[int, dict[int, UnitWords]] = {}
    for row in rows.iterator():
        participant = row.snapshot.report.participant
        if (row.task_id, participant.unit_id) not in leading or not policy.may(person, Verb.SEE_RETURN, participant):
            continue
        said = UnitWords(participant.short_name, row.done.strip(), row.obstacle.strip(), row.next_step.strip())
        found.setdefault(row.task_id, {}).setdefault(participant.pk, said)
    return {task: list(units.values()) for task, units in found.items()}
