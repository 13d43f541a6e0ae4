"""What the audit trail keeps of files made from reports."""

from django.db import transaction

from accounts.models import Member
from practice import audit
from practice.models import Firm


@transaction.atomic
def note_export(firm: Firm, *, by: Member, report: str, period: str, rows: int) -> None:
    """Record that a report left as a CSV file."""
    said = {"list": report, "format": "csv", "rows": rows, "period": period}
    audit.record(by, "list.exported", firm, changes={name: ["", value] for name, value in said.items()})
