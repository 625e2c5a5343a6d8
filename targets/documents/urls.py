"""The addresses of plan documents: uploading, confirming and adopting them."""

from django.urls import path

from targets.documents.views import documents, proposals, scans

ALL = "plans/<slug:plan_code>/documents/"
ONE = ALL + "<int:pk>/"

urlpatterns = [
    path("documents/new/", documents.start_plan, name="document_start"),
    path("documents/scans/<int:pk>/", scans.show_scan, name="scan"),
    path("documents/scans/<int:pk>/file", scans.download_scan, name="scan_file"),
    path("documents/scans/<int:pk>/give-up/", scans.give_up, name="scan_give_up"),
    path(ALL, documents.list_plan_documents, name="documents"),
    path(ONE, documents.show_document, name="document"),
    path(ONE + "file", documents.download_file, name="document_file"),
    path(ONE + "add/", proposals.add, name="proposal_new"),
    path(ONE + "proposals/<int:proposal_pk>/", proposals.edit_proposal, name="proposal"),
    path(ONE + "proposals/<int:proposal_pk>/remove/", proposals.remove_part, name="proposal_remove"),
    path(ONE + "<slug:verb>/", documents.press_button, name="document_press"),
]
