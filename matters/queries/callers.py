"""Who is calling: contacts by phone number."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Reverse

from accounts.models import Member
from matters.models import Contact, Phone, digits_of
from practice.scope import current_member_id

# Fewer digits than these at the end of a number say nothing about whose it is.
ENOUGH = 4


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
    phones = Phone.objects.annotate(reversed=Reverse("digits")).filter(contact=OuterRef("pk"))
    exact = Q(digits=digits)
    same = exact | Q(reversed__startswith=digits[::-1])
    if len(digits) > 10:
        same |= Q(reversed__startswith=digits[-10:][::-1])
    ids = Phone.objects.annotate(reversed=Reverse("digits")).filter(same).values("contact")
    return (
        Contact.objects.visible_to(member)
        .filter(pk__in=ids)
        .annotate(is_exact=Exists(phones.filter(exact)))
        .order_by("-is_exact", "sort_name", "id")
    )
