"""Addresses of feeds. `token` is a feed's secret address; `rest` a place of the CalDAV server."""

from django.urls import path

from feeds.views import ics
from feeds.views.dav import server

urlpatterns = [
    path(".well-known/caldav", server.well_known, name="well_known_caldav"),
    path("dav/", server.dav, name="dav"),
    path("dav/<path:rest>", server.dav, name="dav_place"),
    path("feeds/<str:token>.ics", ics.feed_ics, name="feed_ics"),
]
