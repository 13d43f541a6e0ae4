"""Events: how they are entered, and what PostgreSQL keeps of them whoever writes."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Attendee, Event, Room, RoomTime
from calendar_app.services import (
    cancel_event,
    change_event,
    create_event,
    move_event,
    respond,
    restore_event,
    verify_event,
)
from matters.models import Contact
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from practice.scope import firm_scope

UTC = datetime.UTC


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """A moment of March 2027 (the cast's firms keep UTC)."""
    return datetime.datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def meeting(people, *, by=None, day=1, hour=9, **values) -> Event:
    given = {"title": "Docket review", "starts_at": at(day, hour), "ends_at": at(day, hour + 1)}
    return create_event(by=by or people.attorney, **(given | values))


def hearing(people, **values) -> Event:
    given = {"kind": "hearing", "title": "Motion to compel", "matter": people.matter, "court": "Alameda"}
    return meeting(people, **(given | values))


def test_an_event_is_entered_with_those_who_come(a):
    with firm_scope(a.firm):
        event = meeting(a, attendees=[a.attorney, a.paralegal, a.client, "Clerk@Court.example"])
        rows = {row.shown_name: row.response for row in event.attendees.all()}
        assert rows == {
            "Imogen Vance": "accepted",
            "Otis Farrow": "waiting",
            a.client.name: "waiting",
            "clerk@court.example": "waiting",
        }
        assert event.zone == "UTC"
        assert event.uid.endswith("@bailiwick")
        assert AuditEvent.objects.filter(verb="event.created", object_id=event.pk).count() == 1


def test_whole_days_are_midnights_of_the_zone(a):
    with firm_scope(a.firm):
        event = create_event(
            by=a.attorney,
            title="Bar conference",
            starts_on=datetime.date(2027, 3, 13),
            ends_on=datetime.date(2027, 3, 14),
            zone="America/Los_Angeles",
        )
        # March 14, 2027 has 23 hours in California: it begins at 08:00 UTC and ends at 07:00 UTC.
        assert event.starts_at == at(13, 8)
        assert event.ends_at == at(15, 7)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"ends_at": at(1, 9)}, "ends_at"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"kind": "hearing"}, "matter"),
        ({"rrule": "FREQ=HOURLY"}, "recurrence"),
    ],
)
def test_what_cannot_be_is_refused_in_words(a, values, field):
    with firm_scope(a.firm), pytest.raises(DomainError) as refused:
        meeting(a, **values)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": at(1, 9)},
        {"all_day": True},
        {"starts_on": datetime.date(2027, 3, 1)},
        {"recurrence_id": at(1, 9)},
        {"verified_at": at(1, 9)},
        {"title": ""},
    ],
)
def test_postgresql_keeps_times_and_exceptions_consistent(a, change):
    with firm_scope(a.firm):
        event = meeting(a)
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**change)


def test_a_room_is_never_held_twice(a):
    with firm_scope(a.firm):
        room = Room.objects.create(name="Room A")
        first = meeting(a, room=room)
        with pytest.raises(DomainError, match=r"Room A is taken on Mar 1 at 9:30 AM\."):
            meeting(a, room=room, starts_at=at(1, 9, 30), ends_at=at(1, 11))
        # Back to back is no clash, and neither is a cancelled event.
        meeting(a, room=room, hour=10)
        cancel_event(first, by=a.attorney)
        meeting(a, room=room)


def test_postgresql_refuses_the_second_holder_of_a_room(a):
    with firm_scope(a.firm):
        room = Room.objects.create(name="Room A")
        meeting(a, room=room)
        other = meeting(a)
        with pytest.raises(IntegrityError, match="calendar_room_once"), transaction.atomic():
            Event.objects.filter(pk=other.pk).update(room=room)
        assert RoomTime.objects.count() == 1


def test_a_series_holds_its_room_each_time(a):
    with firm_scope(a.firm):
        room = Room.objects.create(name="Room A")
        start = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + datetime.timedelta(days=7)
        hour = datetime.timedelta(hours=1)
        week = datetime.timedelta(days=7)
        series = meeting(
            a, room=room, starts_at=start, ends_at=start + hour, rrule="FREQ=WEEKLY;COUNT=10", zone="UTC"
        )
        assert series.room_times.count() == 10
        with pytest.raises(DomainError, match="Room A is taken"):
            meeting(a, room=room, starts_at=start + 4 * week, ends_at=start + 4 * week + hour)
        # The instance that is taken out gives its time back.
        cancel_event(series, by=a.attorney, scope="this", occurrence=start + 4 * week)
        meeting(a, room=room, starts_at=start + 4 * week, ends_at=start + 4 * week + hour)


def test_a_series_without_end_is_compared_beyond_the_rows_that_are_kept(a):
    with firm_scope(a.firm):
        room = Room.objects.create(name="Room A")
        meeting(a, room=room, rrule="FREQ=WEEKLY")
        far = at(1, 9) + datetime.timedelta(days=7 * 150)
        with pytest.raises(DomainError, match="Room A is taken"):
            meeting(a, room=room, starts_at=far, ends_at=far + datetime.timedelta(hours=1))


