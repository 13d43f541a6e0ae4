"""A court date, a deadline, what belongs to a trip: no device moves or deletes them. A person answers the question."""

import datetime

import pytest

from accounts.models import Support
from calendar_app.models import Deadline, Event
from calendar_app.services import change_event, complete_deadline, verify_event
from feeds.models import ChangeQuestion, SyncLog
from practice.models import AuditEvent
from practice.scope import firm_scope
from tests.feeds.conftest import NOON, hearing

pytestmark = pytest.mark.django_db


@pytest.fixture
def verified(firms):
    """A verified hearing of the attorney at noon UTC, March 10, 2027: four in the morning in Los Angeles."""
    with firm_scope(firms.a.firm):
        event = hearing(firms.a)
        return verify_event(event, by=firms.a.associate)


def question(firms) -> ChangeQuestion:
    with firm_scope(firms.a.firm):
        return ChangeQuestion.objects.select_related("event", "deadline", "owner").get()


def text_of(device, path: str) -> str:
    return device("GET", path).content.decode()


def test_a_device_that_deletes_it_gets_it_back(firms, phone, verified):
    device = phone.attorney
    token, found = device.since()
    ((path, tag),) = found.items()
    assert device("DELETE", path, if_match=tag).status_code == 204
    _, found = device.since(token)
    assert found[path] not in (tag, "HTTP/1.1 404 Not Found")
    asked = question(firms)
    assert (asked.kind, asked.state, asked.owner_id) == ("deleted", "open", firms.a.attorney.pk)
    assert asked.said == [["Event", "Wed, Mar 10, 2027, 4:00 AM PST", "Taken off the calendar"]]
    with firm_scope(firms.a.firm):
        assert not Event.objects.get(pk=verified.pk).is_cancelled
        assert SyncLog.objects.get(act="asked").matter_id == verified.matter_id
        assert AuditEvent.objects.get(verb="change_question.raised").matter_id == verified.matter_id


def test_a_device_that_moves_it_reads_the_true_time_again(firms, phone, verified):
    device = phone.attorney
    ((path, tag),) = device.listed().items()
    moved = text_of(device, path).replace("20270310T", "20270311T")
    assert device.put(path, moved, if_match=tag).status_code == 204
    assert "20270310T040000" in text_of(device, path)
    assert device.listed()[path] != tag
    # Again, elsewhere: one question, with the newest wish.
    again = moved.replace("20270311T", "20270312T")
    assert device.put(path, again).status_code == 204
    asked = question(firms)
    assert asked.kind == "moved"
    assert ["Starts", "Wed, Mar 10, 2027, 4:00 AM PST", "Fri, Mar 12, 2027, 4:00 AM PST"] in asked.said
    with firm_scope(firms.a.firm):
        assert Event.objects.get(pk=verified.pk).starts_at == NOON


def test_a_note_is_taken_over_and_moves_nothing(firms, phone, verified):
    device = phone.attorney
    ((path, tag),) = device.listed().items()
    noted = text_of(device, path).replace("DESCRIPTION:", "DESCRIPTION:Bring the binder")
    assert device.put(path, noted, if_match=tag).status_code == 204
    with firm_scope(firms.a.firm):
        assert Event.objects.get(pk=verified.pk).note == "Bring the binder"
        assert not ChangeQuestion.objects.exists()


def moved_question(firms, device):
    ((path, tag),) = device.listed().items()
    moved = text_of(device, path).replace("20270310T", "20270311T")
    assert device.put(path, moved, if_match=tag).status_code == 204
    return question(firms)


