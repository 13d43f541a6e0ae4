"""Feeds and devices of a demo firm, what they did, a court date that one of them wanted to move, an imported calendar."""

import datetime

from django.utils import timezone

from calendar_app.models import Attendee, Event
from calendar_app.recurrence import placed
from calendar_app.services import create_event
from calendar_app.services.events import TELL_GUESTS
from exchange.demo.base import DAY, Maker
from feeds.models import ChangeQuestion, DateProposal, Feed, Invitation, SyncLog
from feeds.services import imports, passes, plans, questions
from feeds.services.counters import decline_counter
from practice.models import Outbox

IPHONE = "iOS/26.1 (23B85) dataaccessd/1.0"
THUNDERBIRD = "Thunderbird/145.0"
GOOGLE = "Google-Calendar-Importer"
OLD_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Old office//EN
X-WR-CALNAME:Old office
BEGIN:VEVENT
UID:bar-dinner@old-office.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=America/Los_Angeles:{day}T183000
DTEND;TZID=America/Los_Angeles:{day}T210000
SUMMARY:Bar association dinner
LOCATION:Claremont Club
END:VEVENT
BEGIN:VEVENT
UID:stand-up@old-office.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=America/Los_Angeles:{day}T090000
DTEND;TZID=America/Los_Angeles:{day}T091500
RRULE:FREQ=WEEKLY;COUNT=10
SUMMARY:Team in the library
END:VEVENT
BEGIN:VEVENT
UID:alarm@old-office.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=America/Los_Angeles:{day}T080000
RRULE:FREQ=MINUTELY
SUMMARY:Water the plants
END:VEVENT
END:VCALENDAR
"""


class Devices(Maker):
    """What reads and writes the calendars from outside."""

    def devices(self) -> None:
        """Call it when events are there."""
        lead = self.attorneys[0]
        phone, _ = passes.create_device(by=lead, name="iPhone")
        desk, _ = passes.create_device(by=lead, name="Thunderbird at the office")
        feed, _ = passes.create_feed(by=lead, name="Google Calendar", detail=Feed.Detail.BUSY, people=[lead])
        if self.support:
            passes.create_feed(by=self.support[0], name="Wall display", people=[lead])
        now = timezone.now()
        for program, agent, hours in ((phone, IPHONE, 1), (desk, THUNDERBIRD, 20), (feed, GOOGLE, 9)):
            type(program).objects.filter(pk=program.pk).update(
                created_at=now - 40 * DAY,
                last_agent=agent,
                **{
                    "last_fetched_at" if program is feed else "last_used_at": now
                    - datetime.timedelta(hours=hours)
                },
            )
            own = {"feed": feed} if program is feed else {"device": program}
            for back in range(6):
                at = now - datetime.timedelta(hours=hours + 12 * back)
                what = "Read the calendar" if program is feed else "Calendar"
                SyncLog.objects.create(
                    member=lead,
                    act="read",
                    what=what,
                    at=at,
                    until=at,
                    times=4 - back % 3,
                    agent=agent,
                    **own,
                )
        Feed.objects.filter(pk=feed.pk).update(fetches=112)
        self._device_question(lead, phone)
        self._device_guests(lead)
        text = OLD_CALENDAR.format(day=f"{self.today + 9 * DAY:%Y%m%d}").replace("\n", "\r\n")
        imports.look_at(text.encode(), by=lead, owner=lead, file_name="old-office.ics")

    def _device_question(self, lead, phone) -> None:
        """The phone moved a hearing by a day, and deleted another."""
        rows = (
            Event.objects.court()
            .standing()
            .filter(organizer=lead, starts_at__gt=timezone.now() + 2 * DAY, rrule="", parent=None)
        )
        for number, event in enumerate(rows.order_by("starts_at", "id")[:2]):
            later = {"starts_at": event.starts_at + DAY, "ends_at": event.ends_at + DAY}
            moved: plans.Plan = [{"act": "change", "at": None, "values": plans.plain(later)}]
            plan: plans.Plan = [{"act": "cancel", "at": None, "values": {}}] if number else moved
            asked = questions.raise_question(event, plan, by=lead, device=phone)
            at = timezone.now() - datetime.timedelta(hours=3 + 20 * number)
            ChangeQuestion.objects.filter(pk=asked.pk).update(created_at=at)
            SyncLog.objects.create(
                member=lead, device=phone, act="asked", what=event.title, at=at, until=at, agent=IPHONE,
                matter_id=event.matter_id,
                why="A court date stays where it is. What the device wanted is a question.",
            )  # fmt: skip

    def _device_guests(self, lead) -> None:
        """Clients who were asked to a call by mail, and what they answered. Nothing is mailed when the demo starts."""
        matters = [one for one in self.matter_list if one.state == "open" and one.responsible_id == lead.pk]
        for number, matter in enumerate(matters[:4]):
            client = matter.client
            day = self.today + (4 + 3 * number) * DAY
            starts = placed(datetime.datetime.combine(day, datetime.time(11)), self.firm.time_zone)
            event = create_event(
                by=lead, title="Call before the settlement conference", kind=Event.Kind.CALL, matter=matter,
                starts_at=starts, ends_at=starts + datetime.timedelta(minutes=30), zone=self.firm.time_zone,
                attendees=[lead, client], remote_link="https://meet.example/harbor-17",
            )  # fmt: skip
            row = event.attendees.get(contact=client)
            answer = ("accepted", "tentative", "declined", "tentative")[number]
            Attendee.objects.filter(pk=row.pk).update(response=answer or "waiting")
            # The second and the fourth propose the afternoon of that day; to the fourth it was declined.
            proposes = number in (1, 3)
            other = (starts + datetime.timedelta(hours=4), starts + datetime.timedelta(hours=4.5))
            asked = Invitation.objects.create(
                matter=matter, event=event, attendee=row, name=client.name[:200], nonce=f"demo{row.pk}",
                email=client.email or f"client{client.pk}@mail.example", sequence=0, answer=answer,
                sent_at=timezone.now() - 3 * DAY, answered_at=timezone.now() - 2 * DAY if answer else None,
                answered_via="mail" if proposes else "link", comment="In depositions until noon." if proposes else "",
                proposed_start=other[0] if proposes else None, proposed_end=other[1] if proposes else None,
            )  # fmt: skip
            if number == 3:
                decline_counter(asked, by=lead, note="The mediator is free in the morning alone.")
                Invitation.objects.filter(pk=asked.pk).update(counter_told_at=timezone.now())
        if matters:
            self._device_series(lead, matters[0])
        Outbox.objects.filter(firm=self.firm, task__in=(TELL_GUESTS, "feeds.tasks.mail_declined")).delete()

    def _device_series(self, lead, matter) -> None:
        """A weekly call of which the client wants one date in the afternoon."""
        client = matter.client
        starts = placed(
            datetime.datetime.combine(self.today + 2 * DAY, datetime.time(9, 30)), self.firm.time_zone
        )
        event = create_event(
            by=lead, title="Weekly status call", kind=Event.Kind.CALL, matter=matter, starts_at=starts,
            ends_at=starts + datetime.timedelta(minutes=30), zone=self.firm.time_zone, attendees=[lead, client],
            rrule="FREQ=WEEKLY;COUNT=6",
        )  # fmt: skip
        row = event.attendees.get(contact=client)
        asked = Invitation.objects.create(
            matter=matter, event=event, attendee=row, name=client.name[:200], nonce=f"demo{row.pk}",
            email=client.email or f"client{client.pk}@mail.example", sequence=0, answer="accepted",
            sent_at=timezone.now() - 3 * DAY, answered_at=timezone.now() - 2 * DAY, answered_via="mail",
        )  # fmt: skip
        second = placed(
            datetime.datetime.combine(self.today + 9 * DAY, datetime.time(9, 30)), self.firm.time_zone
        )
        DateProposal.objects.create(
            matter=matter, invitation=asked, instance=second, stood=second,
            proposed_start=second + datetime.timedelta(hours=5), proposed_end=second + datetime.timedelta(hours=5.5),
        )  # fmt: skip
