"""The URLs of comments and looks, below notes/."""

from django.urls import path

from supervision.views.looks import look
from supervision.views.notes import answer, see, withdraw, write

app_name = "supervision"
urlpatterns = [
    path("new/<slug:plan_code>/<str:unit_code>/<str:period_code>/", write, name="write_whole"),
    path("new/<slug:plan_code>/<str:unit_code>/<str:period_code>/<str:target_code>/", write, name="write"),
    path("<int:pk>/answer/", answer, name="answer"),
    path("<int:pk>/withdraw/", withdraw, name="withdraw"),
    path("<int:pk>/see/", see, name="see"),
    path("looked/<slug:plan_code>/", look, name="look"),
]
