"""In whose clock somebody lives: their own zone, their office's, the firm's; over a change to summer time."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.models import Invitation, Member
from accounts.queries import zone_of, zones_of
from accounts.services import invitations
from accounts.services.offices import save_office
from calendar_app.models import Event
from calendar_app.queries.collisions import Asked, warnings
from calendar_app.queries.hours import DEFAULT
from calendar_app.services import create_event
from practice.exceptions import DomainError, Refused
from practice.models import Office
from practice.scope import firm_scope
from reminders.models import Preferences
from reminders.services.digests import due_on
from tests.accounts.test_people import change

UTC = datetime.UTC


@pytest.fixture
def a(firms):
    """The attorney sits in New York, the associate in Phoenix, which keeps no summer time; the firm keeps UTC."""
    a = firms.a
    with firm_scope(a.firm):
        a.east = save_office(None, by=a.admin, name="New York", time_zone="America/New_York")
        a.desert = save_office(None, by=a.admin, name="Phoenix", time_zone="America/Phoenix")
        Member.objects.filter(pk=a.attorney.pk).update(office=a.east)
        Member.objects.filter(pk=a.associate.pk).update(office=a.desert)
        for name in ("attorney", "associate", "paralegal"):
            setattr(
                a, name, Member.objects.select_related("role", "firm", "office").get(pk=getattr(a, name).pk)
            )
    return a


def test_own_zone_then_the_offices_then_the_firms(a):
    with firm_scope(a.firm):
        assert zone_of(a.attorney) == "America/New_York"
        assert zone_of(a.paralegal) == a.firm.time_zone
        Member.objects.filter(pk=a.attorney.pk).update(time_zone="Europe/London")
        assert zones_of([a.attorney.pk, a.associate.pk]) == {
            a.attorney.pk: "Europe/London",
            a.associate.pk: "America/Phoenix",
        }
        Office.objects.filter(pk=a.desert.pk).update(time_zone="")
        assert zones_of([a.associate.pk]) == {a.associate.pk: a.firm.time_zone}


@pytest.mark.parametrize(
    "day,utc",
    # New York's clocks go forward on March 14, 2027: nine is 14:00 UTC on the Friday before, 13:00 on the Monday after.
    [(datetime.date(2027, 3, 12), 14), (datetime.date(2027, 3, 15), 13)],
)
def test_the_calendar_is_in_the_readers_clock_over_a_change_of_clocks(a, sign_in, day, utc):
    client = sign_in(a.attorney)
    posted = {
        "title": "Call", "kind": "call", "starts_on": day.isoformat(), "starts": "9 AM", "ends": "10 AM",
        "organizer": a.attorney.pk, "people": [a.attorney.pk], "zone": "", "accept": "1",
    }  # fmt: skip
    assert client.post(reverse("event_create"), posted).status_code == 303
    with firm_scope(a.firm):
        event = Event.objects.get()
        assert (event.starts_at, event.zone) == (
            datetime.datetime(day.year, day.month, day.day, utc, tzinfo=UTC),
            "America/New_York",
        )
        event_url = event.get_absolute_url()
    assert "9 – 10 AM" in client.get(event_url).content.decode()
    grid = client.get(reverse("calendar"), {"view": "day", "date": day.isoformat()}).content.decode()
    assert f'data-start="{day}T09:00"' in grid
    # The associate's clock in Phoenix is 7 hours behind UTC all year.
    hour = utc - 7
    there = {"view": "day", "date": day.isoformat(), "people": a.attorney.pk}
    assert (
        f'data-start="{day}T{hour:02d}:00"'
        in sign_in(a.associate).get(reverse("calendar"), there).content.decode()
    )


def test_working_hours_are_those_of_each_persons_place(a):
    with firm_scope(a.firm):
        # 14:00 UTC on March 15 is ten in New York and seven in Phoenix, before anybody works there.
        start = datetime.datetime(2027, 3, 15, 14, tzinfo=UTC)
        asked = Asked([a.attorney, a.associate], start, start + datetime.timedelta(hours=1), "UTC")
        found = [one for one in warnings(a.attorney, asked) if one.kind == "hours"]
        assert [one.who for one in found] == [a.associate.name]
        assert "7:00 AM" in found[0].text
        assert DEFAULT[0] == ((datetime.time(9), datetime.time(17, 30)),)


@pytest.mark.parametrize("day,utc", [(12, 12), (15, 11)])
def test_the_digest_comes_at_the_hour_of_the_place(a, day, utc):
    with firm_scope(a.firm):
        mine = Preferences(member=a.attorney, digest_at=datetime.time(7), digest_days=[0, 4])
        at = datetime.datetime(2027, 3, day, utc, tzinfo=UTC)
        assert due_on(mine, a.attorney, at - datetime.timedelta(minutes=1)) is None
        assert due_on(mine, a.attorney, at) == datetime.date(2027, 3, day)


def test_a_new_event_is_meant_in_the_clock_of_its_owner(a):
    with firm_scope(a.firm):
        start = datetime.datetime(2027, 3, 15, 14, tzinfo=UTC)
        event = create_event(
            by=None, organizer=a.associate, title="Review", starts_at=start, ends_at=start.replace(hour=15)
        )
        assert event.zone == "America/Phoenix"
        assert start.astimezone(ZoneInfo(event.zone)).hour == 7


def test_office_and_zone_stand_on_the_persons_page_in_the_list_and_in_the_invitation(a, sign_in, client):
    admin = sign_in(a.admin)
    page = admin.get(reverse("member_detail", args=[a.attorney.pk])).content.decode()
    assert "With New York (New York)" in page
    with firm_scope(a.firm):
        change(a.paralegal, by=a.admin, office=a.east, time_zone="America/Denver")
        a.paralegal.refresh_from_db()
        assert (a.paralegal.office, a.paralegal.time_zone) == (a.east, "America/Denver")
        with pytest.raises(DomainError, match="time zone"):
            change(a.paralegal, by=a.admin, time_zone="Mars/Olympus")
        sent = invitations.invite(
            by=a.admin, name="New One", email="new@alder.example", role=a.roles["paralegal"], office=a.desert
        )
        assert Invitation.objects.get(pk=sent.pk).office == a.desert
    assert "Phoenix" in admin.get(reverse("invitation_create")).content.decode()
    own = sign_in(a.paralegal).get(reverse("profile")).content.decode()
    assert "New York" in own
    assert "America/Denver" in own


def test_offices_are_kept_by_who_changes_the_firms_settings(a, sign_in):
    admin = sign_in(a.admin)
    assert "1 person" in admin.get(reverse("office_list")).content.decode()
    again = admin.post(reverse("office_list"), {"name": "new york", "time_zone": ""})
    assert again.status_code == 422
    url = reverse("office_edit", args=[a.east.pk])
    assert admin.post(url, {"name": "Albany", "time_zone": "America/New_York"}).status_code == 303
    assert sign_in(a.paralegal).get(url).status_code == 403
    with firm_scope(a.firm), pytest.raises(Refused):
        save_office(None, by=a.paralegal, name="Reno")
