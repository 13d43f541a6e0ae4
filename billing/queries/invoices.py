"""Reads about invoices."""

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Invoice


def awaiting_approval_count(member: Member) -> int:
    """How many invoices wait for this member's decision; 0 for people who may not approve."""
    if not member.can(Perm.INVOICE_APPROVE):
        return 0
    return Invoice.objects.filter(state=Invoice.State.IN_REVIEW, reviewer=member).count()
