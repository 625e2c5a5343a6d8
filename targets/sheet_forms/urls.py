"""The addresses of forms."""

from django.urls import path

from targets.sheet_forms.views.filled import filled_form, filled_form_file
from targets.sheet_forms.views.forms import empty_form, form, forms

FORMS = "plans/<str:plan_code>/forms/"

urlpatterns = [
    path(FORMS, forms, name="sheet_forms"),
    path(FORMS + "<int:pk>/", form, name="sheet_form"),
    path(FORMS + "<int:pk>/file", empty_form, name="sheet_form_file"),
    path(FORMS + "<int:pk>/filled/", filled_form, name="sheet_form_filled"),
    path(FORMS + "<int:pk>/filled/file", filled_form_file, name="sheet_form_filled_file"),
]
