"""Transcripts: ordered, due, received, reviewed and signed. Their dates are deadlines of the matter."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Deadline
from calendar_app.services import change_deadline, complete_deadline, create_deadline
from depositions.models import Deposition
from depositions.queries.notice import review_until
from depositions.services.common import check_paper, locked
from documents.models import Document
from practice import audit, states
from practice.exceptions import DomainError


def _past(day: datetime.date, field: str) -> None:
    if day > timezone.localdate():
        raise DomainError("That day is in the future.", field=field)


@transaction.atomic
def order_transcript(
    depo: Deposition,
    *,
    by: Member,
    ordered_on: datetime.date,
    due_on: datetime.date,
    review_requested: bool = False,
) -> Deposition:
    """Note that the transcript is ordered and due on a day: an internal deadline of the matter. Ordering again moves it."""
    depo = locked(depo, by)
    if depo.is_ahead:
        raise DomainError("It was not taken yet. Mark it as taken first.")
    if depo.received_on is not None:
        raise DomainError("The transcript is in.")
    _past(ordered_on, "ordered_on")
    if due_on < ordered_on:
        raise DomainError("It is due before it was ordered.", field="due_on")
    if depo.due_deadline is not None and depo.due_deadline.done_at is None:
        change_deadline(depo.due_deadline, by=by, due_on=due_on)
    else:
        depo.due_deadline = create_deadline(
            depo.matter, by=by, title=f"Transcript of {depo.witness.name} due", due_on=due_on, kind=Deadline.Kind.INTERNAL,
            owner=depo.prepared_by if depo.prepared_by.is_active else None,
        )  # fmt: skip
    changes = audit.apply(
        depo, ordered_on=ordered_on, transcript_due_on=due_on, review_requested=review_requested
    )
    depo.save()
    audit.record(by, "deposition.ordered", depo, changes=changes)
    return depo


@transaction.atomic
def receive_transcript(
    depo: Deposition,
    *,
    by: Member,
    received_on: datetime.date,
    document: Document | None = None,
    told_on: datetime.date | None = None,
    method: str = "",
) -> Deposition:
    """Note that the transcript is in. The deadline for it is done; `told_on` begins the witness's time to review it.

    Federal: thirty days, only when asked for on the record (Fed. R. Civ. P. 30(e)(1)); California: thirty days after the
    reporter's notice (Code Civ. Proc. § 2025.520(a)), longer by its way of service. That date is a deadline with its
    derivation.
    """
    depo = locked(depo, by)
    if depo.state not in (Deposition.State.TAKEN, Deposition.State.TRANSCRIPT_IN):
        raise DomainError("It was not taken yet. Mark it as taken first.")
    _past(received_on, "received_on")
    check_paper(depo.matter, document, "document")
    depo.received_on = received_on
    if document is not None:
        depo.transcript = document
    if depo.due_deadline is not None and depo.due_deadline.done_at is None:
        complete_deadline(depo.due_deadline, by=by)
    depo.save()
    audit.record(by, "deposition.received", depo, changes={"received_on": [None, received_on]})
    if depo.state == Deposition.State.TAKEN:
        states.transition(depo, "transcript_in", by=by)
    asked = depo.review_requested or depo.rules == Deposition.Rules.CALIFORNIA
    if told_on is not None and asked and depo.review_deadline is None:
        _review(depo, told_on, method, by)
    return depo


def _review(depo: Deposition, told_on: datetime.date, method: str, by: Member) -> None:
    found = review_until(depo.rules, told_on, method)
    if found is None:
        return
    due, authority, derivation = found
    depo.review_from = told_on
    depo.review_deadline = create_deadline(
        depo.matter, by=by, title=f"Review and sign the transcript: {depo.witness.name}", due_on=due,
        kind=Deadline.Kind.COURT, authority=authority, derivation=derivation, service_method=method,
        owner=depo.defended_by or depo.taken_by or depo.matter.responsible,
    )  # fmt: skip
    depo.save(update_fields=["review_from", "review_deadline"])
    audit.record(
        by, "deposition.review", depo, changes={"due_on": [None, due], "authority": [None, authority]}
    )


@transaction.atomic
def note_signed(
    depo: Deposition, *, by: Member, signed_on: datetime.date, errata: Document | None = None
) -> Deposition:
    """Note that the witness signed, with an errata sheet if there is one: the deadline for it is done."""
    depo = locked(depo, by)
    if depo.received_on is None:
        raise DomainError("The transcript is not in yet.")
    _past(signed_on, "signed_on")
    if signed_on < depo.received_on:
        raise DomainError("It was signed before it came in.", field="signed_on")
    check_paper(depo.matter, errata, "errata")
    depo.signed_on, depo.errata = signed_on, errata
    depo.save(update_fields=["signed_on", "errata"])
    deadline = depo.review_deadline
    if deadline is not None and deadline.done_at is None:
        words = "" if errata else f"The witness signed on {signed_on:%b} {signed_on.day} without changes."
        complete_deadline(deadline, by=by, proof=errata, no_proof=words)
    audit.record(by, "deposition.signed", depo, changes={"signed_on": [None, signed_on]})
    return depo
