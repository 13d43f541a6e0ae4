"""Addresses of imports."""

from django.urls import path

from exchange.views import imports

urlpatterns = [
    path("settings/import/", imports.import_list, name="import_list"),
    path("settings/import/templates/<slug:kind>.csv", imports.import_template, name="import_template"),
    path("settings/import/<int:pk>/", imports.import_detail, name="import_detail"),
    path("settings/import/<int:pk>/columns/", imports.import_map, name="import_map"),
    path("settings/import/<int:pk>/start/", imports.import_start, name="import_start"),
    path("settings/import/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("settings/import/<int:pk>/problems.csv", imports.import_errors, name="import_errors"),
]
