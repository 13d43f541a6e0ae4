"""Sending a booking page to a lead: what is booked by the link fills that lead."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from booking.models import Booking, BookingLink, BookingPage
from calendar_app.models import Attendee, Event
from intake.models import Lead
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit


def follow_lead(lead: Lead, matter: Matter) -> None:
    """The lead becomes a matter: its bookings and links stand behind the walls of that matter, with their events."""
    bookings = Booking.objects.filter(lead=lead)
    events = list(bookings.exclude(event=None).values_list("event_id", flat=True))
    bookings.update(matter=matter)
    BookingLink.objects.filter(lead=lead).update(matter=matter)
    Event.objects.filter(pk__in=events).update(matter=matter)
    Attendee.objects.filter(event__in=events).update(matter=matter)


@transaction.atomic
def send_link(lead: Lead, page: BookingPage, *, by: Member, mail: bool = True) -> BookingLink:
    """Make a link by which the lead books on the page, and mail it unless `mail` is off (it is then copied by hand).

    A link before it that was not used is no longer good. Raises DomainError for a closed lead, a page off the web, or a lead
    without an e-mail address.
    """
    ensure(by, Perm.LEAD_SCREEN)
    lead = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if not lead.is_open:
        raise DomainError(f"This lead is {lead.get_state_display().lower()}.")
    if page.state != BookingPage.State.ON:
        raise DomainError(f"{page.name} is not on the web.", field="page")
    if mail and not lead.email:
        raise DomainError("The lead has no e-mail address. Add one, or copy the link.", field="page")
    BookingLink.objects.filter(lead=lead, booking=None, revoked_at=None).update(revoked_at=timezone.now())
    link = BookingLink.objects.create(
        page=page, lead=lead, matter_id=lead.matter_id, email=lead.email if mail else "", created_by=by
    )
    audit.record(
        by, "booking.link_sent" if mail else "booking.link_made", lead, changes={"page": [None, page.name]}
    )
    if mail:
        enqueue_after_commit("booking.tasks.mail_link", link_id=link.pk)
    return link


@transaction.atomic
def revoke_link(link: BookingLink, *, by: Member) -> None:
    """End a link that was not used."""
    ensure(by, Perm.LEAD_SCREEN)
    link = BookingLink.objects.select_for_update(of=("self",)).select_related("lead", "page").get(pk=link.pk)
    if link.booking_id is None and link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        audit.record(by, "booking.link_ended", link.lead, changes={"page": [link.page.name, None]})
