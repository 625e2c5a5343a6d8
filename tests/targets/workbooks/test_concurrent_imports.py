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
from targets.workbooks.actions.undo import undo_import
from targets.workbooks.importing.uploads import PreviewOutdated, confirm_upload
from tests.factories import make_person
from tests.targets.returns.test_returns_race import race, run_and_close_connection
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario, receive_preview

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def run_concurrently(*acts):
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
    """One is written as previewed, the other gets a new preview; never half of each."""
    scenario = ImportScenario()
    other = make_person("other", ("data_admin", scenario.city))
    for number in range(3):
        seen = []
        for who, base in ((scenario.admin, 10), (other, 20)):
            cells = {"D8": base + number, "D9": base + number}
            seen.append(
                (receive_preview(scenario.filled_template(**cells), by=who, period=scenario.period).upload, who)
            )

        def act(upload, who):
            return lambda: confirm_upload(Upload.objects.get(pk=upload.pk), by=who, as_submitted=False)

        results = run_concurrently(*(act(upload, who) for upload, who in seen))
        refused = [result for result in results if isinstance(result, Exception)]
        assert [type(error) for error in refused] == [PreviewOutdated]
        standing = scenario.stored_values()
        assert standing[YONGDE, "L01"] == standing[ZHENKANG, "L01"]
        assert standing[YONGDE, "L01"] in (10 + number, 20 + number)


def test_a_clerk_who_types_while_an_import_runs():
    scenario = ImportScenario()
    shown = receive_preview(scenario.filled_template(D8=5, E8=7), by=scenario.admin, period=scenario.period)

    def typing():
        return save_figure(
            scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(value=Decimal(4)), by=scenario.clerk, seen=0
        )

    def importing():
        return confirm_upload(Upload.objects.get(pk=shown.upload.pk), by=scenario.admin, as_submitted=False)

    typed, imported = run_concurrently(typing, importing)
    # Whoever came second was told: the clerk of a conflict, the import with a new preview.
    assert isinstance(typed, Conflict) != isinstance(imported, PreviewOutdated)
    value = Figure.objects.get(report=scenario.returns[YONGDE], target=scenario.targets["L01"]).value
    assert value == (5 if isinstance(typed, Conflict) else 4)


def confirming(scenario, upload, as_submitted=False):
    return lambda: confirm_upload(Upload.objects.get(pk=upload.pk), by=scenario.admin, as_submitted=as_submitted)


def test_save_during_an_import_waits_and_conflicts():
    scenario = ImportScenario()
    upload = receive_preview(scenario.filled_template(D8=5), by=scenario.admin, period=scenario.period).upload
    imported, typed = race(
        confirming(scenario, upload),
        lambda: save_figure(
            scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(Decimal(4)), by=scenario.clerk, seen=0
        ),
    )
    assert imported.counts["new"] == 1
    assert isinstance(typed, Conflict)
    assert typed.theirs["value"] == 5


def test_save_before_an_import_is_not_lost():
    scenario = ImportScenario()
    upload = receive_preview(scenario.filled_template(D8=5, D9=3), by=scenario.admin, period=scenario.period).upload
    _typed, imported = race(
        lambda: save_figure(
            scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(Decimal(4)), by=scenario.clerk, seen=0
        ),
        confirming(scenario, upload),
    )
    assert isinstance(imported, PreviewOutdated)
    assert imported.preview.result.counts["changed"] == 1
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}


def test_save_into_another_return_does_not_wait():
    """An import locks only the returns that it writes, and shares the lock of its period."""
    scenario = ImportScenario()
    upload = receive_preview(scenario.filled_template(D9=5), by=scenario.admin, period=scenario.period).upload
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        confirming(scenario, upload)()
        saved = pool.submit(
            run_and_close_connection,
            lambda: save_figure(
                scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(Decimal(4)), by=scenario.clerk, seen=0
            ),
        )
        assert saved.result().version == 1  # inside: a save that waited would never return
    assert scenario.stored_values() == {(YONGDE, "L01"): 4, (ZHENKANG, "L01"): 5}


