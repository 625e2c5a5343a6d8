"""The tabs of a plan's pages: each opens for who sees it, and nobody sees one that is of no use to them."""

import re

import pytest
from django.test import Client

from tests.repository.demo_world import OF_THE_DEMO, DemoWorld

pytestmark = pytest.mark.django_db
TABS = re.compile(r'<nav class="tabs no-print"[^>]*>.*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"[^>]*>\s*([^<]+?)\s*</a>')
ONLY_FOR_PLANNERS = {"分组", "任务目标一览表", "计划文件"}


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return DemoWorld()


def read_tabs(client):
    """[(address, name)] of the tabs of the plan's page; [] for who may not see the plan."""
    page = client.get("/plans/lincang-2020/")
    return LINK.findall(TABS.search(page.text).group()) if page.status_code == 200 else []


def test_each_tab_opens_and_is_of_use(world):
    seen = {}
    for persona in OF_THE_DEMO:
        client = Client()
        client.force_login(world.people[persona])
        seen[persona] = read_tabs(client)
        for address, name in seen[persona]:
            assert client.get(address, follow=True).status_code == 200, (persona, name)
    names = {persona: {name for _address, name in tabs} for persona, tabs in seen.items()}
    assert names["planner"] > ONLY_FOR_PLANNERS
    assert names["clerk"] == {"计划", "参与单位", "任务进展", "填报期", "校核规则", "填报情况", "表样", "汇总"}
    for persona in ("clerk", "leader", "reviewer"):
        assert not names[persona] & (ONLY_FOR_PLANNERS | {"核对"}), persona
    assert "核对" in names["data"]
