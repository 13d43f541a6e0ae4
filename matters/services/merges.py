"""Merging two contacts that are one, and taking it back.

The two are chosen and compared by what the person sees. The pointers are moved in the system's own scope, so that those of
matters behind walls go along; nothing about them is said to anybody.
"""

from collections.abc import Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from custom_fields.hosts import HOSTS
from custom_fields.models import Field, Value
from matters.models import Address, Contact, ContactMerge, ContactName, Email, Matter, Party, Phone, Relation
from matters.services.merge_log import MergeLog, fold, pointers_to, undo
from practice import audit
from practice.exceptions import DomainError
from practice.scope import firm_scope

# What is chosen as one: {unit: columns}. Units of one column are said as they are.
UNITS: dict[str, tuple[str, ...]] = {
    "name": ("kind", "name", "sort_name", "prefix", "first_name", "middle_name", "last_name", "suffix"),
    "company": ("company",),
    "title": ("title",),
    "email": ("email",),
    "phone": ("phone",),
    "address": ("address", "city", "region", "postcode", "country"),
    "website": ("website",),
    "birthday": ("birthday",),
    "language": ("language",),
    "reach": ("preferred_channel", "preferred_hours"),
    "ledes_client_id": ("ledes_client_id",),
    "tax": ("tax_form", "tax_form_on", "tax_id_end"),
    "tags": ("tags",),
    "notes": ("notes",),
    "external_id": ("external_id",),
}
BOTH = ("tags", "notes")  # of these one may keep both
KEPT, LOST, TOGETHER = "kept", "lost", "both"
# What one of the two says holds of the one person: never lost by a merge.
WARNINGS = ("represented", "do_not_mail", "do_not_call", "restricted")


def is_empty(contact: Contact, unit: str) -> bool:
    """Whether a contact says nothing in a unit. The kind of a contact is no name."""
    return not any(getattr(contact, column) for column in UNITS[unit] if column != "kind")


def usual(kept: Contact, lost: Contact, unit: str) -> str:
    """What is chosen when nobody chooses: both where that is possible, else the kept one's, unless it says nothing."""
    if unit in BOTH:
        return TOGETHER
    return LOST if is_empty(kept, unit) and not is_empty(lost, unit) else KEPT


@transaction.atomic
def merge_contacts(
    kept: Contact, lost: Contact, *, by: Member, choose: Mapping[str, str] | None = None, alias: bool = True
) -> ContactMerge:
    """Make two contacts one: `kept` stays, everything of `lost` becomes its own, and `lost` goes.

    `choose` says for units (UNITS) whose value stays: "kept", "lost" or, for tags and notes, "both". With `alias` a name that
    is not chosen stays as another name. Raises DomainError when the two are one already, or a rule forbids the merge.
    """
    ensure(by, Perm.CONTACT_MERGE)
    if kept.pk == lost.pk:
        raise DomainError("Choose another contact to merge with.")
    locked = {
        c.pk: c
        for c in Contact.objects.select_for_update(of=("self",))
        .filter(pk__in=[kept.pk, lost.pk])
        .order_by("pk")
    }
    if len(locked) < 2:
        raise DomainError("One of the two is not there any more.")
    kept, lost = locked[kept.pk], locked[lost.pk]
    values = _values(kept, lost, dict(choose or {}))
    changes = audit.changed(kept, **values)
    merge = ContactMerge.objects.create(
        kept=kept, kept_pk=kept.pk, lost_pk=lost.pk, lost_name=lost.name, chosen=audit.plain(changes), by=by
    )
    try:
        with firm_scope(by.firm_id), _merging():
            _join(MergeLog(merge), kept, lost, values, by=by, alias=alias)
    except IntegrityError as error:
        raise DomainError(
            "These two cannot be merged: a rule of the records of one forbids it. Look at their matters and bills."
        ) from error
    changes.pop("sort_name", None)
    audit.record(
        by, "contact.merged", kept, changes={"lost": [lost.name, None], "lost_id": [lost.pk, None]} | changes
    )
    return merge


