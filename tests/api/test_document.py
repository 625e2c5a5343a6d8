"""Schemathesis calls every address of the interface with whatever its document allows, and with what it does not."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from api.actions.tokens import create_token
from api.views.interface import throttle
from tests import factories as make
from tests.dashboards.scene import Province

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CALLS = 40  # of each address


@pytest.fixture
def scene():
    scene = Province()
    shares = dict.fromkeys(scene.counties, "100")
    l01 = scene.target("L01", "400", name="培训", unit="人", shares=shares)
    scene.issue(open_seq=2)
    for county in scene.counties[:2]:
        scene.report(county, 1, {l01: "10"})
    scene.settle()
    return scene


@pytest.fixture
def headers(scene, monkeypatch):
    monkeypatch.setattr(throttle, "num_requests", 10**6)
    cache.clear()
    system = make.make_person("system", ("system_admin", scene.unit))
    last = timezone.localdate() + timedelta(days=1)
    secret = create_token(by=system, name="x", unit=scene.unit, role="leader", last_day=last)[1]
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(autouse=True)
def one_connection():
    """The requests stay in the transaction of the test, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def list_operations(document):
    return [found.ok() for found in document.get_all_operations()]


def test_every_address_keeps_to_its_document(scene, headers):
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = list_operations(document)
    assert len(operations) == 8
    known = {"plan_code": "yn-2020", "unit_code": scene.unit.code, "period_code": "2020Q1"}
    for operation in operations:
        answered = call(operation, headers, known)
        assert 200 in answered, operation.label


def call(operation, headers, known):
    """Call one address CALLS times, every second time with what the plan has; return the status codes."""
    answered = []

    @settings(
        max_examples=CALLS, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def run(case):
        if len(answered) % 2:
            case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
        response = case.call_and_validate(headers=headers)
        answered.append(response.status_code)

    run()
    return set(answered)
