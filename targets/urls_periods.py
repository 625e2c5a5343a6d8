"""The pages of a plan's periods."""

from django.urls import path

from targets.views import periods

PLAN = "plans/<slug:plan_code>/periods/"

urlpatterns = [
    path(PLAN, periods.periods, name="periods"),
    path(PLAN + "<str:period_code>/due/", periods.period_due, name="period_due"),
    path(PLAN + "<str:period_code>/<str:verb>/", periods.period_move, name="period_move"),
]
