"""Addresses of custom fields."""

from django.urls import path

from custom_fields.views import designs, values

urlpatterns = [
    path("settings/fields/", designs.field_set_list, name="field_set_list"),
    path("settings/fields/new/", designs.field_set_create, name="field_set_create"),
    path("settings/fields/order/<slug:host>/", designs.field_set_order, name="field_set_order"),
    path("settings/fields/<int:pk>/", designs.field_set_detail, name="field_set_detail"),
    path("settings/fields/<int:pk>/edit/", designs.field_set_edit, name="field_set_edit"),
    path("settings/fields/<int:pk>/retire/", designs.field_set_retire, name="field_set_retire"),
    path("settings/fields/<int:pk>/order/", designs.field_order, name="field_order"),
    path("settings/fields/<int:pk>/preview/", designs.field_set_preview, name="field_set_preview"),
    path("settings/fields/<int:pk>/new/", designs.field_create, name="field_create"),
    path("settings/fields/field/<int:pk>/", designs.field_detail, name="field_detail"),
    path("settings/fields/field/<int:pk>/retire/", designs.field_retire, name="field_retire"),
    path("settings/fields/field/<int:pk>/delete/", designs.field_delete, name="field_delete"),
    path("fields/<slug:host>/inputs/", values.custom_inputs, name="custom_inputs"),
    path("fields/<slug:host>/<int:pk>/<int:field_pk>/", values.custom_value, name="custom_value"),
]
