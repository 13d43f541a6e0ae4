"""/api/v1/events/: the calendar for programs. The same services, scope, walls and privacy as the pages.

GET ?from=2026-11-01&until=2026-11-30 lists what falls on these days (at most a year), of oneself or of ?people=3,5; series come
as their instances. What the member may not read is {"busy": true} with its times. POST enters an event; PATCH and DELETE of
one event change it and call it off, of a series with "scope" and "occurrence". Errors are those of /api/v1/approvals/.
"""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone
from rest_framework.response import Response

from accounts.models import Member
from accounts.permissions import Perm, requires
from accounts.queries import zone_of
from calendar_app import services
from calendar_app.look import ids
from calendar_app.models import Event, Room
from calendar_app.queries.events import Occurrence, occurrences
from calendar_app.recurrence import placed
from calendar_app.views.grid import choosable
from custom_fields.api import reference
from matters.models import Matter
from practice.exceptions import DomainError
from supervision.api.views import ApprovalsView

MOST = datetime.timedelta(days=366)
TEXTS = ("location", "remote_link", "court", "department", "judge", "hearing_type", "note")
PLAIN = ("title", "kind", "state", "zone", "rrule", *TEXTS)
FLAGS = ("is_private", "appearance_required")
SECONDS = ("travel_before", "travel_after")
TIMES = ("starts_at", "ends_at", "starts_on", "ends_on")


def _row(event: Event) -> dict:
    """An event as programs read it."""
    return {
        "id": event.pk,
        **{name: getattr(event, name) for name in (*PLAIN, *FLAGS, *SECONDS, *TIMES)},
        "all_day": event.all_day,
        "matter": reference(event.matter, "number"),
        "room": reference(event.room),
        "organizer": reference(event.organizer),
        "verified_at": event.verified_at,
        "uid": event.uid,
        "sequence": event.sequence,
    }


def _occurrence(row: Occurrence) -> dict:
    """One instance: the event's values at its own time, or busy time and nothing else."""
    people = sorted(row.people)
    event = row.whole
    if event is None:
        return {
            "busy": True,
            "starts_at": row.start,
            "ends_at": row.end,
            "all_day": row.all_day,
            "people": people,
        }
    return _row(event) | {
        "busy": False,
        "note": "",
        "starts_at": row.start,
        "ends_at": row.end,
        "occurrence": row.recurrence_id,
        "people": people,
    }


