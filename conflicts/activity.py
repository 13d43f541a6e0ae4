"""How the acts of conflict checks are said in a matter's activity."""

from practice.phrases import Phrase

ICON = "arrows-split-2"
PHRASES: dict[str, Phrase] = {
    "conflict.run": Phrase("ran conflict check {object}", ICON, url_name="conflict_detail"),
    "conflict.rerun": Phrase(
        "ran conflict check {object} again: {new} new", ICON, url_name="conflict_detail"
    ),
    "conflict.name_added": Phrase(
        "asked about {name} in conflict check {object}", ICON, url_name="conflict_detail"
    ),
    "conflict.name_dropped": Phrase(
        "took {name_before} out of conflict check {object}", ICON, url_name="conflict_detail"
    ),
    "conflict.judged": Phrase("judged a hit of conflict check {object}", ICON, hidden=True),
    "conflict.changed": Phrase("conflict check {object}: {reason}", ICON, "warn", url_name="conflict_detail"),
    "conflict.found_more": Phrase(
        "conflict check {object} found {new} more", ICON, url_name="conflict_detail"
    ),
    "conflict.cleared": Phrase("cleared conflict check {object}", "circle-check", url_name="conflict_detail"),
    "conflict.waiver": Phrase(
        "found that conflict check {object} needs a waiver: {reason}",
        ICON,
        "warn",
        url_name="conflict_detail",
    ),
    "conflict.conflicted": Phrase(
        "found a conflict in check {object}: {reason}", "alert-triangle", "warn", url_name="conflict_detail"
    ),
    "conflict.reopened": Phrase(
        "opened conflict check {object} again: {reason}", ICON, url_name="conflict_detail"
    ),
    "conflict.collided": Phrase(
        "conflict check {object} was opened again: {reason}",
        "alert-triangle",
        "warn",
        url_name="conflict_detail",
    ),
    "conflict.report_read": Phrase("opened the report of conflict check {object}", ICON, hidden=True),
    "conflict.looked_up": Phrase("looked up a name for conflicts", ICON, hidden=True),
    "interest.declared": Phrase("declared an interest: {object}", "users"),
    "interest.withdrawn": Phrase("took back a declared interest: {object}", "users"),
    "interest.confirmed": Phrase("confirmed their declared interests for {year}", "users"),
    "conflictpolicy.changed": Phrase("named {attorney} as conflicts attorney", ICON),
}