def test_an_attorney_accepts_with_a_reason(firms, phone, verified, sign_in):
    asked = moved_question(firms, phone.attorney)
    client = sign_in(firms.a.attorney)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Motion to compel" in page and "Thu, Mar 11, 2027" in page
    refused = client.post(f"{asked.get_absolute_url()}accept/", {"reason": ""})
    assert refused.status_code == 422 and "order or notice" in refused.content.decode()
    assert (
        client.post(f"{asked.get_absolute_url()}accept/", {"reason": "Order of March 1"}).status_code == 303
    )
    with firm_scope(firms.a.firm):
        event = Event.objects.get(pk=verified.pk)
        assert event.starts_at == NOON + datetime.timedelta(days=1) and event.verified_at is None
        done = ChangeQuestion.objects.get()
        assert (done.state, done.decided_by_id, done.note) == (
            "accepted",
            firms.a.attorney.pk,
            "Order of March 1",
        )
    again = client.post(f"{asked.get_absolute_url()}keep/")
    assert again.status_code == 400


def test_the_sidebar_and_the_events_page_tell_of_it(firms, phone, verified, sign_in):
    client = sign_in(firms.a.attorney)
    assert 'title="The oldest since' not in client.get("/feeds/").content.decode()
    asked = moved_question(firms, phone.attorney)
    page = client.get("/feeds/").content.decode()
    calendar = page[page.index('href="/calendar/"') :]
    assert '<span class="n" title="The oldest since' in calendar[: calendar.index("</a>")]
    shell = client.get(verified.get_absolute_url()).content.decode()
    assert f'hx-get="/feeds/event/{verified.pk}/"' in shell and 'id="event-asks"' in shell
    part = client.get(f"/feeds/event/{verified.pk}/").content.decode()
    assert "An outside calendar wants to move this." in part and "Thu, Mar 11, 2027" in part
    assert asked.get_absolute_url() in part and 'hx-swap-oob="true"' in part
    # Who sees the event and has no part in the question is not asked.
    other = sign_in(firms.a.paralegal).get(f"/feeds/event/{verified.pk}/")
    assert other.status_code in (200, 404) and "outside calendar" not in other.content.decode()
    assert sign_in(firms.b.attorney).get(f"/feeds/event/{verified.pk}/").status_code == 404


def test_the_secretary_sees_it_and_may_keep_but_not_move(firms, phone, verified, sign_in):
    with firm_scope(firms.a.firm):
        Support.objects.create(member=firms.a.secretary, attorney=firms.a.attorney)
    asked = moved_question(firms, phone.attorney)
    client = sign_in(firms.a.secretary)
    home = client.get("/").content.decode()
    assert "Changed on a device" in home and "wants to change “Motion to compel”" in home
    assert client.post(f"{asked.get_absolute_url()}accept/", {"reason": "Told by phone"}).status_code == 403
    assert client.post(f"{asked.get_absolute_url()}keep/").status_code == 303
    with firm_scope(firms.a.firm):
        assert ChangeQuestion.objects.get().state == "kept"
        assert Event.objects.get(pk=verified.pk).starts_at == NOON
    assert "Changed on a device" not in client.get("/").content.decode()


def test_who_has_no_part_in_it_does_not_see_the_question(firms, phone, verified, sign_in):
    asked = moved_question(firms, phone.attorney)
    for key in ("assistant", "admin"):
        assert sign_in(getattr(firms.a, key)).get(asked.get_absolute_url()).status_code == 404
    assert sign_in(firms.b.attorney).get(asked.get_absolute_url()).status_code == 404


def test_a_deadline_is_read_and_never_written(firms, phone):
    with firm_scope(firms.a.firm):
        due = datetime.date(2027, 4, 1)
        deadline = Deadline.objects.create(
            matter=firms.a.matter, title="Opposition", due_on=due, original_due_on=due, owner=firms.a.attorney,
            created_by=firms.a.attorney,
        )  # fmt: skip
    device = phone.attorney
    ((path, tag),) = device.listed(device.deadlines()).items()
    text = text_of(device, path)
    assert "SUMMARY:Due: Opposition" in text and "DTSTART;VALUE=DATE:20270401" in text
    moved = text.replace("VALUE=DATE:20270401", "VALUE=DATE:20270408")
    assert device.put(path, moved, if_match=tag).status_code == 403
    assert device.listed(device.deadlines())[path] != tag
    assert question(firms).said == [["Due", "Thu, Apr 1, 2027", "Thu, Apr 8, 2027"]]
    assert device("DELETE", path).status_code == 403
    with firm_scope(firms.a.firm):
        deadline.refresh_from_db()
        assert deadline.due_on == due and deadline.done_at is None