class EventsView(ApprovalsView):
    """What the two views share."""

    def event(self) -> Event:
        """The event of the address, when the member may read it."""
        rows = Event.objects.visible_to(self.member).select_related("matter", "room", "organizer")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def reading(self, event: Event) -> dict:
        """The event and who comes, as it is answered."""
        guests = event.attendees.select_related("member", "contact")
        return _row(event) | {
            "attendees": [
                {
                    "member": row.member_id,
                    "contact": row.contact_id,
                    "name": row.shown_name,
                    "email": row.email,
                    "response": row.response,
                }
                for row in guests
            ]
        }

    def values(self, said: dict) -> dict:
        """The body as the services take it. Raises DomainError for what means nothing."""
        found: dict[str, Any] = {name: self.text(said, name) for name in PLAIN if name in said}
        for name in FLAGS:
            if name in said:
                if not isinstance(said[name], bool):
                    raise DomainError(f"“{name}” is true or false.", field=name)
                found[name] = said[name]
        for name in SECONDS:
            if name in said:
                if (
                    not isinstance(said[name], int)
                    or isinstance(said[name], bool)
                    or not 0 <= said[name] <= 86400
                ):
                    raise DomainError(f"“{name}” is a number of seconds, a day at most.", field=name)
                found[name] = said[name]
        for name in TIMES:
            if said.get(name) is not None:
                found[name] = self._moment(said, name) if name.endswith("_at") else self._day(said, name)
        if "kind" in found and found["kind"] not in Event.Kind.values:
            raise DomainError("There is no such type.", field="kind")
        if "state" in found and found["state"] not in ("confirmed", "tentative"):
            raise DomainError("“state” is confirmed or tentative.", field="state")
        if "matter" in said:
            found["matter"] = self._by_id(Matter.objects.visible_to(self.member), said, "matter")
        if "room" in said:
            found["room"] = self._by_id(Room.objects.open().select_related("office"), said, "room")
        if "organizer" in said:
            found["organizer"] = self.person(said, "organizer", required=True)
        if "attendees" in said:
            found["attendees"] = self._guests(said["attendees"])
        return found

    def _guests(self, given) -> list:
        members = {one.pk: one for one in Member.objects.active().select_related("role")}
        if not isinstance(given, list) or len(given) > 100:
            raise DomainError(
                "“attendees” is a list of ids of members and e-mail addresses.", field="attendees"
            )
        found: list = []
        for one in given:
            if isinstance(one, str) and "@" in one and len(one) < 255:
                found.append(one)
            elif isinstance(one, int) and one in members:
                found.append(members[one])
            else:
                raise DomainError(f"“{one}” is nobody of the firm and no address.", field="attendees")
        return found

    @staticmethod
    def _by_id(rows, said: dict, name: str):
        value = said[name]
        if value is None:
            return None
        found = rows.filter(pk=value).first() if isinstance(value, int) and 0 < value < 2**63 else None
        if found is None:
            raise DomainError(f"There is no such {name}.", field=name)
        return found

    @staticmethod
    def _moment(said: dict, name: str) -> datetime.datetime:
        try:
            found = datetime.datetime.fromisoformat(said[name])
        except (TypeError, ValueError):
            raise DomainError(f"“{name}” is a time such as 2026-11-30T09:30:00-08:00.", field=name) from None
        if found.tzinfo is None:
            raise DomainError(f"“{name}” needs its offset from UTC.", field=name)
        return found

    @staticmethod
    def _day(said: dict, name: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(said[name])
        except (TypeError, ValueError):
            raise DomainError(f"“{name}” is a day such as 2026-11-30.", field=name) from None


class EventList(EventsView):
    """GET what falls on some days, POST a new event."""

    def get(self, request):
        """The occurrences of the days asked for."""
        asked = request.query_params
        zone = zone_of(self.member)
        today = timezone.localdate(timezone=ZoneInfo(zone))
        start = self._day(asked, "from") if asked.get("from") else today
        end = self._day(asked, "until") if asked.get("until") else start + datetime.timedelta(days=30)
        if not start <= end <= start + MOST:
            raise DomainError("Ask for a year at most.", field="until")
        since = placed(datetime.datetime.combine(start, datetime.time()), zone)
        until = placed(datetime.datetime.combine(end + datetime.timedelta(days=1), datetime.time()), zone)
        members = choosable(self.member)
        people = [pk for pk in ids(asked.get("people", "")) if pk in members] or [self.member.pk]
        rows = occurrences(self.member, since, until, people=people)
        return Response(
            {
                "count": len(rows),
                "time_zone": str(ZoneInfo(zone)),
                "results": [_occurrence(row) for row in rows],
            }
        )

    def post(self, request):
        """A new event."""
        said = self.said(*PLAIN, *FLAGS, *SECONDS, *TIMES, "matter", "room", "organizer", "attendees")
        self.text(said, "title", required=True)
        event = services.create_event(by=self.member, **self.values(said))
        return Response(self.reading(event), status=201)


class EventDetail(EventsView):
    """GET, PATCH or DELETE one event."""

    def get(self, request, pk):
        """The event, with who comes."""
        return Response(self.reading(self.event()))

    def patch(self, request, pk):
        """Change the event."""
        names = (*PLAIN, *FLAGS, *SECONDS, *TIMES, "matter", "room", "organizer", "attendees")
        said = self.said(*names, "scope", "occurrence", "reason")
        return Response(
            self.reading(
                services.change_event(self.event(), by=self.member, **self._how(said), **self.values(said))
            )
        )

    def delete(self, request, pk):
        """Call the event off."""
        said = self.said("scope", "occurrence", "reason") if request.data else {}
        return Response(self.reading(services.cancel_event(self.event(), by=self.member, **self._how(said))))

    def _how(self, said: dict) -> dict:
        found: dict[str, Any] = {
            "scope": self.text(said, "scope") or "all",
            "reason": self.text(said, "reason"),
        }
        if said.get("occurrence"):
            found["occurrence"] = self._moment(said, "occurrence")
        return found


event_list = requires(Perm.CALENDAR_OWN)(EventList.as_view())
event_detail = requires(Perm.CALENDAR_OWN)(EventDetail.as_view())
