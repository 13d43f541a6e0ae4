"""A private court date of the associate: over every door of the product, for who answers for the matter and who runs the firm."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation, Support
from accounts.permissions import Perm
from calendar_app import services
from calendar_app.models import Event, Recalculation
from feeds.models import AppPassword, ChangeQuestion
from feeds.services.questions import raise_question
from practice.exceptions import Refused
from practice.models import AuditEvent, Outbox
from reminders.models import Reminder
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest
from tests.architecture.addresses import addresses
from tests.calendar_app.chains import HEARING, docket_motion

SECRETS = ("Quillfeather", "Harborside", "Dept. 61", "Limoncello", "Tangerine", "Zephyrine")
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def private(a):
    """A court date that left a trace wherever one can: reminded of, sent to be verified, moved, called off and put back."""
    event = traced(a)
    told_of(event, a.associate, is_private=True)
    return event


def traced(a, *, is_private=True):
    """The court date of a fixture, on the associate's calendar."""
    start = datetime.datetime.combine(HEARING, datetime.time(17), tzinfo=datetime.UTC)
    event = services.create_event(
        by=a.associate,
        title="Quillfeather hearing",
        kind="hearing",
        matter=a.matter,
        court="Harborside",
        department="Dept. 61",
        judge="Limoncello",
        location="Harborside",
        note="Tangerine",
        starts_at=start,
        ends_at=start + HOUR,
        is_private=is_private,
    )
    label = "Hearing on the motion to compel" if is_private else event.title
    docket_motion(a, by=a.attorney, event=event, label=label)
    services.change_event(
        event, by=a.associate, starts_at=start + HOUR, ends_at=start + 2 * HOUR, reason="Zephyrine"
    )
    services.cancel_event(event, by=a.associate, reason="Zephyrine")
    services.restore_event(event, by=a.associate)
    services.respond(event, by=a.associate, response="accepted", note="Zephyrine")
    device = AppPassword.objects.create(member=a.associate, name="Phone", secret_hash=f"{event.pk:064d}")
    raise_question(event, [{"act": "cancel", "values": {}}], by=a.associate, device=device)
    event.refresh_from_db()
    return event


def told_of(event, member, **values) -> Reminder:
    """A reminder of the event, as a run leaves it behind."""
    return Reminder.objects.create(
        about_kind="event", about_id=event.pk, occurrence=f"{event.starts_at:%Y%m%dT%H%MZ}", occurs_at=event.starts_at, kind="event",
        title=event.title, member=member, part="owner", rung="d1", moment=event.starts_at, created_at=event.starts_at, **values,
    )  # fmt: skip


def doors(a, event):
    """Every page and API of the product without an argument, and those about what hangs on the event."""
    skipped = ("healthz", "metrics", "logout")
    for address in addresses():
        if not address.arguments and not address.is_public and address.name not in skipped:
            yield address.url()
    day, pk = HEARING.isoformat(), event.pk
    people = f"people={a.associate.pk}&date={day}&layers=court,travel,deadlines,tasks"
    for view in ("day", "3day", "week", "month", "agenda", "people"):
        yield f"{reverse('calendar')}?view={view}&{people}"
    yield f"{reverse('calendar_csv')}?view=month&{people}"
    yield f"{reverse('api_event_list')}?from={day}&until={day}&people={a.associate.pk}"
    yield f"{reverse('workload')}?person={a.associate.pk}&date={day}"
    for word in ("quillfeather", "harborside"):
        yield f"{reverse('palette')}?q={word[:-2]}"
        yield f"{reverse('search')}?q={word[:-2]}"
    for tab in ("matter_deadlines", "matter_detail", "matter_history", "matter_activity"):
        try:
            yield reverse(tab, args=[a.matter.pk])
        except Exception:
            continue
    yield reverse("approval_submit", args=["court_date", pk])
    for approval in Approval.objects.all():
        yield approval.get_absolute_url()
    for trigger in a.matter.triggers.all():
        yield trigger.get_absolute_url()
        for waiting in trigger.recalculations.all():
            yield waiting.get_absolute_url()
        for deadline in trigger.deadlines.all():
            yield deadline.get_absolute_url()
    for name in (
        "event_detail",
        "event_edit",
        "event_move",
        "event_dates",
        "event_cancel",
        "api_event_detail",
    ):
        yield reverse(name, args=[pk])
    for question in ChangeQuestion.objects.all():
        yield reverse("change_question_detail", args=[question.pk])


def told(client, url) -> str:
    answer = client.get(url)
    if answer.status_code in (404, 403):
        return ""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


@pytest.fixture
def hidden_later(a):
    """The same court date, open until all was written that can be, and then made private."""
    event = traced(a, is_private=False)
    Support.objects.create(member=a.secretary, attorney=a.associate)
    for member in (a.associate, a.secretary):
        told_of(event, member)
    later = event.starts_at + datetime.timedelta(days=14)
    services.change_event(event, by=a.associate, starts_at=later, ends_at=later + HOUR, reason="Zephyrine")
    waiting = Recalculation.objects.get(trigger__event=event, settled_at=None)
    first = waiting.trigger.deadlines.order_by("due_on").first()
    services.accept_recalculation(waiting, by=a.attorney, deadlines=[first.pk])
    services.cancel_event(event, by=a.associate, reason="Zephyrine")
    off = Recalculation.objects.get(trigger__event=event, settled_at=None)
    services.withdraw_dates(off, by=a.attorney, deadlines=[first.pk])
    services.restore_event(event, by=a.associate)
    approvals.submit("court_date", event, by=a.associate, to=a.attorney, note="Zephyrine", urgent=True)
    services.verify_event(event, by=a.attorney)
    return services.change_event(event, by=a.associate, is_private=True)


