"""Property: a form in any layout, emptied, kept, filled and brought back changes nothing; its numbers are those of the
pages of totals."""

from decimal import Decimal
from io import BytesIO
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from targets.results.explain import explain_total
from targets.results.place import find_place
from targets.sheet_forms.stored_matches import read_matches
from targets.workbooks.actions.answers import answer_questions
from targets.workbooks.importing.uploads import preview_upload
from tests.sheets.forms.empty_books import EmptyBookMaker
from tests.sheets.office.drawn_sheet import write_with_openpyxl, write_with_xlsxwriter
from tests.sheets.office.sample_plan import COUNTIES, TARGETS
from tests.targets.sheet_forms.form_city import CITY, FormCity
from tests.targets.workbooks.import_scenario import receive_preview

pytestmark = pytest.mark.django_db
ONLY_AMOUNTS = "derive:office_only_amount"  # asked of every workbook that gives no running total (ADR 0017)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class NamedBookMaker(EmptyBookMaker):
    """Targets by their whole names: a plan in the database has no short names of targets."""

    def target_text(self, code):
        return next(target.name for target in TARGETS if target.code == code)


def draw_values(city, random):
    """Three quarters of figures; some are zero, some not applicable, and those of the year so far never fall."""
    values = {}
    for unit in city.counties:
        for target in TARGETS:
            na = random.random() < 0.05
            number = Decimal(0)
            for seq in (1, 2, 3):
                drawn = Decimal(random.choice([0, random.randint(1, 40), random.randint(1, 4000)]))
                drawn = drawn if target.whole else drawn / 10
                number = drawn if target.measure == "increment" else number + drawn
                values[unit, target.code, seq] = "na" if na else number
    return values


def require_numbers_of_pages(city, form, book):
    """Each number of a unit is the one that explains itself on the pages of totals."""
    explained = {}
    places = [place for place in read_matches(form).places if place.unit in city.counties]
    for place in places[:40]:
        key = place.unit, place.target
        if key not in explained:
            where = find_place(city.leader, city.plan.code, place.unit, "2020Q3")
            explained[key] = explain_total(where, city.targets[place.target]).line
        line = explained[key]
        number = {"amount": line.amount, "to_date": line.value, "promised": line.bound}.get(place.content)
        written = book[place.sheet].cell(place.row, place.column).value
        if number is not None and not line.all_absent:
            assert Decimal(str(written)) == number, place


def require_unchanged(city, form, data, seed):
    shown = receive_preview(SimpleUploadedFile(form.file_name, data), by=city.admin, period=city.period())
    matches = read_matches(form)
    # The row of the city holds the city's total: of a form with some of its counties it is more than their sum.
    of_city = {f"{p.row}:{p.column}" for p in matches.places if p.unit == CITY and len(matches.units) < len(COUNTIES)}
    asked = {q.key for q in shown.office.questions if q.key.rpartition("!")[2] not in of_city}
    assert asked <= {ONLY_AMOUNTS}, (seed, [(q.key, q.why, q.shown) for q in shown.office.questions][:3])
    if asked:
        answer_questions(shown.upload, {ONLY_AMOUNTS: "as_read"}, by=city.admin)
        shown = preview_upload(shown.upload, by=city.admin)
    counts = shown.result.counts
    assert counts["new"] == counts["changed"] == counts["refused"] == 0, (seed, shown.result.changes[:3])
    assert counts["unchanged"] > 0
    return counts["unchanged"]


@pytest.mark.parametrize("round_number", range(3))
def test_a_form_filled_and_brought_back_changes_nothing(round_number):
    random = Random(round_number)
    city = FormCity(tuple(COUNTIES))
    city.report(draw_values(city, random))
    made = {}
    for seed in range(round_number * 100, round_number * 100 + 12):
        book = NamedBookMaker(seed).make()
        write = random.choice([write_with_openpyxl, write_with_xlsxwriter])
        form = city.keep(write(*book.sheets), book.name)
        data = city.download(form, period="2020Q3").content
        require_numbers_of_pages(city, form, load_workbook(BytesIO(data)))
        made[seed] = form, data, len(book.cells)
    city.reopen()
    for seed, (form, data, cells) in made.items():
        assert require_unchanged(city, form, data, seed) <= cells
