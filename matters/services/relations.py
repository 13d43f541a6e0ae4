"""How contacts stand to each other."""

from django.db import IntegrityError, transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import Contact, Relation
from matters.services.contacts import ensure_near
from practice import audit
from practice.exceptions import DomainError


@transaction.atomic
def add_relation(contact: Contact, other: Contact, *, by: Member, kind: str, note: str = "") -> Relation:
    """Say how `contact` stands to `other`. Both are such as `by` may see. Raises DomainError when it is said already."""
    ensure(by, Perm.CONTACT_EDIT)
    ensure_near(contact, by, Perm.CONTACT_EDIT)
    if contact.pk == other.pk:
        raise DomainError("Choose another contact.", field="other")
    if kind not in Relation.Kind.values:
        raise DomainError("Choose how they are related.", field="kind")
    try:
        with transaction.atomic():
            relation = Relation.objects.create(
                contact=contact, other=other, kind=kind, note=note.strip()[:200]
            )
    except IntegrityError:
        raise DomainError("This relation is on file already.", field="other") from None
    audit.record(by, "contact.related", contact, changes={"relation": [None, _words(relation)]})
    return relation


@transaction.atomic
def remove_relation(relation: Relation, *, by: Member) -> dict:
    """Take a relation away. Returns what `add_relation` needs to put it back."""
    ensure(by, Perm.CONTACT_EDIT)
    relation = (
        Relation.objects.select_for_update(of=("self",))
        .select_related("contact", "other")
        .get(pk=relation.pk)
    )
    ensure_near(relation.contact, by, Perm.CONTACT_EDIT)
    audit.record(by, "contact.unrelated", relation.contact, changes={"relation": [_words(relation), None]})
    values = {"other": relation.other_id, "kind": relation.kind, "note": relation.note}
    relation.delete()
    return values


def _words(relation: Relation) -> str:
    kind = relation.get_kind_display()
    return f"{kind[0].lower()}{kind[1:]} {relation.other}"
