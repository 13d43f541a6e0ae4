"""The calendar of a demo firm: hearings, depositions, meetings that come again, rooms, private time, and one collision."""

import datetime

from accounts.models import Delegation, Member
from calendar_app.models import Attendee, Event, Room, WorkingHours
from calendar_app.recurrence import placed
from calendar_app.services.rooms import hold
from exchange.demo.base import DAY, Maker
from practice.models import Office
from supervision.models import Approval

COURTS = (
    ("Alameda County Superior Court", "Dept. 14", "Hon. Ines Galloway"),
    ("Alameda County Superior Court", "Dept. 21", "Hon. Matthias Orr"),
    ("San Francisco Superior Court", "Dept. 302", "Hon. Lenora Stroud"),
    ("Contra Costa Superior Court", "Dept. 9", "Hon. Gilbert Asante"),
    ("U.S. District Court, N.D. Cal.", "Courtroom 4", "Hon. Rosalind Keene"),
)
HEARINGS = (
    "Case management conference",
    "Motion to compel",
    "Demurrer",
    "Ex parte application",
    "Status conference",
    "Motion for summary judgment",
    "Settlement conference",
)
# (title, kind, minutes, weight)
OTHERS = (
    ("Client meeting", "meeting", 60, 8),
    ("Call with the client", "call", 30, 10),
    ("Meet and confer", "call", 45, 6),
    ("Expert preparation", "meeting", 60, 3),
    ("Draft opposition", "focus", 120, 4),
    ("Prepare exhibits", "focus", 90, 3),
    ("Deposition of the foreman", "deposition", 180, 3),
    ("Deposition of the bookkeeper", "deposition", 150, 2),
    ("Mediation", "mediation", 240, 1),
    ("Intake consultation", "consultation", 45, 4),
)
STARTS = (8.5, 9, 9.5, 10, 10.5, 11, 13, 13.5, 14, 14.5, 15, 15.5, 16)


