"""The rules of a time entry, for typed and imported ones alike. Each raises DomainError with its field, or
Refused.
"""

import datetime
import re
from decimal import Decimal

from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure, refusal
from billing import utbms
from billing.durations import DAY, charge
from billing.models import TimeEntry
from billing.queries.rates import Found
from billing.queries.time import BILLABLE_STATES, bills_by_default, may_change
from matters.models import Matter, Wall
from matters.queries.access import is_on, may, may_prepare_on
from practice.exceptions import DomainError, Proposal
from practice.models import Firm
from practice.money import ZERO

NARRATIVE = 5_000
# What an imported code may look like; typed ones must be in the tables.
CODE = re.compile(r"[A-Z]{1,3}\d{2,4}", re.ASCII)


def ensure_may_record(by: Member, member: Member) -> None:
    """Raise unless `by` may record time of `member`: one's own, or another's with the power for it."""
    if member.pk == by.pk:
        ensure(by, Perm.TIME_RECORD)
        return
    ensure(by, Perm.TIME_RECORD_FOR_OTHERS)
    expired = member.expires_on is not None and member.expires_on < timezone.localdate()
    if not member.is_active or expired:
        raise DomainError(f"{member.name} no longer works here.", field="member")


def ensure_may_change(entry: TimeEntry, by: Member) -> None:
    """Raise unless the entry is unbilled and `by`'s own, or in `by`'s charge."""
    if entry.state != TimeEntry.State.OPEN:
        raise DomainError(
            {
                TimeEntry.State.ON_INVOICE: "This entry stands on a draft bill. Change it there, or take "
                "it off the bill.",
                TimeEntry.State.BILLED: "This entry is billed. Void the bill to change it.",
                TimeEntry.State.WRITTEN_OFF: "This entry is written off and can no longer be changed.",
            }[TimeEntry.State(entry.state)]
        )
    if not may_change(by, entry):
        raise refusal(by, Perm.TIME_RECORD if entry.member_id == by.pk else Perm.TIME_RECORD_FOR_OTHERS)


def ensure_takes_work(matter: Matter, *, field: str = "matter") -> None:
    """Raise when no work may be recorded on the matter: it is closed or was declined."""
    if matter.state not in BILLABLE_STATES:
        state = matter.get_state_display().lower()
        raise DomainError(
            f"{matter.number} is {state}. Nothing can be recorded on it until it is open.", field=field
        )


def ensure_works_on(member: Member, matter: Matter, firm: Firm, *, by: Member) -> None:
    """Raise when `member`, for whom `by` records, may not see the matter: walled off, or not named on it."""
    if member.pk == by.pk:
        return  # the database shows people only matters that they may see
    if Wall.objects.filter(matter=matter, member=member, lifted_at=None).exists():
        raise DomainError(f"{member.name} is screened from {matter.number}.", field="matter")
    named = member.sees_named_matters_only or not firm.all_matters_visible or matter.restricted
    if named and not is_on(member, matter):
        raise DomainError(f"{member.name} is not on {matter.number}.", field="matter")


def check_day(on: datetime.date) -> None:
    """Raise when the day of work is in the future, or so long ago that the year must be wrong."""
    today = timezone.localdate()
    if on > today:
        raise DomainError("The day of work is in the future.", field="date")
    if on.year < today.year - 10:
        raise DomainError(f"{on:%Y} is over ten years ago. Check the year.", field="date")


def check_seconds(seconds: int) -> None:
    if not 0 < seconds <= DAY:
        raise DomainError(
            "One entry holds more than nothing and at most 24 hours. Split it by day.", field="duration"
        )


def clean_narrative(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise DomainError("Say what was done.", field="narrative")
    if len(said) > NARRATIVE:
        raise DomainError(f"A narrative has at most {NARRATIVE:,} characters.", field="narrative")
    return said


def clean_code(text: str, table: dict, kind: str, field: str, *, imported: bool = False) -> str:
    code = utbms.clean(text)
    if not code or code in table or (imported and CODE.fullmatch(code)):
        return code
    example = "L350" if kind == "task" else "A103"
    raise DomainError(
        f"“{text.strip()[:20]}” is no UTBMS {kind} code. Type one such as {example}.", field=field
    )


def wants_consent(member: Member, nature: str, found: Found, *, was: bool) -> bool:
    """Whether an attorney must say that this time is billed: support staff's time, and clerical work.

    They are overhead unless an attorney says otherwise (Missouri v. Jenkins, 491 U.S. 274, 288 n.10). `was` is whether the
    entry is billed so already.
    """
    clerical = nature == TimeEntry.Nature.CLERICAL
    return (clerical or not bills_by_default(member, found)) and not was


def check_consent(by: Member, matter: Matter, entry: TimeEntry | None, reason: str) -> None:
    """Raise Refused unless `by` may give that consent; with the proposal to send for an entry that exists."""
    if may(by, Perm.TIME_MARK_BILLABLE, matter):
        return
    offered = None
    if entry is not None and may_prepare_on(by, Perm.TIME_MARK_BILLABLE, matter):
        offered = Proposal("billable", entry.pk, {"reason": reason.strip()})
    refused = refusal(by, Perm.TIME_MARK_BILLABLE, proposal=offered)
    refused.field = "billable"
    raise refused


def clean_reason(nature: str, billable: bool, reason: str) -> str:
    """Why clerical work is billed, as it is kept on the entry; nothing for other work. Raises DomainError without one."""
    if not billable or nature != TimeEntry.Nature.CLERICAL:
        return ""
    if not reason.strip():
        raise DomainError(
            "Say why clerical work is billed. It goes into the history.", field="billable_reason"
        )
    return reason.strip()[:200]


def check_billable(
    by: Member, member: Member, nature: str, billable: bool, reason: str, found: Found, was: bool | None
) -> str:
    """For a row of an import, of no matter yet: the reason to keep, or an error. `was` as in `wants_consent`."""
    if (
        billable
        and wants_consent(member, nature, found, was=bool(was))
        and not by.can(Perm.TIME_MARK_BILLABLE)
    ):
        refused = refusal(by, Perm.TIME_MARK_BILLABLE)
        refused.field = "billable"
        raise refused
    return clean_reason(nature, billable, reason)


def amount_of(rate: Decimal, billed_seconds: int, billable: bool, no_charge: bool) -> Decimal:
    return charge(rate, billed_seconds) if billable and not no_charge else ZERO