@pytest.mark.parametrize("who", ["attorney", "admin"])
def test_no_door_says_a_word(a, sign_in, private, hidden_later, who):
    """Neither of what was private from the start, nor of what was written of the other while it was open."""
    member = getattr(a, who)
    client = sign_in(member)
    for url in dict.fromkeys([*doors(a, private), *doors(a, hidden_later)]):
        text = told(client, url)
        for secret in SECRETS:
            assert secret not in text, (secret, url)
    assert Reminder.objects.filter(about_kind="event", about_id=private.pk, member=a.associate).exists()
    assert not Reminder.objects.visible_to(member).filter(about_kind="event", about_id=private.pk).exists()


def test_no_mail_and_no_line_of_the_history_says_one(a, private):
    for row in AuditEvent.objects.all():
        line = f"{row.object_label} {row.changes} {row.reason}"
        assert not [secret for secret in SECRETS if secret in line], (row.verb, line)
    for message in mail.outbox:
        if message.to != [a.associate.user.email]:
            assert not [secret for secret in SECRETS if secret in f"{message.subject} {message.body}"]
    for row in Outbox.objects.all():
        assert not [secret for secret in SECRETS if secret in str(row.arguments)], row.task


def test_only_its_people_are_asked_to_verify_it_and_the_inbox_says_busy_time_alone(a, sign_in, private):
    with pytest.raises(Refused, match="private"):
        approvals.submit("court_date", private, by=a.attorney)
    assert a.attorney not in approvals_deciders(private)
    # With the attorney asked to it, they verify it; the round says when, and not what, to everybody else.
    services.change_event(private, by=a.associate, attendees=[a.associate, a.attorney])
    assert approvals_deciders(private) == [a.attorney]
    sent = approvals.submit("court_date", private, by=a.associate, to=a.attorney)
    assert sent.title == "Private court date, Nov 30, 2026"
    assert set(sent.content["fields"]) == {"Matter", "Starts", "Ends", "Time zone", "Details", "Kind"}
    text = told(sign_in(a.admin), sent.get_absolute_url()) + told(sign_in(a.admin), reverse("approval_all"))
    assert not [secret for secret in SECRETS if secret in text]
    # The seal holds the round to what the date says.
    services.change_event(private, by=a.associate, department="Dept. 62")
    now = approvals.approve
    sent.refresh_from_db()
    with pytest.raises(Exception, match="changed|edited"):
        now(sent, by=a.attorney, seen=sent.content_hash)
    services.verify_event(private, by=a.attorney)
    assert newest("court_date", private).state == "approved"


def approvals_deciders(event) -> list:
    from supervision.kinds import kind

    return kind("court_date").deciders(Event.objects.get(pk=event.pk))


def test_who_keeps_the_calendar_by_desk_or_delegation_reads_nothing(a, sign_in, private):
    Support.objects.create(member=a.secretary, attorney=a.associate)
    url = reverse("event_detail", args=[private.pk])
    assert sign_in(a.secretary).get(url).status_code == 404
    today = timezone.localdate()
    Delegation.objects.create(
        principal=a.associate,
        to=a.secretary,
        created_by=a.associate,
        powers=[Perm.CALENDAR_MANAGE_FOR_OTHERS],
        starts_on=today,
        until=today + datetime.timedelta(days=30),
    )
    assert sign_in(a.secretary).get(url).status_code == 404


def test_the_sealed_trail_keeps_what_was_written_and_no_reading_of_it_says_so(a, sign_in, hidden_later):
    written = [f"{row['object_label']} {row['changes']}" for row in AuditEvent.objects.values()]
    assert any("Quillfeather" in line for line in written)
    for row in AuditEvent.objects.all().iterator():
        line = f"{row.object_label} {row.changes} {row.reason}"
        assert not [secret for secret in SECRETS if secret in line], (row.verb, line)
    # Nor is it found by a word that it had, nor told to who was reminded of it while it was open.
    asked = {
        a.admin: [
            f"{reverse('audit_list')}?q=quillfeather",
            f"{reverse('audit_list')}?label=quillfeather",
            f"{reverse('approval_all')}?q=quillfeather",
        ],
        a.secretary: [reverse("home"), reverse("reminder_list"), reverse("change_question_list")],
    }
    for member, urls in asked.items():
        client = sign_in(member)
        for url in urls:
            answer = client.get(url)
            text = answer.content.decode().replace("quillfeather", "")
            assert answer.status_code == 200, url
            assert not [secret for secret in SECRETS if secret in text], url
            assert "?" not in url or " data-row" not in text, url
    assert client.get(hidden_later.get_absolute_url()).status_code == 404


def test_opened_again_it_reads_as_it_was_written(a, hidden_later):
    services.change_event(hidden_later, by=a.associate, is_private=False)
    row = AuditEvent.objects.get(verb="event.created", object_id=hidden_later.pk)
    assert row.object_label == "Quillfeather hearing"


def test_what_was_open_and_became_private_is_read_by_nobody_else_from_then_on(a, sign_in):
    start = timezone.now() + HOUR
    event = services.create_event(
        by=a.associate,
        title="Quillfeather call",
        kind="call",
        matter=a.matter,
        starts_at=start,
        ends_at=start + HOUR,
    )
    told_of(event, a.associate)
    services.change_event(event, by=a.associate, is_private=True)
    assert not Reminder.objects.visible_to(a.admin).filter(title__contains="Quillfeather").exists()
    assert "Quillfeather" not in told(sign_in(a.attorney), f"{reverse('palette')}?q=quillfe")
