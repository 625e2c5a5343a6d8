"""Addresses of the progress of a plan's tasks: the board, and the story of one task."""

from django.urls import path

from targets.progress import views

PLAN = "plans/<slug:plan_code>/"

urlpatterns = [
    path(PLAN + "progress/", views.progress, name="task_progress"),
    path(PLAN + "tasks/<str:task_code>/story/", views.task_story, name="task_story"),
]
