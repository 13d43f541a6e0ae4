"""Addresses of documents."""

from django.urls import path

from documents.views import files, links, papers, review

urlpatterns = [
    path("documents/", papers.document_list, name="document_list"),
    path("documents/upload/", files.upload_anywhere, name="document_upload"),
    path("documents/<int:pk>/", papers.document_detail, name="document_detail"),
    path("documents/<int:pk>/edit/", papers.document_edit, name="document_edit"),
    path("documents/<int:pk>/version/", files.version_add, name="version_add"),
    path("documents/<int:pk>/trash/", papers.document_trash, name="document_trash"),
    path("documents/<int:pk>/restore/", papers.document_restore, name="document_restore"),
    path("documents/<int:pk>/privilege/", review.document_privilege, name="document_privilege"),
    path("documents/<int:pk>/sign-off/", review.document_switch, name="document_switch"),
    path("documents/versions/<int:pk>/sign-off/", review.version_sign_off, name="version_sign_off"),
    path("documents/versions/<int:pk>/proofread/", review.version_proofread, name="version_proofread"),
    path("documents/versions/<int:pk>/", files.document_download, name="document_download"),
    path("links/<slug:kind>/<int:pk>/new/", links.link_create, name="link_create"),
    path("links/<int:pk>/revoke/", links.link_revoke, name="link_revoke"),
    path("matters/<int:pk>/documents/", papers.matter_documents, name="matter_documents"),
    path("matters/<int:pk>/documents/upload/", files.document_upload, name="document_upload"),
]
