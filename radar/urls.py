"""Addresses of the radar."""

from django.urls import path

from radar import lists, views

urlpatterns = [
    path("radar/", lists.radar_list, name="radar_list"),
    path("radar/matters/<int:pk>/", views.radar_snooze, name="radar_snooze"),
    path("radar/matters/<int:pk>/wake/", views.radar_wake, name="radar_wake"),
    path("settings/radar/", views.radar_rules, name="radar_rules"),
]
