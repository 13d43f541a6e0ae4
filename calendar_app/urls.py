"""Addresses of the calendar."""

from django.urls import path

from calendar_app.views import acts, chains, closures, deadlines, triggers

urlpatterns = [
    path("deadlines/", deadlines.deadline_list, name="deadline_list"),
    path("deadlines/new/", deadlines.deadline_create, name="deadline_create"),
    path("deadlines/<int:pk>/", deadlines.deadline_detail, name="deadline_detail"),
    path("deadlines/<int:pk>/edit/", deadlines.deadline_edit, name="deadline_edit"),
    path("deadlines/<int:pk>/done/", acts.deadline_done, name="deadline_done"),
    path("deadlines/<int:pk>/verify/", acts.deadline_verify, name="deadline_verify"),
    path("deadlines/<int:pk>/dismiss/", acts.deadline_dismiss, name="deadline_dismiss"),
    path("deadlines/<int:pk>/undo/", acts.deadline_undo, name="deadline_undo"),
    path("deadlines/<int:pk>/acknowledge/", acts.deadline_acknowledge, name="deadline_acknowledge"),
    path("deadlines/<int:pk>/extend/", acts.deadline_extend, name="deadline_extend"),
    path("deadlines/<int:pk>/override/", acts.deadline_override, name="deadline_override"),
    path("deadlines/chain/", chains.chain_create, name="chain_create"),
    path("deadlines/count/", chains.count_create, name="count_create"),
    path("deadlines/triggers/<int:pk>/", triggers.trigger_detail, name="trigger_detail"),
    path("deadlines/triggers/<int:pk>/move/", triggers.trigger_move, name="trigger_move"),
    path("deadlines/triggers/<int:pk>/recheck/", triggers.trigger_recheck, name="trigger_recheck"),
    path("deadlines/recalculations/<int:pk>/", triggers.recalculation_detail, name="recalculation_detail"),
    path(
        "deadlines/recalculations/<int:pk>/take-back/",
        triggers.recalculation_take_back,
        name="recalculation_take_back",
    ),
    path("settings/closures/", closures.closure_list, name="closure_list"),
    path("settings/closures/<int:pk>/remove/", closures.closure_remove, name="closure_remove"),
    path("matters/<int:pk>/calendar/", deadlines.matter_deadlines, name="matter_deadlines"),
]
