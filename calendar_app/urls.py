"""Addresses of the calendar."""

from django.urls import path

from calendar_app.api import deadlines as deadlines_api
from calendar_app.api import events as events_api
from calendar_app.views import acts, calledoff, chains, closures, deadlines, grid, papers, triggers, workload
from calendar_app.views.events import acts as event_acts
from calendar_app.views.events import dates, looking, making, moving

urlpatterns = [
    path("calendar/", grid.calendar, name="calendar"),
    path("calendar/look/", grid.calendar_look, name="calendar_look"),
    path("calendar/agenda.csv", grid.calendar_csv, name="calendar_csv"),
    path("calendar/workload/", workload.workload_strip, name="workload"),
    path("calendar/hours/", workload.own_hours, name="own_hours"),
    path("calendar/hours/<int:pk>/", workload.member_hours, name="member_hours"),
    path("calendar/events/new/", making.event_create, name="event_create"),
    path("calendar/events/<int:pk>/", looking.event_detail, name="event_detail"),
    path("calendar/events/<int:pk>/edit/", making.event_edit, name="event_edit"),
    path("calendar/events/<int:pk>/move/", moving.event_move, name="event_move"),
    path("calendar/events/<int:pk>/unmove/", moving.event_unmove, name="event_unmove"),
    path("calendar/events/<int:pk>/dates/", dates.event_dates, name="event_dates"),
    path("calendar/events/<int:pk>/cancel/", event_acts.event_cancel, name="event_cancel"),
    path("calendar/events/<int:pk>/restore/", event_acts.event_restore, name="event_restore"),
    path("calendar/events/<int:pk>/respond/", event_acts.event_respond, name="event_respond"),
    path("calendar/events/<int:pk>/verify/", event_acts.event_verify, name="event_verify"),
    path("api/v1/events/", events_api.event_list, name="api_event_list"),
    path("api/v1/events/<int:pk>/", events_api.event_detail, name="api_event_detail"),
    path("settings/rooms/", workload.room_list, name="room_list"),
    path("settings/rooms/<int:pk>/", workload.room_edit, name="room_edit"),
    path("deadlines/", deadlines.deadline_list, name="deadline_list"),
    path("deadlines/new/", deadlines.deadline_create, name="deadline_create"),
    path("deadlines/<int:pk>/", deadlines.deadline_detail, name="deadline_detail"),
    path("deadlines/<int:pk>/derivation.pdf", deadlines.deadline_pdf, name="deadline_pdf"),
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
    path("deadlines/triggers/<int:pk>/dates/<slug:needed>/", triggers.trigger_date, name="trigger_date"),
    path("deadlines/triggers/<int:pk>/off/", calledoff.trigger_off, name="trigger_off"),
    path("deadlines/triggers/<int:pk>/recheck/", triggers.trigger_recheck, name="trigger_recheck"),
    path("deadlines/recalculations/<int:pk>/", triggers.recalculation_detail, name="recalculation_detail"),
    path(
        "deadlines/recalculations/<int:pk>/take-back/",
        triggers.recalculation_take_back,
        name="recalculation_take_back",
    ),
    path("settings/closures/", closures.closure_list, name="closure_list"),
    path("settings/closures/<int:pk>/remove/", closures.closure_remove, name="closure_remove"),
    path("matters/<int:pk>/papers/options/", papers.paper_options, name="paper_options"),
    path("matters/<int:pk>/calendar/", deadlines.matter_deadlines, name="matter_deadlines"),
    path("api/v1/deadlines/", deadlines_api.deadline_list, name="api_deadline_list"),
    path("api/v1/deadlines/<int:pk>/", deadlines_api.deadline_detail, name="api_deadline_detail"),
    path(
        "api/v1/deadlines/<int:pk>/acknowledge/",
        deadlines_api.deadline_acknowledge,
        name="api_deadline_acknowledge",
    ),
    path("api/v1/court-rules/", deadlines_api.rule_set_list, name="api_rule_set_list"),
    path("api/v1/court-rules/preview/", deadlines_api.chain_preview, name="api_chain_preview"),
]
