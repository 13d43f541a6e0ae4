"""Addresses of imports."""

from django.urls import path

from exchange.views import cards, imports

urlpatterns = [
    path("contacts/vcards/", cards.contact_cards, name="contact_cards"),
    path("contacts/vcards/all.vcf", cards.contact_vcards, name="contact_vcards"),
    path("contacts/<int:pk>/contact.vcf", cards.contact_vcard, name="contact_vcard"),
    path("settings/import/", imports.import_list, name="import_list"),
    path("settings/import/templates/<slug:kind>.csv", imports.import_template, name="import_template"),
    path("settings/import/<int:pk>/", imports.import_detail, name="import_detail"),
    path("settings/import/<int:pk>/columns/", imports.import_map, name="import_map"),
    path("settings/import/<int:pk>/start/", imports.import_start, name="import_start"),
    path("settings/import/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("settings/import/<int:pk>/problems.csv", imports.import_errors, name="import_errors"),
]