def _values(kept: Contact, lost: Contact, choose: dict[str, str]) -> dict:
    """The columns of `kept` after the merge that are not as they are now."""
    values: dict = {}
    for unit, columns in UNITS.items():
        choice = choose.get(unit) or usual(kept, lost, unit)
        if choice not in (KEPT, LOST, TOGETHER) or (choice == TOGETHER and unit not in BOTH):
            raise DomainError(f"Choose whose {unit} stays.")
        if choice == TOGETHER and unit == "tags":
            values["tags"] = list(dict.fromkeys([*kept.tags, *lost.tags]))[:20]
        elif choice == TOGETHER:
            parts = [kept.notes.strip(), lost.notes.strip()]
            values["notes"] = kept.notes if parts[1] in ("", parts[0]) else "\n\n".join(p for p in parts if p)
        elif choice == LOST:
            values |= {column: getattr(lost, column) for column in columns}
    for name in WARNINGS:
        if getattr(lost, name):
            values[name] = True
    if lost.represented_by_id and not kept.represented_by_id and lost.represented_by_id != kept.pk:
        values["represented_by_id"] = lost.represented_by_id
    values["custom"] = {
        **lost.custom,
        **{key: value for key, value in kept.custom.items() if value not in (None, "", [])},
    }
    return {name: value for name, value in values.items() if value != getattr(kept, name)}


def _join(log: MergeLog, kept: Contact, lost: Contact, values: dict, *, by: Member, alias: bool) -> None:
    pair = {"kept": kept.pk, "lost": lost.pk}
    either = "IN (%(kept)s, %(lost)s)"
    # Between the two themselves nothing is left to say.
    between = Relation.objects.filter(Q(contact=kept, other=lost) | Q(contact=lost, other=kept))
    log.remove(Relation, between.values_list("pk", flat=True))
    log.set(
        Party,
        {"represented_by_id": "NULL::bigint"},
        f"t.contact_id {either} AND t.represented_by_id {either}",
        pair,
    )
    log.set(
        Contact,
        {"represented_by_id": "NULL::bigint"},
        f"t.id {either} AND t.represented_by_id {either}",
        pair,
    )
    _parts(log, kept, lost, values)
    _custom(log, kept, lost)
    moved = list(Matter.objects.filter(client=lost))
    fold(log, Contact, kept.pk, lost.pk)
    if values:
        _write(log, kept, values)
    other_name = lost.name if values.get("name") is None else kept.name
    new_name = values.get("name", kept.name)
    if alias and other_name.casefold() != new_name.casefold():
        names = ContactName.objects.filter(contact=kept)
        if not names.filter(name__iexact=other_name).exists():
            log.made(ContactName.objects.create(contact=kept, kind=ContactName.Kind.ALIAS, name=other_name))
    said = [(matter, {"client": [lost.name, new_name]}) for matter in moved]
    if said:
        audit.record_many(by, "matter.client_merged", said)
    _check_pointers()


def _write(log: MergeLog, kept: Contact, values: dict) -> None:
    """The chosen values, through a prepared copy of the row, so that each has the type of its column."""
    for name, value in values.items():
        setattr(kept, name, value)
    fields = {f.attname: f for f in Contact._meta.local_concrete_fields}
    changes: dict[str, str] = {}
    params: dict[str, Any] = {"pk": kept.pk}
    for name, value in values.items():
        field = fields[name]
        assert field.column is not None  # they are the concrete ones
        params[f"v_{name}"] = field.get_db_prep_save(value, connection)
        changes[field.column] = f"%(v_{name})s::{field.cast_db_type(connection)}"
    log.set(Contact, changes, "t.id = %(pk)s", params)


