"""Whether a client is reminded of one appointment: decided for the event, in place of the firm's rule."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Attendee
from calendar_app.queries.access import may_change
from practice import audit
from practice.exceptions import DomainError, Refused
from reminders.models import ClientChoice
from reminders.queries.clients import why_not


@transaction.atomic
def remind_client(attendee: Attendee, *, by: Member, wanted: bool) -> ClientChoice:
    """Say that a contact asked to an event is, or is not, reminded of it by e-mail. Whoever may change the event decides.

    Raises DomainError for a contact the firm does not write to: who has a lawyer (Model Rule 4.2), who is neither the client
    nor on our side, who has no address.
    """
    event = attendee.event
    if not may_change(by, event):
        raise Refused(f"{event.organizer.name} decides that.", who=[event.organizer.name])
    contact = attendee.contact
    if contact is None:
        raise DomainError("Only contacts of the firm are reminded by e-mail.")
    if event.is_private:
        raise DomainError("Nobody outside hears of a private event.")
    pair = (contact.pk, event.matter_id)
    if wanted and (reason := why_not([pair])[pair]):
        raise DomainError(f"{contact.name} is not reminded. {reason}.")
    row = ClientChoice.objects.select_for_update().filter(event=event, contact=contact).first()
    before = row.wanted if row else None
    if row is None:
        row = ClientChoice(event=event, contact=contact, matter=event.matter)
    row.wanted, row.set_by, row.set_at = wanted, by, timezone.now()
    row.save()
    if before != wanted:
        verb = "reminders.client_on" if wanted else "reminders.client_off"
        audit.record(by, verb, event, changes={"client": [None, contact.name]})
    return row
