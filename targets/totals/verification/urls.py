"""The page of a plan's checks: whether its totals are what its submissions add up to."""

from django.urls import path

from targets.totals.verification import views as checks

PLAN = "plans/<slug:plan_code>/checks/"

urlpatterns = [
    path(PLAN, checks.checks, name="checks"),
    path(PLAN + "now/", checks.check_now, name="check_now"),
]
