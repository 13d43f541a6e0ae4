"""What a contact has to do with matters and with other contacts."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Member
from matters.models import Contact, ContactMerge, Matter, Party, Relation


@dataclass(frozen=True)
class Role:
    """A part of a contact in a matter, in words, with who represents it there."""

    matter: Matter
    label: str
    side: str
    lawyer: Contact | None
    until: object = None


def roles_of(contact: Contact) -> list[Role]:
    """Every part the contact has in a matter that the scope shows: client, party, lawyer of a party. Live ones first.

    Two queries.
    """
    roles = [
        Role(matter, "Client", "Our side", None)
        for matter in Matter.objects.filter(client=contact).with_people().order_by("-id")
    ]
    parts = (
        Party.objects.filter(Q(contact=contact) | Q(represented_by=contact))
        .select_related(
            "matter__client", "matter__practice_area", "matter__responsible", "contact", "represented_by"
        )
        .order_by("-matter_id", "id")
    )
    for part in parts:
        if part.contact_id == contact.pk:
            roles.append(
                Role(
                    part.matter,
                    part.get_role_display(),
                    part.get_side_display(),
                    part.represented_by,
                    part.until_on,
                )
            )
        else:
            label = f"Lawyer of {part.contact}"
            roles.append(Role(part.matter, label, part.get_side_display(), None, part.until_on))
    return sorted(roles, key=lambda role: (role.matter.state in (*Matter.ENDED, "declined"), -role.matter.pk))


@dataclass(frozen=True)
class Related:
    """A relation seen from one of its two ends: `words` come before the name of `other`.

    Without a `relation` it is said on the record of the other, whose lawyer the contact is.
    """

    relation: Relation | None
    words: str
    other: Contact
    note: str


def relations_of(contact: Contact, member: Member) -> list[Related]:
    """The contact's relations to such as the member may see, from its own side; also whom it represents. Three queries."""
    rows = Relation.objects.filter(Q(contact=contact) | Q(other=contact)).select_related("contact", "other")
    found = [
        Related(row, row.get_kind_display(), row.other, row.note)
        if row.contact_id == contact.pk
        else Related(row, row.inverse, row.contact, row.note)
        for row in rows.order_by("id")
    ]
    found += [
        Related(None, "Lawyer of", row, "") for row in Contact.objects.filter(represented_by=contact)[:100]
    ]
    if not member.sees_named_matters_only or not found:
        return found
    ids = {row.other.pk for row in found}
    seen = set(Contact.objects.visible_to(member).filter(pk__in=ids).values_list("pk", flat=True))
    return [row for row in found if row.other.pk in seen]


def merged_into(pk: int) -> int | None:
    """The id of the contact that the record `pk` went up in, if it was merged and the merge stands."""
    merge = ContactMerge.objects.filter(lost_pk=pk, undone_at=None).order_by("-id").first()
    return merge.kept_id if merge else None
