"""The pages of a plan's targets, and the one on which a plan is issued."""

from django.urls import path

from targets.goals.views import issue, targets

PLAN = "plans/<slug:plan_code>/"
ONE = PLAN + "targets/<str:target_code>/"

urlpatterns = [
    path(PLAN + "issue/", issue.issue, name="issue"),
    path(PLAN + "targets/new/", targets.target_new, name="target_new"),
    path(PLAN + "tasks/<str:task_code>/targets/new/", targets.target_new, name="target_new"),
    path(ONE, targets.target, name="target"),
    path(ONE + "edit/", targets.target_edit, name="target_edit"),
    path(ONE + "adjust/", targets.target_adjust, name="target_adjust"),
    path(ONE + "delete/", targets.target_delete, name="target_delete"),
]
