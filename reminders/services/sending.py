"""Sending a delivery: what still stands is mailed once, and what the mail server said is kept."""

import datetime
import smtplib

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from matters.queries.access import visibility_of
from practice.jobs import enqueue_after_commit
from practice.models import Firm
from practice.scope import current_firm_id
from reminders import emails
from reminders.models import TO_ACKNOWLEDGE, Delivery, Reminder
from reminders.plan import LATE_AFTER, Thing
from reminders.queries.clients import choices, wanted, writable
from reminders.queries.ladders import rules
from reminders.queries.people import theirs_still
from reminders.services.claiming import MAIL
from reminders.sources import standing

State = Reminder.State
GONE = "Done, moved, called off, answered or no longer theirs before it was sent"
BEGUN = "It had begun before this could be sent"


@transaction.atomic
def send(delivery_id: int, *, now: datetime.datetime | None = None) -> str:
    """Mail what still stands of a delivery, once. Returns its state. Raises what the mail server raised.

    The row is locked while the server takes the mail, so that two deliveries of the job cannot both send it. A worker that
    is killed before the commit sends it again under the same Message-ID.
    """
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("contact")
        .filter(pk=delivery_id)
        .first()
    )
    if delivery is None or delivery.state in (Delivery.State.DELIVERED, Delivery.State.DROPPED):
        return delivery.state if delivery else ""
    rows = list(delivery.reminders.select_related("matter").order_by("occurs_at", "id"))
    found = standing((row.about_kind, row.about_id, row.occurrence) for row in rows)
    firm = Firm.objects.get(pk=current_firm_id())
    at = now or timezone.now()
    to, may_see = _reader(delivery, firm, found)
    theirs = theirs_still(rows, found)
    shown: list[tuple[Reminder, Thing]] = []
    dropped: dict[str, list[int]] = {GONE: [], BEGUN: []}
    for row in rows:
        thing = found.get((row.about_kind, row.about_id, row.occurrence))
        if thing is None or not may_see(thing) or row.pk not in theirs:
            dropped[GONE].append(row.pk)
        elif isinstance(thing.occurs, datetime.datetime) and thing.occurs <= at:
            dropped[BEGUN].append(row.pk)
        else:
            # The mail server, or the worker, was away since it was claimed.
            row.late = row.late or at - row.created_at > LATE_AFTER
            shown.append((row, thing))
    for reason, gone in dropped.items():
        Reminder.objects.filter(pk__in=gone).update(state=State.SKIPPED, reason=reason)
    if to is None or not shown:
        _note(delivery, Delivery.State.DROPPED, is_final=False)
        return delivery.state
    address = emails.reminders(to, shown, firm=firm, rules=rules(), delivery=delivery)
    _note(
        delivery,
        Delivery.State.DELIVERED,
        address=address,
        error="",
        is_final=False,
        sent_at=at,
        tried_at=at,
        tries=delivery.tries + 1,
    )
    told = Reminder.objects.filter(pk__in=[row.pk for row, _thing in shown])
    told.filter(pk__in=[row.pk for row, _thing in shown if row.late]).update(late=True)
    told.update(state=State.DELIVERED)
    return delivery.state


def _note(delivery: Delivery, state: str, **values) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, **values)
    delivery.state = state


def _reader(delivery: Delivery, firm: Firm, found: dict):
    """Whom it goes to (a Member, a Contact, None when they left), and which things they may see now."""
    if delivery.contact is not None:
        contact = delivery.contact
        may = writable({(contact.pk, thing.matter_id) for thing in found.values()})
        chosen, kept = choices(thing.pk for thing in found.values()), rules()
        return (
            contact,
            lambda thing: (contact.pk, thing.matter_id) in may and contact.pk in wanted(thing, kept, chosen),
        )
    member = Member.objects.active().select_related("user", "role").filter(pk=delivery.member_id).first()
    if member is None:
        return None, lambda thing: False
    only, ids = visibility_of(member, firm)

    def sees(thing: Thing) -> bool:
        return thing.matter_id is None or (thing.matter_id in ids) is only

    return member, sees


def is_final(error: Exception) -> bool:
    """Whether the server refused the address itself for good (RFC 5321, 5yz to RCPT): trying again changes nothing.

    What it says of the sender, the sign-in or the text is the firm's to mend, and is tried again.
    """
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _text in error.recipients.values())


def words_of(error: Exception) -> str:
    """What the mail server said, in its own words; else what went wrong."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = [_said(code, text) for code, text in error.recipients.values()]
        return "; ".join(said)[:500]
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)[:500]
    return (str(error) or type(error).__name__)[:500]


def _said(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


@transaction.atomic
def note_failure(delivery_id: int, error: Exception) -> None:
    """Keep that a delivery failed, with the server's words. The outbox tries it again with growing pauses, unless the
    address was refused for good.
    """
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None or delivery.state == Delivery.State.DELIVERED:
        return
    _note(
        delivery,
        Delivery.State.FAILED,
        error=words_of(error),
        is_final=is_final(error),
        tried_at=timezone.now(),
        tries=delivery.tries + 1,
    )
    told = Reminder.objects.filter(delivery=delivery).exclude(state=State.SKIPPED)
    told.update(state=State.FAILED)


@transaction.atomic
def send_again(delivery: Delivery) -> bool:
    """Ask once more for a delivery that failed. False when it did not."""
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state != Delivery.State.FAILED:
        return False
    _note(row, Delivery.State.WAITING, is_final=False)
    Reminder.objects.filter(delivery=row, state=State.FAILED).update(state=State.WAITING)
    enqueue_after_commit(MAIL, delivery_id=row.pk)
    return True


@transaction.atomic
def close_passed(*, now: datetime.datetime | None = None, most: int = 2000) -> int:
    """Take out of the inboxes what was done, moved or called off since, and what is over for two weeks. Returns how many."""
    now = now or timezone.now()
    waiting = Reminder.objects.told().filter(seen_at=None, closed_at=None, member__isnull=False)
    closed = waiting.filter(occurs_at__lt=now - datetime.timedelta(days=14)).update(closed_at=now)
    rows = list(waiting.order_by("-id")[:most])
    found = standing({(row.about_kind, row.about_id, row.occurrence) for row in rows})
    gone, answered = [], []
    for row in rows:
        thing = found.get((row.about_kind, row.about_id, row.occurrence))
        if thing is None:
            gone.append(row.pk)
        elif row.critical and row.acknowledged_at is None and thing.pressing != "acknowledge":
            answered.append(row.pk)
    # Acknowledged on the page of the deadline itself.
    Reminder.objects.filter(pk__in=answered).filter(TO_ACKNOWLEDGE).update(acknowledged_at=now, seen_at=now)
    return closed + Reminder.objects.filter(pk__in=gone).update(closed_at=now)
