"""The URLs of a plan's periods, of the board of its returns, and of requests for leave or correction."""

from django.urls import path

from targets.periods.views import board, periods, pleas

PLAN = "plans/<slug:plan_code>/"
PERIODS = PLAN + "periods/"
RETURN = "returns/<slug:plan_code>/<slug:period_code>/<slug:unit_code>/"

urlpatterns = [
    path(PERIODS, periods.periods, name="periods"),
    path(PERIODS + "<str:period_code>/due/", periods.period_due, name="period_due"),
    path(PERIODS + "<str:period_code>/<str:verb>/", periods.period_move, name="period_move"),
    path(PLAN + "board/", board.board, name="returns_board"),
    path(PLAN + "board.xlsx", board.board_file, name="returns_board_file"),
    path(PLAN + "board/<str:period_code>/urge/", board.urge_missing, name="urge"),
    path(RETURN + "ask/", pleas.ask, name="plea_ask"),
    path(RETURN + "unask/", pleas.unask, name="plea_unask"),
    path("pleas/", pleas.pleas, name="pleas"),
    path("pleas/<int:pk>/grant/", pleas.grant, name="plea_grant"),
    path("pleas/<int:pk>/refuse/", pleas.refuse, name="plea_refuse"),
]
