"""Addresses of reminders."""

from django.urls import path

from reminders.lists import reminder_list
from reminders.views import inbox, settings

urlpatterns = [
    path("reminders/", reminder_list, name="reminder_list"),
    path("reminders/seen/", inbox.reminder_see_all, name="reminder_see_all"),
    path("reminders/<int:pk>/", inbox.reminder_detail, name="reminder_detail"),
    path("reminders/<int:pk>/seen/", inbox.reminder_see, name="reminder_see"),
    path("reminders/<int:pk>/snooze/", inbox.reminder_snooze, name="reminder_snooze"),
    path("reminders/<int:pk>/acknowledge/", inbox.reminder_acknowledge, name="reminder_acknowledge"),
    path("reminders/<int:pk>/again/", inbox.reminder_again, name="reminder_again"),
    path("reminders/clients/<int:pk>/", inbox.reminder_client, name="reminder_client"),
    path("reminders/<slug:source>/<int:thing_pk>/", inbox.reminder_about, name="reminder_about"),
    path("reminders/<slug:source>/<int:thing_pk>/own/", inbox.reminder_own, name="reminder_own"),
    path("reminders/<slug:source>/<int:thing_pk>/mine/", inbox.reminder_mine, name="reminder_mine"),
    path("settings/reminders/", settings.reminder_ladders, name="reminder_ladders"),
    path("settings/reminders/history/", settings.reminder_history, name="reminder_history"),
    path("settings/reminders/mine/", settings.reminder_preferences, name="reminder_preferences"),
    path("settings/reminders/<slug:ladder>/", settings.reminder_ladder, name="reminder_ladder"),
    path("settings/reminders/<slug:ladder>/usual/", settings.reminder_reset, name="reminder_reset"),
]
