"""The pages of the table."""

from django.urls import path

from targets.plan_table import views

TABLE = "plans/<slug:plan_code>/table/"

urlpatterns = [
    path(TABLE, views.show, name="plan_table"),
    path(TABLE + "save/", views.save, name="plan_table_save"),
    path(TABLE + "match/", views.match, name="plan_table_match"),
    path(TABLE + "join/", views.join, name="plan_table_join"),
]
