"""States of a unit that the database refuses."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from orgs.models import Unit, UnitAlias

pytestmark = pytest.mark.django_db


def unit(code="53", *, parent=None, **fields):
    path = f"{parent.path if parent else '/'}{code}/"
    return Unit(
        **{"code": code, "name": "某地", "short_name": "某地", "level": "city", "parent": parent, "path": path} | fields
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"short_name": ""},
        {"code": "5/3"},
        {"code": "5%3"},
        {"code": "bg"},
        {"kind": "club"},
        {"level": ""},
        {"path": "/54/"},
        {"path": "/1/53/"},
        {"path": "/153/"},
        {"kind": "office"},
        {"from_date": datetime.date(2020, 2, 1), "to_date": datetime.date(2020, 1, 31)},
    ],
)
def test_a_root_that_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        unit(**{"path": f"/{wrong.get('code', '53')}/"} | wrong).save()


def test_a_child_needs_its_parents_steps_in_its_path():
    parent = unit()
    parent.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        unit("5309", parent=parent, path="/5309/").save()
    unit("5309", parent=parent).save()


def test_no_unit_hangs_below_itself():
    root = unit()
    root.save()
    child = unit("5309", parent=root)
    child.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=child.pk).update(parent=child.pk)


def test_a_code_and_an_alias_are_given_once():
    root = unit()
    root.save()
    UnitAlias.objects.create(unit=root, name="滇")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.create(unit=root, name="滇")
    with pytest.raises(IntegrityError), transaction.atomic():
        unit().save()


def test_a_unit_works_on_its_last_day():
    closed = unit(to_date=datetime.date(2020, 6, 30))
    assert not closed.closed_on(datetime.date(2020, 6, 30))
    assert closed.closed_on(datetime.date(2020, 7, 1))


def test_a_subtree_is_read_through_the_index_on_the_path():
    Unit.objects.bulk_create(unit(str(number)) for number in range(1000, 4000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orgs_unit")
    plan = Unit.objects.filter(path__startswith="/2000/").explain()
    assert "orgs_unit_path_prefix" in plan
