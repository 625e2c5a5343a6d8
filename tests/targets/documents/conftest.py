"""A draft plan of a city with two counties and an office, and a reader that reads what ``papers`` says by hand."""

import pytest

from targets.documents.actions.documents import receive
from targets.documents.actions.proposals import accept_sure, decide
from targets.documents.actions.take_over import take_over
from tests.plans.conftest import full, place, plan, planner  # noqa: F401
from tests.targets.documents import papers


@pytest.fixture(autouse=True)
def reader(monkeypatch, tmp_path):
    def read(taken, *, year=None, settle_year=None):
        return papers.reading(taken.text, year=settle_year(None) if settle_year else year)

    monkeypatch.setattr("targets.documents.actions.documents.read", read)
    monkeypatch.setattr("django.core.files.storage.default_storage.location", tmp_path)


@pytest.fixture
def bring(plan, place):  # noqa: F811
    """Bring a document into the plan."""

    def bring(text=papers.PLAN, name="要点.txt", by=None, **more):
        return receive(plan, by=by or place.planner, name=name, data=text.encode(), **more)

    return bring


@pytest.fixture
def document(bring):
    return bring()


@pytest.fixture
def confirm(place):  # noqa: F811
    """Accept whatever a document proposes, but for the names that are left out."""

    def confirm(document, leaving=()):
        for name in leaving:
            row = document.proposals.get(name=name, kind="target")
            decide(row, "dropped", by=place.planner, seen=row.version)
        accept_sure(document, by=place.planner)
        for row in document.proposals.filter(decision="open").exclude(outcome="same"):
            decide(row, "accepted", by=place.planner, seen=row.version)
        return document

    return confirm


@pytest.fixture
def taken(document, confirm, place):  # noqa: F811
    """The document, taken over into the plan."""
    take_over(confirm(document), by=place.planner)
    document.refresh_from_db()
    return document
