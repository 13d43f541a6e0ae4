"""Who is on the spot, the checklist, and the papers that go along."""

import datetime
from typing import IO

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from documents import services as documents
from documents.models import Document
from matters.models import Contact, Matter
from practice import audit
from practice.exceptions import DomainError
from travel.models import Trip, TripContact, TripDocument, TripItem
from travel.services.common import line, locked


@transaction.atomic
def add_contact(
    trip: Trip,
    *,
    by: Member,
    contact: Contact | None = None,
    name: str = "",
    part: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
) -> TripContact:
    """Somebody on the spot: a contact of the firm, whose number and address are taken over, or a name."""
    trip = locked(trip, by)
    name = line(name) or (contact.name if contact else "")
    if not name:
        raise DomainError("Say who it is.", field="name")
    post = ", ".join(p for p in (contact.address.replace("\n", ", "), contact.city) if p) if contact else ""
    row = TripContact.objects.create(
        trip=trip, matter_id=trip.matter_id, contact=contact, name=name, part=line(part, 80),
        phone=line(phone, 40) or (contact.phone if contact else ""), email=email or (contact.email if contact else ""),
        address=line(address or post, 300),
    )  # fmt: skip
    audit.record(by, "trip.contact_added", trip, changes={"contact": [None, name]})
    return row


@transaction.atomic
def remove_contact(row: TripContact, *, by: Member) -> TripContact:
    """Take somebody off the trip's list. They can be put back."""
    return _take_off(row, by, "trip.contact_removed", "contact", row.name)


@transaction.atomic
def restore_contact(row: TripContact, *, by: Member) -> TripContact:
    """Put somebody back on the trip's list."""
    return _put_back(row, by, "trip.contact_added", "contact", row.name)


def _take_off(row, by: Member, verb: str, noun: str, name: str, *, matter: Matter | None = None):
    """Mark a part as taken off; one that is off already stays so. Returns the row, locked."""
    trip = locked(row.trip, by)
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.removed_at is None:
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
        audit.record(by, verb, trip, changes={noun: [name, None]}, matter=matter)
    return row


def _put_back(row, by: Member, verb: str, noun: str, name: str, *, matter: Matter | None = None):
    """Take the mark back; what was never off stays as it is. Returns the row, locked."""
    trip = locked(row.trip, by)
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.removed_at is not None:
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        audit.record(by, verb, trip, changes={noun: [None, name]}, matter=matter)
    return row


@transaction.atomic
def add_item(trip: Trip, *, by: Member, text: str, due_on: datetime.date | None = None) -> TripItem:
    """A line for the checklist."""
    trip = locked(trip, by)
    text = line(text)
    if not text:
        raise DomainError("Say what is to be seen to.", field="text")
    item = TripItem.objects.create(trip=trip, matter_id=trip.matter_id, text=text, due_on=due_on)
    audit.record(by, "trip.item_added", trip, changes={"item": [None, text]})
    return item


@transaction.atomic
def tick_item(item: TripItem, *, by: Member, done: bool) -> TripItem:
    """Tick a line of the checklist off, or take the tick back."""
    trip = locked(item.trip, by)
    item = TripItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if (item.done_at is not None) == done:
        return item
    item.done_at, item.done_by = (timezone.now(), by) if done else (None, None)
    item.save(update_fields=["done_at", "done_by"])
    audit.record(
        by, "trip.item_done" if done else "trip.item_undone", trip, changes={"item": [None, item.text]}
    )
    return item


@transaction.atomic
def remove_item(item: TripItem, *, by: Member) -> TripItem:
    """Take a line off the checklist. It can be put back, with its tick."""
    return _take_off(item, by, "trip.item_removed", "item", item.text)


@transaction.atomic
def restore_item(item: TripItem, *, by: Member) -> TripItem:
    """Put a line back on the checklist."""
    return _put_back(item, by, "trip.item_added", "item", item.text)


@transaction.atomic
def take_document(trip: Trip, document: Document, *, by: Member) -> TripDocument:
    """Put a paper of one of the trip's matters on the list of what goes along."""
    trip = locked(trip, by)
    if not trip.matters.filter(matter=document.matter_id).exists():
        raise DomainError("That paper is of another matter.", field="document")
    if document.trashed_at is not None:
        raise DomainError("That document is in the trash.", field="document")
    left = TripDocument.objects.filter(trip=trip, document=document).exclude(removed_at=None).first()
    if left is not None:
        return restore_document(left, by=by)
    try:
        with transaction.atomic():
            row = TripDocument.objects.create(
                trip=trip, matter_id=document.matter_id, document=document, added_by=by
            )
    except IntegrityError:
        raise DomainError("It is on the list already.", field="document") from None
    audit.record(
        by, "trip.document_taken", trip, changes={"document": [None, document.name]}, matter=document.matter
    )
    return row


@transaction.atomic
def upload_document(
    trip: Trip, matter: Matter, *, content: bytes | IO[bytes], filename: str, by: Member
) -> TripDocument:
    """Keep a file with the matter's documents and take it along: a boarding pass, a booking."""
    trip = locked(trip, by)
    version = documents.create_document(
        matter,
        content=content,
        filename=filename,
        category=Document.Category.OTHER,
        perm=Perm.DOCUMENT_UPLOAD,
        by=by,
    )
    return take_document(trip, version.document, by=by)


@transaction.atomic
def leave_document(row: TripDocument, *, by: Member) -> TripDocument:
    """Take a paper off the list; it stays with its matter. It can be put back."""
    return _take_off(row, by, "trip.document_left", "document", row.document.name, matter=row.matter)


@transaction.atomic
def restore_document(row: TripDocument, *, by: Member) -> TripDocument:
    """Put a paper back on the list, unless it went to the trash meanwhile."""
    if row.document.trashed_at is not None:
        raise DomainError("That document is in the trash.", field="document")
    return _put_back(row, by, "trip.document_taken", "document", row.document.name, matter=row.matter)
