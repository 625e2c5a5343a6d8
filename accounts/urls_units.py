"""URLs of units. They are here and not in orgs, because every view checks the policy."""

from django.urls import path

from accounts.views import units

app_name = "units"
urlpatterns = [
    path("", units.unit_list, name="list"),
    path("<str:code>/", units.unit_page, name="page"),
    path("<str:code>/add/<str:kind>", units.unit_add, name="add"),
    path("<str:code>/edit", units.unit_edit, name="edit"),
    path("<str:code>/close", units.unit_close, name="close"),
    path("<str:code>/reopen", units.unit_reopen, name="reopen"),
    path("<str:code>/names", units.name_add, name="name_add"),
    path("<str:code>/names/<int:pk>/remove", units.name_remove, name="name_remove"),
]
