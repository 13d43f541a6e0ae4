"""Addresses of feeds. `token` is a feed's secret address; `rest` a place of the CalDAV server."""

from django.urls import path

from feeds.views import access, ics, imports, invitations, questions
from feeds.views.dav import server

urlpatterns = [
    path(".well-known/caldav", server.well_known, name="well_known_caldav"),
    path("dav/", server.dav, name="dav"),
    path("dav/<path:rest>", server.dav, name="dav_place"),
    path("feeds/", access.feed_list, name="feed_list"),
    path("feeds/new/", access.feed_create, name="feed_create"),
    path("feeds/<int:pk>/", access.feed_detail, name="feed_detail"),
    path("feeds/<int:pk>/edit/", access.feed_edit, name="feed_edit"),
    path("feeds/<int:pk>/renew/", access.feed_renew, name="feed_renew"),
    path("feeds/<int:pk>/revoke/", access.feed_revoke, name="feed_revoke"),
    path("feeds/devices/new/", access.device_create, name="device_create"),
    path("feeds/devices/<int:pk>/", access.device_detail, name="device_detail"),
    path("feeds/devices/<int:pk>/revoke/", access.device_revoke, name="device_revoke"),
    path("feeds/questions/", questions.change_question_list, name="change_question_list"),
    path("feeds/questions/<int:pk>/", questions.change_question_detail, name="change_question_detail"),
    path("feeds/questions/<int:pk>/accept/", questions.change_question_accept, name="change_question_accept"),
    path("feeds/questions/<int:pk>/keep/", questions.change_question_keep, name="change_question_keep"),
    path("feeds/import/", imports.ics_import_list, name="ics_import_list"),
    path("feeds/import/<int:pk>/", imports.ics_import_detail, name="ics_import_detail"),
    path("feeds/import/<int:pk>/run/", imports.ics_import_run, name="ics_import_run"),
    path("feeds/import/<int:pk>/undo/", imports.ics_import_undo, name="ics_import_undo"),
    path("feeds/invitations/", invitations.invite_list, name="invite_list"),
    path("feeds/invitations/<int:pk>/send/", invitations.invite_send, name="invite_send"),
    path("feeds/invitations/<int:pk>/decline/", invitations.counter_decline, name="counter_decline"),
    path("feeds/invitations/<int:pk>/decline/undo/", invitations.counter_undo, name="counter_undo"),
    path(
        "feeds/invitations/dates/<int:pk>/decline/",
        invitations.counter_decline,
        {"of_date": True},
        name="counter_date_decline",
    ),
    path(
        "feeds/invitations/dates/<int:pk>/decline/undo/",
        invitations.counter_undo,
        {"of_date": True},
        name="counter_date_undo",
    ),
    path("feeds/event/<int:pk>/", invitations.event_outside, name="event_outside"),
    path("feeds/reply/", invitations.invite_reply, name="invite_reply"),
    path("feeds/answer/<str:token>/", invitations.invite_answer, name="invite_answer"),
    path("feeds/<str:token>.ics", ics.feed_ics, name="feed_ics"),
]
