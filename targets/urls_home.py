from django.urls import path

from targets.views import home

urlpatterns = [path("", home.home, name="home")]
