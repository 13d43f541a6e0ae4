"""Addresses of booking. `token` is a page's, a lead's, a booking's or a poll guest's own (booking.queries.tokens)."""

from django.urls import path

from booking.views import bookings, finding, pages, polls
from booking.views.public import managing
from booking.views.public import pages as public

urlpatterns = [
    path("booking/", bookings.booking_list, name="booking_list"),
    path("booking/<int:pk>/", bookings.booking_detail, name="booking_detail"),
    path("booking/<int:pk>/confirm/", bookings.booking_confirm, name="booking_confirm"),
    path("booking/<int:pk>/decline/", bookings.booking_decline, name="booking_decline"),
    path("booking/<int:pk>/cancel/", bookings.booking_call_off, name="booking_call_off"),
    path("booking/<int:pk>/restore/", bookings.booking_restore, name="booking_restore"),
    path("booking/<int:pk>/move/", bookings.booking_shift, name="booking_shift"),
    path("booking/<int:pk>/came/", bookings.booking_close, name="booking_close"),
    path("booking/links/<int:pk>/end/", bookings.booking_link_end, name="booking_link_end"),
    path("leads/<int:pk>/booking-link/", bookings.lead_booking_link, name="lead_booking_link"),
    path("booking/pages/", pages.booking_pages, name="booking_pages"),
    path("booking/pages/new/", pages.booking_page_create, name="booking_page_create"),
    path("booking/pages/preview/", pages.booking_page_preview, name="booking_page_preview"),
    path("booking/pages/<int:pk>/", pages.booking_page, name="booking_page"),
    path("booking/pages/<int:pk>/state/", pages.booking_page_state, name="booking_page_state"),
    path("booking/pages/<int:pk>/address/", pages.booking_page_key, name="booking_page_key"),
    path("booking/pages/<int:pk>/delete/", pages.booking_page_delete, name="booking_page_delete"),
    path("booking/pages/<int:pk>/questions/", pages.booking_page_questions, name="booking_page_questions"),
    path("booking/pages/<int:pk>/qr.svg", pages.booking_page_qr, name="booking_page_qr"),
    path("booking/find/", finding.find_time, name="find_time"),
    path("booking/polls/", polls.poll_list, name="poll_list"),
    path("booking/polls/new/", polls.poll_create, name="poll_create"),
    path("booking/polls/<int:pk>/", polls.poll_detail, name="poll_detail"),
    path("booking/polls/<int:pk>/choose/", polls.poll_choose, name="poll_choose"),
    path("booking/polls/<int:pk>/cancel/", polls.poll_cancel, name="poll_cancel"),
    path("booking/polls/<int:pk>/reopen/", polls.poll_reopen, name="poll_reopen"),
    path("booking/polls/<int:pk>/ask/", polls.poll_ask_again, name="poll_ask_again"),
    path("booking/polls/<int:pk>/people/", polls.poll_people, name="poll_people"),
    path("booking/polls/<int:pk>/times/", polls.poll_times, name="poll_times"),
    path(
        "booking/polls/<int:pk>/times/<int:option_pk>/remove/",
        polls.poll_time_remove,
        name="poll_time_remove",
    ),
    path(
        "booking/polls/<int:pk>/times/<int:option_pk>/restore/",
        polls.poll_time_restore,
        name="poll_time_restore",
    ),
    path(
        "booking/polls/<int:pk>/people/<int:guest_pk>/remove/",
        polls.poll_person_remove,
        name="poll_person_remove",
    ),
    path(
        "booking/polls/<int:pk>/people/<int:guest_pk>/restore/",
        polls.poll_person_restore,
        name="poll_person_restore",
    ),
    path("book/poll/<str:token>/", polls.poll_answer, name="poll_answer"),
    path("book/b/<str:token>/", managing.booking_manage, name="booking_manage"),
    path("book/b/<str:token>/move/", managing.booking_move, name="booking_move"),
    path("book/b/<str:token>/cancel/", managing.booking_cancel, name="booking_cancel"),
    path("book/b/<str:token>/appointment.ics", managing.booking_file, name="booking_file"),
    path("book/<str:token>/", public.booking_public, name="booking_public"),
    path("book/<str:token>/done/", public.booking_done, name="booking_done"),
]
