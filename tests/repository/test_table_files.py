"""Every table that a page shows leaves as .xlsx and .csv, and no text in any file is a formula.

Names that begin like formulas are planted in the demonstration, then each address of ``test_every_url`` is asked for
its file.
"""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Person
from accounts.people_workbook import read_people
from orgs.models import Unit
from plans.models import Participant, Plan, Section, Task
from sheets.files.reading import read_grids
from sheets.tables import CSV, FORMULA_START
from sheets.writing import XLSX
from targets.models import Rule, Target
from targets.plan_table.columns import CHOICES, read_choice
from targets.plan_table.matching import match_block
from targets.plan_table.queries import PlanTable
from tests.repository.demo_world import OF_THE_DEMO, DemoWorld
from tests.repository.test_every_url import PERSONAS as ALL_PERSONAS
from tests.repository.test_every_url import ROWS

PERSONAS = ("reviewer", "planner", "clerk", "system", "security", "audit", "data")
# Pages with tables of which a file is given, besides the addresses that are files themselves.
PAGES = {
    "/units/", "/people/", "/plans/", "/plans/lincang-2020/table/", "/plans/lincang-2020/periods/",
    "/plans/lincang-2020/allocation/530900000000/", "/plans/lincang-2020/allocation/530900000000/baselines/",
    "/plans/lincang-2020/progress/", "/plans/lincang-2020/rules/", "/returns/", "/review/",
    "/totals/lincang-2020/530900000000/2020Q2/", "/totals/lincang-2020/530900000000/2020Q2/L03/", "/totals/",
    "/locks/", "/pleas/", "/plans/lincang-2020/participants/", "/plans/lincang-2020/groups/",
    "/plans/lincang-2020/documents/", "/plans/lincang-2020/tasks/T02/story/", "/plans/lincang-2020/checks/",
    "/plans/lincang-2020/allocation/530900000000/figures/", "/sheets/lincang-2020/2020Q3/",
    "/returns/lincang-2020/2020Q3/530923000000/figure/L03/",
    "/totals/lincang-2020/530900000000/2020Q2/ranking/", "/totals/lincang-2020/530900000000/2020Q2/matrix/",
    "/totals/lincang-2020/530900000000/2020Q2/tiles/",
    "/totals/lincang-2020/530900000000/2020Q2/L03/units/compared/",
    "/circulars/", "/circulars/templates/",
    "/burden/530900000000/", "/burden/530923000000/",
    "/circulars/duties/lincang-2020/530900000000/", "/circulars/reviews/lincang-2020/530900000000/",
    "/tokens/",
}  # fmt: skip
FILES = {
    "/audit/file", "/plans/lincang-2020/board.xlsx", "/plans/lincang-2020/board/2020Q3/urge.xlsx",
    "/totals/lincang-2020/530900000000/2020Q2/L03/units.xlsx",
}  # fmt: skip
WORKBOOKS = {"/people/import/template.xlsx", "/sheets/lincang-2020/2020Q3/template.xlsx"}
# Pages with a table of which no file is given, and why.
NO_FILE = {
    "/people/yongde/": "the posts of one person, who leaves with the list of people",
    "/plans/lincang-2020/": "its tasks and targets leave as the plan's table",
    "/plans/lincang-2020/write/": "its tasks and targets leave as the plan's table",
    "/plans/lincang-2021/": "its tasks and targets leave as the plan's table",
    "/plans/lincang-2021/write/": "its tasks and targets leave as the plan's table",
    "/plans/lincang-2020/allocation/530900000000/figures/": "nothing is kept in the demonstration; what is kept leaves",
    "/plans/lincang-2020/allocation/530923000000/": "nobody below; its share leaves with the breakdown above it",
    "/plans/lincang-2020/forms/{form}/filled/": "what stays blank in a filled form, which leaves from the same page",
    "/review/lincang-2020/2020Q3/530925000000/": "one return, which leaves as its form (print.xlsx)",
}
PLANTED = ((Unit, "short_name", "=1+1 "), (Unit, "name", "+1 "), (Participant, "short_name", "@x "),
           (Participant, "name", "-1 "), (Target, "name", "=2*3 "), (Task, "title", "+2 "), (Section, "title", "-2 "),
           (Plan, "title", "=3 "), (Person, "name", "@SUM(1) "), (Rule, "why", "=4 "))  # fmt: skip


