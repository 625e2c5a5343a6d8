"""The addresses of workbooks."""

from django.urls import path

from targets.workbooks import views

PERIOD = "sheets/<str:plan_code>/<str:period_code>/"

urlpatterns = [
    path("sheets/", views.choose_period, name="sheets"),
    path(PERIOD, views.sheet, name="sheet"),
    path(PERIOD + "template.xlsx", views.template, name="sheet_template"),
    path(PERIOD + "uploads/<int:pk>/", views.upload, name="sheet_upload"),
    path(PERIOD + "uploads/<int:pk>/file", views.file, name="sheet_file"),
    path(PERIOD + "uploads/<int:pk>/marked", views.marked, name="sheet_marked"),
]
