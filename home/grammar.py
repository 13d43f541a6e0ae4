"""What a line typed into the palette asks for: `t 0.3 Smith draft motion #L240`, `call Doe re Smith urgent`, `task …`.

Only the shape is read here. Who and which matter is meant, the rooms say that keep them.
"""

import re
from dataclasses import dataclass

TIME = re.compile(r"^(?:t|time)\s+(?P<line>[\d.:].*)$", re.IGNORECASE | re.ASCII)
TASK = re.compile(r"^(?:k|task|todo)\s+(?P<line>.+)$", re.IGNORECASE)
CALL = re.compile(r"^call\s+(?P<rest>.+)$", re.IGNORECASE)
ABOUT = re.compile(r"\s+(?:re|about|on)\s+", re.IGNORECASE)
# The last word says how soon: (urgency of a message, priority of a task, its day).
SOON = {
    "urgent": ("urgent", 1, "today"),
    "today": ("today", 2, "today"),
    "tomorrow": ("routine", 2, "tomorrow"),
}


@dataclass(frozen=True)
class Calling:
    """Somebody to call, or who called: the name, the words of the matter it is about, and how soon.

    `urgency` is a message's (routine, today, urgent); `priority` and `day` are a task's (1 high to 3 low; "" no day).
    """

    name: str
    about: str = ""
    urgency: str = "routine"
    priority: int = 2
    day: str = ""


def time_line(text: str) -> str:
    """What follows `t` when a duration does; "" when the text is no time entry."""
    found = TIME.match(text.strip())
    return found["line"] if found else ""


def task_line(text: str) -> str:
    """What follows `task` or `k`; "" when the text is no task."""
    found = TASK.match(text.strip())
    return found["line"].strip() if found else ""


def calling(text: str) -> Calling | None:
    """The call that the text asks for; None when it asks for none."""
    found = CALL.match(" ".join(text.split()))
    if found is None:
        return None
    words = found["rest"].split()
    soon = SOON.get(words[-1].lower()) if len(words) > 1 else None
    if soon:
        words.pop()
    urgency, priority, day = soon or ("routine", 2, "")
    name, *about = ABOUT.split(" ".join(words), maxsplit=1)
    return Calling(name.strip(" ,:"), (about or [""])[0].strip(), urgency, priority, day)
