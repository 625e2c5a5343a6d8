"""Writing returns in bulk: the same rows as saving and submitting one by one, and nothing when one is refused."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.errors import Conflict, Refused
from audit.models import Entry
from plans.models import Period
from targets.models import (
    BasisHistory,
    Figure,
    Mark,
    Progress,
    Return,
    Snapshot,
    SnapshotFigure,
    SnapshotProgress,
    Upload,
)
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return
from targets.review.actions.review import Objection, accept, grant_correction, send_back, start_review
from targets.workbooks.actions.bulk import ReturnInput, write_returns
from targets.workbooks.period_figures import load_period_figures
from tests.factories import make_person
from tests.targets.workbooks.import_scenario import OFFICE, YONGDE, ZHENKANG, ImportScenario

pytestmark = pytest.mark.django_db
D = Decimal
GOOD = {
    "L01": FigureInput(D(5)),
    "L04": FigureInput(D("7.1")),
    "R01": FigureInput(D(30), D(40)),
    "M01": FigureInput(D(1), done_on=date(2020, 9, 30)),
}


@pytest.fixture
def scenario():
    scenario = ImportScenario()
    # A person who may both import and enter, so that the two ways can be compared.
    posts = [("clerk", unit) for unit in (scenario.yongde, scenario.zhenkang, scenario.office)]
    scenario.both = make_person("both", ("data_admin", scenario.city), *posts)
    scenario.upload = Upload.objects.create(period=scenario.period, by=scenario.both, name="三季度.xlsx")
    return scenario


def return_inputs(scenario, wanted, submit=()):
    """``wanted``: unit -> {target code: Typed}, into what stands now."""
    stored = load_period_figures(scenario.period, by=scenario.both, writing=True)
    ids = {code: target.pk for code, target in scenario.targets.items()}
    return [
        ReturnInput(
            stored.get_return(unit), stored.get_owed_targets(unit), stored.get_figures(unit),
            {ids[code]: typed for code, typed in cells.items()}, unit in submit,
        )
        for unit, cells in wanted.items()
    ]  # fmt: skip


def write_in_bulk(scenario, wanted, submit=(), by=None, upload=None):
    return write_returns(
        scenario.period,
        return_inputs(scenario, wanted, submit),
        by=by or scenario.both,
        upload=upload or scenario.upload,
    )


def write_one_by_one(scenario, wanted, submitted):
    for unit, cells in wanted.items():
        report = scenario.returns[unit]
        for code, typed in cells.items():
            old = Figure.objects.filter(report=report, target=scenario.targets[code]).first()
            seen = old.version if old else 0
            save_figure(report, scenario.targets[code], typed, by=scenario.both, seen=seen, origin="workbook")
    for unit in submitted:
        submit_return(scenario.returns[unit], by=scenario.both, origin="workbook", upload=scenario.upload)


def table_rows(model, *without):
    """Every row of a table as text, without its id and its times."""
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in {"id", "at", *without}]
    return sorted(map(repr, model.objects.values_list(*names)))


def database_state():
    """Everything that saving and submitting writes; submissions are named by their numbers."""
    numbers = {s.pk: (s.report_id, s.number) for s in Snapshot.objects.all()} | {None: None}
    state = {model.__name__: table_rows(model) for model in (Mark, Snapshot)}
    state["Figure"] = table_rows(Figure, "typed_at")
    state["Entry"] = table_rows(Entry, "name")
    for model in (SnapshotFigure, SnapshotProgress):
        every = model.objects.values()
        state[model.__name__] = sorted(repr(row | {"snapshot_id": numbers[row["snapshot_id"]]}) for row in every)
    state["Return"] = [
        (r.pk, r.state, r.correcting, numbers[r.submitted_id], numbers[r.accepted_id], r.reviewer_id)
        for r in Return.objects.order_by("pk")
    ]
    state["first"] = list(Return.objects.filter(first_submitted_at=None).order_by("pk").values_list("pk"))
    state["BasisHistory"] = sorted(
        (h.report_id, h.number, h.verb, h.by_id, numbers[h.submitted_id], numbers[h.accepted_id])
        for h in BasisHistory.objects.all()
    )
    return state


def state_after(act):
    """The database state after ``act``, which is then rolled back."""
    with transaction.atomic():
        act()
        found = database_state()
        transaction.set_rollback(True)
    return found


def random_input(chance, target):
    kind = chance.choice(["na", "number", "number", "blank"])
    if kind == "na":
        return FigureInput(na=True, reason="撤并\t\\无\n此项", note=chance.choice(["", "见附件\\1"]))
    if kind == "blank":
        return FigureInput()
    number = D(chance.randint(0, 99))
    if target.is_ratio:
        return FigureInput(number, number + 1)
    if target.is_milestone:
        return chance.choice([FigureInput(D(1), done_on=date(2020, 8, 1)), FigureInput(D(0))])
    return FigureInput(number / 10 if target.decimals else number)


def create_history(scenario, chance):
    """Create earlier figures with notes, a submission sent back, an accepted one that is being corrected."""
    for unit in (YONGDE, ZHENKANG):
        if chance.random() < 0.3:
            continue
        owed = ["L01"] if unit == ZHENKANG else list(GOOD)
        for code in owed:
            scenario.save_figure(
                unit, code, GOOD[code].value, base=GOOD[code].base, done_on=GOOD[code].done_on, note="旧"
            )
        report = submit_return(scenario.returns[unit], by=scenario.both, origin="workbook")
        if chance.random() < 0.5:
            send_back(report, by=scenario.reviewer, objections=[Objection("错")])
        else:
            start_review(report, by=scenario.reviewer)
            accept(report, by=scenario.reviewer)
            grant_correction(report, by=scenario.reviewer, reason="更正")


@pytest.mark.parametrize("seed", range(12))
def test_same_rows_as_one_by_one(scenario, seed):
    chance = random.Random(seed)
    create_history(scenario, chance)
    task = scenario.plan.tasks.get()
    Progress.objects.create(
        report=scenario.returns[YONGDE],
        task=task,
        state="done",
        done="办了",
        typed_by=scenario.clerk,
        typed_at=timezone.now(),
    )
    owed = {YONGDE: list(GOOD), ZHENKANG: ["L01"], OFFICE: ["M01"]}
    wanted = {
        unit: {code: random_input(chance, scenario.targets[code]) for code in codes if chance.random() < 0.7}
        for unit, codes in owed.items()
    }
    book = return_inputs(scenario, wanted)
    complete = [f.report.participant.code for f in book if not f.missing_items()]
    # A blank cell where nothing stands is nothing to write: the page would not save it either.
    there = set(Figure.objects.values_list("report__participant__unit__code", "target__code"))
    typed = {
        unit: {code: typed for code, typed in cells.items() if not typed.blank or (unit, code) in there}
        for unit, cells in wanted.items()
    }
    singly = state_after(lambda: write_one_by_one(scenario, typed, complete))
    assert state_after(lambda: write_in_bulk(scenario, wanted, complete)) == singly
    assert singly["Figure"]


def test_number_of_statements_does_not_grow(scenario):
    def count_queries(wanted):
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            write_in_bulk(scenario, wanted, wanted)
            transaction.set_rollback(True)
        return len(queries)

    count_queries({ZHENKANG: {"L01": FigureInput(D(3))}})  # the posts of a person are read once
    few = count_queries({ZHENKANG: {"L01": FigureInput(D(3))}})
    assert count_queries({YONGDE: GOOD, ZHENKANG: {"L01": FigureInput(D(3))}, OFFICE: {"M01": GOOD["M01"]}}) == few


@pytest.mark.parametrize(
    ("unit", "code", "typed"),
    [
        (YONGDE, "L01", FigureInput(D("3.5"))),
        (YONGDE, "L01", FigureInput(D(10) ** 14)),
        (YONGDE, "L01", FigureInput(D(-1))),
        (YONGDE, "L01", FigureInput(D(1), D(2))),
        (YONGDE, "L01", FigureInput(D(1), na=True)),
        (YONGDE, "M01", FigureInput(D(1), done_on=date(2020, 10, 1))),
        (YONGDE, "M01", FigureInput(D(1), done_on=date(2019, 12, 31))),
        (YONGDE, "M01", FigureInput(D(1), done_on=date(202, 6, 20))),
        (ZHENKANG, "L04", FigureInput(D(1))),
    ],
)
def test_refuses_what_a_save_refuses_with_the_same_sentence(scenario, unit, code, typed):
    with pytest.raises(Refused) as single:
        save_figure(scenario.returns[unit], scenario.targets[code], typed, by=scenario.both, seen=0)
    before = database_state()
    with pytest.raises(Refused) as many:
        write_in_bulk(scenario, {OFFICE: {"M01": GOOD["M01"]}, unit: {"L01": FigureInput(D(1)), code: typed}})
    assert str(many.value.message) == str(single.value.message)
    assert many.value.cells == {f"{code}:{unit}": text for code, text in single.value.cells.items()}
    assert database_state() == before


def test_every_wrong_cell_is_named(scenario):
    with pytest.raises(Refused) as refused:
        write_in_bulk(
            scenario, {YONGDE: {"L01": FigureInput(D("0.5"))}, ZHENKANG: {"L01": FigureInput(D(-1))}}, [YONGDE]
        )
    assert refused.value.cells.keys() == {f"{c}:{YONGDE}" for c in GOOD} | {f"L01:{ZHENKANG}"}


def test_refuses_what_a_submission_refuses_with_the_same_sentence(scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    with pytest.raises(Refused) as single:
        submit_return(scenario.returns[YONGDE], by=scenario.both, origin="workbook")
    with pytest.raises(Refused) as many:
        write_in_bulk(scenario, {YONGDE: {}, ZHENKANG: {"L01": FigureInput(D(1))}}, [YONGDE, ZHENKANG])
    assert (many.value.code, str(many.value.message)) == ("missing", str(single.value.message))
    assert many.value.cells == {f"{code}:{YONGDE}": text for code, text in single.value.cells.items()}
    assert not Snapshot.objects.exists()


def test_returns_that_are_not_open_or_out_of_reach(scenario):
    wanted = {ZHENKANG: {"L01": FigureInput(D(1))}}
    with pytest.raises(PermissionDenied):
        write_in_bulk(scenario, wanted, by=scenario.clerk)
    write_in_bulk(scenario, wanted, [ZHENKANG])
    with pytest.raises(Refused) as refused:
        write_in_bulk(scenario, {ZHENKANG: {"L01": FigureInput(D(2))}})
    assert refused.value.code == "state"
    stale = return_inputs(scenario, {YONGDE: {"L01": FigureInput(D(1))}})
    Period.objects.filter(pk=scenario.period.pk).update(state="closed")
    with pytest.raises(Refused) as shut:
        write_returns(scenario.period, stale, by=scenario.both)
    assert shut.value.code == "period"
    assert scenario.stored_values() == {(ZHENKANG, "L01"): 1}


@pytest.mark.parametrize("change", ["typed", "typed anew", "moved", "gone"])
def test_changes_since_it_was_read_are_never_overwritten(scenario, change):
    figure = scenario.save_figure(YONGDE, "L01", 4)
    read = return_inputs(scenario, {YONGDE: {"L04": FigureInput(D(1))}, ZHENKANG: {"L01": FigureInput(D(1))}})
    if change == "typed":
        scenario.save_figure(YONGDE, "R01", 4)
    if change == "typed anew":  # even where the number of saves comes out the same
        Figure.objects.filter(report=figure.report).update(typed_at=figure.typed_at + timedelta(seconds=1))
    if change == "moved":
        Return.objects.filter(pk=figure.report_id).update(changed_at=timezone.now())
    if change == "gone":
        Figure.objects.all().delete()
    stands = scenario.stored_values()
    with pytest.raises(Conflict) as conflict:
        write_returns(scenario.period, read, by=scenario.both)
    assert list(conflict.value.cells) == [YONGDE]
    assert scenario.stored_values() == stands


def test_only_what_differs_is_written(scenario):
    scenario.save_figure(YONGDE, "L01", 4, note="旧")
    assert (
        write_in_bulk(scenario, {YONGDE: {"L01": FigureInput(D("4.0"), note="旧"), "L04": FigureInput()}}).figures == 0
    )
    again = Upload.objects.create(period=scenario.period, by=scenario.both, name="again")
    wanted = {YONGDE: {"L01": FigureInput(D(4), note="新"), "L04": FigureInput(D(2))}}
    assert write_in_bulk(scenario, wanted, upload=again).figures == 2
    assert dict(Figure.objects.values_list("target__code", "version")) == {"L01": 2, "L04": 1}
