"""The board of a plan's returns."""

from django.urls import path

from targets.views import returns_board

PLAN = "plans/<slug:plan_code>/"

urlpatterns = [
    path(PLAN + "board/", returns_board.board, name="returns_board"),
    path(PLAN + "board.xlsx", returns_board.board_file, name="returns_board_file"),
    path(PLAN + "board/<str:period_code>/urge/", returns_board.urge_missing, name="urge"),
]
