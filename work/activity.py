"""How the acts of tasks are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "task.created": Phrase("added the task {object}", "checkbox", url_name="task_detail"),
    "task.changed": Phrase("changed the task {object}", "pencil", url_name="task_detail"),
    "task.moved": Phrase(
        "moved the task {object} from {due_on_before} to {due_on}: {reason}",
        "calendar-time",
        url_name="task_detail",
    ),
    "task.assigned": Phrase("gave the task {object} to {assignee}", "user-share", url_name="task_detail"),
    "task.started": Phrase("began {object}", "player-play", url_name="task_detail"),
    "task.sent_in": Phrase("sent in {object} for review", "send", url_name="task_detail"),
    "task.accepted": Phrase("accepted the work on {object}", "circle-check", "ok", url_name="task_detail"),
    "task.returned": Phrase("returned {object}: {reason}", "arrow-back-up", url_name="task_detail"),
    "task.done": Phrase("completed {object}", "circle-check", url_name="task_detail"),
    "task.reopened": Phrase("opened the task {object} again", "rotate", url_name="task_detail"),
    "task.cancelled": Phrase("cancelled the task {object}: {reason}", "x", url_name="task_detail"),
    "task.repeated": Phrase("{object} comes again on {due_on}", "repeat", url_name="task_detail"),
    "task.unmade": Phrase("took back the next {object}", "repeat-off"),
    "task.snoozed": Phrase(
        "put {object} aside until {snoozed_until}: {reason}", "zzz", url_name="task_detail"
    ),
    "task.woken": Phrase("took up {object} again", "bell", url_name="task_detail"),
    "task.blocked": Phrase("lets {object} wait for {by}", "lock", url_name="task_detail"),
    "task.released": Phrase(
        "no longer lets {object} wait for {by_before}", "lock-open", url_name="task_detail"
    ),
    "task.unblocked": Phrase("{object} can go on: {by} is over", "lock-open", url_name="task_detail"),
    "task.noted": Phrase("wrote on {object}", "message", url_name="task_detail"),
    "task.item_added": Phrase("added “{line}” to {object}", "list-check", hidden=True),
    "task.item_ticked": Phrase("ticked “{line}” on {object}", "list-check", hidden=True),
    "task.item_unticked": Phrase("unticked “{line}” on {object}", "list-check", hidden=True),
    "task.item_removed": Phrase("took “{line_before}” off {object}", "list-check", hidden=True),
    "task.watched": Phrase("lets {watcher} watch {object}", "eye", hidden=True),
    "task.unwatched": Phrase("no longer lets {watcher_before} watch {object}", "eye-off", hidden=True),
    "tasks.handed_over": Phrase("handed over {tasks} tasks of {object}: {reason}", "users"),
    "tasks.taken_back": Phrase("took back {tasks} tasks of {object}", "users"),
    "task_type.created": Phrase("added the task type {object}", "category"),
    "task_type.changed": Phrase("changed the task type {object}", "category"),
}
