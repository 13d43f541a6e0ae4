"""What other apps bring to an event: its own reminders in the form, the link to what put it on the calendar."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Event
from calendar_app.services import create_event
from practice.scope import firm_scope
from reminders.models import OwnRungs
from tests.architecture.furniture import furnish

DAY = datetime.timedelta(days=1)


def typed(people, **fields) -> dict:
    values = {
        "title": "Strategy", "kind": "meeting", "starts_on": (timezone.localdate() + 40 * DAY).isoformat(),
        "starts": "10 AM", "ends": "11 AM", "organizer": people.attorney.pk, "people": [people.attorney.pk],
        "accept": "1", "seen": "",
    }  # fmt: skip
    return values | fields


def send(client, url, values):
    """Post the form, and once more with the tick when something speaks against the day."""
    answer = client.post(url, values)
    if answer.status_code == 422 and answer.context["against"]:
        answer = client.post(url, values | {"seen": answer.context["seen"]})
    return answer


def test_reminders_are_set_while_the_event_is_entered(firms, sign_in):
    a = firms.a
    client = sign_in(a.attorney)
    url = reverse("event_create")
    assert "Days before" in client.get(url).content.decode()
    assert send(client, url, typed(a, remind_days="7, 1", remind_minutes="30")).status_code == 303
    with firm_scope(a.firm):
        event = Event.objects.get()
        own = OwnRungs.objects.get(about_kind="event", about_id=event.pk)
        assert (own.days, own.minutes) == ([7, 1], [30])
    edit = reverse("event_edit", args=[event.pk])
    assert 'value="7, 1"' in client.get(edit).content.decode()
    assert (
        send(client, edit, typed(a, title="Plan", remind_days="7, 1", remind_minutes="30")).status_code == 303
    )
    assert send(client, edit, typed(a, remind_days="", remind_minutes="")).status_code == 303
    with firm_scope(a.firm):
        assert not OwnRungs.objects.exists()


def test_a_hearing_keeps_the_firms_ladder_besides(firms, sign_in):
    a = firms.a
    values = typed(a, kind="hearing", matter=a.matter.pk, court="Alameda", remind_days="21")
    assert send(sign_in(a.attorney), reverse("event_create"), values).status_code == 303
    with firm_scope(a.firm):
        assert OwnRungs.objects.get().days == [21, 14, 7, 3, 1, 0]


def test_what_cannot_be_reminded_of_writes_nothing_at_all(firms, sign_in):
    a = firms.a
    client = sign_in(a.attorney)
    for wrong in ({"remind_days": "soon"}, {"remind_days": "9999"}, {"kind": "focus", "remind_days": "1"}):
        answer = send(client, reverse("event_create"), typed(a, **wrong))
        assert answer.status_code == 422
        assert answer.context["form"].errors["remind_days"]
    with firm_scope(a.firm):
        assert not Event.objects.exists()


@pytest.mark.parametrize(
    "kind,name,label",
    [("booking", "booking", "Booking"), ("trip_leg", "leg", "Trip"), ("deposition", "deposition", "Deposition"),
     ("task", "task", "Task"), ("lead", "api_lead", "Lead")],
)  # fmt: skip
def test_an_event_leads_to_what_it_came_from(firms, sign_in, kind, name, label):
    a = firms.a
    with firm_scope(a.firm):
        furnish(a)
        start = timezone.now() + DAY
        event = create_event(
            by=a.attorney, title="Held", starts_at=start, ends_at=start + DAY / 24, matter=a.matter,
            about_kind=kind, about_id=getattr(a, name).pk,
        )  # fmt: skip
    page = sign_in(a.attorney).get(event.get_absolute_url())
    assert page.context["origin"].label == label
    assert sign_in(a.attorney).get(page.context["origin"].url).status_code == 200
    assert f'href="{page.context["origin"].url}"' in page.content.decode()


def test_a_time_is_found_for_who_was_ticked(firms, sign_in):
    a = firms.a
    client = sign_in(a.attorney)
    assert "data-find-time" in client.get(reverse("event_create")).content.decode()
    asked = {
        "people": [a.attorney.pk, a.associate.pk],
        "title": "Strategy",
        "matter": a.matter.pk,
        "minutes": 30,
    }
    page = client.get(reverse("find_time"), asked)
    assert page.context["form"].cleaned_data["people"] == [a.attorney, a.associate]
    assert 'value="Strategy"' in page.content.decode()