class Appointments(Maker):
    """Two months back and three ahead."""

    def appointments(self) -> None:
        self.calendar_zone = self.firm.time_zone
        self.calendar_events: list[Event] = []
        self.calendar_verified: list[tuple[Event, Member, datetime.datetime]] = []
        self.calendar_comers: list[tuple[Event, list]] = []
        office = Office.objects.filter(time_zone=self.firm.time_zone).order_by("pk").first()
        big = len(self.attorneys) > 2
        names = (
            (("Room A", 10, "Screen and camera"), ("Room B", 6, ""), ("Library", 4, "Quiet"))
            if big
            else (("Conference room", 6, "Screen"),)
        )
        self.meeting_rooms = [
            Room.objects.create(name=name, seats=seats, note=note, office=office)
            for name, seats, note in names
        ]
        self.booked: set[tuple] = set()
        live = [matter for matter in self.matter_list if matter.state == "open"]
        for attorney in self.attorneys:
            self._booked_days_of(attorney, [m for m in live if m.responsible_id == attorney.pk] or live[:3])
        self._booked_collision(live)
        Event.objects.bulk_create(self.calendar_events)
        self._booked_verified()
        Attendee.objects.bulk_create(
            Attendee(
                event=event,
                response="accepted"
                if one.pk == event.organizer_id
                else self.side.choice(("accepted", "accepted", "waiting")),
                member=one,
            )
            for event, people in self.calendar_comers
            for one in people
        )
        self._booked_series()
        self._booked_hours()

    def _booked_at(self, day: datetime.date, hour: float) -> datetime.datetime:
        return placed(
            datetime.datetime.combine(day, datetime.time(int(hour), int(hour % 1 * 60))), self.calendar_zone
        )

    def _booked_verified(self) -> None:
        """Two of three court dates were verified by the attorney, a while after the secretary entered them."""
        rounds, rows = [], []
        for event, attorney, at in self.calendar_verified:
            one = self.round_of("court_date", event, maker=event.set_by, checker=attorney, at=at)
            event.verified_by, event.verified_at = attorney, one.decided_at
            rounds.append(one)
            rows.append(event)
        Approval.objects.bulk_create(rounds, batch_size=500)
        Event.objects.bulk_update(rows, ["verified_by", "verified_at"], batch_size=200)

    def _booked_event(self, day, hour, minutes, people, **fields) -> Event | None:
        owner = people[0]
        slots = {(one.pk, day, hour + n / 2) for one in people for n in range(-(-minutes // 30))}
        if slots & self.booked and not fields.pop("forced", False):
            return None
        fields.pop("forced", None)
        self.booked |= slots
        start = self._booked_at(day, hour)
        event = Event(
            starts_at=start, ends_at=start + datetime.timedelta(minutes=minutes), zone=self.calendar_zone, organizer=owner,
            created_by=fields.pop("created_by", owner), set_by=owner, created_at=self.evening(min(day, self.today) - 9 * DAY),
            uid=f"demo-{self.firm.pk}-{len(self.calendar_events)}@bailiwick", **fields,
        )  # fmt: skip
        self.calendar_events.append(event)
        self.calendar_comers.append((event, people))
        return event

    def _booked_days_of(self, attorney, matters) -> None:
        side = self.side
        day = self.today - 60 * DAY
        last = self.today + 92 * DAY
        secretary = next((m for m in self.support if m.role.template == "legal_secretary"), attorney)
        while day <= last:
            if day.weekday() < 5:
                near = abs((day - self.today).days) < 21
                for _ in range(side.choice((1, 2, 2, 3) if near else (0, 1, 1, 2))):
                    self._booked_one(attorney, side.choice(matters), day, secretary)
                if side.random() < (0.22 if near else 0.12):
                    self._booked_hearing(attorney, side.choice(matters), day, secretary)
                if side.random() < 0.04:
                    self._booked_event(
                        day,
                        side.choice((8, 12, 17)),
                        60,
                        [attorney],
                        title=side.choice(("Dentist", "School recital", "Physiotherapy")),
                        kind="other",
                        is_private=True,
                    )
            day += DAY

    def _booked_hearing(self, attorney, matter, day, secretary) -> None:
        side = self.side
        court, department, judge = side.choice(COURTS)
        what = side.choice(HEARINGS)
        way = side.choice((0, 1200, 1800, 2700))
        checked = side.random() < 0.7
        event = self._booked_event(
            day, side.choice((8.5, 9, 9.5, 10.5, 13.5)), side.choice((30, 45, 60)), [attorney], title=what, kind="hearing", matter=matter,
            court=court, department=department, judge=judge, hearing_type=what, appearance_required=side.random() < 0.6,
            travel_before=way, travel_after=way, created_by=secretary,
        )  # fmt: skip
        if checked and event is not None and secretary.pk != attorney.pk:
            event.set_by = secretary
            self.calendar_verified.append((event, attorney, self.evening(min(day, self.today) - 8 * DAY)))

    def _booked_one(self, attorney, matter, day, secretary) -> None:
        side = self.side
        title, kind, minutes, _weight = side.choices(OTHERS, weights=[row[3] for row in OTHERS])[0]
        people = [attorney]
        team = [m for m in self.team_of[matter.pk] if m.role.template == "paralegal"]
        if kind in ("deposition", "meeting", "focus") and team and side.random() < 0.5:
            people.append(team[0])
        hour = side.choice(STARTS)
        room = None
        if kind in ("meeting", "mediation", "deposition"):
            found = side.choice(self.meeting_rooms)
            slots = {(f"r{found.pk}", day, hour + n / 2) for n in range(-(-minutes // 30))}
            if not slots & self.booked:
                room = found
        event = self._booked_event(
            day, hour, minutes, people, title=title, kind=kind, matter=None if kind == "consultation" else matter,
            remote_link="https://meet.example/room" if kind == "call" and side.random() < 0.4 else "", room=room,
            state="tentative" if side.random() < 0.06 and day > self.today else "confirmed",
            created_by=secretary if side.random() < 0.3 else attorney,
        )  # fmt: skip
        if event is not None and room is not None:
            self.booked |= {(f"r{room.pk}", day, hour + n / 2) for n in range(-(-minutes // 30))}

    def _booked_collision(self, live) -> None:
        """Next week somebody would have to be in two courts at once."""
        day = self.today + (7 - self.today.weekday() + 1) * DAY
        lead = self.attorneys[0]
        for number, matter in enumerate([m for m in live if m.responsible_id == lead.pk][:2] or live[:2]):
            court, department, judge = COURTS[number * 2]
            self._booked_event(
                day, 9 + number / 2, 60, [lead], title=HEARINGS[number], kind="hearing", matter=matter, court=court, department=department,
                judge=judge, hearing_type=HEARINGS[number], appearance_required=True, travel_before=1800, travel_after=1800, forced=True,
            )  # fmt: skip

    def _booked_series(self) -> None:
        """Meetings that come again, with a date that was taken out."""
        monday = self.today - self.today.weekday() * DAY - 56 * DAY
        lead, everyone = self.attorneys[0], [*self.attorneys, *self.paralegals[:2], *self.support[:1]]
        rows = (
            ("Docket review", monday + 3 * DAY, 8, 30, "FREQ=WEEKLY", everyone, None),
            (
                "Partners’ meeting",
                monday,
                12,
                60,
                "FREQ=WEEKLY;INTERVAL=2",
                [m for m in self.attorneys if m.is_partner] or [lead],
                self.meeting_rooms[0],
            ),
            ("Week sign-off", monday + 4 * DAY, 16.5, 30, "FREQ=WEEKLY", [lead, *self.paralegals[:1]], None),
            (
                "Associates’ training",
                monday + 8 * DAY,
                17,
                60,
                "FREQ=MONTHLY;BYDAY=2TU",
                self.attorneys,
                None,
            ),
        )
        for number, (title, day, hour, minutes, rule, people, room) in enumerate(rows):
            start = self._booked_at(day, hour)
            event = Event.objects.create(
                title=title, kind="meeting", starts_at=start, ends_at=start + datetime.timedelta(minutes=minutes), zone=self.calendar_zone,
                rrule=rule, organizer=people[0], created_by=people[0], set_by=people[0],
                uid=f"demo-series-{self.firm.pk}-{number}@bailiwick",
                exdates=[self._booked_at(day + 21 * DAY, hour)] if number == 0 else [],
            )  # fmt: skip
            Attendee.objects.bulk_create(
                Attendee(event=event, member=one, response="accepted") for one in people
            )
            if room is not None:
                self._booked_give_room(event, room)

    def _booked_give_room(self, event: Event, room: Room) -> None:
        """The room, on the days on which nobody else holds it: the partners yield."""
        holders = Event.objects.filter(room=room, rrule="").values_list("starts_at", "ends_at")
        local = datetime.timedelta(minutes=60)
        for start, end in holders:
            day = start.astimezone(self.zone).date()
            at = self._booked_at(day, 12)
            if start < at + local and end > at:
                Event.objects.filter(room=room, starts_at=start).update(room=None)
        event.room = room
        event.save(update_fields=["room"])
        hold(event)

    def _booked_hours(self) -> None:
        """One works four days, another begins early; the others as the firm does. And whose calendar is kept by whom."""
        early = self.attorneys[-1]
        WorkingHours.objects.bulk_create(
            WorkingHours(member=early, weekday=day, begins=datetime.time(7, 30), ends=datetime.time(16))
            for day in range(4)
        )
        secretaries = [m for m in self.support if m.role.template == "legal_secretary"]
        for secretary in secretaries[:1]:
            for attorney in self.attorneys[:2]:
                Delegation.objects.create(
                    principal=attorney, to=secretary, powers=["calendar.manage_for_others"], starts_on=self.today - 30 * DAY,
                    until=self.today + 150 * DAY, note="Keeps the calendar", created_by=attorney,
                    created_at=self.evening(self.today - 30 * DAY),
                )  # fmt: skip
