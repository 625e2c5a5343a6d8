"""What the rules find in one cell is explained together, and kept for each finding."""

import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from targets.checks.actions import rules
from targets.models import Finding
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from tests.targets.returns_world import fill_return, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def bounds_rule(world):
    return rules.add_rule(world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=Decimal(10))


def return_url(name):
    return reverse(f"targets:{name}", args=["lincang-2020", "2020Q1", "530923000000"])


def post(client, findings, text):
    data = {"findings": findings, "about": "L01", "text": text, "seen": []}
    return client.post(return_url("return_explain"), json.dumps(data), "application/json")


def test_one_reason_serves_all_findings_of_a_cell(client, world, bounds_rule):
    """The same number, beyond two bounds: one box, and the reason is kept for each finding."""
    rules.add_rule(world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=Decimal(20))
    report = fill_return(world, world.report())
    client.force_login(world.clerk)
    text = client.get(return_url("return_findings")).text
    assert "30，高于上限 10" in text
    assert "30，高于上限 20" in text
    assert text.count("<textarea") == 1
    sign = re.search('data-sign="([^"]+)"', text)[1]
    pairs = [each.split(":") for each in sign.split(" ")]
    findings = [{"rule": int(rule), "sign": sign} for rule, sign in pairs]
    assert post(client, findings, "集中培训").status_code == 200
    text = client.get(return_url("return_findings")).text
    assert ">集中培训</textarea>" in text
    assert "is-explained" in text
    submit_return(report, by=world.clerk)
    assert [each.explanation for each in Finding.objects.all()] == ["集中培训", "集中培训"]


def test_a_new_finding_of_an_explained_cell_asks_again_and_offers_the_reason(client, world, bounds_rule):
    report = fill_return(world, world.report())
    save_explanation(report, bounds_rule.pk, "L01", "集中培训", by=world.clerk)
    rules.add_rule(world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=Decimal(20))
    client.force_login(world.clerk)
    text = client.get(return_url("return_findings")).text
    assert 'data-offer="集中培训"' in text
    assert "is-explained" not in text
    assert "></textarea>" in text
