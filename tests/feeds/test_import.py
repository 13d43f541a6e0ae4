"""A calendar file: looked at, taken over in part, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calendar_app.models import Event
from calendar_app.services import change_event, create_event
from feeds.models import CalendarImport
from practice.scope import firm_scope
from tests.feeds.conftest import NOON

pytestmark = pytest.mark.django_db


def part(uid: str, title: str, *more: str, start: str = "20270310T170000Z") -> str:
    return "\r\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20270101T000000Z",
            f"DTSTART:{start}",
            "DURATION:PT1H",
            f"SUMMARY:{title}",
            *more,
            "END:VEVENT",
            "",
        ]  # fmt: skip
    )


def upload(client, *parts: str, name: str = "old.ics"):
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Old office\r\n" + "".join(parts) + "END:VCALENDAR\r\n"
    )
    with_owner = {"file": SimpleUploadedFile(name, text.encode()), "owner": client.owner}
    return client.post("/feeds/import/", with_owner)


@pytest.fixture
def desk(firms, sign_in):
    client = sign_in(firms.a.attorney)
    client.owner = str(firms.a.attorney.pk)
    return client


def test_found_chosen_and_taken_back(firms, desk):
    cast = firms.a
    with firm_scope(cast.firm):
        kept = create_event(by=cast.attorney, title="Old title", starts_at=NOON, ends_at=NOON.replace(hour=13),
                            zone="UTC", uid="there@old")  # fmt: skip
        number = cast.matter.number
    answer = upload(
        desk,
        part("new@old", f"Call about {number}"),
        part("plain@old", "Lunch"),
        part("there@old", "New title", start="20270310T120000Z"),
        part("bad@old", "Too often", "RRULE:FREQ=SECONDLY"),
        part("plain@old", "Lunch again"),
    )
    assert answer.status_code == 303
    with firm_scope(cast.firm):
        parent = CalendarImport.objects.get()
        found = {line.title: line for line in parent.lines.all()}
        findings = {title: line.finding for title, line in found.items()}
        assert not Event.objects.filter(title="Lunch").exists()
    assert findings == {
        f"Call about {number}": "new", "Lunch": "new", "New title": "changed", "Too often": "unreadable",
        "Lunch again": "unreadable",
    }  # fmt: skip
    page = desk.get(parent.get_absolute_url()).content.decode()
    assert "Title: Old title → New title" in page and "hour, minute or second" in page
    chosen = [found[f"Call about {number}"].pk, found["New title"].pk, found["Too often"].pk]
    assert desk.post(f"{parent.get_absolute_url()}run/", {"line": chosen}).status_code == 303
    with firm_scope(cast.firm):
        kept.refresh_from_db()
        call = Event.objects.get(title=f"Call about {number}")
        assert kept.title == "New title" and call.matter_id == cast.matter.pk
        assert not Event.objects.filter(title="Lunch").exists()
    assert desk.post(f"{parent.get_absolute_url()}run/", {"line": chosen}).status_code == 422
    assert desk.post(f"{parent.get_absolute_url()}undo/").status_code == 303
    with firm_scope(cast.firm):
        kept.refresh_from_db()
        call.refresh_from_db()
        assert kept.title == "Old title" and call.is_cancelled
        assert CalendarImport.objects.get().state == "undone"


def test_the_same_file_again_finds_nothing_new(firms, desk):
    assert upload(desk, part("a@old", "Lunch")).status_code == 303
    with firm_scope(firms.a.firm):
        first = CalendarImport.objects.get()
        line = first.lines.get()
    desk.post(f"{first.get_absolute_url()}run/", {"line": [line.pk]})
    upload(desk, part("a@old", "Lunch"))
    with firm_scope(firms.a.firm):
        assert CalendarImport.objects.first().lines.get().finding == "same"


def test_what_was_changed_since_stays(firms, desk):
    upload(desk, part("a@old", "Lunch"))
    with firm_scope(firms.a.firm):
        parent = CalendarImport.objects.get()
        line = parent.lines.get()
    desk.post(f"{parent.get_absolute_url()}run/", {"line": [line.pk]})
    with firm_scope(firms.a.firm):
        change_event(Event.objects.get(title="Lunch"), by=firms.a.attorney, title="Lunch with Kim")
    desk.post(f"{parent.get_absolute_url()}undo/")
    with firm_scope(firms.a.firm):
        assert not Event.objects.get(title="Lunch with Kim").is_cancelled
        assert parent.lines.get().outcome == "Stays: It was changed after the import."


def test_files_that_are_none(firms, desk):
    for text in (
        b"hello",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1",
    ):
        answer = desk.post("/feeds/import/", {"file": SimpleUploadedFile("x.ics", text), "owner": desk.owner})
        assert answer.status_code == 422
    other = str(firms.a.associate.pk)
    answer = desk.post("/feeds/import/", {"file": SimpleUploadedFile("x.ics", b"x"), "owner": other})
    assert answer.status_code == 422


def test_another_persons_import_is_not_there(firms, desk, sign_in):
    upload(desk, part("a@old", "Lunch"))
    with firm_scope(firms.a.firm):
        url = CalendarImport.objects.get().get_absolute_url()
    for member in (firms.a.paralegal, firms.b.attorney):
        client = sign_in(member)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}run/").status_code == 404
