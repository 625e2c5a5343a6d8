"""The pages of a plan's tasks: how they stand, and the story of each."""

from django.urls import path

from targets.progress import views as task_pages

PLAN = "plans/<slug:plan_code>/"

urlpatterns = [
    path(PLAN + "progress/", task_pages.progress, name="task_progress"),
    path(PLAN + "tasks/<str:task_code>/story/", task_pages.task_story, name="task_story"),
]
