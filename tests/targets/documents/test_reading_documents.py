"""With the real reader: an invented document from its bytes to the plan, and the five real documents."""

from decimal import Decimal
from pathlib import Path

import pytest

from fedwork.env import ROOT
from reader.reading import read
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import receive_document
from targets.documents.actions.proposals import accept_certain, decide_proposal
from targets.documents.proposal_checks import find_proposal_faults
from targets.documents.queries import DocumentReview
from targets.documents.target_fields import build_target
from tests.targets.documents.sample_documents import PLAN

pytestmark = pytest.mark.django_db
DOCUMENTS = sorted((ROOT.parent / "shared/documents").glob("*.txt"))


@pytest.fixture(autouse=True)
def sample_reader(monkeypatch, tmp_path):
    """Overrides the fixture that returns readings written by hand."""
    monkeypatch.setattr("django.core.files.storage.default_storage.location", tmp_path)


def accept_faultless(document, place):
    accept_certain(document, by=place.planner)
    for row in document.proposals.filter(decision="open").order_by("pk"):
        row.refresh_from_db()
        row.document = document
        decision = "dropped" if find_proposal_faults(row) else "accepted"
        decide_proposal(row, decision, by=place.planner, seen=row.version)


def test_from_bytes_to_plan(plan, place):
    document = receive_document(plan, by=place.planner, name="要点.txt", data=PLAN.encode("gb18030"))
    accept_faultless(document, place)
    adopt_document(document, by=place.planner)
    found = {target.clause: (target.value, target.measure) for target in plan.targets.all()}
    assert found["全年开展宣讲100场次以上"] == (Decimal(100), "running")
    assert found["合格率达到90%"] == (Decimal(90), "ratio")
    assert {"加强思想引领", "服务妇女创业", "深化改革"} <= set(plan.sections.values_list("title", flat=True))


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_real_document_is_adopted_completely(plan, place, path):
    """Every range is its clause, every part has its container, and every proposal without faults can be accepted."""
    text = Path(path).read_text()
    document = receive_document(plan, by=place.planner, name=path.name, data=text.encode())
    plan.year = document.about["year"] or plan.year
    plan.save()
    rows = DocumentReview(document).rows
    assert [row.text for row in rows] == [document.text[row.start : row.end] for row in rows]
    assert len(DocumentReview(document).tree) == len(rows)
    accept_faultless(document, place)
    counts = adopt_document(document, by=place.planner)
    reading = read(document.text, year=plan.year)
    assert counts["targets"] >= len(reading.targets)
    assert "".join(piece.text for piece in DocumentReview(document).pieces) == document.text


def test_a_rise_by_points_is_never_proposed_as_a_sum(plan, place):
    text = "2020年要点\n一、妇女健康\n（一）妇女常见病筛查率提高5个百分点。\n（二）适龄妇女检查率达到90%。\n"
    document = receive_document(plan, by=place.planner, name="要点.txt", data=text.encode())
    rises, reaches = document.proposals.filter(kind="target").order_by("start")
    assert (rises.measure, rises.scale, rises.value, rises.sure) == ("ratio", "%", None, "unsure")
    assert "提高5个百分点" in rises.definition
    assert (reaches.measure, reaches.scale, reaches.value) == ("ratio", "%", 90)
    assert not any(build_target(each, plan).sums_percentages for each in (rises, reaches))


def test_a_proposal_that_adds_up_percentages_cannot_be_adopted(plan, place):
    text = "2020年要点\n一、妇女健康\n（一）适龄妇女检查率达到90%。\n"
    document = receive_document(plan, by=place.planner, name="要点.txt", data=text.encode())
    proposal = document.proposals.get(kind="target")
    proposal.measure, proposal.scale = "level", ""
    assert "比率" in find_proposal_faults(proposal)["rollup"]