def test_an_instance_is_replaced_once(a):
    with firm_scope(a.firm):
        series = meeting(a, rrule="FREQ=WEEKLY;COUNT=4")
        move_event(
            series, by=a.attorney, scope="this", occurrence=at(8, 9), starts_at=at(9, 9), ends_at=at(9, 10)
        )
        row = Event.objects.get(parent=series)
        row.pk, row._state.adding = None, True
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_an_exception_belongs_to_a_series(a):
    with firm_scope(a.firm):
        single, other = meeting(a), meeting(a, day=2)
        with pytest.raises(IntegrityError, match="no instance of a series"), transaction.atomic():
            Event.objects.filter(pk=other.pk).update(parent=single, recurrence_id=at(1, 9))


def test_a_verified_court_date_is_not_moved_silently(a):
    with firm_scope(a.firm):
        event = hearing(a, by=a.associate, organizer=None)
        verify_event(event, by=a.attorney)
        with pytest.raises(IntegrityError, match="verified as it was"), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(ends_at=at(1, 12))
        with pytest.raises(IntegrityError, match="verified court date"), transaction.atomic():
            Event.objects.filter(pk=event.pk).delete()
        with pytest.raises(DomainError) as refused:
            move_event(event, by=a.attorney, starts_at=at(2, 9), ends_at=at(2, 10))
        assert refused.value.field == "reason"
        moved = move_event(
            event, by=a.attorney, starts_at=at(2, 9), ends_at=at(2, 10), reason="Court's notice"
        )
        assert moved.verified_at is None
        assert AuditEvent.objects.filter(verb="event.unverified", reason="Court's notice").exists()


def test_who_set_a_court_date_does_not_verify_it(a):
    with firm_scope(a.firm):
        event = hearing(a)
        with pytest.raises(DomainError, match="Somebody else verifies it"):
            verify_event(event, by=a.attorney)
        assert verify_event(event, by=a.associate).verified_by == a.associate


def test_only_an_attorney_calls_off_what_was_verified(a):
    with firm_scope(a.firm):
        event = hearing(a, by=a.paralegal)
        verify_event(event, by=a.attorney)
        with pytest.raises(Refused):
            cancel_event(event, by=a.paralegal, reason="Vacated")
        cancel_event(event, by=a.attorney, reason="Vacated")


def test_answers_are_kept_when_people_change(a):
    with firm_scope(a.firm):
        event = meeting(a, attendees=[a.attorney, a.paralegal])
        respond(event, by=a.paralegal, response="tentative")
        change_event(event, by=a.attorney, attendees=[a.attorney, a.paralegal, a.secretary])
        rows = dict(Attendee.objects.filter(event=event).values_list("member__name", "response"))
        assert rows == {"Imogen Vance": "accepted", "Otis Farrow": "tentative", "Bea Castellan": "waiting"}
        with pytest.raises(DomainError, match="not asked"):
            respond(event, by=a.assistant, response="accepted")


def test_what_was_called_off_comes_back(a):
    with firm_scope(a.firm):
        room = Room.objects.create(name="Room A")
        event = meeting(a, room=room)
        cancel_event(event, by=a.attorney)
        assert not RoomTime.objects.exists()
        restore_event(event, by=a.attorney)
        assert RoomTime.objects.count() == 1


def test_what_hangs_on_an_event_follows_it_to_another_matter(a):
    with firm_scope(a.firm):
        event = meeting(a, attendees=[a.attorney, a.paralegal], room=Room.objects.create(name="Room A"))
        change_event(event, by=a.attorney, matter=a.matter)
        assert set(event.attendees.values_list("matter_id", flat=True)) == {a.matter.pk}
        assert event.room_times.get().matter_id == a.matter.pk


def test_editing_an_event_keeps_everybody_who_was_invited(a, sign_in):
    """The form has a field for each contact that comes and one more; what it shows is what it saves."""
    guests = [Contact.objects.create(name=f"Guest {n}", sort_name=f"Guest {n}") for n in range(5)]
    event = meeting(a, day=3, attendees=[a.attorney, *guests])
    client = sign_in(a.attorney)
    form = client.get(reverse("event_edit", args=[event.pk])).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False):
            sent[field.html_name] = getattr(value, "pk", value)
    answer = client.post(
        reverse("event_edit", args=[event.pk]), {**sent, "title": "Docket review, all", "accept": "on"}
    )
    assert answer.status_code == 303, answer.context["form"].errors
    event.refresh_from_db()
    assert event.title == "Docket review, all"
    assert set(event.attendees.exclude(contact=None).values_list("contact_id", flat=True)) == {
        g.pk for g in guests
    }


def test_a_verified_court_date_does_not_become_a_meeting_silently(a):
    with firm_scope(a.firm):
        event = hearing(a, by=a.paralegal)
        verify_event(event, by=a.attorney)
        with pytest.raises(Refused):
            change_event(event, by=a.paralegal, kind="meeting", reason="Entered wrongly")
        with pytest.raises(DomainError) as refused:
            change_event(event, by=a.attorney, kind="meeting")
        assert refused.value.field == "reason"
        changed = change_event(event, by=a.attorney, kind="meeting", reason="Entered wrongly")
        assert changed.verified_at is None
        assert AuditEvent.objects.filter(verb="event.unverified", reason="Entered wrongly").exists()
