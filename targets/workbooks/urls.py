from django.urls import path

from targets.workbooks import views as sheets

PERIOD = "sheets/<str:plan_code>/<str:period_code>/"

urlpatterns = [
    path("sheets/", sheets.chooser, name="sheets"),
    path(PERIOD, sheets.sheet, name="sheet"),
    path(PERIOD + "template.xlsx", sheets.template, name="sheet_template"),
    path(PERIOD + "uploads/<int:pk>/", sheets.upload, name="sheet_upload"),
    path(PERIOD + "uploads/<int:pk>/file", sheets.file, name="sheet_file"),
]
