"""Properties of the server's places, each as the program asked for it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree.ElementTree import Element

from django.conf import settings
from django.utils import timezone

from accounts.models import Member
from feeds.dav import xml
from feeds.dav.xml import APPLE, CALSERVER, c, href, make, name
from feeds.ical import write
from feeds.models import AppPassword, SyncCollection
from feeds.queries.items import PAST
from feeds.services.sync import Calendar, Entry

MAX_BYTES = 256 * 1024
COLORS = {"events": "#2f5d8cff", "deadlines": "#7a3b69ff"}


@dataclass(frozen=True)
class Who:
    """Whose programs are answered."""

    member: Member
    device: AppPassword
    root: str  # /dav/

    @property
    def principal(self) -> str:
        """The address of the member."""
        return f"{self.root}p/{self.member.pk}/"

    @property
    def home(self) -> str:
        """The address of the member's calendars."""
        return f"{self.root}c/{self.member.pk}/"

    def calendar(self, calendar: Calendar) -> str:
        """The address of a calendar."""
        return f"{self.home}{calendar.slug}/"

    def entry(self, calendar: Calendar, called: str) -> str:
        """The address of one thing."""
        return f"{self.calendar(calendar)}{quote(called, safe='@.-_~')}"


Maker = Callable[[], Element]


def _common(who: Who) -> dict[str, Maker]:
    return {
        name("current-user-principal"): lambda: make(name("current-user-principal"), href(who.principal)),
        name("principal-collection-set"): lambda: make(
            name("principal-collection-set"), href(f"{who.root}p/")
        ),
    }


def _privileges(*held: str) -> Element:
    return make(
        name("current-user-privilege-set"), *(make(name("privilege"), Element(name(one))) for one in held)
    )


READ = ("read", "read-current-user-privilege-set")
WRITE = (*READ, "write", "write-content", "bind", "unbind")


def root(who: Who) -> dict[str, Maker]:
    """The entrance."""
    return {
        name("resourcetype"): lambda: make(name("resourcetype"), Element(name("collection"))),
        name("displayname"): lambda: make(name("displayname"), text="Bailiwick"),
        name("current-user-privilege-set"): lambda: _privileges(*READ),
        **_common(who),
    }


def principal(who: Who) -> dict[str, Maker]:
    """The member."""
    return {
        name("resourcetype"): lambda: make(
            name("resourcetype"), Element(name("collection")), Element(name("principal"))
        ),
        name("displayname"): lambda: make(name("displayname"), text=who.member.name),
        name("principal-URL"): lambda: make(name("principal-URL"), href(who.principal)),
        c("calendar-home-set"): lambda: make(c("calendar-home-set"), href(who.home)),
        c("calendar-user-address-set"): lambda: make(
            c("calendar-user-address-set"), href(f"mailto:{who.member.user.email}"), href(who.principal)
        ),
        name("group-membership"): lambda: Element(name("group-membership")),
        name("current-user-privilege-set"): lambda: _privileges(*READ),
        **_common(who),
    }


def home(who: Who) -> dict[str, Maker]:
    """The place of the calendars."""
    return {
        name("resourcetype"): lambda: make(name("resourcetype"), Element(name("collection"))),
        name("displayname"): lambda: make(name("displayname"), text=f"Calendars of {who.member.name}"),
        name("owner"): lambda: make(name("owner"), href(who.principal)),
        name("current-user-privilege-set"): lambda: _privileges(*READ),
        **_common(who),
    }


def _zone() -> str:
    return timezone.get_current_timezone_name()


def _year() -> int:
    return timezone.localdate().year


def token_of(state: SyncCollection) -> str:
    """What a program keeps to ask for changes since (RFC 6578)."""
    return f"{settings.BASE_URL}/dav/sync/{state.pk}/{state.number}"


