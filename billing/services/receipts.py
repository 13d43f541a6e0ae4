"""Receipts of expenses: a document of the expense's matter."""

from typing import IO

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Expense
from billing.queries.expenses import may_change
from documents import services as documents
from documents import storage
from documents.models import Document
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError, Refused


@transaction.atomic
def attach_receipt(expense: Expense, *, content: bytes | IO[bytes], filename: str, by: Member) -> Expense:
    """Keep the receipt with the matter's documents and point the expense at it; an earlier one stays a document.

    A file that is a document of the matter already is not stored twice: one receipt may prove several costs.
    """
    locked = (
        Expense.objects.select_for_update(of=("self",)).select_related("matter", "member").get(pk=expense.pk)
    )
    ensure_on(by, Perm.EXPENSE_ENTER, locked.matter)
    if locked.state != Expense.State.OPEN:
        raise DomainError("This expense is no longer unbilled. Its receipt stays as it is.")
    if not may_change(by, locked):
        raise Refused(f"This is {locked.member.name}’s expense.", who=[locked.member.name])
    sha256, _size = storage.store(locked.firm_id, content)
    version = documents.find_same(locked.matter, sha256) or documents.create_document(
        locked.matter,
        content=content,
        filename=filename,
        category=Document.Category.RECEIPT,
        perm=Perm.EXPENSE_ENTER,
        by=by,
    )
    changes = audit.apply(locked, receipt=version.document)
    if changes:
        locked.save(update_fields=["receipt", "updated_at"])
        audit.record(by, "expense.receipt_attached", locked, changes=changes)
    return locked
