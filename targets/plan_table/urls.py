"""The pages of the table."""

from django.urls import path

from targets.plan_table.views import table, upload

TABLE = "plans/<slug:plan_code>/table/"

urlpatterns = [
    path(TABLE, table.show, name="plan_table"),
    path(TABLE + "save/", table.save, name="plan_table_save"),
    path(TABLE + "match/", table.match, name="plan_table_match"),
    path(TABLE + "join/", table.join, name="plan_table_join"),
    path(TABLE + "upload/", upload.bring, name="plan_table_upload"),
    path(TABLE + "upload/confirm/", upload.confirm, name="plan_table_upload_confirm"),
]
