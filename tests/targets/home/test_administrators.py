"""The first page of administrators: what they can do now."""

import pytest
from axes.models import AccessAttempt
from django.urls import reverse
from django.utils import timezone

from plans.models import Period
from tests.factories import make_participants, make_person, make_plan, make_unit, set_issued

pytestmark = pytest.mark.django_db
NOTHING = "现在没有要办的事"


@pytest.fixture
def city():
    return make_unit("530900000000", "临沧市", level="city")


def open_home(client, person):
    client.force_login(person)
    return client.get(reverse("targets:home")).text


def test_security_administrator_sees_locked_logins(client, city):
    security = make_person("security", ("security_admin", city))
    make_person("clerk", ("clerk", city))
    page = open_home(client, security)
    assert NOTHING not in page
    assert "没有被锁定的登录名" in page
    AccessAttempt.objects.create(
        username="clerk", ip_address="10.1.1.1", failures_since_start=5, attempt_time=timezone.now()
    )
    page = open_home(client, security)
    assert "因密码多次输错被锁定" in page
    assert f'<a href="{reverse("accounts:locks")}"><strong>' in page


def test_data_administrator_sees_open_periods(client, city):
    data = make_person("data", ("data_admin", city))
    page = open_home(client, data)
    assert NOTHING not in page
    assert "没有开放填报的期次" in page
    make_unit("530923000000", "永德县", parent=city)
    plan = make_plan(city, "lincang-2020")
    make_participants(plan)
    set_issued(plan, open_seq=3)
    page = open_home(client, data)
    assert "2020年三季度：表格导入" in page
    assert reverse("targets:sheet", args=["lincang-2020", "2020Q3"]) in page
    assert Period.objects.filter(state="open").count() == page.count("：表格导入")
