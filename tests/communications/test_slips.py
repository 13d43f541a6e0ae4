"""Message slips: taken, told, read by opening, called back, closed; kept by the database; walls; who may."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Absence, Support
from communications.models import Call, Made, Slip
from communications.queries.desk import theirs
from communications.queries.slips import age_of, due_of
from communications.services import slips as services
from communications.services.calls import log_call
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.models import Outbox

NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)  # a Wednesday


def taken(a, **more) -> Slip:
    given = {"by": a.assistant, "for_member": a.attorney, "name": "Ada Quill", "phone": "(510) 555-0177"}
    return services.take_slip(**(given | more))


def told(a) -> list[int]:
    rows = Outbox.objects.filter(task="communications.tasks.mail_about", arguments__what="slip")
    return [row.arguments["to_id"] for row in rows.order_by("id")]


def test_a_message_is_taken_logged_and_told(a):
    slip = taken(a, matter=a.matter, urgency="urgent", reason="Asks about the hearing")
    assert (slip.state, slip.digits, slip.taken_by) == ("new", "5105550177", a.assistant)
    call = Call.objects.get()
    assert (call.outcome, call.slip, call.member, call.matter) == ("message", slip, a.assistant, a.matter)
    assert told(a) == [a.attorney.pk]


def test_the_substitute_of_somebody_absent_is_told_and_has_it_on_their_desk(a):
    today = timezone.localdate()
    Absence.objects.create(
        member=a.attorney, starts_on=today, ends_on=today, substitute=a.associate, created_by=a.attorney
    )
    slip = taken(a)
    assert told(a) == [a.attorney.pk, a.associate.pk]
    assert list(Slip.objects.filter(theirs(a.associate))) == [slip]
    assert services.open_slip(slip, by=a.associate)
    assert Slip.objects.get().read_by == a.associate


def test_the_secretary_sees_what_is_for_the_attorneys_they_support_and_does_not_read_it_for_them(a):
    Support.objects.create(member=a.secretary, attorney=a.attorney)
    slip = taken(a)
    assert list(Slip.objects.filter(theirs(a.secretary))) == [slip]
    assert list(Slip.objects.filter(theirs(a.paralegal))) == []
    assert not services.open_slip(slip, by=a.secretary)
    assert Slip.objects.get().state == "new"


def test_opening_the_page_reads_it_for_whom_it_is_and_for_nobody_else(a, sign_in):
    slip = taken(a)
    assert sign_in(a.paralegal).get(f"/communications/slips/{slip.pk}/").status_code == 200
    assert Slip.objects.get().state == "new"
    page = sign_in(a.attorney).get(f"/communications/slips/{slip.pk}/")
    assert "Ada Quill" in page.content.decode()
    slip = Slip.objects.get()
    assert (slip.state, slip.read_by) == ("read", a.attorney)


def test_the_call_back_is_a_call_and_an_attempt_leaves_the_message_waiting(a):
    slip = taken(a)
    slip = services.answer_slip(slip, by=a.attorney, outcome="no_answer")
    assert (slip.state, slip.called_at) == ("read", None)
    slip = services.answer_slip(slip, by=a.attorney, outcome="spoke", seconds=300, note="Settled")
    assert (slip.state, slip.called_by) == ("called_back", a.attorney)
    outgoing = Call.objects.filter(direction="out").order_by("id")
    assert [(c.outcome, c.seconds) for c in outgoing] == [("no_answer", 0), ("spoke", 300)]
    slip = services.close_slip(slip, by=a.attorney, closing="Nothing more")
    assert (slip.state, slip.closed_by, slip.closing) == ("closed", a.attorney, "Nothing more")
    slip = services.reopen_slip(slip, by=a.attorney)
    assert (slip.state, slip.closed_at) == ("called_back", None)


def test_a_message_handed_on_is_new_to_the_other(a):
    slip = taken(a)
    services.open_slip(slip, by=a.attorney)
    slip = services.forward_slip(slip, by=a.attorney, to=a.associate, note="Yours")
    assert (slip.for_member, slip.state, slip.read_at) == (a.associate, "new", None)
    assert told(a) == [a.attorney.pk, a.associate.pk]


def test_a_message_on_a_matter_reaches_only_who_sees_it(a):
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    with pytest.raises(DomainError, match="does not work on 2026-0001"):
        taken(a, matter=a.matter, for_member=a.associate)
    slip = taken(a, matter=a.matter)
    with pytest.raises(DomainError, match="does not work on"):
        services.forward_slip(slip, by=a.attorney, to=a.associate)


def test_a_guest_takes_messages_only_when_the_power_is_lent(a):
    with pytest.raises(Refused):
        taken(a, by=a.freelancer)


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [
        ("urgent", datetime.datetime(2026, 11, 18, 10, 30, tzinfo=datetime.UTC)),
        ("today", datetime.datetime(2026, 11, 18, 14, 0, tzinfo=datetime.UTC)),
        ("routine", datetime.datetime(2026, 11, 19, 10, 0, tzinfo=datetime.UTC)),
    ],
)
def test_when_a_message_is_late(urgency, expected):
    assert due_of(urgency, NOW) == expected
    assert due_of("routine", NOW, until=NOW + datetime.timedelta(hours=1)) == NOW + datetime.timedelta(
        hours=1
    )


def test_a_routine_message_of_friday_is_late_on_monday():
    friday = datetime.datetime(2026, 11, 20, 16, 0, tzinfo=datetime.UTC)
    assert due_of("routine", friday).date() == datetime.date(2026, 11, 23)


def test_age_turns_amber_at_half_time_and_red_when_late():
    slip = Slip(state="new", taken_at=NOW, due_at=NOW + datetime.timedelta(minutes=30))
    tones = [age_of(slip, NOW + datetime.timedelta(minutes=m)).tone for m in (5, 15, 29, 30)]
    assert tones == ["", "warn", "warn", "danger"]
    slip.state = "called_back"
    assert age_of(slip, NOW + datetime.timedelta(hours=3)).tone == ""


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "read"},  # read by nobody
        {"state": "called_back"},
        {"state": "closed"},
        {"taken_at": NOW},
        {"digits": "51x"},
        {"closing": "Said of an open one"},
    ],
)
def test_the_database_keeps_the_states(a, broken):
    slip = taken(a)
    with pytest.raises(DatabaseError), transaction.atomic():
        Slip.objects.filter(pk=slip.pk).update(**broken)


def test_the_database_keeps_what_was_done(a):
    slip = services.answer_slip(taken(a), by=a.attorney, outcome="spoke")
    for broken in (
        {"read_at": NOW},
        {"called_by": a.assistant},
        {"state": "new", "called_at": None, "called_by": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Slip.objects.filter(pk=slip.pk).update(**broken)
    with pytest.raises(DatabaseError), transaction.atomic():
        Slip.objects.filter(pk=slip.pk).delete()
    services.close_slip(slip, by=a.attorney)
    with pytest.raises(DatabaseError), transaction.atomic():
        Slip.objects.filter(pk=slip.pk).update(reason="Other words")


def test_a_call_makes_its_time_entry_in_one_step_or_nothing_is_saved(a):
    call = log_call(
        by=a.attorney, name="Ada Quill", matter=a.matter, seconds=720, note="Dates",
        time={"seconds": 720, "narrative": "Telephone call with Ada Quill."},
    )  # fmt: skip
    made = Made.objects.get()
    assert (made.source, made.source_id, made.kind, made.matter) == ("call", call.pk, "time", a.matter)
    assert made.label == "0.2 h, Telephone call with Ada Quill."
    with pytest.raises(DomainError), transaction.atomic():
        log_call(by=a.attorney, name="Ada Quill", time={"seconds": 60, "narrative": "x"})
    assert Call.objects.count() == 1


def test_a_call_makes_its_task_in_one_step(a, sign_in):
    browser = sign_in(a.assistant)
    today = timezone.localdate()
    answer = browser.post(
        "/communications/calls/new/",
        {
            "direction": "in", "name": "Ada Quill", "phone": "", "matter": a.matter.pk, "member": a.assistant.pk,
            "day": today.isoformat(), "time": "00:00", "duration": "4:30", "outcome": "spoke", "note": "",
            "task_title": "Send the copy", "task_due": today.isoformat(), "task_assignee": a.paralegal.pk,
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()[:3000]
    call = Call.objects.get()
    assert call.seconds == 270
    made = Made.objects.get()
    assert (made.kind, made.label, made.source_id) == ("task", "Send the copy", call.pk)


def test_another_firm_knows_nothing_of_it(firms, sign_in):
    from practice.scope import firm_scope

    with firm_scope(firms.a.firm):
        slip = taken(firms.a)
    assert sign_in(firms.b.attorney).get(f"/communications/slips/{slip.pk}/").status_code == 404
