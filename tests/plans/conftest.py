"""Fixtures for tests of plans."""

import pytest

from tests.plan_fixtures import filled_plan, lincang, plan, planner_client  # noqa: F401

# The names under which tests/targets/documents imports these fixtures.


@pytest.fixture
def place(lincang):  # noqa: F811
    return lincang


@pytest.fixture
def full(filled_plan):  # noqa: F811
    return filled_plan


@pytest.fixture
def planner(planner_client):  # noqa: F811
    return planner_client
