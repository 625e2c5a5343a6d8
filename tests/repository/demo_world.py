"""The plan of Lincang as the demonstration loads it, a draft of the next year, and one object of each kind that has an
address: a workbook, a plea, a file, a document, a proposal, a rule."""

from datetime import timedelta
from io import StringIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Post
from api.actions.tokens import create_token
from circulars.actions.circulars import create_circular
from circulars.actions.templates import receive_template
from circulars.word.template_fill import write_sample
from fedwork.local.demo import circular, lincang, people, plan
from orgs.models import Unit, UnitAlias
from plans.actions.participants import set_group
from supervision.actions.notes import write_note
from targets.checks.actions.rules import add_rule
from targets.documents.actions import documents
from targets.documents.actions.proposals import add_proposal
from targets.documents.actions.scans import receive_scan
from targets.evidence.actions import add_evidence
from targets.models import Allocation, Plea, Return
from targets.results.place import find_place
from targets.sheet_forms.actions import keep_form, receive_form
from targets.totals.settle import settle
from targets.workbooks.template import write_period_template
from tests.targets.evidence import evidence_files
from tests.targets.sheet_forms.empty_forms import make_form
from tests.targets.workbooks.import_scenario import receive_preview

DRAFT, PLAN, PERIOD, CITY = "lincang-2021", "lincang-2020", "2020Q3", "530900000000"
OF_THE_DEMO = dict(zip(("clerk", "reviewer", "planner", "data", "leader", "system", "security", "audit", "outsider"),
                       (row[0] for row in people.NAMED), strict=False))  # fmt: skip


class DemoWorld:
    """``people`` by persona (``clerk`` is the one of 永德), and the primary keys of the objects."""

    def __init__(self):
        for code in ("530000", "450200"):
            call_command("loadunits", code, depth="county", stdout=StringIO())
        data = plan.read("lincang")
        for name in ("lincang", "yunnan", "liuzhou"):
            plan.add_own_units(plan.read(name))
        everybody = people.create_people()
        self.people = {what: everybody[username] for what, username in OF_THE_DEMO.items()}
        self.plan = lincang.load(everybody)
        settle(self.plan.pk)
        self.published = circular.publish(self.plan, self.people["planner"])
        self.circular = self._circular(self.people["planner"])
        self.template = receive_template(
            SimpleUploadedFile("模板.docx", write_sample()),
            office=self.plan.unit,
            name="红头",
            by=self.people["planner"],
        )
        self.token = self._token(self.people["system"])
        self.note = self._note(self.people["leader"], self.people["clerk"])
        planner = self.people["planner"]
        self.draft = plan.draft({**data, "code": DRAFT, "title": "临沧市妇联2021年工作计划", "year": 2021}, by=planner)
        self.group = set_group(self.draft, "示范县", self.draft.participants.filter(depth=1)[:2], by=planner)
        self.upload = self._upload(self.people["data"])
        self.form = self._form(planner)
        self.plea = self._plea(self.people["clerk"])
        self.file = self._file(self.people["clerk"])
        self.document = documents.receive_document(self.draft, by=planner, name="通知.txt", text="评选最美家庭40户。")
        self.scan = receive_scan(plan=self.draft, by=planner, name="通知.jpg", data=b"a picture")
        self.proposal = add_proposal(self.document, "target", 0, 9, by=planner)
        self.rule = add_rule(self.plan, by=planner, kind="same")

    def _note(self, leader, clerk):
        """A comment on a number of 永德, for its clerk."""
        place = find_place(leader, PLAN, "530923000000", "2020Q2")
        return write_note(place, self.plan.targets.get(code="L03"), text="请说明", people=[clerk.pk], by=leader)

    def _circular(self, planner):
        """A draft of a circular on the third quarter."""
        place = find_place(planner, PLAN, CITY, PERIOD)
        return create_circular(place, fields=circular.FIELDS, by=planner)

    def _token(self, system):
        """A token of 永德 for another system."""
        unit, tomorrow = Unit.objects.get(code="530923000000"), timezone.localdate() + timedelta(days=1)
        return create_token(by=system, name="督查平台", unit=unit, role="leader", last_day=tomorrow)[0]

    def _upload(self, by):
        period = self.plan.periods.get(code=PERIOD)
        file = SimpleUploadedFile("三季度.xlsx", ContentFile(write_period_template(period, by=by)).read())
        return receive_preview(file, by=by, period=period).upload

    def _form(self, planner):
        """A form that the city keeps."""
        rows = (["2020年（ ）季度统计表"], ["县（区）", "农村劳动力培训"], ["永德县"], ["镇康县"], ["合计"])
        form = receive_form(make_form(*rows), by=planner, plan=self.plan)
        return keep_form(form, "季度统计表", "不适用", by=planner)

    def _file(self, clerk):
        """A photo of a draft return of 永德."""
        report = Return.objects.get(period__code=PERIOD, participant__unit__code="530923000000")
        photo = SimpleUploadedFile("现场.jpg", evidence_files.photo())
        return add_evidence(report, self.plan.targets.get(code="L03"), photo, by=clerk)

    def _plea(self, clerk):
        """A plea of 永德 for a correction of its accepted return of the second quarter."""
        report = Return.objects.get(period__code="2020Q2", participant__unit__code="530923000000")
        return Plea.objects.create(report=report, kind=Plea.Kind.CORRECTION, reason="口径有误", by=clerk)

    def names(self):
        """{placeholder: primary key} of the addresses in ``test_every_url``."""
        return {
            "section": self.draft.sections.first().pk,
            "group": self.group.pk,
            "upload": self.upload.pk,
            "form": self.form.pk,
            "note": self.note.pk,
            "circular": self.circular.pk,
            "template": self.template.pk,
            "published": self.published.pk,
            "token": self.token.pk,
            "plea": self.plea.pk,
            "file": self.file.pk,
            "rule": self.rule.pk,
            "document": self.document.pk,
            "scan": self.scan.pk,
            "proposal": self.proposal.pk,
            "post": Post.objects.get(person=self.people["clerk"]).pk,
            "alias": UnitAlias.objects.filter(unit__code="530923000000").first().pk,
            "unit": Unit.objects.get(code="530923000000").pk,
            "person": self.people["clerk"].pk,
            "target": self.plan.targets.get(code="L03").pk,
            "allocation": Allocation.objects.get(
                target__plan=self.plan, target__code="L03", participant__unit__code="530923000000", replaced=False
            ).pk,
            "return": Return.objects.get(period__code=PERIOD, participant__unit__code="530923000000").pk,
        }
