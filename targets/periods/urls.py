"""The URLs of a plan's periods, of the board of its returns, and of requests for leave or correction."""

from django.urls import path

from targets.periods.views import leave_requests, periods, reminders, returns_board

PLAN = "plans/<slug:plan_code>/"
PERIODS = PLAN + "periods/"
RETURN = "returns/<slug:plan_code>/<slug:period_code>/<slug:unit_code>/"

urlpatterns = [
    path(PERIODS, periods.periods, name="periods"),
    path(PERIODS + "<str:period_code>/due/", periods.period_due, name="period_due"),
    path(PERIODS + "<str:period_code>/<str:verb>/", periods.period_move, name="period_move"),
    path(PLAN + "board/", returns_board.board, name="returns_board"),
    path(PLAN + "board.xlsx", returns_board.board_file, name="returns_board_file"),
    path(PLAN + "board/<str:period_code>/urge/", reminders.urge, name="urge"),
    path(PLAN + "board/<str:period_code>/urge.xlsx", reminders.urge_file, name="urge_file"),
    path(RETURN + "ask/", leave_requests.ask, name="plea_ask"),
    path(RETURN + "unask/", leave_requests.unask, name="plea_unask"),
    path("pleas/", leave_requests.leave_requests, name="pleas"),
    path("pleas/<int:pk>/grant/", leave_requests.grant, name="plea_grant"),
    path("pleas/<int:pk>/refuse/", leave_requests.refuse, name="plea_refuse"),
]