def calendar(who: Who, shown: Calendar, state: SyncCollection, order: int = 1) -> dict[str, Maker]:
    """A calendar."""
    since = (timezone.now() - PAST).strftime("%Y%m%dT000000Z")

    def reports() -> Element:
        known = [c("calendar-query"), c("calendar-multiget"), name("sync-collection")]
        return make(
            name("supported-report-set"),
            *(make(name("supported-report"), make(name("report"), Element(one))) for one in known),
        )

    def component() -> Element:
        made = Element(c("comp"))
        made.set("name", "VEVENT")
        return make(c("supported-calendar-component-set"), made)

    def data() -> Element:
        made = Element(c("calendar-data"))
        made.set("content-type", "text/calendar")
        made.set("version", "2.0")
        return make(c("supported-calendar-data"), made)

    def resource_type() -> Element:
        return make(name("resourcetype"), Element(name("collection")), Element(c("calendar")))

    return {
        name("resourcetype"): resource_type,
        name("displayname"): lambda: make(name("displayname"), text=shown.title),
        c("calendar-description"): lambda: make(
            c("calendar-description"),
            text="Deadlines are changed in Bailiwick alone." if shown.kind == "deadlines" else shown.title,
        ),
        c("supported-calendar-component-set"): component,
        c("supported-calendar-data"): data,
        c("calendar-timezone"): lambda: make(c("calendar-timezone"), text=write.zone_alone(_zone(), _year())),
        c("max-resource-size"): lambda: make(c("max-resource-size"), text=str(MAX_BYTES)),
        c("min-date-time"): lambda: make(c("min-date-time"), text=since),
        name("supported-report-set"): reports,
        name("getctag", CALSERVER): lambda: make(name("getctag", CALSERVER), text=token_of(state)),
        name("getetag"): lambda: make(name("getetag"), text=f'"{state.pk}-{state.number}"'),
        name("sync-token"): lambda: make(name("sync-token"), text=token_of(state)),
        name("owner"): lambda: make(name("owner"), href(who.principal)),
        name("current-user-privilege-set"): lambda: _privileges(*(WRITE if shown.writes else READ)),
        name("calendar-color", APPLE): lambda: make(
            name("calendar-color", APPLE), text=COLORS[shown.kind].upper()
        ),
        name("calendar-order", APPLE): lambda: make(name("calendar-order", APPLE), text=str(order)),
        **_common(who),
    }


def entry(who: Who, shown: Calendar, one: Entry) -> dict[str, Maker]:
    """One thing of a calendar. Its text is there where it was made: where nobody asks for it, it is not."""

    def data() -> Element:
        assert one.item is not None  # asks_texts
        return make(c("calendar-data"), text=write.calendar([one.item]).decode())

    return {
        name("resourcetype"): lambda: Element(name("resourcetype")),
        name("getetag"): lambda: make(name("getetag"), text=f'"{one.row.etag}"'),
        name("getcontenttype"): lambda: make(
            name("getcontenttype"), text="text/calendar; charset=utf-8; component=vevent"
        ),
        name("current-user-privilege-set"): lambda: _privileges(*(WRITE if shown.writes else READ)),
        c("calendar-data"): data,
        **_common(who),
    }


# What allprop does not give (RFC 4918, 9.1; RFC 4791, 5.2 and 9.6): it has to be asked for by name.
ASKED_FOR = {
    c("calendar-data"),
    c("calendar-timezone"),
    name("current-user-privilege-set"),
    name("supported-report-set"),
}


def wanted(body: Element | None) -> list[str] | None:
    """The names in a propfind body; None for all."""
    if body is None:
        return None
    prop = body.find(name("prop"))
    if prop is None:
        return None
    return [child.tag for child in prop]


def asks_texts(names: list[str] | None) -> bool:
    """Whether the texts of things are asked for, and not their names and tags alone."""
    return names is not None and c("calendar-data") in names


def answered(path: str, made: dict[str, Maker], names: list[str] | None) -> Element:
    """The DAV:response of a place with the properties asked for."""
    if names is None:
        return xml.response(path, [maker() for tag, maker in made.items() if tag not in ASKED_FOR])
    return xml.response(
        path, [made[tag]() for tag in names if tag in made], [tag for tag in names if tag not in made]
    )
