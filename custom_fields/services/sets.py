"""Sets of fields: made, changed, ordered and retired by whoever keeps the firm's settings."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from custom_fields.hosts import HOSTS
from custom_fields.models import Field, FieldSet
from custom_fields.queries.schemas import PLACES
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.models import Outbox
from practice.scope import current_firm_id

RECOMPUTE = "custom_fields.tasks.recompute"


def clean_name(text: str, what: str, most: int = 80) -> str:
    name = " ".join(text.replace("\x00", "").split())
    if not name:
        raise DomainError(f"Give the {what} a name.", field="name" if what == "set" else "label")
    if len(name) > most:
        raise DomainError(
            f"A name has at most {most} characters; this has {len(name)}.",
            field="name" if what == "set" else "label",
        )
    return name


@transaction.atomic
def save_set(
    field_set: FieldSet | None,
    *,
    by: Member,
    name: str,
    host: str = "",
    note: str = "",
    everywhere: bool = True,
    areas: Iterable[Any] = (),
    kinds_: Sequence[str] = (),
) -> FieldSet:
    """Make a set (`field_set` None) or change one. `areas` are the practice areas that have it unless it is `everywhere`; `kinds_`
    the kinds of contact. Its kind of record never changes.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    name = clean_name(name, "set")
    if field_set is None and host not in HOSTS:
        raise DomainError("Choose what records the set is for.", field="host")
    host = field_set.host if field_set is not None else host
    areas = [] if everywhere or not HOSTS[host].areas else list(areas)
    if HOSTS[host].areas and not everywhere and not areas:
        raise DomainError("Choose the practice areas, or let all records have the set.", field="areas")
    same = FieldSet.objects.filter(host=host, name__iexact=name).exclude(
        pk=field_set.pk if field_set else None
    )
    if same.exists():
        raise DomainError(
            f"There is a set called “{name}” for {HOSTS[host].plural.lower()} already.", field="name"
        )
    values = {
        "name": name,
        "note": " ".join(note.split())[:300],
        "everywhere": everywhere or not HOSTS[host].areas,
        "kinds": list(kinds_) if host == "contact" else [],
    }
    if field_set is None:
        position = FieldSet.objects.filter(host=host).count()
        field_set = FieldSet.objects.create(host=host, position=position, created_by=by, **values)
        changes = {"for": [None, HOSTS[host].plural]}
        audit.record(by, "fieldset.created", field_set, changes=changes)
    else:
        field_set = FieldSet.objects.select_for_update(of=("self",)).get(pk=field_set.pk)
        changes = audit.apply(field_set, **values)
        field_set.save()
        changes |= _place(field_set, areas)
        if changes:
            audit.record(by, "fieldset.changed", field_set, changes=changes)
            work_out_later(field_set.host)
        return field_set
    _place(field_set, areas)
    return field_set


def _place(field_set: FieldSet, areas: list[Any]) -> dict[str, list]:
    """Give the set to exactly these practice areas; returns what changed, by name."""
    model = apps.get_model(PLACES)
    rows = {
        row.practice_area_id: row
        for row in model.objects.filter(field_set=field_set).select_related("practice_area")
    }
    wanted = {area.pk: area for area in areas}
    before = sorted(row.practice_area.name for row in rows.values())
    for pk in rows.keys() - wanted.keys():
        rows[pk].delete()
    model.objects.bulk_create(
        [model(field_set=field_set, practice_area=wanted[pk]) for pk in wanted.keys() - rows.keys()]
    )
    after = sorted(area.name for area in wanted.values())
    return {} if before == after else {"practice areas": [before, after]}


@transaction.atomic
def retire_set(field_set: FieldSet, *, by: Member, back: bool = False) -> FieldSet:
    """Take a set out of use with all its fields, or put it back (`back`). What stands in records stays there."""
    ensure(by, Perm.FIRM_SETTINGS)
    field_set = FieldSet.objects.select_for_update(of=("self",)).get(pk=field_set.pk)
    if (field_set.retired_at is None) is not back:
        field_set.retired_at = None if back else timezone.now()
        field_set.save(update_fields=["retired_at"])
        audit.record(by, "fieldset.restored" if back else "fieldset.retired", field_set)
        work_out_later(field_set.host)
    return field_set


@transaction.atomic
def order_sets(host: str, ids: Sequence[int], *, by: Member) -> None:
    """Put the sets of a host in this order."""
    ensure(by, Perm.FIRM_SETTINGS)
    _order(list(FieldSet.objects.select_for_update().filter(host=host)), ids)


@transaction.atomic
def order_fields(field_set: FieldSet, ids: Sequence[int], *, by: Member, parent: Field | None = None) -> None:
    """Put the fields of a set, or the columns of a group, in this order. Ids that are not of it are left out."""
    ensure(by, Perm.FIRM_SETTINGS)
    _order(
        list(Field.objects.select_for_update(of=("self",)).filter(field_set=field_set, parent=parent)), ids
    )


def _order(rows: list[Any], ids: Sequence[int]) -> None:
    place = {pk: number for number, pk in enumerate(ids)}
    rows.sort(key=lambda row: (place.get(row.pk, len(place)), row.position, row.pk))
    for number, row in enumerate(rows):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])


def work_out_later(host: str) -> None:
    """Work out the formulas and conditions of the host's records again, by a job. Changes made together are one run."""
    waiting = Outbox.objects.filter(
        firm_id=current_firm_id(), task=RECOMPUTE, arguments__host=host, queued_at=None, done_at=None
    )
    if not waiting.exists():
        enqueue_after_commit(RECOMPUTE, host=host, not_before=timezone.now() + timedelta(seconds=2))
