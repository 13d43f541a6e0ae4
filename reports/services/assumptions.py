"""The firm's assumptions behind the delegation report."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from practice import audit
from reports.models import Assumptions


@transaction.atomic
def set_assumptions(
    *, by: Member, refill_percent: int, staff_cost: Decimal, benchmark_seconds: int
) -> Assumptions:
    """Change what the report takes for granted, for everybody in the firm."""
    ensure(by, Perm.REPORT_FIRM_FINANCIAL)
    kept = Assumptions.objects.select_for_update().first() or Assumptions()
    changes = audit.apply(
        kept, refill_percent=refill_percent, staff_cost=staff_cost, benchmark_seconds=benchmark_seconds
    )
    if changes or kept.pk is None:
        kept.set_by, kept.set_at = by, timezone.now()
        kept.save()
        audit.record(by, "report_assumptions.changed", kept, changes=changes)
    return kept
