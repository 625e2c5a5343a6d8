"""Constraints of units."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from orgs.models import Unit, UnitAlias

pytestmark = pytest.mark.django_db


def build_unit(code="53", *, parent=None, **fields):
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
def test_invalid_root(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        build_unit(**{"path": f"/{wrong.get('code', '53')}/"} | wrong).save()


def test_path_of_a_child_has_two_steps():
    parent = build_unit()
    parent.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        build_unit("5309", parent=parent, path="/5309/").save()
    build_unit("5309", parent=parent).save()


def test_unit_is_not_its_own_parent():
    root = build_unit()
    root.save()
    child = build_unit("5309", parent=root)
    child.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=child.pk).update(parent=child.pk)


def test_code_and_alias_are_unique():
    root = build_unit()
    root.save()
    UnitAlias.objects.create(unit=root, name="滇")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.create(unit=root, name="滇")
    with pytest.raises(IntegrityError), transaction.atomic():
        build_unit().save()


def test_unit_is_open_on_its_last_day():
    closed = build_unit(to_date=datetime.date(2020, 6, 30))
    assert not closed.closed_on(datetime.date(2020, 6, 30))
    assert closed.closed_on(datetime.date(2020, 7, 1))


def test_subtree_uses_the_index_on_path():
    Unit.objects.bulk_create(build_unit(str(number)) for number in range(1000, 4000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orgs_unit")
    plan = Unit.objects.filter(path__startswith="/2000/").explain()
    assert "orgs_unit_path_prefix" in plan
