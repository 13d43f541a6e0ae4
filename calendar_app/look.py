"""What the calendar shows, as its address says it: view, day, people, rooms, layers. The address carries everything.

What it leaves out is as the member left it last (models.CalendarView), or as their role begins.
"""

import datetime
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member, Support
from accounts.time_zones import ZONE_NAMES
from calendar_app.models import CalendarView, Event, Room
from practice.dates import NotADate, parse_day

VIEWS = (
    ("day", "Day", "d"),
    ("3day", "3 days", "3"),
    ("week", "Week", "w"),
    ("month", "Month", "m"),
    ("agenda", "Agenda", "a"),
    ("people", "People", "p"),
)
NAMES = {key: label for key, label, _letter in VIEWS}
# Key, words, and whether it is on to begin with.
LAYERS = (
    ("deadlines", "Deadlines", True),
    ("limitations", "Limitation dates", True),
    ("tasks", "Tasks", True),
    ("court", "Courtrooms: all court dates of the firm", False),
    ("travel", "Travel of everybody", False),
)
MOST_PEOPLE = 12
AGENDA_DAYS = 30


@dataclass(frozen=True)
class Look:
    """One way of looking at the calendar."""

    view: str
    day: datetime.date
    people: tuple[int, ...]
    rooms: tuple[int, ...] = ()
    layers: tuple[str, ...] = ()
    zone: str = ""
    kinds: tuple[str, ...] = ()
    matter: int | None = None
    unverified: bool = False
    court_only: bool = False
    all_hours: bool = False
    extra: dict = field(default_factory=dict, compare=False)

    @property
    def step(self) -> int:
        """Days that Next goes on, 0 for a month."""
        return {"day": 1, "people": 1, "3day": 3, "week": 7, "agenda": AGENDA_DAYS}.get(self.view, 0)

    def moved(self, by: int) -> datetime.date:
        """The day that Next (1) or Previous (-1) leads to."""
        if self.view == "month":
            month = self.day.month - 1 + by
            year, month = self.day.year + month // 12, month % 12 + 1
            return datetime.date(year, month, 1)
        return self.day + by * self.step * datetime.timedelta(days=1)

    def query(self, **changes) -> str:
        """The query of an address that shows this, with changes."""
        look = replace(self, **changes)
        pairs = [("view", look.view), ("date", look.day.isoformat())]
        pairs += [("people", ",".join(map(str, look.people)))]
        if look.rooms:
            pairs.append(("rooms", ",".join(map(str, look.rooms))))
        pairs.append(("layers", ",".join(look.layers)))
        if look.kinds:
            pairs.append(("kind", ",".join(look.kinds)))
        if look.matter:
            pairs.append(("matter", str(look.matter)))
        pairs += [(name, "1") for name in ("unverified", "court_only", "all_hours") if getattr(look, name)]
        if look.zone:
            pairs.append(("zone", look.zone))
        return urlencode(pairs, safe=",")

    def url(self, **changes) -> str:
        """The address that shows this, with changes."""
        return f"{reverse('calendar')}?{self.query(**changes)}"


def ids(text: str, *, most: int = 60) -> tuple[int, ...]:
    """The ids in "3,5,8". What is none is left out."""
    found = [int(part) for part in text.split(",") if part.isdecimal() and len(part) < 19]
    return tuple(dict.fromkeys(found))[:most]


def kept_view(member: Member) -> CalendarView | None:
    """How the member left the calendar. One query."""
    return CalendarView.objects.filter(member=member).first()


def supported_ids(member: Member) -> list[int]:
    """Ids of the attorneys whose calendar the member keeps. One query."""
    kept = (
        Support.objects.filter(member=member).order_by("attorney__name").values_list("attorney_id", flat=True)
    )
    return [*kept]


def begin(member: Member) -> tuple[str, tuple[int, ...]]:
    """(view, people) for who never chose: their own week; for who supports attorneys, those side by side."""
    if member.role.template in ("legal_secretary", "legal_assistant", "paralegal"):
        attorneys = supported_ids(member)
        if attorneys:
            view = "people" if member.role.template == "legal_secretary" else "week"
            return view, (*attorneys[:6], member.pk)
    return "week", (member.pk,)


def read(params: QueryDict, member: Member, seen: dict[int, Member], *, kept: CalendarView | None) -> Look:
    """The look that an address asks for. `seen` are the members whose calendars may be chosen."""
    view, people = (
        begin(member) if kept is None or not kept.people else (kept.view or "week", tuple(kept.people))
    )
    if kept is not None and kept.view:
        view = kept.view
    asked = params.get("view", "")
    view = asked if asked in NAMES else view if view in NAMES else "week"
    asked_day = params.get("date", "")
    try:
        day = parse_day(asked_day) if asked_day else timezone.localdate()
    except NotADate:
        day = timezone.localdate()
    if "people" in params:
        people = ids(params.get("people", ""))
    people = tuple(pk for pk in people if pk in seen)[:MOST_PEOPLE]
    rooms = ids(params.get("rooms", "")) if "rooms" in params else tuple(kept.rooms) if kept else ()
    known = [key for key, _label, _on in LAYERS]
    if "layers" in params:
        layers = tuple(key for key in known if key in params["layers"].split(","))
    elif kept is not None:
        layers = tuple(key for key in known if key in kept.layers)
    else:
        layers = tuple(key for key, _label, on in LAYERS if on)
    zone = params.get("zone", kept.zone if kept else "")
    kinds = tuple(key for key in params.get("kind", "").split(",") if key in Event.Kind.values)
    matter = ids(params.get("matter", ""))
    return Look(
        view,
        day,
        people or ((member.pk,) if not rooms and "people" not in params else ()),
        rooms,
        layers,
        zone if zone in ZONE_NAMES else "",
        kinds,
        matter[0] if matter else None,
        bool(params.get("unverified")),
        bool(params.get("court_only")),
        bool(params.get("all_hours")),
    )


def rooms_known() -> list[Room]:
    """The rooms that can be booked, with their offices. One query."""
    return list(Room.objects.open().select_related("office"))
