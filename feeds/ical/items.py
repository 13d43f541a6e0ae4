"""What is written to and read from iCalendar: an event, a deadline or a task, without the database."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Person:
    """An organizer or attendee. `answer` is a PARTSTAT in small letters, "" when none is asked."""

    email: str
    name: str = ""
    answer: str = ""
    optional: bool = False
    sends: str = ""  # whom they send in their place (DELEGATED-TO)
    instead_of: str = ""  # in whose place they were sent (DELEGATED-FROM)


@dataclass(frozen=True)
class Alarm:
    """When a program rings: so long before (negative) or after the start, or the end; or at an instant.

    `silenced` is when the person dismissed it, which their other devices want to know. What it says is the title.
    """

    offset: timedelta | None = None
    to_end: bool = False
    at: datetime | None = None
    sound: bool = False
    uid: str = ""
    silenced: datetime | None = None


@dataclass(frozen=True)
class Item:
    """One event or to-do.

    `starts` and `ends` are dates of a whole-day item (`ends` is its last day, not the day after) or aware datetimes in the
    item's own zone, which is what a recurrence is counted in. `rrule` is the value of an RRULE. Exceptions of a series are
    items with `recurrence` (the original start) in `changed`; days that were taken out are in `exdates`.
    """

    uid: str
    starts: date | datetime
    ends: date | datetime | None = None
    zone: str = ""  # IANA name; "" for whole days
    title: str = ""
    todo: bool = False
    location: str = ""
    text: str = ""
    url: str = ""
    status: str = "confirmed"  # tentative, confirmed, cancelled
    busy: bool = True
    private: bool = False
    categories: tuple[str, ...] = ()
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()
    rrule: str = ""
    exdates: tuple[date | datetime, ...] = ()
    recurrence: date | datetime | None = None
    changed: "tuple[Item, ...]" = ()
    sequence: int = 0
    created: datetime | None = None
    modified: datetime | None = None
    done: datetime | None = None  # to-dos
    alarms: "tuple[Alarm, ...]" = ()  # the reader's own
    # Not of the thing itself, and never written: where a file has it, and what came with an answer.
    line: int = field(default=0, compare=False, repr=False)
    comment: str = field(default="", compare=False, repr=False)

    @property
    def all_day(self) -> bool:
        """Whether it has days instead of hours."""
        return not isinstance(self.starts, datetime)

    @property
    def etag(self) -> str:
        """Digest of all that is written of it: equal exactly when the text is."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:40]


@dataclass(frozen=True)
class Fault:
    """Something of a file that could not be read: where, what it seems to be called, and why in words."""

    line: int
    title: str
    why: str
    uid: str = ""


@dataclass(frozen=True)
class Found:
    """What was read of one calendar object: its name and method, items, and what could not be read."""

    name: str = ""
    method: str = ""
    items: tuple[Item, ...] = ()
    faults: tuple[Fault, ...] = field(default_factory=tuple)
