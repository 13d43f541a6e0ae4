"""Who is calling: contacts by phone number."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Member
from matters.models import Contact, Phone, digits_of
from practice.scope import current_member_id

# Fewer digits than these at the end of a number say nothing about whose it is.
ENOUGH = 4
WHOLE = 7


def ends_with(digits: str) -> QuerySet:
    """Phones whose number ends with these digits (four at least), or, when they are a whole number, is their end."""
    if len(digits) < WHOLE:
        return Phone.objects.filter(last4=digits[-4:], digits__endswith=digits)
    same = Q(digits__endswith=digits)
    if len(digits) > 10:
        same |= Q(digits__endswith=digits[-10:])
    return Phone.objects.filter(same, last7=digits[-7:])


def by_phone(number: str, member: Member | None = None) -> QuerySet:
    """Contacts the member (None: the one in scope) may see that have this number, those with the very number first.

    `number` as typed or as the telephone shows it. A part of at least four digits matches the end of a number, and a
    whole number matches one stored with another country's prefix. Empty for less.
    """
    digits = digits_of(number)
    if len(digits) < ENOUGH:
        return Contact.objects.none()
    member = member or Member.objects.filter(pk=current_member_id()).select_related("role").first()
    if member is None:
        return Contact.objects.none()
    exact = Phone.objects.filter(contact=OuterRef("pk"), digits=digits)
    ids = ends_with(digits).values("contact")
    return (
        Contact.objects.visible_to(member)
        .filter(pk__in=ids)
        .annotate(is_exact=Exists(exact))
        .order_by("-is_exact", "sort_name", "id")
    )
