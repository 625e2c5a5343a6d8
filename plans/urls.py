"""URLs of plans. Those of targets, allocations and periods have the same prefix, in targets/*/urls.py."""

from django.urls import path

from plans.views import plans, units, writing

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="list"),
    path("new/", plans.plan_new, name="new"),
    path("<slug:plan_code>/", plans.plan_detail, name="detail"),
    path("<slug:plan_code>/edit/", plans.plan_edit, name="edit"),
    path("<slug:plan_code>/close/", plans.plan_close, name="close"),
    path("<slug:plan_code>/delete/", plans.plan_delete, name="delete"),
    path("<slug:plan_code>/write/", writing.write, name="write"),
    path("<slug:plan_code>/move/", writing.move, name="move"),
    path("<slug:plan_code>/sections/new/", writing.section_new, name="section_new"),
    path("<slug:plan_code>/sections/<int:pk>/", writing.section_edit, name="section_edit"),
    path("<slug:plan_code>/sections/<int:pk>/delete/", writing.section_delete, name="section_delete"),
    path("<slug:plan_code>/tasks/new/", writing.task_new, name="task_new"),
    path("<slug:plan_code>/tasks/<str:task_code>/", writing.task_edit, name="task_edit"),
    path("<slug:plan_code>/tasks/<str:task_code>/delete/", writing.task_delete, name="task_delete"),
    path("<slug:plan_code>/participants/", units.participants, name="participants"),
    path("<slug:plan_code>/groups/", units.groups, name="groups"),
    path("<slug:plan_code>/groups/new/", units.group_edit, name="group_new"),
    path("<slug:plan_code>/groups/<int:pk>/", units.group_edit, name="group_edit"),
    path("<slug:plan_code>/groups/<int:pk>/delete/", units.group_delete, name="group_delete"),
]
