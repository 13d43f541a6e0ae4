"""Visitors: signed in, host told, met, signed out."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from communications.models import Visitor
from communications.queries.desk import answers_for, keeps_desk, told_beside
from communications.services.common import ask_mail, check_recipient, ensure_desk, line
from matters.models import Contact, Matter
from matters.queries.access import can_see
from practice import audit
from practice.exceptions import DomainError, Refused


@transaction.atomic
def sign_in(
    *,
    by: Member,
    host: Member,
    name: str = "",
    company: str = "",
    contact: Contact | None = None,
    matter: Matter | None = None,
    purpose: str = "",
    badge: str = "",
) -> Visitor:
    """Sign a visitor in; the host is told at once, and their substitute while they are away."""
    ensure_desk(by, matter, host)
    check_recipient(host, matter, field="host")
    name = line(name) or (contact.name if contact else "")
    if not name:
        raise DomainError("Say who came.", field="name")
    badge = line(badge, 20)
    worn = Visitor.objects.inside().filter(badge__iexact=badge).first() if badge else None
    if worn is not None:
        raise DomainError(f"{worn.name} wears badge {badge}.", field="badge")
    try:
        with transaction.atomic():
            visitor = Visitor.objects.create(
                name=name,
                company=line(company),
                contact=contact,
                matter=matter,
                host=host,
                purpose=line(purpose),
                badge=badge,
                signed_in_by=by,
            )
    except IntegrityError:  # a badge given out by two desks at once, or worn on a matter one does not see
        raise DomainError(f"Badge {badge} is worn by somebody else.", field="badge") from None
    audit.record(by, "visit.signed_in", visitor, changes={"host": [None, host.name]})
    for person in (host, *told_beside(host)):
        if person.pk != by.pk and (matter is None or can_see(person, matter)):
            ask_mail("visitor", visitor.pk, person)
    return visitor


def _locked(visitor: Visitor, by: Member) -> Visitor:
    visitor = (
        Visitor.objects.select_for_update(of=("self",)).select_related("host", "matter").get(pk=visitor.pk)
    )
    if not (keeps_desk(by) or answers_for(by, visitor.host_id) or visitor.signed_in_by_id == by.pk):
        raise Refused(f"{visitor.host.name} is the host.", who=[visitor.host.name])
    return visitor


@transaction.atomic
def meet(visitor: Visitor, *, by: Member) -> Visitor:
    """The host has come for the visitor: the wait ends."""
    visitor = _locked(visitor, by)
    if visitor.left_at is not None:
        raise DomainError("This visitor has left.")
    if visitor.met_at is None:
        visitor.met_at = timezone.now()
        visitor.save(update_fields=["met_at"])
        audit.record(by, "visit.met", visitor)
    return visitor


@transaction.atomic
def sign_out(visitor: Visitor, *, by: Member) -> Visitor:
    """The visitor leaves; the badge is free again."""
    visitor = _locked(visitor, by)
    if visitor.left_at is not None:
        raise DomainError("This visitor has left already.")
    visitor.left_at, visitor.signed_out_by = timezone.now(), by
    visitor.save(update_fields=["left_at", "signed_out_by"])
    audit.record(by, "visit.signed_out", visitor)
    return visitor


@transaction.atomic
def undo_sign_out(visitor: Visitor, *, by: Member) -> Visitor:
    """The visitor is here after all. Refused when the badge went to somebody else meanwhile."""
    visitor = _locked(visitor, by)
    if visitor.left_at is None:
        return visitor
    try:
        with transaction.atomic():
            visitor.left_at = visitor.signed_out_by = None
            visitor.save(update_fields=["left_at", "signed_out_by"])
    except IntegrityError:
        raise DomainError(f"Badge {visitor.badge} was given to somebody else.") from None
    audit.record(by, "visit.signed_in_again", visitor)
    return visitor
