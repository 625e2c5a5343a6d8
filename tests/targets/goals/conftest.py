"""The plan of these tests."""

from tests.plan_fixtures import full, place, plan, planner  # noqa: F401