def test_confirmed_twice_concurrently():
    scenario = ImportScenario()
    upload = receive_preview(scenario.filled_template(D8=5, D9=3), by=scenario.admin, period=scenario.period).upload
    done, refused = race(confirming(scenario, upload), confirming(scenario, upload))
    assert done.written.figures == 2
    assert refused.code == "applied"
    assert {figure.version for figure in Figure.objects.all()} == {1}


def test_period_never_closes_during_an_import():
    scenario = ImportScenario()
    planner = make_person("planner", ("planner", scenario.city))
    upload = receive_preview(scenario.filled_template(D8=5), by=scenario.admin, period=scenario.period).upload
    imported, closed = race(confirming(scenario, upload), lambda: close_period(scenario.period, by=planner))
    assert imported.written.figures == 1
    assert closed.state == "closed"
    undone, reopened = race(
        lambda: reopen_period(scenario.period, by=planner, reason="补报"),
        lambda: undo_import(upload, by=scenario.admin),
    )
    assert undone.state == "open"
    assert reopened == (1, 0)


def test_undo_and_save_concurrently():
    scenario = ImportScenario()
    upload = receive_preview(scenario.filled_template(D8=5), by=scenario.admin, period=scenario.period).upload
    confirming(scenario, upload)()
    saved, undone = race(
        lambda: save_figure(
            scenario.returns[YONGDE], scenario.targets["L01"], FigureInput(Decimal(4)), by=scenario.clerk, seen=1
        ),
        lambda: undo_import(upload, by=scenario.admin),
    )
    assert saved.value == 4
    assert list(undone.cells) == [f"L01:{YONGDE}"]
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}


def test_undo_and_review_concurrently():
    scenario = ImportScenario()
    upload = receive_preview(scenario.filled_template(D9=5), by=scenario.admin, period=scenario.period).upload
    confirming(scenario, upload, as_submitted=True)()
    undone, begun = race(
        lambda: undo_import(upload, by=scenario.admin),
        lambda: start_review(scenario.returns[ZHENKANG], by=scenario.reviewer),
    )
    assert undone == (1, 1)
    assert begun.code == "state"


def test_undone_twice_concurrently():
    scenario = ImportScenario()
    upload = receive_preview(scenario.filled_template(D8=5), by=scenario.admin, period=scenario.period).upload
    confirming(scenario, upload)()
    first, second = race(lambda: undo_import(upload, by=scenario.admin), lambda: undo_import(upload, by=scenario.admin))
    assert first == (1, 0)
    assert second.code == "undone"


def test_many_imports_and_clerks_on_the_same_returns():
    """Many imports of the same units, and two clerks who type into them: no deadlock, and no save is lost."""
    scenario = ImportScenario()
    clerk = make_person("second", ("clerk", scenario.zhenkang))
    imports = [
        receive_preview(
            scenario.filled_template(D8=10 + n, D9=10 + n), by=scenario.admin, period=scenario.period
        ).upload
        for n in range(4)
    ]

    def saving(unit, who):
        def act():
            kept = []
            for number in range(20):
                now = Figure.objects.filter(report=scenario.returns[unit], target=scenario.targets["L01"]).first()
                try:
                    typed = FigureInput(Decimal(100 + number))
                    seen = now.version if now else 0
                    kept.append(save_figure(scenario.returns[unit], scenario.targets["L01"], typed, by=who, seen=seen))
                except Conflict:
                    continue
            return kept

        return act

    results = run_concurrently(
        *(confirming(scenario, upload) for upload in imports), saving(YONGDE, scenario.clerk), saving(ZHENKANG, clerk)
    )
    applied = [result for result in results[:4] if not isinstance(result, Exception)]
    assert all(isinstance(result, PreviewOutdated) for result in results[:4] if isinstance(result, Exception))
    for unit, kept in ((YONGDE, results[4]), (ZHENKANG, results[5])):
        figure = Figure.objects.get(report=scenario.returns[unit], target=scenario.targets["L01"])
        assert figure.version == len(kept) + len(applied)