def test_one_date_of_a_series_that_is_a_courts(firms, phone):
    with firm_scope(firms.a.firm):
        series = hearing(
            firms.a, "Weekly call", kind="call", court="", department="", rrule="FREQ=WEEKLY;COUNT=3"
        )
        second = NOON + datetime.timedelta(days=7, hours=-1)  # the clocks went forward
        court = change_event(
            series, by=firms.a.attorney, scope="this", occurrence=second, kind="hearing", court="Superior Court"
        )  # fmt: skip
        verify_event(court, by=firms.a.associate)
    device = phone.attorney
    ((path, tag),) = device.listed().items()
    text = text_of(device, path)
    skips = text.replace(
        "RRULE:FREQ=WEEKLY", "EXDATE;TZID=America/Los_Angeles:20270317T040000\r\nRRULE:FREQ=WEEKLY", 1
    )
    head, _, rest = skips.rpartition("BEGIN:VEVENT")
    skips = head + rest.partition("END:VEVENT\r\n")[2]
    assert device.put(path, skips).status_code == 204
    assert question(firms).said == [["Date Wed, Mar 17, 2027, 4:00 AM PDT", "", "Taken out of the series"]]
    assert device("DELETE", path).status_code == 204
    # The first date is nobody's but the attorney's own.
    assert device.put(
        path,
        text.replace(
            "RRULE:FREQ=WEEKLY", "EXDATE;TZID=America/Los_Angeles:20270310T040000\r\nRRULE:FREQ=WEEKLY", 1
        ),
    )
    with firm_scope(firms.a.firm):
        court.refresh_from_db()
        series.refresh_from_db()
        assert court.verified_at is not None and not court.is_cancelled and not series.is_cancelled
        assert series.exdates == [NOON] and ChangeQuestion.objects.count() == 2


def test_what_belongs_to_a_trip_is_not_moved_on_a_device(firms, phone):
    with firm_scope(firms.a.firm):
        hearing(
            firms.a,
            "Flight to Boston",
            kind="travel",
            court="",
            department="",
            about_kind="trip_leg",
            about_id=1,
        )
    device = phone.attorney
    ((path, tag),) = device.listed().items()
    assert device("DELETE", path, if_match=tag).status_code == 204
    assert question(firms).kind == "deleted"
    assert path in device.listed()


def test_changed_on_both_sides(firms, phone):
    device = phone.attorney
    with firm_scope(firms.a.firm, firms.a.attorney):
        event = hearing(firms.a, "Lunch", kind="meeting", court="", department="")
    ((path, tag),) = device.listed().items()
    mine = text_of(device, path).replace("SUMMARY:Lunch", "SUMMARY:Lunch with Kim")
    with firm_scope(firms.a.firm, firms.a.attorney):
        change_event(event, by=firms.a.attorney, title="Lunch with Lee")
    assert device.put(path, mine, if_match=tag).status_code == 412
    asked = question(firms)
    assert (asked.kind, asked.said) == ("conflict", [["Title", "Lunch with Lee", "Lunch with Kim"]])


def due_question(firms, device, *, kind: str = "court", gone: bool = False):
    """A deadline on April 1, and the question of a device that moved it to April 8, or deleted it."""
    with firm_scope(firms.a.firm):
        due = datetime.date(2027, 4, 1)
        Deadline.objects.create(
            matter=firms.a.matter, title="Opposition", kind=kind, due_on=due, original_due_on=due,
            owner=firms.a.attorney, created_by=firms.a.attorney,
        )  # fmt: skip
    ((path, _),) = device.listed(device.deadlines()).items()
    if gone:
        assert device("DELETE", path).status_code == 403
    else:
        text = text_of(device, path)
        assert device.put(path, text.replace("VALUE=DATE:20270401", "VALUE=DATE:20270408")).status_code == 403
    return question(firms)


