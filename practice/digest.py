"""The daily digest: what a day asks of a member, in sections that the rooms offer by dotted name.

A provider is a function (member, day) -> Section | None. It runs in the system's own scope and leaves out by itself what
the member may not see. The digest is put together, and sent, by the room of reminders.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.module_loading import import_string

# In the order of the mail.
SECTIONS: list[str] = [
    "reminders.digests.events",
    "reminders.digests.unacknowledged",
    "reminders.digests.deadlines",
    "reminders.digests.tasks_late",
    "reminders.digests.tasks_today",
    "reminders.digests.tasks_to_accept",
    "reminders.digests.tasks_without_somebody",
    "reminders.digests.approvals",
    "communications.digests.memos",
]


# What is noted when a digest was sent, so that no other mail tells the same on that day: (member, day, at).
TOLD: list[str] = ["reminders.digests.note_told", "communications.digests.note_told"]


@dataclass(frozen=True)
class Line:
    """One line: what, a second part in grey, and its page (a path)."""

    text: str
    detail: str = ""
    url: str = ""
    hot: bool = False


@dataclass(frozen=True)
class Section:
    """Lines under a heading; `one` and `many` name them in the mail's subject."""

    title: str
    lines: tuple[Line, ...]
    one: str = "thing"
    many: str = "things"
    more: int = 0  # how many lines were left out

    @property
    def count(self) -> int:
        """How many there are, those left out too."""
        return len(self.lines) + self.more


def sections(member, day: date) -> list[Section]:
    """What that day asks of the member; the empty ones are left out."""
    found = (import_string(path)(member, day) for path in SECTIONS)
    return [section for section in found if section is not None and section.lines]


def told(member, day: date, at: datetime) -> None:
    """The member's digest of a day was sent at `at`: each room notes what it told."""
    for path in TOLD:
        import_string(path)(member, day, at)
