"""A draft plan of a city with two counties and an office, and the readings of ``sample_documents``."""

import pytest

from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import receive_document
from targets.documents.actions.proposals import accept_certain, decide_proposal
from tests.plans.conftest import filled_plan, full, lincang, place, plan, planner, planner_client  # noqa: F401
from tests.targets.documents import sample_documents


@pytest.fixture(autouse=True)
def sample_reader(monkeypatch, tmp_path):
    def read_document(received, *, year=None, settle_year=None):
        return sample_documents.reading(received.text, year=settle_year(None) if settle_year else year)

    monkeypatch.setattr("targets.documents.actions.documents.read_document", read_document)
    monkeypatch.setattr("reader.files.pictures.is_installed", lambda: False)  # whatever this machine has
    monkeypatch.setattr("django.core.files.storage.default_storage.location", tmp_path)


@pytest.fixture
def receive(plan, place):  # noqa: F811
    """A function that receives a document for the plan."""

    def receive(text=sample_documents.PLAN, name="要点.txt", by=None, **more):
        return receive_document(plan, by=by or place.planner, name=name, data=text.encode(), **more)

    return receive


@pytest.fixture
def document(receive):
    return receive()


@pytest.fixture
def accept_all(place):  # noqa: F811
    """A function that accepts all proposals of a document, but for the targets named in ``dropped``."""

    def accept_all(document, dropped=()):
        for name in dropped:
            row = document.proposals.get(name=name, kind="target")
            decide_proposal(row, "dropped", by=place.planner, seen=row.version)
        accept_certain(document, by=place.planner)
        for row in document.proposals.filter(decision="open").exclude(outcome="same"):
            decide_proposal(row, "accepted", by=place.planner, seen=row.version)
        return document

    return accept_all


@pytest.fixture
def adopted(document, accept_all, place):  # noqa: F811
    """The document, adopted into the plan."""
    adopt_document(accept_all(document), by=place.planner)
    document.refresh_from_db()
    return document
