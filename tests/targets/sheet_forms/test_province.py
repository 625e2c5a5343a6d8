"""A province's form: 129 counties, 30 targets with two columns each, filled with as few queries as a small one."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from orgs.models import Unit
from targets.models import Allocation, Return, Snapshot, SnapshotFigure
from targets.models.report import State
from targets.sheet_forms.actions import keep_form, receive_form
from targets.totals.settle import settle
from targets.totals.stale_marks import mark_stale
from tests import factories as make

pytestmark = pytest.mark.django_db
COUNTIES, TARGETS = 129, 30
WORK = ("宣讲", "培训", "调研", "帮扶", "维权", "家教")
MOST_QUERIES = 24  # those of any page, and seven of the form


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class Province:
    """Every county has reported its number for every target."""

    def __init__(self):
        self.unit = make.make_unit("530000000000", "云南省")
        codes = [f"53{number:04}000000" for number in range(1001, 1001 + COUNTIES)]
        Unit.objects.bulk_create(
            Unit(code=code, name=f"第{place}号县", short_name=f"第{place}号县", parent=self.unit, level="county",
                 path=f"{self.unit.path}{code}/", position=place)
            for place, code in enumerate(codes, 1)
        )  # fmt: skip
        self.plan = make.make_plan(self.unit, "yn-2020")
        self.people = make.make_participants(self.plan)
        self.targets = [
            make.make_target(self.plan, f"T{n:02}", 9000, name=f"开展第{n}类{WORK[n % 6]}活动", unit="场", position=n)
            for n in range(1, TARGETS + 1)
        ]
        self.counties = [self.people[code] for code in codes]
        Allocation.objects.bulk_create(
            Allocation(target=target, participant=county, amount=100, own=100, from_seq=1)
            for target in self.targets
            for county in self.counties
        )
        make.set_issued(self.plan, open_seq=1)
        self.chief = make.make_person("chief", ("planner", self.unit))
        self._report()

    def _report(self):
        period = self.plan.periods.get(seq=1)
        reports = Return.objects.bulk_create(Return(participant=each, period=period) for each in self.counties)
        at = timezone.now()
        snapshots = Snapshot.objects.bulk_create(
            Snapshot(report=report, number=1, at=at, by=self.chief) for report in reports
        )
        SnapshotFigure.objects.bulk_create(
            SnapshotFigure(snapshot=snapshot, target=target, value=number + place)
            for number, snapshot in enumerate(snapshots)
            for place, target in enumerate(self.targets)
        )
        for report, snapshot in zip(reports, snapshots, strict=True):
            report.submitted, report.state = snapshot, State.SUBMITTED
        Return.objects.bulk_update(reports, ["submitted", "state"])
        mark_stale(plan_id=self.plan.pk)
        settle(self.plan.pk)

    def draw_form(self):
        book = Workbook()
        sheet = book.active
        sheet.append(["云南省2020年（ ）季度统计表"])
        sheet.append(["序号", "县（区）", *(text for target in self.targets for text in (target.name, None))])
        sheet.append([None, None, *["本季完成", "累计完成"] * TARGETS])
        for place in range(TARGETS):
            sheet.merge_cells(start_row=2, end_row=2, start_column=3 + 2 * place, end_column=4 + 2 * place)
        for place, county in enumerate(self.counties, 1):
            sheet.append([place, county.name])
        sheet.append([None, "合计"])
        stream = BytesIO()
        book.save(stream)
        return SimpleUploadedFile("省表.xlsx", stream.getvalue())


def test_a_provinces_form_is_filled_with_few_queries():
    province = Province()
    form = keep_form(
        receive_form(province.draw_form(), by=province.chief, plan=province.plan), "省表", "不适用", by=province.chief
    )
    client = Client()
    client.force_login(province.chief)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/plans/yn-2020/forms/{form.pk}/filled/file")
    assert len(queries) <= MOST_QUERIES, [query["sql"][:80] for query in queries.captured_queries]
    sheet = load_workbook(BytesIO(response.content)).active
    assert [sheet.cell(4, 3).value, sheet.cell(132, 61).value] == [0, 128 + 29]
    assert sheet.cell(133, 61).value == sum(Decimal(number + 29) for number in range(COUNTIES))
