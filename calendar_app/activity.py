"""How the calendar's acts are said in a matter's activity."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {
    "deadline.created": Phrase("docketed {object}, due {due_on}", "calendar-plus", "court"),
    "deadline.moved": Phrase(
        "moved {object} from {due_on_before} to {due_on}: {reason}", "calendar-time", "court"
    ),
    "deadline.changed": Phrase("changed {object}", "calendar-event"),
    "deadline.done": Phrase("completed {object}", "circle-check"),
    "deadline.dismissed": Phrase("dismissed {object}: {reason}", "calendar-x", "court"),
    "deadline.verified": Phrase("verified {object}, due {due_on}", "shield-check", "court"),
    "closure.added": Phrase("added the closure {object}", "calendar-off"),
    "closure.removed": Phrase("removed the closure {object}", "calendar-off"),
    "deadline.undone": Phrase("opened {object} again", "rotate"),
}
