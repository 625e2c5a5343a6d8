"""The demonstration's history has the dates of its year, and its plan from a document is as its planner finds it."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from audit.models import Entry
from fedwork.local.demo import from_document, lincang, liuzhou, people, plan
from targets.models import Return
from targets.models.report import State

pytestmark = pytest.mark.django_db
DUE_DAY_SET_TODAY = "period.due"  # of the open period, so that its returns are not late


@pytest.fixture
def everybody(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for code in ("530000", "450200"):
        call_command("loadunits", code, depth="county", stdout=StringIO())
    for name in ("lincang", "yunnan", "liuzhou"):
        plan.add_own_units(plan.read(name))
    return people.create_people()


def moments():
    """(model, field, value) of each time that is stored for a plan."""
    for model in apps.get_models():
        if model._meta.app_label not in ("plans", "targets") or not model._meta.managed:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.DateTimeField) and model.__name__ not in ("Mark", "Settlement"):
                for value in model.objects.exclude(**{field.name: None}).values_list(field.name, flat=True):
                    yield model.__name__, field.name, value


def test_history_has_the_dates_of_its_year(everybody):
    before = timezone.now()
    lincang.load(everybody)
    liuzhou.load(everybody)
    from_document.load(everybody)
    assert timezone.now() >= before  # the clock goes on as it did
    assert {(model, field) for model, field, at in moments() if at.year != 2020} == set()
    entries = Entry.objects.filter(at__gte=before)
    assert set(entries.values_list("verb", flat=True)) == {DUE_DAY_SET_TODAY}
    assert not Entry.objects.exclude(pk__in=entries).filter(at__year__gt=2020, verb__startswith="return").exists()


def test_both_clerks_of_liuzhou_have_a_return_to_fill_in(everybody):
    made = liuzhou.load(everybody)
    last = Return.objects.filter(period__plan=made, period__code="2020-07", state=State.DRAFT)
    for username in ("liunan", "liudong"):
        unit = everybody[username].posts.get().unit
        assert last.filter(participant__unit=unit).exists(), username


def test_plan_from_a_document_is_read_whole(everybody):
    made = from_document.load(everybody)
    assert (made.is_draft, made.title, made.year) == (True, "临沧市妇联2021年工作要点", 2021)
    assert (made.sections.count(), made.documents.get().accepted_at is None) == (5, False)
    assert made.targets.count() >= 15
    assert made.tasks.filter(units__part="lead").exists()
