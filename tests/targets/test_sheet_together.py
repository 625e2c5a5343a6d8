"""Two people at once: imports of the same returns, and a clerk who types while one runs."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from audit.errors import Conflict
from targets.actions.draft import Typed, save_figure
from targets.models import Figure, Upload
from targets.sheets.uploads import Outdated, confirm, receive
from tests.factories import make_person
from tests.targets.sheet_scene import YONGDE, ZHENKANG, Scene

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
        return save_figure(scene.returns[YONGDE], scene.targets["L01"], Typed(value=Decimal(4)), by=scene.clerk, seen=0)

    def importing():
        return confirm(Upload.objects.get(pk=shown.upload.pk), by=scene.admin, as_submitted=False)

    typed, imported = at_once(typing, importing)
    # Whoever came second was told: the clerk of a conflict, the import with a new preview.
    assert isinstance(typed, Conflict) != isinstance(imported, Outdated)
    value = Figure.objects.get(report=scene.returns[YONGDE], target=scene.targets["L01"]).value
    assert value == (5 if isinstance(typed, Conflict) else 4)
