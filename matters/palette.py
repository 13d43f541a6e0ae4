"""Matters and contacts in the command palette."""

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Contact, Matter
from matters.queries.find import find_contacts, find_matters, matters_by_use, recent_matters
from practice.palette import Entry

MATTERS, CONTACTS = "Matters", "Contacts"


def _matter(matter: Matter) -> Entry:
    return Entry(
        MATTERS,
        matter.name,
        f"{matter.number} · {matter.client.name}",
        matter.get_absolute_url(),
        "briefcase-2",
        verb="matter",
        key=matter.pk,
    )


def _contact(contact: Contact) -> Entry:
    below = " · ".join(part for part in (contact.company, contact.email) if part)
    return Entry(
        CONTACTS,
        contact.name,
        below,
        contact.get_absolute_url(),
        "address-book",
        verb="contact",
        key=contact.pk,
    )


def search(member: Member, text: str) -> list[Entry]:
    """Matters, then contacts that match; with empty text the matters opened last. Two queries at most.

    Walls and restrictions need nothing here: the database shows the member only what is the member's to see.
    """
    found: list[Entry] = []
    if member.can(Perm.MATTER_VIEW):
        if text:
            rows = find_matters(Matter.objects.visible_to(member).select_related("client"), text)
            found += [_matter(m) for m in matters_by_use(rows, member)[:5]]
        else:
            found += [_matter(m) for m in recent_matters(member, limit=5)]
    if text and member.can(Perm.CONTACT_VIEW):
        rows = find_contacts(Contact.objects.visible_to(member), text)
        found += [_contact(c) for c in rows.order_by("sort_name", "id")[:4]]
    return found
