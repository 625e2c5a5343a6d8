from django.urls import path

from targets.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("returns/<slug:plan_code>/<slug:period_code>/<slug:unit_code>/urged/", home.urged, name="urged"),
]
