"""The demonstration's 柳州: what its plan is there to show, and what people call its two zones."""

from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from fedwork.local.demo import liuzhou, people, plan
from orgs import queries
from orgs.models import Unit
from targets.models import Return, Total
from targets.shares.queries.duties import list_duties
from targets.totals.settle import settle

pytestmark = pytest.mark.django_db


def test_what_the_plan_of_liuzhou_shows():
    for code in ("530000", "450200"):
        call_command("loadunits", code, depth="county", stdout=StringIO())
    for name in ("lincang", "yunnan", "liuzhou"):
        plan.add_own_units(plan.read(name))
    zones_go_by_many_names()
    made = liuzhou.load(people.create_people())
    settle(made.pk)
    assert made.has_examples
    assert Counter(made.participants.values_list("kind", flat=True)) == {"federation": 11, "zone": 2, "office": 3}
    only_one_target_is_due_every_month(made)
    totals_are_those_of_its_figures(made)
    states = Counter(Return.objects.filter(period__plan=made).values_list("state", flat=True))
    assert set(states) == {"draft", "submitted", "under_review", "sent_back", "accepted"}


def zones_go_by_many_names():
    city = Unit.objects.get(code="450200000000")
    said = {
        "LD": ["柳东新区", "柳东", "柳东新区妇联", "柳东新区党群工作部", "450200000000-LD"],
        "YH": [*("阳和工业新区", "阳和", "阳和新区", "北部生态新区"), "北部生态新区（阳和工业新区）党群工作部"],
    }
    for letters, names in said.items():
        for name in names:
            assert queries.resolve(name, within=city).code == f"450200000000-{letters}", name
            assert queries.NameBook(queries.subtree(city)).find(name).code == f"450200000000-{letters}", name


def only_one_target_is_due_every_month(made):
    county = made.participants.get(unit__code="450204000000")
    due = {
        p.code: {d.target.code for d in list_duties(county, p)} for p in made.periods.filter(code__gte="2020-05")[:3]
    }
    assert due["2020-05"] == due["2020-07"] == {"Z09"}
    assert due["2020-06"] == {"Z02", "Z04", "Z05", "Z06", "Z07", "Z08", "Z09"}


def totals_are_those_of_its_figures(made):
    """Counted by hand from the file: 融安 is carried forward, 三江 was sent back, 阳和 has no villages' committees."""
    top = made.participants.get(depth=0)
    june = {total.target.code: total for total in Total.objects.filter(participant=top, seq=6).select_related("target")}
    assert (june["Z02"].submitted, june["Z02"].accepted) == (7, 6)  # counties that have one, whatever their number
    assert (june["Z06"].submitted, june["Z06"].submitted_base, june["Z06"].absent) == (70, 897, 1)
    assert june["Z04"].submitted / june["Z04"].submitted_base == Decimal(35620) / 4890
    assert (june["Z08"].submitted, june["Z07"].submitted, june["Z07"].carried) == (9, 961, 2)
