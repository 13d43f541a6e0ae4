"""Approving several rounds at once."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import Member
from practice.exceptions import DomainError
from supervision.kinds import kind
from supervision.models import Approval
from supervision.services.decisions import approve


@dataclass(frozen=True)
class Failure:
    """A round that was not approved, and why."""

    approval: Approval
    why: str


@transaction.atomic
def approve_many(
    approvals: list[Approval], *, seen: dict[int, str], by: Member
) -> tuple[list[Approval], list[Failure]]:
    """Approve each as it was shown (`seen`: id → content_hash), each in a savepoint: one that fails stops no other.

    Only kinds that may be approved without being opened. Returns (approved, failures).
    """
    done: list[Approval] = []
    failures: list[Failure] = []
    for approval in approvals:
        try:
            of = kind(approval.kind)
            if not of.batch:
                raise DomainError(f"A {of.label.lower()} is opened and read before it is approved.")
            with transaction.atomic():
                done.append(approve(approval, by=by, seen=seen[approval.pk]))
        except DomainError as error:
            failures.append(Failure(approval, error.message))
    return done, failures
