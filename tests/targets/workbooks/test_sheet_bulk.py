"""All returns at once: row for row what saving and submitting one by one leaves, and nothing where one is wrong."""

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
from targets.workbooks.actions.bulk import Filling, write_many
from targets.workbooks.book import load
from tests.factories import make_person
from tests.targets.workbooks.sheet_scene import OFFICE, YONGDE, ZHENKANG, Scene

pytestmark = pytest.mark.django_db
D = Decimal
GOOD = {
    "L01": FigureInput(D(5)),
    "L04": FigureInput(D("7.1")),
    "R01": FigureInput(D(30), D(40)),
    "M01": FigureInput(D(1), done_on=date(2020, 9, 30)),
}


@pytest.fixture
def scene():
    scene = Scene()
    # Somebody who may do either, so that both roads can be gone.
    posts = [("clerk", unit) for unit in (scene.yongde, scene.zhenkang, scene.office)]
    scene.both = make_person("both", ("data_admin", scene.city), *posts)
    scene.upload = Upload.objects.create(period=scene.period, by=scene.both, name="三季度.xlsx")
    return scene


def fillings(scene, wanted, submit=()):
    """``wanted``: unit -> {target code: Typed}, into what stands now."""
    book = load(scene.period, by=scene.both, verb="import")
    ids = {code: target.pk for code, target in scene.targets.items()}
    return [
        Filling(
            book.report(unit), book.owes(unit), book.figures_of(unit),
            {ids[code]: typed for code, typed in cells.items()}, unit in submit,
        )
        for unit, cells in wanted.items()
    ]  # fmt: skip


def at_once(scene, wanted, submit=(), by=None, upload=None):
    return write_many(scene.period, fillings(scene, wanted, submit), by=by or scene.both, upload=upload or scene.upload)


def one_by_one(scene, wanted, going_up):
    for unit, cells in wanted.items():
        report = scene.returns[unit]
        for code, typed in cells.items():
            old = Figure.objects.filter(report=report, target=scene.targets[code]).first()
            seen = old.version if old else 0
            save_figure(report, scene.targets[code], typed, by=scene.both, seen=seen, origin="workbook")
    for unit in going_up:
        submit_return(scene.returns[unit], by=scene.both, origin="workbook", upload=scene.upload)


def rows(model, *without):
    """Every row of a table, each as what it says; keys that count and times are left out."""
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in {"id", "at", *without}]
    return sorted(map(repr, model.objects.values_list(*names)))


def picture():
    """All that saving and submitting leaves, with submissions told by their numbers."""
    numbers = {s.pk: (s.report_id, s.number) for s in Snapshot.objects.all()} | {None: None}
    told = {model.__name__: rows(model) for model in (Mark, Snapshot)}
    told["Figure"] = rows(Figure, "typed_at")
    told["Entry"] = rows(Entry, "name")
    for model in (SnapshotFigure, SnapshotProgress):
        every = model.objects.values()
        told[model.__name__] = sorted(repr(row | {"snapshot_id": numbers[row["snapshot_id"]]}) for row in every)
    told["Return"] = [
        (r.pk, r.state, r.correcting, numbers[r.submitted_id], numbers[r.accepted_id], r.reviewer_id)
        for r in Return.objects.order_by("pk")
    ]
    told["first"] = list(Return.objects.filter(first_submitted_at=None).order_by("pk").values_list("pk"))
    told["BasisHistory"] = sorted(
        (h.report_id, h.number, h.verb, h.by_id, numbers[h.submitted_id], numbers[h.accepted_id])
        for h in BasisHistory.objects.all()
    )
    return told


def tried(act):
    """The picture after ``act``, which is then taken back."""
    with transaction.atomic():
        act()
        found = picture()
        transaction.set_rollback(True)
    return found


def some_typed(chance, target):
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


def history(scene, chance):
    """Some of the past: figures with notes, a submission sent back, an accepted one that is being corrected."""
    for unit in (YONGDE, ZHENKANG):
        if chance.random() < 0.3:
            continue
        owed = ["L01"] if unit == ZHENKANG else list(GOOD)
        for code in owed:
            scene.type(unit, code, GOOD[code].value, base=GOOD[code].base, done_on=GOOD[code].done_on, note="旧")
        report = submit_return(scene.returns[unit], by=scene.both, origin="workbook")
        if chance.random() < 0.5:
            send_back(report, by=scene.reviewer, objections=[Objection("错")])
        else:
            start_review(report, by=scene.reviewer)
            accept(report, by=scene.reviewer)
            grant_correction(report, by=scene.reviewer, reason="更正")


@pytest.mark.parametrize("seed", range(12))
def test_row_for_row_as_one_by_one(scene, seed):
    chance = random.Random(seed)
    history(scene, chance)
    task = scene.plan.tasks.get()
    Progress.objects.create(
        report=scene.returns[YONGDE],
        task=task,
        state="done",
        done="办了",
        typed_by=scene.clerk,
        typed_at=timezone.now(),
    )
    owed = {YONGDE: list(GOOD), ZHENKANG: ["L01"], OFFICE: ["M01"]}
    wanted = {
        unit: {code: some_typed(chance, scene.targets[code]) for code in codes if chance.random() < 0.7}
        for unit, codes in owed.items()
    }
    book = fillings(scene, wanted)
    complete = [f.report.participant.code for f in book if not f.lacks()]
    # A blank cell where nothing stands is nothing to write: the page would not save it either.
    there = set(Figure.objects.values_list("report__participant__unit__code", "target__code"))
    typed = {
        unit: {code: typed for code, typed in cells.items() if not typed.blank or (unit, code) in there}
        for unit, cells in wanted.items()
    }
    singly = tried(lambda: one_by_one(scene, typed, complete))
    assert tried(lambda: at_once(scene, wanted, complete)) == singly
    assert singly["Figure"]


