"""Addresses of the client's pages. `name` is the link's public name (portal.tickets.Ticket.public)."""

from django.urls import path

from portal import views

urlpatterns = [
    path("p/i/<slug:name>/", views.portal_page_view, name="portal_page"),
    path("p/i/<slug:name>/file/", views.portal_file, name="portal_file"),
    path("p/i/<slug:name>/ask/", views.portal_ask, name="portal_ask"),
    path("p/<str:token>/", views.portal_enter, name="portal_enter"),
    path("billing/invoices/<int:pk>/client/", views.invoice_client_view, name="invoice_client_view"),
]
