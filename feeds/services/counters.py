"""Another time that a guest proposed (iTIP COUNTER), for an event or for one date of a series, and that the firm does not
take: declined here, told by mail (DECLINECOUNTER, RFC 5546, 3.2.8). The event stays where it is.
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
from feeds.ical.items import Item, Person
from feeds.models import DateProposal, Invitation
from feeds.queries.dates import date_item, stands
from feeds.services import invitations
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

# Between declining and the mail about it, so that Undo comes before it.
UNDO = datetime.timedelta(seconds=20)

Proposal = Invitation | DateProposal


def invitation_of(proposal: Proposal) -> Invitation:
    """Of whom the proposal is."""
    return proposal.invitation if isinstance(proposal, DateProposal) else proposal


def _locked(proposal: Proposal) -> tuple[Proposal, Invitation, Event]:
    """The proposal's row, held; of whom it is; and its event."""
    rows = type(proposal).objects.select_for_update(of=("self",))
    joins = "invitation__event" if isinstance(proposal, DateProposal) else "event"
    row = rows.select_related(f"{joins}__organizer", f"{joins}__matter", "matter").get(pk=proposal.pk)
    return row, invitation_of(row), invitation_of(row).event


def _changes(row: Proposal) -> dict:
    guest = invitation_of(row)
    return {"who": [None, guest.name or guest.email], "proposed": [None, row.proposed_start]}


def _is_open(row: Proposal, event: Event) -> bool:
    """Whether the event, or that date of it, stands where it stood when this was proposed."""
    if event.is_cancelled or invitation_of(row).cancelled_at is not None or row.proposed_start is None:
        return False
    return not isinstance(row, DateProposal) or stands(event, row.instance) == row.stood


@transaction.atomic
def decline_counter(proposal: Proposal, *, by: Member, note: str = "") -> Proposal:
    """Decline the time that a guest proposed; `note` is told to them. Raises DomainError when there is none (any more),
    Refused for who may not change the event.
    """
    row, _, event = _locked(proposal)
    ensure_changes(by, event)
    if not _is_open(row, event):
        raise DomainError("No other time is proposed any more.")
    if row.counter_declined_at is not None:
        raise DomainError("This proposal is declined already.")
    row.counter_declined_at, row.counter_told_at = timezone.now(), None
    row.counter_note = " ".join(note.split())[:500]
    row.save(update_fields=["counter_declined_at", "counter_told_at", "counter_note"])
    audit.record(by, "event.counter_declined", event, changes=_changes(row), reason=row.counter_note)
    later = timezone.now() + UNDO
    if isinstance(row, DateProposal):
        enqueue_after_commit("feeds.tasks.mail_date_declined", not_before=later, proposal_id=row.pk)
    else:
        enqueue_after_commit("feeds.tasks.mail_declined", not_before=later, invitation_id=row.pk)
    return row


@transaction.atomic
def undo_decline(proposal: Proposal, *, by: Member) -> Proposal:
    """Take a refusal back, before the guest is told of it. Raises DomainError once they are told."""
    row, guest, event = _locked(proposal)
    ensure_changes(by, event)
    if row.counter_declined_at is None:
        return row
    if row.counter_told_at is not None:
        raise DomainError(f"{guest.name or guest.email} is told already.")
    row.counter_declined_at, row.counter_note = None, ""
    row.save(update_fields=["counter_declined_at", "counter_note"])
    audit.record(by, "event.counter_reopened", event, changes=_changes(row))
    return row


@transaction.atomic
def tell_declined(invitation_id: int) -> bool:
    """Mail a guest that their proposal is declined. False when there is nothing to tell (any more), or it may not be."""
    return _tell(Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation_id).first())


@transaction.atomic
def tell_date_declined(proposal_id: int) -> bool:
    """The same of a proposal for one date of a series."""
    rows = DateProposal.objects.select_for_update(of=("self",)).select_related("invitation")
    return _tell(rows.filter(pk=proposal_id).first())


def _tell(row: Proposal | None) -> bool:
    if row is None or row.counter_declined_at is None or row.counter_told_at is not None:
        return False
    guest = invitation_of(row)
    event = invitations.loaded(guest.event_id)
    if event is None or not _is_open(row, event):
        return False
    warning = invitations.has_a_lawyer(guest, event)
    if warning is not None:
        said = f"{warning.text} They were not told that their proposal is declined: ask the lawyer."
        guest.failed = said[:300]
        guest.save(update_fields=["failed"])
        return False
    item = invitations.guest_item(event)
    if isinstance(row, DateProposal):
        item = date_item(event, item, row.instance)
    send_declined(row, guest, event, stands=item, text=_text(row, guest, item))
    row.counter_told_at = timezone.now()
    row.save(update_fields=["counter_told_at"])
    audit.record(None, "invitation.counter_declined", guest, changes=_changes(row))
    return True


def _text(row: Proposal, guest: Invitation, item: Item) -> bytes:
    """The message: the event, or its date, as it stands, under the UID and the SEQUENCE of the request that was countered."""
    told = replace(
        item,
        sequence=max(guest.sequence, 0),
        attendees=(Person(guest.email, guest.name, guest.answer),),
        changed=(),
        modified=row.counter_declined_at,
    )
    return write.calendar([told], method="DECLINECOUNTER", comment=row.counter_note)
