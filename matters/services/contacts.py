"""Contacts: people and bodies the firm deals with."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Level, Perm
from accounts.queries import ensure
from custom_fields.queries import uses
from matters.models import Contact, Matter, Party
from matters.queries.access import is_on_any, may
from matters.services.contact_parts import PARTS, write_parts
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from practice.scope import firm_scope

FIELDS = (
    "kind", "name", "first_name", "last_name", "company", "title", "email", "phone", "address", "city",
    "region", "postcode", "country", "tags", "ledes_client_id", "notes", "prefix", "middle_name", "suffix", "website",
    "birthday", "language", "preferred_channel", "preferred_hours", "do_not_mail", "do_not_call", "represented",
    "represented_by", "tax_form", "tax_form_on", "tax_id_end", "restricted",
)  # fmt: skip


def names(
    kind: str,
    *,
    name: str = "",
    first_name: str = "",
    last_name: str = "",
    middle_name: str = "",
    suffix: str = "",
) -> tuple[str, str]:
    """(shown name, sort name): "Ada B. Moss Jr." sorts as "Moss, Ada B. Jr."; a body sorts as it is called."""
    first, last = " ".join(first_name.split()), " ".join(last_name.split())
    if kind == Contact.Kind.PERSON and (first or last):
        given = " ".join(f"{first} {middle_name}".split())
        end = " ".join(suffix.split())
        shown = " ".join(f"{given} {last} {end}".split())
        return shown, " ".join(f"{last}, {given} {end}".split()) if given and last else shown
    shown = " ".join(name.split())
    return shown, shown


def ensure_adds(by: Member) -> None:
    """Raise Refused unless the member may add contacts to the firm: a guest changes those of their matters alone."""
    ensure(by, Perm.CONTACT_EDIT)
    if by.powers.level(Perm.CONTACT_EDIT) is Level.ASSIGNED:
        raise Refused("You may change contacts of your matters, but not add contacts to the firm.")


@transaction.atomic
def create_contact(*, by: Member, **values) -> Contact:
    """A new contact from the fields in FIELDS. For a person first and last name make the shown name.

    `names`, `phones`, `emails`, `addresses` give whole lists (services.contact_parts.PARTS) instead of the main ones.
    """
    ensure_adds(by)
    parts = _parts(values)
    contact = Contact(created_by=by, **_cleaned(values, Contact()))
    contact.save()
    if parts:
        _, copies = write_parts(contact, parts)
        if audit.apply(contact, **copies):
            contact.save()
    audit.record(by, "contact.created", contact)
    return contact


@transaction.atomic
def update_contact(contact: Contact, *, by: Member, **values) -> Contact:
    """Change the given fields of a contact, and the lists that are given whole."""
    ensure(by, Perm.CONTACT_EDIT)
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    ensure_near(contact, by, Perm.CONTACT_EDIT)
    if contact.represented and values.get("represented") is False and not values.get("represented_by"):
        if not by.can(Perm.CONTACT_DIRECT):
            raise DomainError(
                "Only an attorney takes the mark of a represented person away (Model Rule 4.2).",
                field="represented",
            )
    changed, copies = write_parts(contact, _parts(values))
    changes = audit.apply(contact, **_cleaned(values | copies, contact))
    if changes or changed:
        contact.save()
        for name in ("sort_name", *copies):
            changes.pop(name, None)
        audit.record(by, "contact.changed", contact, changes=changes | changed)
    return contact


def add_tag(contact: Contact, *, by: Member, tag: str) -> Contact:
    """Put a tag on a contact; one that is there already is not put twice."""
    tag = " ".join(tag.replace(",", " ").split())
    if not tag:
        raise DomainError("Type a tag.", field="tag")
    return update_contact(contact, by=by, tags=[*contact.tags, tag])


def remove_tag(contact: Contact, *, by: Member, tag: str) -> Contact:
    """Take a tag off a contact, whatever its case."""
    kept = [own for own in contact.tags if own.casefold() != tag.strip().casefold()]
    if kept == contact.tags:
        raise DomainError(f"{contact.name} does not have this tag.", field="tag")
    return update_contact(contact, by=by, tags=kept)


@transaction.atomic
def delete_contact(contact: Contact, *, by: Member) -> None:
    """Delete a contact that nothing uses. Refused with what uses it otherwise."""
    ensure(by, Perm.CONTACT_EDIT)
    if by.powers.level(Perm.CONTACT_EDIT) is Level.ASSIGNED:
        raise Refused("You may change contacts of your matters, but not delete them.")
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if used := uses("contact", contact.pk):
        raise DomainError(
            f"{contact} cannot be deleted: it stands in {', '.join(f'“{name}”' for name in used)} of a record."
        )
    label, kept = str(contact), {"name": [contact.name, None]}
    if contact.email:
        kept["email"] = [contact.email, None]
    audit.record(by, "contact.deleted", contact, changes=kept)
    try:
        # In the system's own scope: what walls hide stands in the way as well.
        with firm_scope(by.firm_id):
            contact.delete()
    except ProtectedError as error:
        used = _shown(error.protected_objects)
        raise DomainError(
            f"{label} cannot be deleted: there are {', '.join(used)} of this contact."
            if used
            else f"{label} cannot be deleted: the contact is in use in the firm."
        ) from None


def _shown(objects) -> list[str]:
    """The kinds of `objects` of which the scope shows at least one."""
    ids: dict[type, list[int]] = {}
    for obj in objects:
        ids.setdefault(type(obj), []).append(obj.pk)
    return sorted(
        str(model._meta.verbose_name_plural)
        for model, pks in ids.items()
        if model._base_manager.filter(pk__in=pks[:1000]).exists()
    )


def seen(contact: Contact, *, by: Member) -> None:
    """Keep that `by` opened a sensitive contact: once an hour and person, which is enough to know who looked."""
    since = timezone.now() - timedelta(hours=1)
    events = AuditEvent.objects.filter(object_type="matters.contact", object_id=contact.pk, at__gte=since)
    if not events.filter(verb="contact.opened", actor_id=by.pk).exists():
        audit.record(by, "contact.opened", contact)


def is_near(contact: Contact, member: Member, perm: Perm) -> bool:
    """Whether `perm` reaches the contact: held for all, or for one's matters and the contact has a part in one of them.

    What a guest's engagement lends on a matter counts as held for it.
    """
    if member.powers.level(perm) is not Level.ASSIGNED:
        return member.can(perm)
    matters = Matter.objects.filter(
        Q(client=contact) | Q(Exists(Party.objects.filter(matter=OuterRef("pk"), contact=contact)))
    )
    if is_on_any(member, matters):
        return True
    return bool(member.powers.lent(perm)) and any(
        may(member, perm, matter) for matter in matters.order_by("-id")[:100]
    )


def ensure_near(contact: Contact, by: Member, perm: Perm) -> None:
    """Raise Refused when `perm` is held for one's matters alone, and the contact is client of none of them."""
    if not is_near(contact, by, perm):
        what = "see the history of" if perm is Perm.AUDIT_VIEW else "change"
        raise Refused(f"You may {what} contacts of your matters; {contact} is on none of them.")


