"""The plan of these tests."""

from tests.plan_fixtures import filled_plan, lincang, plan, planner_client  # noqa: F401
