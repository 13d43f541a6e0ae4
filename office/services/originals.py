"""Originals held for clients: received, returned."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import Matter
from office.models import Original, PhysicalFile
from office.services.common import line
from practice import audit
from practice.exceptions import DomainError


@transaction.atomic
def receive_original(
    matter: Matter,
    *,
    by: Member,
    title: str,
    place: str,
    kind: str = Original.Kind.OTHER,
    received_on: datetime.date | None = None,
    received_from: str = "",
    file: PhysicalFile | None = None,
    note: str = "",
) -> Original:
    """Register an original of a client: what it is, from whom, where it lies."""
    ensure(by, Perm.OFFICE_KEEP)
    title, place = line(title), line(place)
    if not title:
        raise DomainError("Say what it is.", field="title")
    if not place:
        raise DomainError("Say where it lies: the safe, a folder.", field="place")
    received_on = received_on or timezone.localdate()
    if received_on > timezone.localdate():
        raise DomainError("This day is in the future.", field="received_on")
    if file is not None and file.matter_id != matter.pk:
        raise DomainError("This folder is of another matter.", field="file")
    original = Original.objects.create(
        matter=matter, kind=Original.Kind(kind), title=title, place=place, received_on=received_on,
        received_from=line(received_from), received_by=by, file=file, note=line(note, 300),
    )  # fmt: skip
    audit.record(by, "original.received", original, changes={"place": [None, place]})
    return original


def _locked(original: Original, by: Member) -> Original:
    ensure(by, Perm.OFFICE_KEEP)
    return Original.objects.select_for_update(of=("self",)).select_related("matter").get(pk=original.pk)


@transaction.atomic
def change_original(original: Original, *, by: Member, **values) -> Original:
    """Correct what is written of an original that is still here."""
    original = _locked(original, by)
    if original.returned_on is not None:
        raise DomainError("This original was returned.")
    names = ("kind", "title", "place", "received_on", "received_from", "file", "note")
    given = {name: value for name, value in values.items() if name in names}
    for name, limit in (("title", 200), ("place", 200), ("received_from", 200), ("note", 300)):
        if name in given:
            given[name] = line(given[name], limit)
    if not given.get("title", original.title):
        raise DomainError("Say what it is.", field="title")
    if not given.get("place", original.place):
        raise DomainError("Say where it lies: the safe, a folder.", field="place")
    changes = audit.apply(original, **given)
    if changes:
        original.save(update_fields=list(given))
        audit.record(by, "original.changed", original, changes=changes)
    return original


@transaction.atomic
def return_original(
    original: Original, *, by: Member, returned_to: str, returned_on: datetime.date | None = None
) -> Original:
    """An original goes back: to whom, and when."""
    original = _locked(original, by)
    if original.returned_on is not None:
        raise DomainError("This original was returned already.")
    returned_to, today = line(returned_to), timezone.localdate()
    returned_on = returned_on or today
    if not returned_to:
        raise DomainError("Say who took it.", field="returned_to")
    if not original.received_on <= returned_on <= today:
        raise DomainError("The day lies between the day it came and today.", field="returned_on")
    original.returned_on, original.returned_to, original.returned_by = returned_on, returned_to, by
    original.save(update_fields=["returned_on", "returned_to", "returned_by"])
    audit.record(by, "original.returned", original, changes={"returned_to": [None, returned_to]})
    return original


@transaction.atomic
def undo_return(original: Original, *, by: Member) -> Original:
    """It is here after all."""
    original = _locked(original, by)
    if original.returned_on is None:
        return original
    before = original.returned_to
    original.returned_on = original.returned_by = None
    original.returned_to = ""
    original.save(update_fields=["returned_on", "returned_to", "returned_by"])
    audit.record(by, "original.kept", original, changes={"returned_to": [before, None]})
    return original
