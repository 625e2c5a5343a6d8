"""Addresses of a unit's returns."""

from django.urls import path

from targets.returns.views import answers, cells, figure_history, printed, returns

ONE = "returns/<slug:plan_code>/<slug:period_code>/<slug:unit_code>/"

urlpatterns = [
    path("returns/", returns.own_list, name="returns"),
    path(ONE, returns.page, name="return"),
    path(ONE + "figure/", cells.figure, name="return_figure"),
    path(ONE + "figure/<str:code>/", figure_history.page, name="figure_history"),
    path(ONE + "progress/", cells.progress, name="return_progress"),
    path(ONE + "answer/", answers.answer, name="return_answer"),
    path(ONE + "print/", printed.page, name="return_print"),
    path(ONE + "print.xlsx", printed.file, name="return_print_file"),
    path(ONE + "submit/", returns.submit, name="return_submit"),
    path(ONE + "withdraw/", returns.withdraw, name="return_withdraw"),
]
