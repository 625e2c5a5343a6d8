"""Two people at once: imports of the same returns, and a clerk who types while one runs."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, transaction

from audit.errors import Conflict
from targets.models import Figure, Upload
from targets.periods.actions.periods import close_period, reopen_period
from targets.returns.actions.draft import FigureInput, save_figure
from targets.review.actions.review import start_review
from targets.workbooks.actions.undo import undo
from targets.workbooks.uploads import Outdated, confirm, receive
from tests.factories import make_person
from tests.targets.returns.test_returns_race import in_a_thread, race
from tests.targets.workbooks.sheet_scene import YONGDE, ZHENKANG, Scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def at_once(*acts):
    """Run each in a thread with its own connection; the result, or what was raised."""

    def run(act):
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_imports_of_the_same_returns():
    """Each holds all its returns or waits: both end, one as seen, the other with a new preview. Never half of each."""
    scene = Scene()
    other = make_person("other", ("data_admin", scene.city))
    for number in range(3):
        seen = []
        for who, base in ((scene.admin, 10), (other, 20)):
            cells = {"D8": base + number, "D9": base + number}
            seen.append((receive(scene.filled(**cells), by=who, period=scene.period).upload, who))

        def act(upload, who):
            return lambda: confirm(Upload.objects.get(pk=upload.pk), by=who, as_submitted=False)

        results = at_once(*(act(upload, who) for upload, who in seen))
        refused = [result for result in results if isinstance(result, Exception)]
        assert [type(error) for error in refused] == [Outdated]
        standing = scene.standing()
        assert standing[YONGDE, "L01"] == standing[ZHENKANG, "L01"]
        assert standing[YONGDE, "L01"] in (10 + number, 20 + number)


def test_a_clerk_who_types_while_an_import_runs():
    scene = Scene()
    shown = receive(scene.filled(D8=5, E8=7), by=scene.admin, period=scene.period)

    def typing():
        return save_figure(
            scene.returns[YONGDE], scene.targets["L01"], FigureInput(value=Decimal(4)), by=scene.clerk, seen=0
        )

    def importing():
        return confirm(Upload.objects.get(pk=shown.upload.pk), by=scene.admin, as_submitted=False)

    typed, imported = at_once(typing, importing)
    # Whoever came second was told: the clerk of a conflict, the import with a new preview.
    assert isinstance(typed, Conflict) != isinstance(imported, Outdated)
    value = Figure.objects.get(report=scene.returns[YONGDE], target=scene.targets["L01"]).value
    assert value == (5 if isinstance(typed, Conflict) else 4)


def importing(scene, upload, as_submitted=False):
    return lambda: confirm(Upload.objects.get(pk=upload.pk), by=scene.admin, as_submitted=as_submitted)


def test_a_save_that_comes_while_an_import_holds_its_return_waits_and_is_told():
    scene = Scene()
    upload = receive(scene.filled(D8=5), by=scene.admin, period=scene.period).upload
    imported, typed = race(
        importing(scene, upload),
        lambda: save_figure(
            scene.returns[YONGDE], scene.targets["L01"], FigureInput(Decimal(4)), by=scene.clerk, seen=0
        ),
    )
    assert imported.counts["new"] == 1
    assert isinstance(typed, Conflict)
    assert typed.theirs["value"] == 5


def test_a_save_that_was_first_is_not_lost():
    scene = Scene()
    upload = receive(scene.filled(D8=5, D9=3), by=scene.admin, period=scene.period).upload
    _typed, imported = race(
        lambda: save_figure(
            scene.returns[YONGDE], scene.targets["L01"], FigureInput(Decimal(4)), by=scene.clerk, seen=0
        ),
        importing(scene, upload),
    )
    assert isinstance(imported, Outdated)
    assert imported.preview.result.counts["changed"] == 1
    assert scene.standing() == {(YONGDE, "L01"): 4}


def test_a_save_beside_an_import_does_not_wait():
    """The import holds the returns that it writes, and its period open; everybody else goes on."""
    scene = Scene()
    upload = receive(scene.filled(D9=5), by=scene.admin, period=scene.period).upload
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        importing(scene, upload)()
        saved = pool.submit(
            in_a_thread,
            lambda: save_figure(
                scene.returns[YONGDE], scene.targets["L01"], FigureInput(Decimal(4)), by=scene.clerk, seen=0
            ),
        )
        assert saved.result().version == 1  # inside: a save that waited would wait for ever
    assert scene.standing() == {(YONGDE, "L01"): 4, (ZHENKANG, "L01"): 5}


def test_confirmed_twice_at_once():
    scene = Scene()
    upload = receive(scene.filled(D8=5, D9=3), by=scene.admin, period=scene.period).upload
    done, refused = race(importing(scene, upload), importing(scene, upload))
    assert done.written.figures == 2
    assert refused.code == "applied"
    assert {figure.version for figure in Figure.objects.all()} == {1}


def test_a_period_closes_before_or_after_an_import_never_meanwhile():
    scene = Scene()
    planner = make_person("planner", ("planner", scene.city))
    upload = receive(scene.filled(D8=5), by=scene.admin, period=scene.period).upload
    imported, closed = race(importing(scene, upload), lambda: close_period(scene.period, by=planner))
    assert imported.written.figures == 1
    assert closed.state == "closed"
    undone, reopened = race(
        lambda: reopen_period(scene.period, by=planner, reason="补报"), lambda: undo(upload, by=scene.admin)
    )
    assert undone.state == "open"
    assert reopened == (1, 0)


def test_an_undo_and_a_save_at_once():
    scene = Scene()
    upload = receive(scene.filled(D8=5), by=scene.admin, period=scene.period).upload
    importing(scene, upload)()
    saved, undone = race(
        lambda: save_figure(
            scene.returns[YONGDE], scene.targets["L01"], FigureInput(Decimal(4)), by=scene.clerk, seen=1
        ),
        lambda: undo(upload, by=scene.admin),
    )
    assert saved.value == 4
    assert list(undone.cells) == [f"L01:{YONGDE}"]
    assert scene.standing() == {(YONGDE, "L01"): 4}


def test_an_undo_and_a_review_at_once():
    scene = Scene()
    upload = receive(scene.filled(D9=5), by=scene.admin, period=scene.period).upload
    importing(scene, upload, as_submitted=True)()
    undone, begun = race(
        lambda: undo(upload, by=scene.admin), lambda: start_review(scene.returns[ZHENKANG], by=scene.reviewer)
    )
    assert undone == (1, 1)
    assert begun.code == "state"


def test_taken_back_twice_at_once():
    scene = Scene()
    upload = receive(scene.filled(D8=5), by=scene.admin, period=scene.period).upload
    importing(scene, upload)()
    first, second = race(lambda: undo(upload, by=scene.admin), lambda: undo(upload, by=scene.admin))
    assert first == (1, 0)
    assert second.code == "undone"


def test_imports_and_clerks_all_over_the_same_returns():
    """Many imports of the same units, and two clerks who type into them: no deadlock, and no save is lost."""
    scene = Scene()
    clerk = make_person("second", ("clerk", scene.zhenkang))
    imports = [
        receive(scene.filled(D8=10 + n, D9=10 + n), by=scene.admin, period=scene.period).upload for n in range(4)
    ]

    def typing(unit, who):
        def act():
            kept = []
            for number in range(20):
                now = Figure.objects.filter(report=scene.returns[unit], target=scene.targets["L01"]).first()
                try:
                    typed = FigureInput(Decimal(100 + number))
                    seen = now.version if now else 0
                    kept.append(save_figure(scene.returns[unit], scene.targets["L01"], typed, by=who, seen=seen))
                except Conflict:
                    continue
            return kept

        return act

    results = at_once(
        *(importing(scene, upload) for upload in imports), typing(YONGDE, scene.clerk), typing(ZHENKANG, clerk)
    )
    applied = [result for result in results[:4] if not isinstance(result, Exception)]
    assert all(isinstance(result, Outdated) for result in results[:4] if isinstance(result, Exception))
    for unit, kept in ((YONGDE, results[4]), (ZHENKANG, results[5])):
        figure = Figure.objects.get(report=scene.returns[unit], target=scene.targets["L01"])
        assert figure.version == len(kept) + len(applied)
