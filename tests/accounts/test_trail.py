"""The trail: its scope, its filters, and that every verb has words."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from audit import words
from audit.actions import record
from targets.actions.periods import MOVES as PERIOD_MOVES
from targets.models.report import MOVES as RETURN_MOVES
from tests.accounts.test_people_pages import as_
from tests.factories import make_person

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "orgs", "plans", "targets", "dashboards", "sheets")


@pytest.fixture
def trail(client, world):
    """Asks the page as the audit administrator of 临沧; gives the objects of the rows, the newest first."""
    with transaction.atomic():
        record(by=world.leader, verb="plan.issue", on="yunnan-2020", unit=world.yunnan)
        record(by=world.clerk, verb="return.submit", on="r1", unit=world.yongde)
        record(by=world.clerk, verb="return.withdraw", on="r2", unit=world.shuangjiang, data={"why": ["", "错"]})
        record(by=None, verb="units.load", on="530000", unit="")
    as_(client, world.audit)

    def ask(**asked):
        page = client.get(reverse("accounts:trail"), asked).context["page"]
        return [entry.object_code for entry in page]

    return ask


def test_only_the_own_units(trail):
    assert trail() == ["r2", "r1"]


def test_the_top_of_the_tree_sees_what_belongs_to_no_unit(client, world, trail):
    as_(client, make_person("top", (Role.AUDIT_ADMIN, world.yunnan)))
    assert trail() == ["530000", "r2", "r1", "yunnan-2020"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "yongde"}, ["r2", "r1"]),
        ({"who": "永德"}, ["r2", "r1"]),
        ({"who": "nobody"}, []),
        ({"verb": "return.submit"}, ["r1"]),
        ({"thing": "r2"}, ["r2"]),
        ({"unit": "永德"}, ["r1"]),
        ({"unit": "临沧"}, ["r2", "r1"]),
    ],
)
def test_narrowed_down(trail, asked, found):
    assert trail(**asked) == found


def test_days_are_inclusive(trail):
    today = timezone.localdate()
    assert trail(since=today, until=today) == ["r2", "r1"]
    assert trail(until=today - timedelta(1)) == trail(since=today + timedelta(1)) == []


def test_a_wrong_filter_shows_why_and_no_wider_answer(client, trail):
    response = client.get(reverse("accounts:trail"), {"unit": "530000000000"})
    assert list(response.context["form"].errors) == ["unit"]
    assert list(response.context["page"]) == []


def test_old_and_new_are_shown(client, trail):
    assert "— → 错" in client.get(reverse("accounts:trail")).text


def test_every_verb_that_the_code_writes_has_words():
    source = "\n".join(path.read_text() for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    written = set(re.findall(r'verb="([a-z_]+(?:\.[a-z_]+)+)"', source))
    written |= {f"return.{move}" for move in RETURN_MOVES} | {f"period.{move}" for move in PERIOD_MOVES}
    assert "person.create" in written
    assert written - set(words.WORDS) == set()
