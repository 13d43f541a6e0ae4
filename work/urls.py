"""Addresses of tasks."""

from django.urls import path

from work import api
from work.views import acts, detail, handovers, pages, types

urlpatterns = [
    path("tasks/", pages.task_day, name="task_day"),
    path("tasks/list/", pages.task_list, name="task_list"),
    path("tasks/board/", pages.task_board, name="task_board"),
    path("tasks/matters/", pages.task_matters, name="task_matters"),
    path("tasks/attorneys/", pages.task_attorneys, name="task_attorneys"),
    path("tasks/new/", detail.task_create, name="task_create"),
    path("tasks/quick/", detail.task_quick, name="task_quick"),
    path("tasks/quick/echo/", detail.task_quick_echo, name="task_quick_echo"),
    path("tasks/options/", detail.task_options, name="task_options"),
    path("tasks/handover/", handovers.task_handover, name="task_handover"),
    path("tasks/handover/<int:pk>/back/", handovers.task_handover_back, name="task_handover_back"),
    path("tasks/<int:pk>/", detail.task_detail, name="task_detail"),
    path("tasks/<int:pk>/field/<slug:task_field>/", detail.task_field, name="task_field"),
    path("tasks/<int:pk>/done/", acts.task_done, name="task_done"),
    path("tasks/<int:pk>/undo/", acts.task_undo, name="task_undo"),
    path("tasks/<int:pk>/drop/", detail.task_drop, name="task_drop"),
    path("tasks/<int:pk>/start/", acts.task_start, name="task_start"),
    path("tasks/<int:pk>/state/", acts.task_state, name="task_state"),
    path("tasks/<int:pk>/submit/", acts.task_submit, name="task_submit"),
    path("tasks/<int:pk>/return/", acts.task_return, name="task_return"),
    path("tasks/<int:pk>/cancel/", acts.task_cancel, name="task_cancel"),
    path("tasks/<int:pk>/snooze/", acts.task_snooze, name="task_snooze"),
    path("tasks/<int:pk>/wake/", acts.task_wake, name="task_wake"),
    path("tasks/<int:pk>/watch/", acts.task_watch, name="task_watch"),
    path("tasks/<int:pk>/items/", acts.task_item_add, name="task_item_add"),
    path("tasks/items/<int:pk>/tick/", acts.task_item_tick, name="task_item_tick"),
    path("tasks/items/<int:pk>/remove/", acts.task_item_remove, name="task_item_remove"),
    path("tasks/<int:pk>/notes/", acts.task_note, name="task_note"),
    path("tasks/<int:pk>/waits/", acts.task_block, name="task_block"),
    path("tasks/waits/<int:pk>/remove/", acts.task_blocker_remove, name="task_blocker_remove"),
    path("tasks/<int:pk>/sub/", acts.task_sub, name="task_sub"),
    path("matters/<int:pk>/tasks/", pages.matter_tasks, name="matter_tasks"),
    path("settings/task-types/", types.task_type_list, name="task_type_list"),
    path("settings/task-types/usual/", types.task_type_usual, name="task_type_usual"),
    path("settings/task-types/new/", types.task_type_create, name="task_type_create"),
    path("settings/task-types/<int:pk>/", types.task_type_edit, name="task_type_edit"),
    path("api/v1/tasks/", api.task_list, name="api_task_list"),
    path("api/v1/tasks/<int:pk>/", api.task_detail, name="api_task_detail"),
]