def _parts(values: dict) -> dict:
    """The lists among `values`; the main ones that they say are left to them."""
    return {name: values[name] for name in PARTS if values.get(name) is not None}


OF_PERSONS = ("first_name", "last_name", "middle_name", "suffix")


def _cleaned(values: dict, before: Contact) -> dict:
    values = {name: value for name, value in values.items() if name in FIELDS}
    merged = {name: values.get(name, getattr(before, name)) for name in ("kind", "name", *OF_PERSONS)}
    if merged["kind"] != Contact.Kind.PERSON:
        values |= dict.fromkeys((*OF_PERSONS, "prefix"), "") | {"birthday": None}
    shown, sorted_by = names(**merged)
    if not shown:
        raise DomainError(
            "Give the contact a name.",
            field="last_name" if merged["kind"] == Contact.Kind.PERSON else "name",
        )
    if "tags" in values:
        values["tags"] = list(dict.fromkeys(tag.strip() for tag in values["tags"] if tag.strip()))
    if values.get("represented_by"):
        if values["represented_by"].pk == before.pk and before.pk:
            raise DomainError("Somebody else represents the contact.", field="represented_by")
        values["represented"] = True
    elif values.get("represented") is False:
        values["represented_by"] = None
    return values | {"name": shown[:200], "sort_name": sorted_by[:200]}
