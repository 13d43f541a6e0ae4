"""What speaks against a time is said before it is saved: two courts at once, the way between, hours, holidays, absences."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Absence, BarLicence
from calendar_app.models import Closure, Event, WorkingHours
from calendar_app.queries.collisions import Asked, warnings
from calendar_app.queries.hours import days_off
from calendar_app.services import create_event
from practice.scope import firm_scope

UTC = datetime.UTC


def at(hour, minute=0, day=3) -> datetime.datetime:
    """March 3, 2027 is a Wednesday."""
    return datetime.datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def court(people, start, end, **values) -> Event:
    given = {
        "title": "Demurrer",
        "kind": "hearing",
        "matter": people.matter,
        "court": "Alameda",
        "department": "Dept. 14",
    }
    return create_event(by=people.attorney, starts_at=start, ends_at=end, **(given | values))


def against(people, start, end, *, kind="meeting", **values) -> list[tuple[str, str]]:
    asked = Asked([people.attorney], start, end, "UTC", kind, **values)
    return [(one.kind, one.text) for one in warnings(people.attorney, asked)]


def test_two_courts_at_once_is_loud(a):
    with firm_scope(a.firm):
        court(a, at(10), at(11))
        (found,) = warnings(a.attorney, Asked([a.attorney], at(10, 30), at(11, 30), "UTC", "hearing"))
        assert found.loud
        assert found.text == (
            "Imogen Vance would be in two courts at once: “Demurrer”, Alameda, Dept. 14, is on Wed, Mar 3 at 10:00 AM."
        )


def test_the_way_between_two_courts_counts(a):
    with firm_scope(a.firm):
        court(a, at(10), at(11), travel_after=1800)
        kinds = [
            kind for kind, _text in against(a, at(11, 45), at(12, 30), kind="hearing", travel_before=1200)
        ]
        assert kinds == ["courts"]
        assert against(a, at(12), at(12, 30), kind="hearing", travel_before=1200) == []


def test_a_meeting_meets_another(a):
    with firm_scope(a.firm):
        create_event(by=a.attorney, title="Strategy", starts_at=at(10), ends_at=at(11), state="tentative")
        assert against(a, at(10, 30), at(11, 30)) == [
            ("double", "Imogen Vance has “Strategy” (tentative) on Wed, Mar 3 at 10:00 AM.")
        ]
        assert against(a, at(11), at(12)) == []


def test_an_event_is_not_in_its_own_way(a):
    with firm_scope(a.firm):
        series = create_event(
            by=a.attorney, title="Docket", starts_at=at(10), ends_at=at(11), rrule="FREQ=WEEKLY;COUNT=4"
        )
        assert against(a, at(10, 30), at(11, 30), event=series) == []


def test_a_series_is_looked_through(a):
    with firm_scope(a.firm):
        court(a, at(10, day=17), at(11, day=17))
        found = against(a, at(10), at(11), rrule="FREQ=WEEKLY;COUNT=4")
        assert [kind for kind, _text in found] == ["double"]


def test_hours_absences_and_closed_days(a):
    with firm_scope(a.firm):
        WorkingHours.objects.create(
            member=a.attorney, weekday=2, begins=datetime.time(10), ends=datetime.time(15)
        )
        Absence.objects.create(
            member=a.attorney,
            starts_on=datetime.date(2027, 3, 3),
            ends_on=datetime.date(2027, 3, 5),
            created_by=a.attorney,
        )
        Closure.objects.create(
            name="Move", starts_on=datetime.date(2027, 3, 3), ends_on=datetime.date(2027, 3, 3)
        )
        assert against(a, at(9), at(10)) == [
            ("away", "Imogen Vance is away from Mar 3 until Mar 5."),
            ("closed", "Wednesday, Mar 3: firm closed, Move."),
            ("hours", "Wed, Mar 3 at 9:00 AM is outside the working hours of Imogen Vance."),
        ]


def test_a_hearing_on_a_court_holiday(a):
    with firm_scope(a.firm):
        thanksgiving = datetime.datetime(2026, 11, 26, 10, tzinfo=UTC)
        (found,) = against(a, thanksgiving, thanksgiving + datetime.timedelta(hours=1), kind="hearing")
        assert found[0] == "holiday"
        assert "Thanksgiving" in found[1]


def test_a_colleagues_private_time_is_told_without_a_word(a):
    with firm_scope(a.firm):
        create_event(by=a.associate, title="Oncologist", starts_at=at(10), ends_at=at(11), is_private=True)
        asked = Asked([a.associate], at(10), at(11), "UTC")
        (found,) = warnings(a.attorney, asked)
        assert found.text == "Priya Tollett has something else on Wed, Mar 3 at 10:00 AM."


def given(people, **values) -> dict:
    return {
        "title": "Second hearing",
        "kind": "hearing",
        "matter": people.matter.pk,
        "starts_on": "2027-03-03",
        "starts": "10:30 AM",
        "ends": "11:30",
        "organizer": people.attorney.pk,
        "people": [people.attorney.pk],
        "zone": "UTC",
        "state": "confirmed",
    } | values


def test_the_form_asks_first_and_a_tick_goes_on(a, sign_in):
    client = sign_in(a.attorney)
    with firm_scope(a.firm):
        court(a, at(10), at(11))
    asked = client.post(reverse("event_create"), given(a))
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "Two courts at once" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(reverse("event_create"), given(a, accept="1", seen=seen)).status_code == 303
    with firm_scope(a.firm):
        assert Event.objects.filter(title="Second hearing").count() == 1


def test_a_tick_holds_only_for_what_was_shown(a, sign_in):
    client = sign_in(a.attorney)
    with firm_scope(a.firm):
        court(a, at(10), at(11))
    answer = client.post(reverse("event_create"), given(a, accept="1", seen="hours:Imogen Vance"))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("9", 9), ("930", 9), ("2", 14), ("2pm", 14), ("14:15", 14), ("12 am", 0), ("12pm", 12)],
)
def test_times_as_people_type_them(typed, hour):
    from calendar_app.forms.events import read_clock

    assert read_clock(typed).hour == hour


def test_the_short_form_of_the_drawer_is_enough(a, sign_in):
    """What is drawn on the grid asks for a title; the rest is as the form begins."""
    client = sign_in(a.attorney)
    values = {"title": "Witness call", "kind": "call", "starts_on": "2027-03-02", "starts": "9", "ends": "10"}
    values |= {"organizer": a.attorney.pk, "people": [a.attorney.pk]}
    answer = client.post(
        reverse("event_create"), values, headers={"HX-Request": "true", "HX-Target": "drawer"}
    )
    assert answer.status_code == 200
    with firm_scope(a.firm):
        assert Event.objects.get(title="Witness call").state == "confirmed"


def test_the_courts_of_the_states_in_which_the_firm_is_licensed_count(a):
    """California's courts keep the fourth Friday of September (CCP § 135), federal courts do not."""
    native_american_day = datetime.date(2026, 9, 25)
    BarLicence.objects.update(jurisdiction="Oregon", verified_at=None, verified_by=None)
    assert days_off(native_american_day, native_american_day).on(native_american_day) is None
    BarLicence.objects.update(jurisdiction="California")
    reason = days_off(native_american_day, native_american_day).on(native_american_day)
    assert (reason.name, reason.is_court) == ("Native American Day (California courts)", True)
    assert days_off(native_american_day, native_american_day).on(datetime.date(2060, 9, 24)) is None
