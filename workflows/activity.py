"""How the acts of workflows are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "task_list.created": Phrase("wrote the task list {object}", "list-check"),
    "task_list.changed": Phrase("changed the task list {object}", "list-check"),
    "task_list.archived": Phrase("archived the task list {object}", "archive"),
    "task_list.restored": Phrase("brought back the task list {object}", "rotate"),
    "task_list.applied": Phrase(
        "applied the list {object}: {tasks} tasks", "list-check", url_name="listrun_detail"
    ),
    "task_list.moved": Phrase(
        "looked over the dates of {object}: {tasks} moved", "calendar-time", url_name="listrun_detail"
    ),
    "task_list.undone": Phrase(
        "took back the list {object}: {removed} tasks removed, {kept} kept",
        "arrow-back-up",
        url_name="listrun_detail",
    ),
    "automation.created": Phrase("wrote the automation {object}: {says}", "bolt"),
    "automation.changed": Phrase("changed the automation {object}", "bolt"),
    "automation.switched_on": Phrase("switched on {object}; it runs by {runs_by}", "player-play"),
    "automation.switched_off": Phrase("switched off {object}", "player-pause"),
    "automation.deleted": Phrase("deleted the automation {object}", "trash"),
    "automation.restored": Phrase("brought back the automation {object}", "rotate"),
    "automation.key_changed": Phrase("changed the signing key of {object}", "key"),
    "automation.retried": Phrase(
        "tried again the automation {automation}", "refresh", url_name="automationrun_detail"
    ),
    "automation.undone": Phrase(
        "undid the automation {automation}: {undone} steps undone, {kept} kept",
        "arrow-back-up",
        url_name="automationrun_detail",
    ),
    "webhook.asked_again": Phrase("asked to call {object} again", "webhook"),
    "mail_draft.changed": Phrase("changed the e-mail draft {object}", "mail"),
    "mail_draft.sent": Phrase("sent the e-mail {object} to {to}", "send"),
    "mail_draft.discarded": Phrase("discarded the e-mail draft {object}", "mail-off"),
    "mail_draft.restored": Phrase("brought back the e-mail draft {object}", "rotate"),
}
