"""The pages of tokens in the administration of people."""

import csv
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from api.actions.tokens import create_token
from api.models import AccessToken
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.make_unit("530000000000", "云南省妇联")


@pytest.fixture
def system(unit, client):
    person = make.make_person("system", ("system_admin", unit))
    client.force_login(person)
    return person


def test_a_list_costs_the_same_for_many(system, unit, client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("tokens:list"))
        return len(queries)

    make_tokens(system, unit, 1)
    before = count()
    make_tokens(system, unit, 5)
    assert count() == before


def make_tokens(system, unit, number):
    for _ in range(number):
        create_token(by=system, name="x", unit=unit, role="leader", last_day=timezone.localdate())


def test_from_the_form_to_the_secret_and_its_end(system, unit, client):
    fields = {"name": "督查平台", "unit": unit.code, "role": "leader", "last_day": str(timezone.localdate())}
    page = client.post(reverse("tokens:new"), fields)
    secret = re.search(r'class="secret">([^<]+)<', page.content.decode())[1]
    token = AccessToken.objects.get()
    assert "no-store" in page.headers["Cache-Control"]
    assert secret.endswith(token.ending)
    headers = {"Authorization": f"Bearer {secret}"}
    assert json.loads(client.get("/api/v1/plans", headers=headers).content)["count"] == 0
    listed = client.get(reverse("tokens:list")).content.decode()
    assert "督查平台" in listed
    assert secret not in listed
    assert client.post(reverse("tokens:revoke", args=[token.pk])).url == reverse("tokens:list")
    assert client.get("/api/v1/plans", headers=headers).status_code == 401
    assert "已作废" in client.get(reverse("tokens:list")).content.decode()


def test_a_wrong_day_is_named_and_nothing_is_made(system, unit, client):
    late = timezone.localdate() + timedelta(days=400)
    fields = {"name": "督查平台", "unit": unit.code, "role": "leader", "last_day": str(late)}
    page = client.post(reverse("tokens:new"), fields).content.decode()
    assert 'id="id_last_day_error"' in page
    assert not AccessToken.objects.exists()


def test_tokens_of_others_are_not_seen(system, unit, client):
    other = make.make_unit("450000000000", "广西妇联")
    by = make.make_person("other", ("system_admin", other))
    token, _ = create_token(by=by, name="别处", unit=other, role="leader", last_day=timezone.localdate())
    assert "别处" not in client.get(reverse("tokens:list")).content.decode()
    assert client.post(reverse("tokens:revoke", args=[token.pk])).status_code == 404
    assert AccessToken.objects.get().is_valid


def test_the_list_leaves_as_a_file(system, unit, client):
    create_token(by=system, name="督查平台", unit=unit, role="clerk", last_day=timezone.localdate())
    text = client.get(reverse("tokens:list") + "?as=csv").content.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(text.splitlines())] == ["对接系统", "督查平台"]


def test_people_lead_to_tokens(system, client):
    assert reverse("tokens:list") in client.get(reverse("accounts:people")).content.decode()
