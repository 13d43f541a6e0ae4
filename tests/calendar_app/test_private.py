"""What others may not read is busy time: private events, and events behind a wall. Not a word leaves the server."""

import datetime

import pytest
from django.urls import reverse

from calendar_app.queries import busy_times, occurrences
from calendar_app.services import create_event
from matters.models import Wall
from practice.scope import firm_scope
from tests.cast import make_matter

UTC = datetime.UTC
SECRETS = ("Oncologist", "Harbor Clinic", "bring the results", "Quillfeather")


def at(hour, day=3) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def private(a):
    with firm_scope(a.firm):
        return create_event(
            by=a.attorney,
            title="Oncologist",
            starts_at=at(9),
            ends_at=at(10),
            location="Harbor Clinic",
            note="bring the results",
            is_private=True,
        )


@pytest.fixture
def walled(a):
    with firm_scope(a.firm):
        matter = make_matter(a, number="2026-0777", name="Quillfeather merger")
        Wall.objects.create(matter=matter, member=a.associate, reason="Former client", created_by=a.attorney)
        return create_event(
            by=a.attorney, title="Quillfeather closing", starts_at=at(13), ends_at=at(14), matter=matter
        )


def pages(a):
    people = f"people={a.attorney.pk}&date=2027-03-03&layers=court,travel,deadlines,tasks"
    for view in ("day", "3day", "week", "month", "agenda", "people"):
        yield f"{reverse('calendar')}?view={view}&{people}"
    yield f"{reverse('calendar_csv')}?view=month&{people}"
    yield f"{reverse('api_event_list')}?from=2027-03-01&until=2027-03-31&people={a.attorney.pk}"
    yield f"{reverse('workload')}?person={a.attorney.pk}&date=2027-03-03"
    yield f"{reverse('palette')}?q=oncologist"
    yield f"{reverse('palette')}?q=quillfeather"
    yield reverse("home")


def test_no_output_has_a_word_of_either(a, sign_in, private, walled):
    client = sign_in(a.associate)
    for url in pages(a):
        text = client.get(url).content.decode().replace("?q=", "").replace('value="oncologist"', "")
        text = text.replace("“oncologist”", "").replace("“quillfeather”", "")
        for secret in SECRETS:
            assert secret not in text, (secret, url)


def test_both_are_shown_as_busy(a, sign_in, private, walled):
    client = sign_in(a.associate)
    url = f"{reverse('calendar')}?view=day&date=2027-03-03&people={a.attorney.pk}"
    assert client.get(url).content.decode().count("evt busy") == 2
    rows = client.get(
        f"{reverse('api_event_list')}?from=2027-03-03&until=2027-03-03&people={a.attorney.pk}"
    ).json()["results"]
    assert [set(row) for row in rows] == [{"busy", "starts_at", "ends_at", "all_day", "people"}] * 2


def test_those_with_a_part_read_it(a, sign_in, private, walled):
    client = sign_in(a.attorney)
    page = client.get(f"{reverse('calendar')}?view=day&date=2027-03-03").content.decode()
    assert "Oncologist" in page
    assert "Quillfeather closing" in page


@pytest.mark.parametrize(
    "name", ["event_detail", "event_edit", "event_move", "event_cancel", "api_event_detail"]
)
def test_its_own_pages_do_not_exist_for_others(a, sign_in, private, walled, name):
    client = sign_in(a.associate)
    for event in (private, walled):
        assert client.get(reverse(name, args=[event.pk])).status_code == 404
        peek = f"{reverse('calendar')}?peek={event.pk}"
        assert client.get(peek, headers={"HX-Request": "true", "HX-Target": "drawer"}).status_code == 404


def test_a_declined_event_takes_no_time_and_another_firm_has_none(a, firms, private):
    with firm_scope(a.firm):
        assert len(busy_times(at(0), at(23), people=[a.attorney.pk])) == 1
        private.attendees.update(response="declined")
        assert busy_times(at(0), at(23), people=[a.attorney.pk]) == []
        private.attendees.update(response="accepted")
    with firm_scope(firms.b.firm):
        assert busy_times(at(0), at(23), people=[a.attorney.pk]) == []


def test_busy_time_is_once_however_many_take_part(a):
    with firm_scope(a.firm):
        create_event(
            by=a.attorney,
            title="Oncologist",
            starts_at=at(9),
            ends_at=at(10),
            is_private=True,
            attendees=[a.attorney, a.paralegal],
        )
        people = [a.attorney.pk, a.paralegal.pk]
        (row,) = occurrences(a.associate, at(0), at(23), people=people)
        assert (row.title, row.people) == ("Busy", frozenset(people))


def test_the_history_of_a_private_event_does_not_name_it(a, private):
    from practice.models import AuditEvent

    with firm_scope(a.firm):
        event = AuditEvent.objects.get(verb="event.created", object_id=private.pk)
        assert event.object_label == "Private event"
        assert event.changes == {}
