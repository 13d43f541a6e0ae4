"""Two contacts side by side, before they are merged; and merges that can be taken back."""

from dataclasses import dataclass

from matters.models import Contact, ContactMerge
from matters.queries.contacts import roles_of


@dataclass(frozen=True)
class Clash:
    """A matter in which the two have parts on different sides: a sign that they are two."""

    matter: object
    one: str
    other: str


def clashes(one: Contact, other: Contact) -> list[Clash]:
    """Matters the scope shows in which the two stand on different sides, or both have a part."""
    parts = {role.matter.pk: role for role in roles_of(one)}
    found = []
    for role in roles_of(other):
        mine = parts.get(role.matter.pk)
        if mine and mine.side != role.side:
            found.append(Clash(role.matter, mine.label, role.label))
    return found


def merges_of(contact: Contact) -> list[ContactMerge]:
    """The contacts that went up in this one and can be taken out again, latest first."""
    rows = ContactMerge.objects.filter(kept=contact, kept_pk=contact.pk, undone_at=None)
    return list(rows.select_related("by").order_by("-id")[:20])
