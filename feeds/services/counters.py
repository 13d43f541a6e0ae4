"""Another time that a guest proposed (iTIP COUNTER) and that the firm does not take: declined here, told by mail
(DECLINECOUNTER, RFC 5546, 3.2.8). The event stays where it is.
"""

import datetime
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Event
from calendar_app.services import ensure_changes
from feeds.emails import send_declined
from feeds.ical import write
from feeds.ical.items import Person
from feeds.models import Invitation
from feeds.services import invitations
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

# Between declining and the mail about it, so that Undo comes before it.
UNDO = datetime.timedelta(seconds=20)


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("event__organizer", "matter").get(pk=invitation.pk)


def _changes(row: Invitation) -> dict:
    return {"who": [None, row.name or row.email], "proposed": [None, row.proposed_start]}


@transaction.atomic
def decline_counter(invitation: Invitation, *, by: Member, note: str = "") -> Invitation:
    """Decline the time that a guest proposed; `note` is told to them. Raises DomainError when there is none (any more),
    Refused for who may not change the event.
    """
    row = _locked(invitation)
    ensure_changes(by, row.event)
    if row.proposed_start is None or row.event.is_cancelled or row.cancelled_at is not None:
        raise DomainError("No other time is proposed any more.")
    if row.counter_declined_at is not None:
        raise DomainError("This proposal is declined already.")
    row.counter_declined_at, row.counter_told_at = timezone.now(), None
    row.counter_note = " ".join(note.split())[:500]
    row.save(update_fields=["counter_declined_at", "counter_told_at", "counter_note"])
    audit.record(by, "event.counter_declined", row.event, changes=_changes(row), reason=row.counter_note)
    enqueue_after_commit("feeds.tasks.mail_declined", not_before=timezone.now() + UNDO, invitation_id=row.pk)
    return row


@transaction.atomic
def undo_decline(invitation: Invitation, *, by: Member) -> Invitation:
    """Take a refusal back, before the guest is told of it. Raises DomainError once they are told."""
    row = _locked(invitation)
    ensure_changes(by, row.event)
    if row.counter_declined_at is None:
        return row
    if row.counter_told_at is not None:
        raise DomainError(f"{row.name or row.email} is told already.")
    row.counter_declined_at, row.counter_note = None, ""
    row.save(update_fields=["counter_declined_at", "counter_note"])
    audit.record(by, "event.counter_reopened", row.event, changes=_changes(row))
    return row


@transaction.atomic
def tell_declined(invitation_id: int) -> bool:
    """Mail a guest that their proposal is declined. False when there is nothing to tell (any more), or it may not be."""
    row = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation_id).first()
    if row is None or row.counter_declined_at is None or row.counter_told_at is not None:
        return False
    event = invitations.loaded(row.event_id)
    if event is None or event.is_cancelled or row.cancelled_at is not None or row.proposed_start is None:
        return False
    warning = invitations.has_a_lawyer(row, event)
    if warning is not None:
        row.failed = f"{warning.text} They were not told that their proposal is declined: ask the lawyer."[
            :300
        ]
        row.save(update_fields=["failed"])
        return False
    send_declined(row, event, text=_text(row, event))
    row.counter_told_at = timezone.now()
    row.save(update_fields=["counter_told_at"])
    audit.record(None, "invitation.counter_declined", row, changes=_changes(row))
    return True


def _text(row: Invitation, event: Event) -> bytes:
    """The message: the event as it stands, under the UID and the SEQUENCE of the request that was countered."""
    item = replace(
        invitations.guest_item(event),
        sequence=max(row.sequence, 0),
        attendees=(Person(row.email, row.name, row.answer),),
        modified=row.counter_declined_at,
    )
    return write.calendar([item], method="DECLINECOUNTER", comment=row.counter_note)
