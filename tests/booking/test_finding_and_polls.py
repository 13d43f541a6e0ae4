"""Common times of several people and a room; polls that hold them, answered by a signed link, and one chosen."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from booking.models import Poll, PollAnswer
from booking.queries.finding import find_times
from booking.queries.tokens import guest_token
from booking.services.polls import (
    add_people,
    add_time,
    answer_poll,
    call_off_poll,
    choose_time,
    create_poll,
    reopen_poll,
)
from calendar_app.models import Event, Room
from calendar_app.queries.busy import busy_times
from calendar_app.services import create_event
from court_rules.calendars import holiday_name
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from practice.scope import firm_scope
from tests.booking.test_stranger_books import deliver
from tests.cast import engage

UTC = datetime.UTC
HOUR = datetime.timedelta(hours=1)


def monday() -> datetime.date:
    """A Monday at least a week ahead, without a holiday of the court in its week."""
    day = timezone.localdate() + datetime.timedelta(days=7)
    day += datetime.timedelta(days=(7 - day.weekday()) % 7)
    week = [day + datetime.timedelta(days=n) for n in range(5)]
    if any(holiday_name(one, key) for one in week for key in ("us.federal", "us.ca")):
        day += datetime.timedelta(days=21 if day.month == 12 else 7)
    return day


def at(hour: int, day: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(monday() + datetime.timedelta(days=day), datetime.time(hour), tzinfo=UTC)


def asked(a, **more) -> Poll:
    values = {
        "by": a.attorney, "title": "Meet and confer", "minutes": 60, "starts": [at(10), at(14), at(11, 1)],
        "members": [a.associate], "guests": [("Lenora Finch", "finch@fallowlaw.example")],
    }  # fmt: skip
    return create_poll(**(values | more))


def test_everybody_and_the_room_are_free(a, django_assert_max_num_queries):
    room = Room.objects.create(name="Library")
    other = Room.objects.create(name="Small room")
    for person, hour, given in (
        (a.attorney, 9, {}),
        (a.associate, 11, {"is_private": True}),
        (a.paralegal, 14, {"room": room}),
    ):
        create_event(
            by=person, title="Busy", starts_at=at(hour), ends_at=at(hour) + HOUR, zone="UTC", **given
        )
    search = {"minutes": 60, "first": monday(), "days": 1, "zone": "UTC"}
    with django_assert_max_num_queries(10):
        found = find_times([a.attorney, a.associate], room=room, **search)
    hours = [(one.start.hour, one.start.minute) for one in found]
    # 9 and 11 are taken by one of them, 14 by somebody in the room; the usual hours end at half past five.
    assert hours == [(10, 0), (12, 0), (12, 30), (13, 0), (15, 0), (15, 30), (16, 0), (16, 30)]
    assert (14, 0) in [
        (one.start.hour, one.start.minute) for one in find_times([a.attorney], room=other, **search)
    ]


def test_private_plans_are_not_told(a, sign_in):
    create_event(
        by=a.associate, title="Oncologist", starts_at=at(10), ends_at=at(12), zone="UTC", is_private=True
    )
    page = (
        sign_in(a.attorney)
        .get(
            reverse("find_time"),
            {"people": [a.attorney.pk, a.associate.pk], "first": monday().isoformat(), "minutes": "60"},
        )
        .content.decode()
    )
    assert "Oncologist" not in page and "10:00 AM" in page  # on the other days


def test_a_time_becomes_a_meeting(a, sign_in):
    browser = sign_in(a.secretary)
    query = f"?people={a.attorney.pk}&people={a.secretary.pk}&minutes=60&days=7&first={monday().isoformat()}"
    stamp = f"{at(10):%Y%m%dT%H%MZ}"
    data = {"title": "Prepare the hearing", "kind": "meeting", "tentative": "on", "at": [stamp]}
    assert browser.post(reverse("find_time") + query, data | {"at": []}).status_code == 422
    # Ticked among the best and in the list of all, it is one time.
    assert browser.post(reverse("find_time") + query, data | {"at": [stamp, stamp]}).status_code == 303
    event = Event.objects.get()
    assert (event.starts_at, event.state, event.organizer) == (at(10), "tentative", a.secretary)
    assert {row.member_id for row in event.attendees.all()} == {a.attorney.pk, a.secretary.pk}
    ask = browser.post(
        reverse("find_time") + query, {"ask": "1", "at": [f"{at(13):%Y%m%dT%H%MZ}", f"{at(15):%Y%m%dT%H%MZ}"]}
    )
    assert ask.status_code == 303
    assert browser.get(ask["Location"]).status_code == 200
    made = browser.post(
        ask["Location"],
        {
            "title": "Planning",
            "kind": "call",
            "members": [a.attorney.pk],
            "guests": "Finch <f@finch.example>",
        },
    )
    assert made.status_code == 303
    assert Poll.objects.get().options.count() == 2


def test_a_poll_holds_its_times_and_is_answered_by_a_link(a, client):
    room = Room.objects.create(name="Library")
    poll = asked(a, room=room)
    holds = [option.event for option in poll.options.all()]
    assert [event.state for event in holds] == ["tentative"] * 3 and all(
        event.room == room for event in holds
    )
    deliver()
    assert sorted(m.to[0] for m in mail.outbox) == ["associate@alder.example", "finch@fallowlaw.example"]
    guest = poll.guests.get(member=None)
    url = reverse("poll_answer", args=[guest_token(guest)])
    assert url in next(m for m in mail.outbox if m.to == ["finch@fallowlaw.example"]).body
    page = client.get(url + "?zone=America/New_York").content.decode()
    assert "Meet and confer" in page
    one, two, three = poll.options.all()
    assert client.post(url, {f"o{one.pk}": "yes"}).status_code == 422
    answers = {
        f"o{one.pk}": "no",
        f"o{two.pk}": "yes",
        f"o{three.pk}": "maybe",
        "comment": "Afternoons are best",
    }
    assert client.post(url, answers).status_code == 303
    assert list(PollAnswer.objects.order_by("option__starts_at").values_list("value", flat=True)) == [
        "no",
        "yes",
        "maybe",
    ]
    mail.outbox.clear()
    deliver()
    assert [m.to for m in mail.outbox] == [["attorney@alder.example"]] and "Afternoons" in mail.outbox[0].body
    event = choose_time(poll, two, by=a.attorney)
    assert (event.title, event.state, event.starts_at) == ("Meet and confer", "confirmed", at(14))
    assert {row.email for row in event.attendees.filter(member=None)} == {"finch@fallowlaw.example"}
    assert sorted(Event.objects.values_list("state", flat=True)) == ["cancelled", "cancelled", "confirmed"]
    mail.outbox.clear()
    deliver()
    # The outside guest is invited to the event itself.
    assert [m.to for m in mail.outbox] == [["associate@alder.example"]] and event.about_kind == ""
    assert mail.outbox[0].attachments[0][0] == "meeting.ics"
    assert client.post(url, answers).status_code == 422
    assert client.get(reverse("poll_answer", args=["made-up"])).status_code == 404


def test_called_off_and_opened_again(a):
    poll = call_off_poll(asked(a), by=a.attorney)
    assert poll.state == "cancelled"
    assert set(Event.objects.values_list("state", flat=True)) == {"cancelled"}
    poll = reopen_poll(poll, by=a.attorney)
    assert set(Event.objects.values_list("state", flat=True)) == {"tentative"}
    with pytest.raises(Refused):
        call_off_poll(poll, by=a.paralegal)
    with pytest.raises(DomainError, match="each time"):
        answer_poll(poll.guests.first(), values={})


def test_what_cannot_be_asked(a):
    for wrong, field in (
        ({"starts": [at(10)]}, "starts"),
        ({"starts": [timezone.now() - HOUR, at(10)]}, "starts"),
        ({"members": [], "guests": []}, "guests"),
        ({"title": " "}, "title"),
    ):
        with pytest.raises(DomainError) as error:
            asked(a, **wrong)
        assert error.value.field == field


def test_pages_of_polls(a, sign_in):
    poll = asked(a)
    browser = sign_in(a.attorney)
    assert browser.get(reverse("poll_list")).status_code == 200
    assert browser.get(reverse("poll_detail", args=[poll.pk])).status_code == 200
    option = poll.options.first()
    answer = browser.post(reverse("poll_choose", args=[poll.pk]), {"option": option.pk})
    assert answer.status_code == 303
    assert Poll.objects.get().state == "decided"


def test_another_firm_knows_nothing_of_it(firms, sign_in):
    with firm_scope(firms.a.firm):
        poll = asked(firms.a)
    assert sign_in(firms.b.attorney).get(reverse("poll_detail", args=[poll.pk])).status_code == 404


def test_who_is_asked_later_and_one_more_time(a, client):
    deliver()
    poll = asked(a, contacts=[a.client])
    a.client.refresh_from_db()
    assert sorted(g.email for g in poll.guests.filter(member=None)) == sorted(
        ["finch@fallowlaw.example", a.client.email.lower()]
    )
    finch = poll.guests.get(email="finch@fallowlaw.example")
    deliver()
    answer_poll(finch, values={option.pk: "yes" for option in poll.options.all()})
    deliver()
    mail.outbox.clear()
    rows = add_people(
        poll, by=a.attorney, members=[a.paralegal, a.associate],
        guests=[("Finch again", "FINCH@fallowlaw.example"), ("Odile Marsh", "odile@marsh.example")],
    )  # fmt: skip
    assert [row.name for row in rows] == [a.paralegal.name, "Odile Marsh"]
    for option in poll.options.all():
        assert {row.member_id for row in option.event.attendees.all()} == {
            a.attorney.pk, a.associate.pk, a.paralegal.pk,
        }  # fmt: skip
    deliver()
    assert sorted(m.to[0] for m in mail.outbox) == ["odile@marsh.example", a.paralegal.user.email]
    with pytest.raises(DomainError, match="asked already"):
        add_people(poll, by=a.attorney, members=[a.paralegal])
    with pytest.raises(Refused):
        add_time(poll, at(15), by=a.paralegal)
    mail.outbox.clear()
    option = add_time(poll, at(15), by=a.attorney)
    assert option.event.state == "tentative" and option.event.organizer == a.attorney
    assert option.event.attendees.count() == 3
    deliver()
    # Only who had answered is told, and of the new time alone.
    assert [m.to for m in mail.outbox] == [["finch@fallowlaw.example"]]
    assert "3:00 PM" in mail.outbox[0].body and "10:00 AM" not in mail.outbox[0].body
    assert finch.answers.count() == 3
    for wrong in (at(15), timezone.now() - HOUR):
        with pytest.raises(DomainError):
            add_time(poll, wrong, by=a.attorney)


def test_what_was_answered_goes_with_the_meeting(a):
    poll = asked(a, contacts=[a.client], members=[a.associate, a.paralegal])
    one = poll.options.first()
    for guest, value in (
        (poll.guests.get(member=a.associate), "no"),
        (poll.guests.get(member=a.paralegal), "maybe"),
        (poll.guests.get(email="finch@fallowlaw.example"), "no"),
    ):
        answer_poll(guest, values={option.pk: value for option in poll.options.all()})
    event = choose_time(poll, one, by=a.attorney)
    found = {
        row.member or row.contact or row.email: (row.response, row.role) for row in event.attendees.all()
    }
    assert found == {
        a.attorney: ("accepted", "required"),
        a.associate: ("declined", "optional"),
        a.paralegal: ("tentative", "required"),
        # Everybody outside is invited, also who did not answer; who said no need not come.
        a.client: ("waiting", "required"),
        "finch@fallowlaw.example": ("waiting", "optional"),
    }
    assert Outbox.objects.filter(task="feeds.tasks.tell_guests", arguments__event_id=event.pk).exists()
    # The one who cannot come is free then.
    assert not busy_times(at(10), at(11), people=[a.associate.pk])


def test_outside_people_at_a_time_that_was_found(a, sign_in):
    browser = sign_in(a.attorney)
    room = Room.objects.create(name="Library")
    query = f"?people={a.attorney.pk}&people={a.associate.pk}&room={room.pk}&minutes=60&days=7&first={monday().isoformat()}"
    data = {
        "title": "Mediation talk", "kind": "meeting", "at": [f"{at(10):%Y%m%dT%H%MZ}"],
        "contact_1": a.client.pk, "guests": "Odile Marsh <odile@marsh.example>",
    }  # fmt: skip
    assert browser.post(reverse("find_time") + query, data | {"guests": "Odile"}).status_code == 422
    assert browser.post(reverse("find_time") + query, data).status_code == 303
    event = Event.objects.get()
    assert event.room == room
    assert {row.shown_name for row in event.attendees.all()} == {
        a.attorney.name, a.associate.name, a.client.name, "Odile Marsh",
    }  # fmt: skip
    more = data | {"ask": "1", "at": [f"{at(h):%Y%m%dT%H%MZ}" for h in (13, 15)]}
    asked_for = browser.post(reverse("find_time") + query, more)
    page = browser.get(asked_for["Location"]).content.decode()
    # What was typed is there, and no address holds a name.
    assert "odile@marsh.example" in page and "Mediation talk" in page and "odile" not in asked_for["Location"]


def test_what_came_in_between_is_named_and_what_was_typed_stays(a, sign_in):
    browser = sign_in(a.secretary)
    query = f"?people={a.attorney.pk}&people={a.associate.pk}&minutes=60&days=7&first={monday().isoformat()}"
    data = {
        "title": "Prepare the hearing",
        "kind": "meeting",
        "place": "Library",
        "at": [f"{at(10):%Y%m%dT%H%MZ}"],
    }
    cases = (
        ({"by": a.attorney, "title": "Strategy"}, f"{a.attorney.name} has “Strategy” on"),
        ({"by": a.associate, "title": "Oncologist", "is_private": True}, f"{a.associate.name} has something else on"),
    )  # fmt: skip
    for values, said in cases:
        between = create_event(starts_at=at(10) + HOUR / 2, ends_at=at(11), zone="UTC", **values)
        answer = browser.post(reverse("find_time") + query, data)
        page = answer.content.decode()
        assert (answer.status_code, Event.objects.count()) == (422, 1)
        assert "That time is no longer free" in page and said in page and "Oncologist" not in page
        assert 'value="Prepare the hearing"' in page and 'value="Library"' in page
        assert f'value="{at(10):%Y%m%dT%H%MZ}"' not in page  # it is not offered again
        between.delete()
    # A time that was never offered is none either.
    assert (
        browser.post(reverse("find_time") + query, data | {"at": [f"{at(3):%Y%m%dT%H%MZ}"]}).status_code
        == 422
    )
    assert browser.post(reverse("find_time") + query, data).status_code == 303


def test_a_guest_of_the_firm_learns_of_nobody_elses_time(a, sign_in):
    engage(a, a.matter)
    browser, url = sign_in(a.freelancer), reverse("find_time")
    create_event(by=a.attorney, title="Board", starts_at=at(10), ends_at=at(11), zone="UTC")
    page = browser.get(url)
    assert page.status_code == 200 and not page.context["form"].errors
    assert [
        member
        for member in page.context["form"].fields["people"].choices
        if member[0] != str(a.freelancer.pk)
    ] == []
    query = f"?people={a.attorney.pk}&minutes=60&days=7&first={monday().isoformat()}"
    assert browser.get(url + query).context["times"] == []
    # Nor by proposing a time and reading what speaks against it.
    given = {
        "title": "Talk", "kind": "meeting", "starts_on": monday().isoformat(), "starts": "10:00", "ends": "11:00",
        "people": [a.freelancer.pk, a.attorney.pk], "zone": "UTC", "organizer": a.freelancer.pk,
    }  # fmt: skip
    answer = browser.post(reverse("event_create"), given)
    assert answer.status_code == 303, (answer.context["against"], answer.context["form"].errors)


def test_pages_to_add_to_a_poll(a, sign_in):
    poll = asked(a)
    browser = sign_in(a.attorney)
    people, times = reverse("poll_people", args=[poll.pk]), reverse("poll_times", args=[poll.pk])
    assert browser.get(people).status_code == browser.get(times).status_code == 200
    assert browser.post(people, {"guests": ""}).status_code == 422
    assert browser.post(people, {"contact_1": a.client.pk}).status_code == 303
    day = monday() + datetime.timedelta(days=2)
    assert browser.post(times, {"day": day.isoformat(), "time": "16:00"}).status_code == 303
    assert poll.options.count() == 4 and poll.guests.count() == 3
    assert sign_in(a.paralegal).get(people).status_code == 403
