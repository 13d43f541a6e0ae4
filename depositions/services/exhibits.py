"""Exhibits: added, marked, offered. Numbers run in the deposition and through the matter, and are not given twice."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Member
from depositions.models import Deposition, DepositionExhibit
from depositions.services.common import check_paper, ensure_exhibits, line, locked
from documents.models import Document
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError


@transaction.atomic
def add_exhibit(
    depo: Deposition,
    *,
    by: Member,
    description: str,
    document: Document | None = None,
    bates_from: str = "",
    bates_to: str = "",
    number: int | None = None,
) -> DepositionExhibit:
    """Add an exhibit: the next number in the deposition unless one is given, and the next through the matter."""
    depo = locked(depo, by, ensure=ensure_exhibits)
    values = _checked(depo, description, document, bates_from, bates_to)
    # The matter's row stands for its running numbers.
    Matter.objects.select_for_update(of=("self",)).get(pk=depo.matter_id)
    rows = DepositionExhibit.objects.kept().filter(matter=depo.matter_id)
    running = (rows.aggregate(n=Max("running"))["n"] or 0) + 1
    number = number or (rows.filter(deposition=depo).aggregate(n=Max("number"))["n"] or 0) + 1
    exhibit = DepositionExhibit(
        deposition=depo, matter=depo.matter, number=number, running=running, created_by=by, **values
    )
    _save(exhibit)
    audit.record(by, "exhibit.added", exhibit, changes={"exhibit": [None, str(exhibit)]})
    return exhibit


@transaction.atomic
def mark_exhibit(exhibit: DepositionExhibit, *, by: Member, step: str) -> DepositionExhibit:
    """Note that an exhibit was marked or offered on the record (`step`), or with "" take both back."""
    locked(exhibit.deposition, by, ensure=ensure_exhibits)
    row = DepositionExhibit.objects.select_for_update(of=("self",)).get(pk=exhibit.pk)
    now = timezone.now()
    if step == "marked":
        new = {"marked_at": row.marked_at or now, "offered_at": None}
    elif step == "offered":
        new = {"marked_at": row.marked_at or now, "offered_at": row.offered_at or now}
    elif step == "":
        new = {"marked_at": None, "offered_at": None}
    else:
        raise DomainError("An exhibit is marked or offered.")
    changes = audit.apply(row, **new)
    if changes:
        row.save(update_fields=["marked_at", "offered_at"])
        audit.record(by, f"exhibit.{step or 'unmarked'}", row)
    return row


@transaction.atomic
def change_exhibit(
    exhibit: DepositionExhibit,
    *,
    by: Member,
    description: str,
    document: Document | None = None,
    bates_from: str = "",
    bates_to: str = "",
    number: int | None = None,
) -> DepositionExhibit:
    """Change what is written of an exhibit; its number only until it was marked on the record."""
    depo = locked(exhibit.deposition, by, ensure=ensure_exhibits)
    row = DepositionExhibit.objects.select_for_update(of=("self",)).get(pk=exhibit.pk)
    values = _checked(depo, description, document, bates_from, bates_to)
    number = number or row.number
    if number != row.number and row.marked_at is not None:
        raise DomainError("It was marked on the record with its number. That stays.", field="number")
    values["number"] = number
    changes = audit.apply(row, **values)
    if changes:
        _save(row, list(values))
        audit.record(by, "exhibit.changed", row, changes=changes)
    return row


def _checked(
    depo: Deposition, description: str, document: Document | None, bates_from: str, bates_to: str
) -> dict[str, Any]:
    """What is written of an exhibit, as it is kept. Raises DomainError naming the field."""
    description = line(description, 300) or (document.name if document else "")
    if not description:
        raise DomainError("Say what it is.", field="description")
    check_paper(depo.matter, document, "document")
    if line(bates_to) and not line(bates_from):
        raise DomainError("Say where the Bates numbers begin.", field="bates_from")
    return {
        "description": description,
        "document": document,
        "bates_from": line(bates_from, 40),
        "bates_to": line(bates_to, 40),
    }


def _save(row: DepositionExhibit, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        raise DomainError(f"There is an exhibit {row.number} already.", field="number") from None


@transaction.atomic
def remove_exhibit(exhibit: DepositionExhibit, *, by: Member) -> DepositionExhibit:
    """Take out an exhibit that was not marked. Its numbers stay unused unless they were the last. It can be put back."""
    locked(exhibit.deposition, by, ensure=ensure_exhibits)
    row = DepositionExhibit.objects.select_for_update(of=("self",)).get(pk=exhibit.pk)
    if row.marked_at is not None:
        raise DomainError("It was marked on the record. It stays.")
    if row.removed_at is None:
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
        audit.record(by, "exhibit.removed", row, changes={"exhibit": [str(row), None]})
    return row


@transaction.atomic
def restore_exhibit(exhibit: DepositionExhibit, *, by: Member) -> DepositionExhibit:
    """Put an exhibit back with its numbers. Raises DomainError when another one has them by now."""
    locked(exhibit.deposition, by, ensure=ensure_exhibits)
    row = DepositionExhibit.objects.select_for_update(of=("self",)).get(pk=exhibit.pk)
    if row.removed_at is not None:
        row.removed_at = None
        _save(row, ["removed_at"])
        audit.record(by, "exhibit.added", row, changes={"exhibit": [None, str(row)]})
    return row
