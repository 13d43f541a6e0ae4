"""Contacts that may be one and the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Upper

from accounts.models import Member
from matters.models import Contact, ContactName, Email, Phone, digits_of
from search.queries.names import like

ENOUGH_LETTERS = 3
FEWEST_DIGITS = 7
NEAR = 80  # of 100, as search.queries.names reckons


@dataclass(frozen=True)
class Likeness:
    """A contact and why it may be the one that is meant."""

    contact: Contact
    why: str


def alike(
    member: Member,
    *,
    name: str = "",
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    besides: int | None = None,
    limit: int = 5,
) -> list[Likeness]:
    """Contacts the member may see that have the number, the address or a name like this; the surest first."""
    found: dict[int, str] = {}

    def note(ids: Iterable[int], why: str) -> None:
        for pk in ids:
            if pk != besides:
                found.setdefault(pk, why)

    upper = [email.upper() for email in emails if "@" in email]
    if upper:
        rows = Email.objects.annotate(upper=Upper("address")).filter(upper__in=upper)
        note(rows.values_list("contact", flat=True)[: 4 * limit], "same e-mail address")
    digits = [d for d in map(digits_of, phones) if len(d) >= FEWEST_DIGITS]
    if digits:
        note(
            Phone.objects.filter(digits__in=digits).values_list("contact", flat=True)[: 4 * limit],
            "same phone number",
        )
    name = " ".join(name.split())
    if len(name) >= ENOUGH_LETTERS:
        note(_named(name, limit), "same name")
        note(_called(name, limit), "goes by this name")
        note(_nearly(name, limit), "similar name")
    rows = Contact.objects.visible_to(member).in_bulk(list(found))
    return [Likeness(rows[pk], why) for pk, why in found.items() if pk in rows][:limit]


def _named(name: str, limit: int):
    return Contact.objects.filter(name__iexact=name).values_list("pk", flat=True)[: 4 * limit]


def _called(name: str, limit: int):
    return ContactName.objects.filter(name__iexact=name).values_list("contact", flat=True)[: 4 * limit]


def _nearly(name: str, limit: int):
    """Names, aliases too, that are a misspelling, a nickname or another order of this one."""
    return [
        match.found.contact_id
        for match in like(name, only=("contact", "alias"), limit=40)[: 4 * limit]
        if match.score >= NEAR and match.found.slot == "name" and match.found.contact_id
    ]
