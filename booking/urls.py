"""Addresses of booking. `token` is a page's, a lead's, a booking's or a poll guest's own (booking.queries.tokens)."""

from django.urls import path

from booking.views import public

urlpatterns = [
    path("booking/bookings/<int:pk>/", public.booking_public, name="booking_detail"),
    path("book/b/<str:token>/", public.booking_manage, name="booking_manage"),
    path("book/b/<str:token>/move/", public.booking_move, name="booking_move"),
    path("book/b/<str:token>/cancel/", public.booking_cancel, name="booking_cancel"),
    path("book/b/<str:token>/appointment.ics", public.booking_file, name="booking_file"),
    path("book/<str:token>/", public.booking_public, name="booking_public"),
    path("book/<str:token>/done/", public.booking_done, name="booking_done"),
]
