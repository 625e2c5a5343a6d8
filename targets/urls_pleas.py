"""The pages of pleas: asked at a return, decided in a list."""

from django.urls import path

from targets.views import pleas

ONE = "returns/<slug:plan_code>/<slug:period_code>/<slug:unit_code>/"

urlpatterns = [
    path(ONE + "ask/", pleas.ask, name="plea_ask"),
    path(ONE + "unask/", pleas.unask, name="plea_unask"),
    path("pleas/", pleas.pleas, name="pleas"),
    path("pleas/<int:pk>/grant/", pleas.grant, name="plea_grant"),
    path("pleas/<int:pk>/refuse/", pleas.refuse, name="plea_refuse"),
]
