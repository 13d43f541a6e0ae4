"""How the calendar's acts are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "deadline.created": Phrase("docketed {object}, due {due_on}", "calendar-plus", "court"),
    "deadline.moved": Phrase(
        "moved {object} from {due_on_before} to {due_on}: {reason}", "calendar-time", "court"
    ),
    "deadline.changed": Phrase("changed {object}", "calendar-event"),
    "deadline.done": Phrase("completed {object}", "circle-check"),
    "deadline.dismissed": Phrase("dismissed {object}: {reason}", "calendar-x", "court"),
    "deadline.verified": Phrase("verified {object}, due {due_on}", "shield-check", "court"),
    "event.created": Phrase("put {object} on the calendar for {starts_at}", "calendar-plus"),
    "event.moved": Phrase("moved {object} from {starts_at_before} to {starts_at}", "calendar-time"),
    "event.changed": Phrase("changed {object}", "calendar-event"),
    "event.split": Phrase("changed {object} from a date on", "calendar-repeat"),
    "event.skipped": Phrase("took one date out of {object}", "calendar-minus"),
    "event.ended": Phrase("ended the series {object}", "calendar-minus"),
    "event.cancelled": Phrase("called off {object}", "calendar-x"),
    "event.restored": Phrase("put {object} back on the calendar", "rotate"),
    "event.answered": Phrase("noted the answer of {who} to {object}", "user-check"),
    "event.verified": Phrase("verified {object} on {starts_at}", "shield-check", "court"),
    "event.unverified": Phrase("made {object} unverified: {reason}", "shield", "court"),
    "room.added": Phrase("added the room {object}", "door"),
    "room.changed": Phrase("changed the room {object}", "door"),
    "hours.changed": Phrase("changed the working hours of {object}", "clock"),
    "deadline.extended": Phrase(
        "extended {object} from {due_on_before} to {due_on}: {reason}", "calendar-plus", "court"
    ),
    "deadline.recalculated": Phrase(
        "recalculated {object} from {due_on_before} to {due_on}: {reason}", "calendar-time", "court"
    ),
    "deadline.acknowledged": Phrase("acknowledged {object}, due {due_on}", "eye-check", "court"),
    "trigger.created": Phrase("entered {object} of {on}, from which dates are counted", "flag", "court"),
    "trigger.dated": Phrase("gave {event} of {on} as the second date of {object}", "flag", "court"),
    "trigger.moved": Phrase("reported that {object} is on {on}: {reason}", "calendar-time", "court"),
    "trigger.recalculated": Phrase("accepted the new dates of {object}", "calendar-time", "court"),
    "trigger.called_off": Phrase("reported that {object} is called off: {reason}", "calendar-off", "court"),
    "trigger.withdrawn": Phrase("settled the dates of {object}, called off: {reason}", "calendar-x", "court"),
    "trigger.kept": Phrase("kept the dates of {object}", "calendar-event", "court"),
    "closure.added": Phrase("added the closure {object}", "calendar-off"),
    "closure.removed": Phrase("removed the closure {object}", "calendar-off"),
    "deadline.undone": Phrase("opened {object} again", "rotate"),
}
