"""A calendar file: looked at, taken over in part, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calendar_app.models import Event, Room
from calendar_app.services import change_event, create_event
from feeds.models import CalendarImport
from feeds.services.imports import taking
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


def test_each_line_has_its_own_matter_room_and_privacy(firms, desk):
    cast = firms.a
    with firm_scope(cast.firm):
        room = Room.objects.create(name="Library")
        Room.objects.create(name="Old", is_active=False)
    upload(
        desk,
        part("a@old", "Prepare Kim", "LOCATION:library"),
        part("b@old", "Doctor", "CLASS:PRIVATE", start="20270311T170000Z"),
        part("c@old", "Lunch", start="20270312T170000Z"),
    )
    with firm_scope(cast.firm):
        parent = CalendarImport.objects.get()
        found = {line.title: line for line in parent.lines.all()}
        assert found["Prepare Kim"].room_id == room.pk and found["Doctor"].is_private
    url = parent.get_absolute_url()
    page = desk.get(url).content.decode()
    assert "Library" in page and "Old" not in page and f'name="matter_{found["Lunch"].pk}"' in page
    keys = {title: line.pk for title, line in found.items()}
    form = {
        "line": list(keys.values()),
        f"matter_{keys['Prepare Kim']}": cast.matter.pk,
        f"room_{keys['Prepare Kim']}": room.pk,
        f"private_{keys['Doctor']}": "1",
        f"matter_{keys['Lunch']}_text": "no such matter",
    }
    wrong = desk.post(f"{url}run/", form)
    # The line that is wrong is named, what was given stays, and nothing is taken over.
    text = wrong.content.decode()
    assert wrong.status_code == 422 and f"Line {found['Lunch'].at_line}, Lunch: “no such matter”" in text
    assert cast.matter.name in text
    with firm_scope(cast.firm):
        assert not Event.objects.filter(title__in=list(keys)).exists()
    form[f"matter_{keys['Lunch']}_text"] = cast.matter.number
    assert desk.post(f"{url}run/", form).status_code == 303
    with firm_scope(cast.firm):
        kim, doctor, lunch = (Event.objects.get(title=title) for title in ("Prepare Kim", "Doctor", "Lunch"))
        assert (kim.matter_id, kim.room_id, kim.location) == (cast.matter.pk, room.pk, "")
        assert (doctor.matter_id, doctor.is_private) == (None, True)
        assert (lunch.matter_id, lunch.room_id) == (cast.matter.pk, None)


def test_a_room_that_is_taken_keeps_one_line_out_and_says_which(firms, desk):
    with firm_scope(firms.a.firm):
        Room.objects.create(name="Library")
    upload(desk, part("a@old", "First", "LOCATION:Library"), part("b@old", "Second", "LOCATION:Library"))
    with firm_scope(firms.a.firm):
        parent = CalendarImport.objects.get()
        lines = list(parent.lines.all())
    desk.post(f"{parent.get_absolute_url()}run/", {"line": [line.pk for line in lines]})
    with firm_scope(firms.a.firm):
        assert [line.outcome for line in parent.lines.all()] == [
            "Added", "Not taken over: Library is taken on Mar 10 at 5:00 PM.",
        ]  # fmt: skip
        assert not Event.objects.filter(title="Second").exists()


def test_what_is_twice_in_the_file_or_here_under_another_name(firms, desk):
    with firm_scope(firms.a.firm):
        create_event(
            by=firms.a.attorney, title="Lunch", starts_at=NOON, ends_at=NOON.replace(hour=13), zone="UTC"
        )
    twice = (
        part("a@old", "Call"),
        part("a@old", "Call again"),
        part("b@old", "Lunch", start="20270310T120000Z"),
    )
    upload(desk, *twice)
    with firm_scope(firms.a.firm):
        parent = CalendarImport.objects.get()
        first, lunch, again = parent.lines.order_by("at_line")[0], *parent.lines.filter(title="Lunch"), *(
            parent.lines.filter(title="Call again")
        )  # fmt: skip
        assert (first.at_line, first.finding, first.chosen) == (4, "new", True)
        assert (lunch.finding, lunch.chosen) == ("new", False) and "from elsewhere" in lunch.reason
        assert (again.at_line, again.finding) == (11, "unreadable")
        assert again.reason == "The event of line 4 has the same UID."
    page = desk.get(parent.get_absolute_url()).content.decode()
    assert "line 11" in page and "a@old" in page


def test_a_series_comes_whole_or_not_at_all(firms, desk):
    """The changed date of the series cannot be: its place is in another year's clock, so the series stays out too."""
    series = part("s@old", "Stand-up", "RRULE:FREQ=WEEKLY;COUNT=4")
    strange = part("s@old", "Stand-up", "RECURRENCE-ID:20270318T170000Z", start="20270318T190000Z")
    upload(desk, series, strange)
    with firm_scope(firms.a.firm):
        parent = CalendarImport.objects.get()
        line = parent.lines.get()
    desk.post(f"{parent.get_absolute_url()}run/", {"line": [line.pk]})
    with firm_scope(firms.a.firm):
        assert parent.lines.get().outcome.startswith("Not taken over: ")
        assert not Event.objects.filter(title="Stand-up").exists()


def test_a_long_file_goes_on_in_the_background_and_is_taken_up_again(firms, desk, monkeypatch):
    cast = firms.a
    upload(
        desk,
        *[
            part(f"{n}@old", f"Event {n}", start=f"202703{10 + n % 20}T{8 + n // 20:02d}0000Z")
            for n in range(45)
        ],
    )
    with firm_scope(cast.firm):
        parent = CalendarImport.objects.get()
        lines = [line.pk for line in parent.lines.all()]
    url = parent.get_absolute_url()
    assert desk.post(f"{url}run/", {"line": lines}).status_code == 303
    page = desk.get(url).content.decode()
    assert "Waiting to start" in page and "import-progress" in page
    assert desk.post(f"{url}run/", {"line": lines}).status_code == 422
    given = {"firm_id": cast.firm.pk, "import_id": parent.pk, "member_id": cast.attorney.pk}

    class Died(Exception):
        pass

    ordinary, calls = taking._some_more, []

    def dies(*args):
        calls.append(1)
        if len(calls) == 2:
            raise Died
        return ordinary(*args)

    monkeypatch.setattr(taking, "_some_more", dies)
    with pytest.raises(Died):
        taking.run_to_end(**given)
    monkeypatch.setattr(taking, "_some_more", ordinary)
    assert "20 of 45 events" in desk.get(f"{url}?part=progress").content.decode()
    with firm_scope(cast.firm):
        assert Event.objects.filter(title__startswith="Event ").count() == 20
    taking.run_to_end(**given)
    taking.run_to_end(**given)  # delivered twice
    over = desk.get(f"{url}?part=progress")
    assert over.headers["HX-Refresh"] == "true"
    with firm_scope(cast.firm):
        assert Event.objects.filter(title__startswith="Event ").count() == 45
        parent.refresh_from_db()
        assert parent.state == "done" and parent.job.is_over and parent.job.failures == []
    assert desk.post(f"{url}undo/").status_code == 303
    with firm_scope(cast.firm):
        assert not Event.objects.standing().filter(title__startswith="Event ").exists()
