"""Every action that writes rows from which totals are computed marks those totals: checked in the source, and by
calling each action.

There are no triggers in the database for this. A trigger sees a row and not the change it belongs to, so an import
would mark a hundred thousand times, and the source of an action would not show its effect. The nightly check finds
changes in the database that were made without an action.
"""

import re

import pytest

from plans.models import Participant
from targets.models import Mark, Total
from targets.totals import facts
from targets.totals.settle import settle
from tests.repository.action_samples import CHANGES_NO_TOTALS, CHANGES_TOTALS, HELPERS, PREPARATIONS
from tests.repository.call_graph import Function, functions, reached, read_module
from tests.repository.sample_city import SampleCity

MARKS = {f"targets.totals.stale_marks:{name}" for name in ("mark_stale", "mark_many_stale", "mark_cells_stale")}
ACTION_MODULES = re.compile(r"(plans|targets(\.\w+)+)\.actions\b")
# Rows that are no facts, written outside the actions, or facts that nobody settles before they are all there.
OTHER_WRITERS = {
    "targets.workbooks.importing.receiving:receive_upload": "the file of a workbook",
    "targets.workbooks.importing.stored_pages:store_pages": "the preview of a workbook",
    "targets.workbooks.importing.jobs:_confirm": "the stored pages of a preview, deleted once it is imported",
    "targets.workbooks.importing.jobs:_mark": "a workbook with its cells marked",
    "targets.workbooks.importing.jobs:forget_marked": "a workbook with its cells marked",
    "targets.workbooks.importing.uploads:_apply": "the file of a workbook; write_returns writes its figures",
    "targets.workbooks.importing.uploads:store_preview": "what was found in the file of a workbook",
    "targets.workbooks.importing.jobs:request_job": "what the worker is to do with the file of a workbook",
    "targets.workbooks.office.labels:remember_answers": "what an office says of the labels of its workbooks",
    "targets.evidence.files.images:_encode_jpeg": "a picture, into memory",
    "fedwork.local.demo.beijing:picture": "a picture, into memory",
}


def actions() -> list[Function]:
    """Everything by which somebody writes what totals may come from."""
    found = [f for f in functions().values() if ACTION_MODULES.match(f.module) and f.acts]
    return [f for f in found if any(functions()[key].writes for key in reached(f.key))]


def test_every_action_is_in_the_table():
    """A new action that writes is tried here like the others: as one that moves totals, or as one that does not."""
    known = {name.split()[0] for name in CHANGES_TOTALS} | CHANGES_NO_TOTALS.keys() | HELPERS.keys()
    assert {f.name for f in actions()} == known
    assert len({name.split()[0] for name in CHANGES_TOTALS} & CHANGES_NO_TOTALS.keys()) == 0


@pytest.mark.parametrize("action", actions(), ids=lambda action: action.name)
def test_an_action_marks_or_says_why_not(action):
    if action.name in {name.split()[0] for name in CHANGES_TOTALS}:
        assert reached(action.key) & MARKS, f"{action.key} writes what totals come from, and marks nothing"


def test_only_actions_write_what_totals_come_from():
    found = {
        f.key
        for f in functions().values()
        if f.writes and not ACTION_MODULES.match(f.module) and not f.module.startswith("targets.totals")
    }
    assert found == OTHER_WRITERS.keys()


@pytest.mark.parametrize(
    "source, writes",
    [
        ("Return.objects.filter(pk=1).update(submitted=None)", True),
        ("report.save()", True),
        ("plan.participants.all().delete()", True),
        ("Figure.objects.bulk_create([])", False),
        ("data.update(more)", False),
        ("cursor.execute('UPDATE targets_return SET submitted_id = NULL')", True),
        ("cursor.execute(STATEMENT)", True),
        ("cursor.execute('SELECT 1 FROM targets_return')", False),
    ],
)
def test_the_call_graph_finds_what_is_written(source, writes):
    module = f"STATEMENT = 'DELETE FROM targets_allocation'\ndef act(cursor, *, by):\n    {source}\n"
    found = {f.name: f for f in read_module("targets.returns.actions.made_up", module)}
    used = [f for f in found.values() if f.key in found["act"].uses]
    assert (found["act"].writes or any(f.writes for f in used)) is writes


# --- calls ------------------------------------------------------------------------------------------------------------


def compute_totals(plan):
    """The plan's totals, by arithmetic in plain Python: those of all who have others below them."""
    holders = set(Participant.objects.filter(plan=plan, keeps_totals=True).values_list("pk", flat=True))
    sums = facts.compute_totals(facts.read_facts(plan.pk))
    return {key: values_and_counts(total, total.counts) for key, total in sums.items() if key[0] in holders}


def read_totals(plan):
    holders = Participant.objects.filter(plan=plan, keeps_totals=True)
    rows = Total.objects.filter(participant__in=holders.values("pk"))
    return {(row.participant_id, row.seq, row.target_id): values_and_counts(row, vars(row)) for row in rows}


def values_and_counts(total, counts):
    fields = Total._meta.local_fields
    numbers = [getattr(total, f.name) for f in fields if f.get_internal_type() == "DecimalField"]
    return numbers, [counts.get(f.name, 0) for f in fields if f.get_internal_type() == "IntegerField"]


@pytest.fixture
def town(db):
    return SampleCity()


@pytest.mark.parametrize("name", CHANGES_TOTALS)
def test_an_action_that_changes_totals_marks_them(town, name):
    prepare, act = CHANGES_TOTALS[name]
    settle_all(town)
    prepare(town)
    settle(town.plan.pk)
    before = read_totals(town.plan)
    assert before == compute_totals(town.plan)
    act(town)
    marks = list(Mark.objects.values())
    assert compute_totals(town.plan) != before, "this action changes no total: move it to CHANGES_NO_TOTALS"
    Mark.objects.all().delete()  # as if the action had marked nothing
    settle(town.plan.pk)
    assert read_totals(town.plan) != compute_totals(town.plan)
    Mark.objects.bulk_create(Mark(**mark) for mark in marks)
    settle(town.plan.pk)
    assert read_totals(town.plan) == compute_totals(town.plan)


@pytest.mark.parametrize("name", CHANGES_NO_TOTALS)
def test_an_action_that_changes_no_totals(town, name):
    _why, act = CHANGES_NO_TOTALS[name]
    PREPARATIONS.get(name, lambda town: None)(town)
    settle_all(town)
    before = compute_totals(town.plan)
    act(town)
    assert compute_totals(town.plan) == before
    settle(town.plan.pk)
    assert read_totals(town.plan) == before


def settle_all(town):
    Mark.objects.create(plan_id=town.plan.pk)
    settle(town.plan.pk)
