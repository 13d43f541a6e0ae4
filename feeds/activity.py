"""How the acts of feeds are said in a matter's activity and in histories."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "feed.created": Phrase("made the calendar feed {object}", "rss"),
    "feed.changed": Phrase("changed the calendar feed {object}", "rss"),
    "feed.renewed": Phrase("replaced the address of the calendar feed {object}", "refresh"),
    "feed.revoked": Phrase("revoked the calendar feed {object}", "rss"),
    "app_password.created": Phrase("let the device {object} read the calendar", "device-mobile"),
    "app_password.revoked": Phrase("locked the device {object} out of the calendar", "device-mobile-off"),
    "change_question.raised": Phrase(
        "wanted to change {object} on a device; it stands as it was", "device-mobile-question", "court",
        url_name="change_question_detail",
    ),
    "change_question.accepted": Phrase(
        "accepted what a device wanted of {object}: {reason}", "check", "court", url_name="change_question_detail"
    ),
    "change_question.kept": Phrase(
        "kept {object} as it is, against a device", "calendar-event", url_name="change_question_detail"
    ),
    "change_question.overtaken": Phrase(
        "closed the question about {object}", "calendar-event", url_name="change_question_detail"
    ),
    "calendar_import.done": Phrase("imported events of {object}", "file-import"),
    "calendar_import.undone": Phrase("took back the import of {object}", "rotate"),
    "invitation.sent": Phrase("invited {object} to an event", "mail-forward"),
    "invitation.cancelled": Phrase("told {object} that an event is off", "mail-x"),
    "invitation.countered": Phrase("noted that {object} proposes another time", "mail-question"),
    "invitation.counter_declined": Phrase("told {who} that another time for an event is declined", "mail-x"),
    "event.countered": Phrase("noted that {who} proposes {proposed} for {object}", "mail-question"),
    "event.counter_declined": Phrase("declined {proposed}, which {who} proposed for {object}", "mail-x"),
    "event.counter_reopened": Phrase("took back that {proposed} is declined for {object}", "rotate"),
    "invitation.answered": Phrase("noted the answer of {object} to an invitation", "mail-check"),
}  # fmt: skip
