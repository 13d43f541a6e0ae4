"""An attorney's word that time is billed which otherwise is overhead: support staff's, and clerical work."""

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import TimeEntry
from billing.queries.rates import rate_for
from billing.services.time_rules import amount_of, clean_reason
from billing.services.time_sheets import open_sheet_of, void_sheet
from matters.queries.access import may
from practice import audit
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.models import Approval


@transaction.atomic
def propose_billable(entry: TimeEntry, *, reason: str, by: Member, to: Member | None = None) -> Approval:
    """Ask an attorney to bill an entry, with the reason. Nothing of it changes before they decide."""
    return approvals.submit("billable", entry, by=by, to=to, arguments={"reason": reason.strip()})


def check_proposal(entry: TimeEntry, reason: str) -> None:
    """Raise DomainError when there is nothing to decide, or no reason."""
    if entry.state != TimeEntry.State.OPEN or entry.billable:
        raise DomainError("This entry is billable already, or stands on a bill.")
    if not reason.strip():
        raise DomainError("Say why it should be billed.", field="reason")


def give_consent(entry: TimeEntry, by: Member, reason: str) -> TimeEntry:
    """The attorney's own word on an entry that they record or change; returns the entry as it is then."""
    approvals.decide("billable", entry, by=by, arguments={"reason": reason.strip()})
    entry.refresh_from_db()
    return entry


def make_billable(entry: TimeEntry, approval: Approval, *, by: Member) -> TimeEntry:
    """The effect of the approval: billable at the rate that holds on its day.

    Raises DomainError without an approval of exactly this content; PostgreSQL refuses the step then as well.
    """
    approvals.require("billable", entry, arguments=approval.arguments)
    if entry.state != TimeEntry.State.OPEN:
        raise DomainError("This entry stands on a bill.")
    rate, why = entry.rate, entry.rate_reason
    if not rate:
        found = rate_for(entry.member, entry.matter, entry.date)
        rate, why = found.amount, found.reason
    said = approval.arguments.get("reason", "")
    changes = audit.apply(
        entry,
        billable=True,
        billable_reason=clean_reason(entry.nature, True, said),
        rate=rate,
        rate_reason=why,
        amount=amount_of(rate, entry.billed_seconds, True, entry.no_charge),
    )
    sheet = open_sheet_of(entry, changes, by)
    _save(entry, changes, by, "time.made_billable", said)
    void_sheet(sheet, by)
    return entry


def take_back(entry: TimeEntry, *, by: Member | None) -> TimeEntry:
    """After the approval became void: overhead again."""
    changes = audit.apply(
        entry, billable=False, billable_reason="", amount=amount_of(entry.rate, 0, False, False)
    )
    if entry.state == TimeEntry.State.OPEN and changes:
        _save(entry, changes, by, "time.made_not_billable", "Edited after an attorney agreed to bill it")
    return entry


def _save(entry: TimeEntry, changes: dict, by: Member | None, verb: str, reason: str) -> None:
    entry.save(update_fields=[*changes, "updated_at"])
    audit.record(by, verb, entry, changes=changes, reason=reason)


def renew_consent(entry: TimeEntry, by: Member) -> None:
    """After an edit: what an attorney agreed to bill is no longer what they read, unless it is their own edit."""
    was = entry.billable
    void = approvals.void_if_changed("billable", entry, by=by)
    if void is None:
        return
    entry.refresh_from_db()
    if was and may(by, Perm.TIME_MARK_BILLABLE, entry.matter):
        approvals.decide("billable", entry, by=by, arguments=void.arguments)
        entry.refresh_from_db()
