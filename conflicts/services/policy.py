"""Whom people ask about hits that are hidden from them."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from conflicts.models import ConflictPolicy
from practice import audit
from practice.exceptions import DomainError


@transaction.atomic
def change_policy(*, by: Member, attorney: Member | None) -> ConflictPolicy:
    """Name the firm's conflicts attorney, or nobody: a partner is named then."""
    ensure(by, Perm.FIRM_SETTINGS)
    if attorney is not None and not attorney.can(Perm.CONFLICT_CLEAR):
        raise DomainError("Choose an attorney who clears conflicts.", field="attorney")
    row = ConflictPolicy.objects.select_for_update().first() or ConflictPolicy.objects.create()
    before = row.attorney.name if row.attorney else None
    row.attorney, row.changed_at = attorney, timezone.now()
    row.save()
    after = attorney.name if attorney else None
    if before != after:
        audit.record(by, "conflictpolicy.changed", row, changes={"attorney": [before, after]})
    return row