@pytest.fixture(scope="module")
def world_files(django_db_setup, django_db_blocker, tmp_path_factory):
    """Of every address: {(address, kind): content} of the file that some persona is given, and {address: text} of the
    page."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.core.files.storage.default_storage.location", tmp_path_factory.mktemp("media"))
        world, found, pages = DemoWorld(), {}, {}
        for model, field, start in PLANTED:
            model.objects.update(**{field: Concat(Value(start), F(field))})
        names = world.names()
        for persona in PERSONAS:
            client = Client()
            client.force_login(Person.objects.get(pk=world.people[persona].pk))
            for path in _list_pages(persona):
                address = path.format(**names)
                if path not in pages:
                    page = client.get(address)
                    if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
                        pages[path] = page.text
                for kind in ("xlsx", "csv"):
                    if (address, kind) not in found:
                        response = client.get(address, {"as": kind})
                        if response.status_code != 200 or response.headers["Content-Type"] not in (XLSX, CSV):
                            break  # a page, whichever form is asked for
                        found[address, kind] = (response.headers["Content-Type"], b"".join(response))
        yield found, pages
        transaction.set_rollback(True)


def _list_pages(persona):
    """The addresses that answer a GET of this persona, as the table of ``test_every_url`` says."""
    at = ALL_PERSONAS.index(persona)
    pages = [path for gets, _posts, path in ROWS if gets[at] == "."]
    return [path for path in pages if not path.startswith("/admin") and "/evidence/" not in path]


@pytest.fixture(scope="module")
def files(world_files):
    return world_files[0]


@pytest.fixture(scope="module")
def pages(world_files):
    return world_files[1]


@pytest.mark.django_db
def test_every_table_leaves_in_both_forms(files):
    given = {address for address, _kind in files}
    assert given >= PAGES | FILES | WORKBOOKS
    for address in PAGES | FILES:
        assert files[address, "xlsx"][0] == XLSX, address
        assert files[address, "csv"][0] == CSV, address


@pytest.mark.django_db
def test_every_page_with_a_table_offers_its_file(pages):
    """A page that shows a table links to its file, or NO_FILE says why it has none."""
    shown = {address for address, text in pages.items() if '<table class="data' in text}
    offering = {address for address, text in pages.items() if "as=xlsx" in text or ".xlsx" in text}
    without = shown - offering - NO_FILE.keys()
    assert not without, " ".join(sorted(without))
    assert NO_FILE.keys() <= shown, "a page of NO_FILE shows no table any more"


@pytest.mark.django_db
def test_no_text_of_any_file_is_a_formula(files):
    planted = 0
    for (address, _kind), (content_type, content) in files.items():
        if content_type == XLSX and "/uploads/" not in address:
            planted += _check_workbook(address, content)
        elif content_type == CSV:
            for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline="")):
                for text in row:
                    assert not FORMULA_START.match(text) or text.startswith("'") or _is_number(text), (address, text)
    assert planted > 500


def _check_workbook(address, content):
    planted = 0
    for sheet in load_workbook(BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                like = isinstance(cell.value, str) and FORMULA_START.match(cell.value)
                if like and cell.data_type == "f":
                    assert cell.value.startswith("=IF(COUNT("), (address, cell.coordinate, cell.value)  # our own sums
                elif like:
                    planted += 1
                    assert cell.quotePrefix, (address, cell.coordinate)
    return planted


def _is_number(text):
    return text.lstrip("-").rstrip("%").replace(".", "", 1).isdigit()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_table_of_a_plan_pasted_back_changes_nothing(files, kind):
    lines = _read_lines(files["/plans/lincang-2020/table/", kind][1], kind)
    rows = PlanTable(Plan.objects.get(code="lincang-2020")).rows
    found = match_block(lines, rows, "")
    stands = {cell.id: (key, cell.text) for row in rows for key, cell in row.cells.items()}
    assert not [line for line in found.unmatched if line not in {f"{row.number} {row.name}"[:60] for row in rows}]
    assert len(found.cells) > 100
    for cell, text in found.cells.items():
        key, before = stands[cell]
        assert (read_choice(text, key) if key in CHOICES and text else text) == before.strip(), cell


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_of_people_reads_as_a_list_of_new_people(files, kind):
    system = Person.objects.get(username=OF_THE_DEMO["system"])
    rows = read_people(files["/people/", kind][1], by=system)
    assert len(rows) > 10
    for row in rows:
        person = Person.objects.get(username=row.values["username"])
        assert person.name == row.values["name"]
        post = person.posts.get(unit=row.values["unit"], role=row.values["role"])
        assert post.from_date == row.values["from_date"]
        assert not row.errors


def _read_lines(content, kind):
    grid = read_grids(content, f"plan.{kind}")[0]
    first = 2 if kind == "xlsx" else 1  # a workbook has a title above the heads
    return [[grid.text(row, column) for column in range(1, grid.width + 1)] for row in range(first, grid.height + 1)]
