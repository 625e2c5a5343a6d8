"""Lincang with the counties and targets of the sample plan in the database, its returns submitted and settled."""

from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, Side

from orgs.models import UnitAlias
from targets.models import Figure, Return, SheetForm, SnapshotFigure
from targets.models.report import State
from targets.returns.actions.submit import create_snapshot
from targets.sheet_forms.actions import keep_form, receive_form
from targets.totals.settle import settle
from targets.totals.stale_marks import mark_stale
from tests import factories as make
from tests.sheets.office.sample_plan import COUNTIES, TARGETS

CITY, YONGDE, ZHENKANG = "530900000000", "530923000000", "530924000000"


class FormCity:
    """``values`` are {(unit, target, seq): number or "na"} of what was submitted."""

    def __init__(self, counties=tuple(COUNTIES), targets=TARGETS, *, open_seq=3):
        self.province = make.make_unit("530000000000", "云南省")
        self.city = make.make_unit(CITY, "临沧市", parent=self.province, level="city", short_name="临沧")
        self.counties = {code: self._make_county(code) for code in counties}
        self.plan = make.make_plan(self.city, "lincang-2020", title="临沧市妇联2020年工作计划")
        self.people = make.make_participants(self.plan)
        self.targets = {each.code: self._make_target(each, place) for place, each in enumerate(targets)}
        make.set_issued(self.plan, open_seq=open_seq)
        self.open_seq, self.values = open_seq, {}
        self.chief = make.make_person("chief", ("planner", self.city))
        self.admin = make.make_person("data", ("data_admin", self.city))
        self.clerk = make.make_person("clerk", ("clerk", self.counties[next(iter(counties))]))
        self.leader = make.make_person("leader", ("leader", self.province))

    def _make_county(self, code):
        name, *others = COUNTIES[code]
        unit = make.make_unit(code, name, parent=self.city, level="county", short_name=others[0])
        UnitAlias.objects.bulk_create(UnitAlias(unit=unit, name=other) for other in others)
        return unit

    def _make_target(self, names, place):
        task = make.make_task(self.plan, f"T{place}", title=names.headings[-1])
        decimals = 0 if names.whole else 1
        target = make.make_target(
            self.plan, names.code, 900, task=task, name=names.name, unit=names.unit, measure=names.measure,
            decimals=decimals, position=place, start="zero" if names.measure == "level" else "",
        )  # fmt: skip
        make.make_allocation(target, self.people[CITY], 900, own=None)
        for code in self.counties:
            make.make_allocation(target, self.people[code], 100)
        return target

    def period(self, seq=3):
        return self.plan.periods.get(seq=seq)

    def report(self, values, *, accepted=()):
        """Submit ``values``; the returns of the units in ``accepted`` are accepted as well."""
        self.values |= values
        for code, seq in dict.fromkeys((unit, seq) for unit, _target, seq in values):
            report, _made = Return.objects.get_or_create(participant=self.people[code], period=self.period(seq))
            for (unit, target, at), value in values.items():
                if (unit, at) == (code, seq):
                    content = {"na": True, "reason": "没有这项工作"} if value == "na" else {"value": Decimal(value)}
                    Figure.objects.create(
                        report=report,
                        target=self.targets[target],
                        typed_by=self.clerk,
                        typed_at=timezone.now(),
                        **content,
                    )
            with transaction.atomic():
                snapshot = create_snapshot(report, by=self.clerk, owed=[each.pk for each in self.targets.values()])
            is_accepted = code in accepted
            state = State.ACCEPTED if is_accepted else State.SUBMITTED
            Return.objects.filter(pk=report.pk).update(
                state=state, submitted=snapshot, accepted=snapshot if is_accepted else None
            )
        with transaction.atomic():
            mark_stale(plan_id=self.plan.pk)
        settle(self.plan.pk)

    def reopen(self):
        """All returns of the last period as drafts with the same figures, so that a workbook may be imported."""
        Return.objects.filter(period=self.period()).update(state=State.DRAFT, submitted=None, accepted=None)

    def receive(self, data, name="省妇联季度表.xlsx", by=None) -> SheetForm:
        return receive_form(SimpleUploadedFile(name, data), by=by or self.chief, plan=self.plan)

    def keep(self, data, name="省妇联季度表.xlsx", by=None, na_text="不适用") -> SheetForm:
        form = self.receive(data, name, by)
        return keep_form(form, name.rpartition(".")[0], na_text, by=by or self.chief)

    def download(self, form, by=None, **query):
        """The response with the filled form."""
        client = Client()
        client.force_login(by or self.chief)
        return client.get(f"/plans/{self.plan.code}/forms/{form.pk}/filled/file", query)

    def filled(self, form, by=None, **query):
        """The filled form, as openpyxl reads it."""
        response = self.download(form, by, **query)
        assert response.status_code == 200, response.status_code
        return load_workbook(BytesIO(response.content))

    def reported(self):
        return {(f.snapshot.report.participant.code, f.target.code): f for f in SnapshotFigure.objects.all()}


def quarter_form(*, title="2020年（  ）季度妇联重点工作统计表", total="=SUM(D5:D6)") -> bytes:
    """A province's form: title and heads merged, a total row with one formula, lines to sign, widths and borders."""
    book = Workbook()
    sheet = book.active
    sheet.title = "统计表"
    sheet["A1"] = title
    sheet["A1"].font = Font(name="方正小标宋简体", size=18, bold=True)
    sheet.merge_cells("A1:G1")
    sheet["A2"], sheet["F2"] = "填报单位：临沧市妇联", "单位：人次"
    for cell, text in {
        "A3": "序号",
        "B3": "县（区）",
        "C3": "培训基层妇女骨干",
        "F3": "收养登记（件）",
        "G3": "备注",
    }.items():
        sheet[cell] = text
    for area in ("A3:A4", "B3:B4", "C3:E3", "F3:F4", "G3:G4"):
        sheet.merge_cells(area)
    for cell, text in {"C4": "全年目标", "D4": "本季完成", "E4": "完成率"}.items():
        sheet[cell] = text
    for row, name in ((5, "永德县"), (6, "镇康县")):
        sheet.cell(row, 1, row - 4)
        sheet.cell(row, 2, name)
        sheet.cell(row, 5).number_format = "0.0%"
    sheet["B7"], sheet["D7"] = "合计", total
    sheet["E7"].number_format = "0.0%"
    sheet["A8"], sheet["D8"] = "填表人：", "审核人："
    side = Side(style="thin")
    for row in sheet["A3:G7"]:
        for cell in row:
            cell.border = Border(side, side, side, side)
    sheet.column_dimensions["B"].width = 17.5
    sheet.row_dimensions[1].height = 40
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.print_title_rows = "3:4"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
