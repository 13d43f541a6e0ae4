"""Attempts to open what a wall or a restriction hides. The person gets "not found", as for an id that does not exist; the
people of the matter learn of it.
"""

import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import Member
from matters.models import Matter, Wall
from matters.queries.access import visibility_of
from practice import audit
from practice.models import AuditEvent, Firm

# The table that an address is about, by the first word of its name. Apps above this one are named by label.
TABLES = {
    "matter": "matters.Matter",
    "team": "matters.Matter",
    "grant": "matters.Matter",
    "wall": "matters.Matter",
    "engagement": "matters.GuestEngagement",
    "deadline": "calendar_app.Deadline",
    "document": "documents.Document",
    "version": "documents.Version",
    "link": "documents.ShareLink",
    "time": "billing.TimeEntry",
    "timer": "billing.Timer",
    "expense": "billing.Expense",
    "invoice": "billing.Invoice",
    "payment": "billing.Payment",
    "question": "billing.InvoiceQuestion",
    "approval": "supervision.Approval",
}
# Addresses whose number is of another table than their first word says.
EXCEPTIONS = {
    "document_download": "documents.Version",
    "document_preview": "documents.Version",
    "document_upload": "matters.Matter",
    "wall_notice": "",
    "invoice_line": "billing.InvoiceLine",
}
# The same door tried again within this time is one attempt.
ONCE_IN = datetime.timedelta(minutes=10)


def _table(url_name: str) -> type[Model] | None:
    label = EXCEPTIONS.get(url_name, TABLES.get(url_name.split("_")[0], ""))
    return apps.get_model(label) if label else None


@transaction.atomic
def note_attempt(member: Member, *, url_name: str, pk: int) -> bool:
    """Record that `member` asked for the object `pk` of the address `url_name` and was shown nothing, if it exists and its
    matter is hidden from them by a wall or a restriction. Returns whether it was recorded.

    Runs in the system's own scope: in theirs the row is not there.
    """
    table = _table(url_name)
    if table is None or not 0 < pk < 2**63:
        return False
    found = table._default_manager.filter(pk=pk)
    matter_id = found.values_list("pk" if table is Matter else "matter_id", flat=True).first()
    if matter_id is None:
        return False
    only, ids = visibility_of(member, Firm.objects.get(pk=member.firm_id))
    if (matter_id in ids) is only:
        return False
    matter = Matter.objects.get(pk=matter_id)
    walled = Wall.objects.filter(matter=matter, member=member, lifted_at=None).exists()
    verb = "wall.attempted" if walled else "matter.attempted"
    lately = AuditEvent.objects.filter(
        matter=matter, verb=verb, actor_id=member.pk, at__gt=timezone.now() - ONCE_IN
    )
    if lately.exists():
        return False
    audit.record(member, verb, matter, changes={"page": [None, url_name]})
    return True