def test_a_number_of_statements_that_does_not_grow(scene):
    def asked(wanted):
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            at_once(scene, wanted, wanted)
            transaction.set_rollback(True)
        return len(queries)

    asked({ZHENKANG: {"L01": FigureInput(D(3))}})  # the posts of a person are read once
    few = asked({ZHENKANG: {"L01": FigureInput(D(3))}})
    assert asked({YONGDE: GOOD, ZHENKANG: {"L01": FigureInput(D(3))}, OFFICE: {"M01": GOOD["M01"]}}) == few


@pytest.mark.parametrize(
    ("unit", "code", "typed"),
    [
        (YONGDE, "L01", FigureInput(D("3.5"))),
        (YONGDE, "L01", FigureInput(D(10) ** 14)),
        (YONGDE, "L01", FigureInput(D(-1))),
        (YONGDE, "L01", FigureInput(D(1), D(2))),
        (YONGDE, "L01", FigureInput(D(1), na=True)),
        (YONGDE, "M01", FigureInput(D(1), done_on=date(2020, 10, 1))),
        (ZHENKANG, "L04", FigureInput(D(1))),
    ],
)
def test_what_a_save_refuses_with_the_same_words(scene, unit, code, typed):
    with pytest.raises(Refused) as single:
        save_figure(scene.returns[unit], scene.targets[code], typed, by=scene.both, seen=0)
    before = picture()
    with pytest.raises(Refused) as many:
        at_once(scene, {OFFICE: {"M01": GOOD["M01"]}, unit: {"L01": FigureInput(D(1)), code: typed}})
    assert str(many.value.message) == str(single.value.message)
    assert many.value.cells == {f"{code}:{unit}": text for code, text in single.value.cells.items()}
    assert picture() == before


def test_every_wrong_cell_is_named_at_once(scene):
    with pytest.raises(Refused) as refused:
        at_once(scene, {YONGDE: {"L01": FigureInput(D("0.5"))}, ZHENKANG: {"L01": FigureInput(D(-1))}}, [YONGDE])
    assert refused.value.cells.keys() == {f"{c}:{YONGDE}" for c in GOOD} | {f"L01:{ZHENKANG}"}


def test_what_a_submission_refuses_with_the_same_words(scene):
    scene.type(YONGDE, "L01", 4)
    with pytest.raises(Refused) as single:
        submit_return(scene.returns[YONGDE], by=scene.both, origin="workbook")
    with pytest.raises(Refused) as many:
        at_once(scene, {YONGDE: {}, ZHENKANG: {"L01": FigureInput(D(1))}}, [YONGDE, ZHENKANG])
    assert (many.value.code, str(many.value.message)) == ("missing", str(single.value.message))
    assert many.value.cells == {f"{code}:{YONGDE}": text for code, text in single.value.cells.items()}
    assert not Snapshot.objects.exists()


def test_returns_that_are_not_open_or_not_theirs(scene):
    wanted = {ZHENKANG: {"L01": FigureInput(D(1))}}
    with pytest.raises(PermissionDenied):
        at_once(scene, wanted, by=scene.clerk)
    at_once(scene, wanted, [ZHENKANG])
    with pytest.raises(Refused) as refused:
        at_once(scene, {ZHENKANG: {"L01": FigureInput(D(2))}})
    assert refused.value.code == "state"
    stale = fillings(scene, {YONGDE: {"L01": FigureInput(D(1))}})
    Period.objects.filter(pk=scene.period.pk).update(state="closed")
    with pytest.raises(Refused) as shut:
        write_many(scene.period, stale, by=scene.both)
    assert shut.value.code == "period"
    assert scene.standing() == {(ZHENKANG, "L01"): 1}


@pytest.mark.parametrize("change", ["typed", "typed anew", "moved", "gone"])
def test_what_others_did_since_it_was_read_is_never_overwritten(scene, change):
    figure = scene.type(YONGDE, "L01", 4)
    read = fillings(scene, {YONGDE: {"L04": FigureInput(D(1))}, ZHENKANG: {"L01": FigureInput(D(1))}})
    if change == "typed":
        scene.type(YONGDE, "R01", 4)
    if change == "typed anew":  # even where the number of saves comes out the same
        Figure.objects.filter(report=figure.report).update(typed_at=figure.typed_at + timedelta(seconds=1))
    if change == "moved":
        Return.objects.filter(pk=figure.report_id).update(changed_at=timezone.now())
    if change == "gone":
        Figure.objects.all().delete()
    stands = scene.standing()
    with pytest.raises(Conflict) as conflict:
        write_many(scene.period, read, by=scene.both)
    assert list(conflict.value.cells) == [YONGDE]
    assert scene.standing() == stands


def test_only_what_differs_is_written(scene):
    scene.type(YONGDE, "L01", 4, note="旧")
    assert at_once(scene, {YONGDE: {"L01": FigureInput(D("4.0"), note="旧"), "L04": FigureInput()}}).figures == 0
    again = Upload.objects.create(period=scene.period, by=scene.both, name="again")
    wanted = {YONGDE: {"L01": FigureInput(D(4), note="新"), "L04": FigureInput(D(2))}}
    assert at_once(scene, wanted, upload=again).figures == 2
    assert dict(Figure.objects.values_list("target__code", "version")) == {"L01": 2, "L04": 1}