def _parts(log: MergeLog, kept: Contact, lost: Contact, values: dict) -> None:
    """Lists of the two without what stands in both, and with one main row: that of the chosen value."""
    for model, key, column in (
        (Phone, lambda row: row.digits, "phone"),
        (Email, lambda row: row.address.casefold(), "email"),
        (Address, lambda row: tuple(line.casefold() for line in row.lines), "address"),
    ):
        here, there = list(model.objects.filter(contact=kept)), list(model.objects.filter(contact=lost))
        known = {key(row): row for row in here}
        doubled = [row for row in there if key(row) in known]
        log.remove(model, [row.pk for row in doubled])
        takes = any(name in values for name in UNITS[column])
        main = next((row for row in there if row.is_main), None)
        if takes and main is not None:
            main = known.get(key(main), main)
            log.set(model, {"is_main": "false"}, "t.contact_id = %(kept)s AND t.is_main", {"kept": kept.pk})
            others = "t.contact_id = %(lost)s AND t.is_main AND t.id <> %(main)s"
            log.set(model, {"is_main": "false"}, others, {"lost": lost.pk, "main": main.pk})
            if main.contact_id == kept.pk:
                log.set(model, {"is_main": "true"}, "t.id = %(main)s", {"main": main.pk})
        else:
            log.set(model, {"is_main": "false"}, "t.contact_id = %(lost)s AND t.is_main", {"lost": lost.pk})
    names = {row.name.casefold() for row in ContactName.objects.filter(contact=kept)}
    doubled = [row.pk for row in ContactName.objects.filter(contact=lost) if row.name.casefold() in names]
    log.remove(ContactName, doubled)


def _custom(log: MergeLog, kept: Contact, lost: Contact) -> None:
    """Custom fields of any record that name the lost contact."""
    fields = set(Field.objects.filter(type=Field.Type.CONTACT).values_list("pk", flat=True))
    rows = Value.objects.filter(ref=lost.pk, field__in=fields).values_list("host", "object_id").distinct()
    for host, pk in rows:
        model = apps.get_model(HOSTS[host].model)
        obj = model._base_manager.filter(pk=pk).first()
        if obj is None or (host == "contact" and pk in (kept.pk, lost.pk)):
            continue
        custom = _renamed(obj.custom, {str(pk) for pk in fields}, lost.pk, kept.pk)
        field = model._meta.get_field("custom")
        params = {"pk": pk, "custom": field.get_db_prep_save(custom, connection)}
        log.set(model, {"custom": "%(custom)s::jsonb"}, "t.id = %(pk)s", params)


def _renamed(value, fields: set[str], lost: int, kept: int, *, inside: bool = False):
    """A custom value with `kept` for `lost` wherever a field of contacts says so; groups are lists of rows."""
    if isinstance(value, dict):
        return {k: _renamed(v, fields, lost, kept, inside=k in fields) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(v, fields, lost, kept, inside=inside) for v in value]
    if inside and str(value) == str(lost):
        return type(value)(kept)
    return value


@contextmanager
def _merging():
    """Main rows and their copies are both written by the merge itself (matters.models.contacts.MAIN_ROWS)."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.merging = 'on'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.merging = 'off'")


def _check_pointers() -> None:
    """Have PostgreSQL look now, not at the commit, whether a pointer to a contact leads nowhere."""
    names = [
        constraint.name
        for model, fields in pointers_to(Contact).items()
        for constraint in model._meta.constraints
        if getattr(constraint, "field", None) in {field.name for field in fields}
    ]
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {listed} IMMEDIATE")
        cursor.execute(f"SET CONSTRAINTS {listed} DEFERRED")


@transaction.atomic
def undo_merge(merge: ContactMerge, *, by: Member) -> Contact:
    """Take a merge back: the lost contact is there again with all that was its own. Returns it.

    What people changed since stays as they left it. Merges are taken back latest first.
    """
    ensure(by, Perm.CONTACT_MERGE)
    merge = ContactMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at:
        raise DomainError("This merge was taken back already.")
    later = ContactMerge.objects.filter(undone_at=None, pk__gt=merge.pk)
    after = later.filter(Q(kept_pk=merge.kept_pk) | Q(lost_pk=merge.kept_pk)).order_by("-pk").first()
    if after:
        raise DomainError(f"Take the later merge of {after.lost_name} back first.")
    kept = Contact.objects.select_for_update(of=("self",)).get(pk=merge.kept_pk)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save()
    try:
        with firm_scope(by.firm_id), _merging():
            undo(merge)
            _check_pointers()
    except IntegrityError as error:
        raise DomainError(
            "This merge cannot be taken back any more: something that was made since stands in the way."
        ) from error
    back = Contact.objects.get(pk=merge.lost_pk)
    kept.refresh_from_db()
    audit.record(by, "contact.merge_undone", kept, changes={"lost": [None, back.name]})
    return back
