"""Lincang with two counties and an office, four targets of different measures, and an open third quarter."""

from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from orgs.models import UnitKind
from targets.models import Figure, Return
from targets.workbooks.importing.receiving import receive_upload
from targets.workbooks.importing.uploads import preview_upload, store_preview
from targets.workbooks.template import write_period_template
from tests.factories import (
    make_allocation,
    make_participants,
    make_person,
    make_plan,
    make_target,
    make_task,
    make_unit,
    set_issued,
)

CITY, YONGDE, ZHENKANG, OFFICE = "530900000000", "530923000000", "530924000000", "530900000000-BG"


class ImportScenario:
    """Cells of the template: D = L01, E = L04, F and G = R01, H = M01; rows 7, 8, 9 = 办公室, 永德, 镇康."""

    def __init__(self):
        self.city = make_unit(CITY, "临沧市", level="city")
        self.yongde = make_unit(YONGDE, "永德县", parent=self.city)
        self.zhenkang = make_unit(ZHENKANG, "镇康县", parent=self.city)
        self.office = make_unit(OFFICE, "市妇联办公室", parent=self.city, kind=UnitKind.OFFICE, level="city")
        self.plan = make_plan(self.city, "lincang-2020", title="临沧市妇联2020年工作计划")
        self.people = make_participants(self.plan)
        make_task(self.plan)
        self.targets = {
            "L01": make_target(self.plan, "L01", 10, name="培训", unit="人次", position=1),
            "L04": make_target(self.plan, "L04", 100, name="转移就业", measure="running", decimals=1, position=2),
            "R01": make_target(self.plan, "R01", 70, name="覆盖率", measure="ratio", scale="%", unit="%", position=3),
            "M01": make_target(self.plan, "M01", 2, name="方案", measure="milestone", position=4),
        }
        for target in self.targets.values():
            make_allocation(target, self.people[YONGDE], 1)
        make_allocation(self.targets["L01"], self.people[ZHENKANG], 1)
        make_allocation(self.targets["M01"], self.people[OFFICE], 1)
        set_issued(self.plan, open_seq=3)
        self.period = self.plan.periods.get(seq=3)
        self.returns = {
            code: Return.objects.create(participant=self.people[code], period=self.period)
            for code in (YONGDE, ZHENKANG, OFFICE)
        }
        self.admin = make_person("data", ("data_admin", self.city))
        self.clerk = make_person("clerk", ("clerk", self.yongde))
        self.reviewer = make_person("reviewer", ("reviewer", self.city))

    def save_figure(self, code, target, value, **more):
        """A stored figure that the clerk has entered."""
        return Figure.objects.create(
            report=self.returns[code], target=self.targets[target], value=Decimal(value), typed_by=self.clerk,
            typed_at=timezone.now(), **more,
        )  # fmt: skip

    def filled_template(self, by=None, **cells):
        """The template as ``by`` downloads it, with these cells filled in, as an uploaded file."""
        return edit_template(write_period_template(self.period, by=by or self.admin), **cells)

    def stored_values(self):
        """(unit, target) -> value of every stored figure that is not blank."""
        rows = Figure.objects.select_related("report__participant", "target")
        return {(f.report.participant.code, f.target.code): f.value for f in rows if not f.blank}


def edit_template(data, **cells):
    """The workbook with these cells changed, as an uploaded file."""
    book = load_workbook(BytesIO(data))
    for name, value in cells.items():
        book.worksheets[0][name] = value
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("三季度.xlsx", stream.getvalue())


def receive_preview(file, *, by, period):
    """The preview of an uploaded file, as the page shows it at once."""
    preview = preview_upload(receive_upload([file], by=by, period=period), by=by)
    store_preview(preview)
    return preview
