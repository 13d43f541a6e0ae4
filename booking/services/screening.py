"""The conflict check behind a booking: run after the visitor has gone on, told to the firm's people and to nobody else."""

from django.db import transaction
from django.utils import timezone

from booking.models import Booking
from booking.services.bookings import locked, tell_hosts
from conflicts.models import Check, Hit
from conflicts.services import rerun, start_check
from practice import audit
from practice.exceptions import DomainError

State, Screen = Booking.State, Booking.Screen


@transaction.atomic
def screen_booking(booking: Booking) -> Booking:
    """Check who books and whom they named. What may be a conflict puts the booking to confirm, and the hosts are warned.

    The visitor learns nothing: neither what was found nor that anything was; what they were told of their appointment stays
    true, its event stays as it is, and this runs in a job, so that no answer takes longer. Runs once.
    """
    booking = locked(booking)
    if booking.screen != Screen.WAITING:
        return booking
    check = _check(booking)
    found = (
        check is not None and Hit.objects.filter(check_ref=check, disposition=Hit.Disposition.OPEN).exists()
    )
    booking.check_ref = check
    booking.screen = Screen.LOOK if found else Screen.CLEAR
    fields = ["check_ref", "screen"]
    if found:
        booking.warned_at = timezone.now()
        fields.append("warned_at")
        if booking.is_ahead and booking.state == State.CONFIRMED:
            booking.state = State.TO_CONFIRM
            fields.append("state")
    booking.save(update_fields=fields)
    audit.record(None, "booking.screened", booking, changes={"screen": [None, booking.get_screen_display()]})
    if found:
        tell_hosts(booking, "near")
    return booking


def _check(booking: Booking) -> Check | None:
    """The check of the lead, run now. A lead that became a matter has the matter's check."""
    lead = booking.lead
    if lead is None:
        return None
    rows = Check.objects.of_matter(lead.matter) if lead.matter_id else Check.objects.of_lead(lead.pk)
    check = rows.order_by("-id").first()
    if check is not None:
        rerun(check, by=None)
        check.refresh_from_db()
        return check
    try:
        return start_check(by=None, lead_id=lead.pk, note="Started by a booking.")
    except DomainError:
        return None