def test_a_moved_deadline_is_accepted_by_an_attorney_with_a_reason(firms, phone, sign_in):
    asked = due_question(firms, phone.attorney)
    client = sign_in(firms.a.attorney)
    accept = f"{asked.get_absolute_url()}accept/"
    assert "Thu, Apr 8, 2027" in client.get(asked.get_absolute_url()).content.decode()
    refused = client.post(accept, {"reason": ""})
    assert refused.status_code == 422 and "why the date moves" in refused.content.decode()
    assert client.post(accept, {"reason": "Stipulation of March 20"}).status_code == 303
    with firm_scope(firms.a.firm):
        deadline = Deadline.objects.get()
        assert deadline.due_on == datetime.date(2027, 4, 8)
        assert deadline.original_due_on == datetime.date(2027, 4, 1) and deadline.verified_at is None
        assert ChangeQuestion.objects.get().state == "accepted"
        assert AuditEvent.objects.get(verb="deadline.moved").reason == "Stipulation of March 20"
    # The program reads the accepted day.
    ((path, _),) = phone.attorney.listed(phone.attorney.deadlines()).items()
    assert "VALUE=DATE:20270408" in text_of(phone.attorney, path)


def test_a_deleted_deadline_is_dismissed_by_an_attorney_alone(firms, phone, sign_in):
    with firm_scope(firms.a.firm):
        Support.objects.create(member=firms.a.secretary, attorney=firms.a.attorney)
    asked = due_question(firms, phone.attorney, gone=True)
    accept = f"{asked.get_absolute_url()}accept/"
    assert sign_in(firms.a.secretary).post(accept, {"reason": "Case settled"}).status_code == 403
    with firm_scope(firms.a.firm):
        assert Deadline.objects.get().done_at is None and ChangeQuestion.objects.get().state == "open"
    client = sign_in(firms.a.attorney)
    assert client.post(accept, {"reason": ""}).status_code == 422
    assert client.post(accept, {"reason": "Case settled"}).status_code == 303
    with firm_scope(firms.a.firm):
        deadline = Deadline.objects.get()
        assert deadline.done_at is not None and deadline.dismissal == "Case settled"


def test_a_question_that_was_overtaken(firms, phone, sign_in):
    """The deadline was done before anybody answered: the question closes, and nothing is opened again."""
    asked = due_question(firms, phone.attorney, kind="internal")
    with firm_scope(firms.a.firm, firms.a.attorney):
        complete_deadline(Deadline.objects.get(), by=firms.a.attorney)
    client = sign_in(firms.a.attorney)
    assert client.post(f"{asked.get_absolute_url()}accept/", {"reason": "x"}).status_code == 303
    with firm_scope(firms.a.firm):
        assert ChangeQuestion.objects.get().state == "overtaken"
        assert Deadline.objects.get().due_on == datetime.date(2027, 4, 1)


def test_the_court_date_moved_here_meanwhile(firms, phone, verified, sign_in):
    """Accepting an old wish would undo what was decided since: it says so and changes nothing."""
    asked = moved_question(firms, phone.attorney)
    with firm_scope(firms.a.firm, firms.a.attorney):
        newer = NOON + datetime.timedelta(days=7)
        change_event(
            verified, by=firms.a.attorney, reason="Order", starts_at=newer, ends_at=newer + datetime.timedelta(hours=1)
        )  # fmt: skip
    client = sign_in(firms.a.attorney)
    answer = client.post(f"{asked.get_absolute_url()}accept/", {"reason": "Order of March 1"})
    assert answer.status_code == 303
    with firm_scope(firms.a.firm):
        assert Event.objects.get(pk=verified.pk).starts_at == newer
        assert ChangeQuestion.objects.get().state == "overtaken"
