"""Writes of time entries. Every rule of an entry stands here, so that pages, imports and the API are held
alike.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm, ensure, refusal
from billing import utbms
from billing.durations import DAY, charge, round_up
from billing.models import TimeEntry, Timer
from billing.queries.rates import Found, RateBook, rate_for
from billing.queries.time import (
    BILLABLE_STATES,
    bills_by_default,
    default_billable,
    default_nature,
    may_change,
)
from matters.models import Matter, Wall
from matters.queries.access import is_on
from practice import audit
from practice.exceptions import DomainError
from practice.models import AuditEvent, Firm
from practice.money import ZERO

NARRATIVE = 5_000
UNDO = datetime.timedelta(minutes=10)
# What an imported code may look like; typed ones must be in the tables.
CODE = re.compile(r"[A-Z]{1,3}\d{2,4}", re.ASCII)
# What a deleted entry is rebuilt from, and what the trail shows of a new one.
KEPT = (
    "matter_id",
    "member_id",
    "entered_by_id",
    "date",
    "seconds",
    "billed_seconds",
    "narrative",
    "task_code",
    "activity_code",
    "nature",
    "billable",
    "billable_reason",
    "no_charge",
    "on_hold",
    "rate",
    "rate_reason",
    "amount",
    "source",
    "external_id",
    "created_at",
)
SAID = ("date", "seconds", "billed_seconds", "narrative", "billable", "no_charge", "rate", "amount")


def _said(entry: TimeEntry, names: Iterable[str] = SAID) -> dict:
    return {name: [None, getattr(entry, name)] for name in names}


# ── rules ─────────────────────────────────────────────────────────────────────


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


def _check_seconds(seconds: int) -> None:
    if not 0 < seconds <= DAY:
        raise DomainError(
            "One entry holds more than nothing and at most 24 hours. Split it by day.", field="duration"
        )


def _narrative(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise DomainError("Say what was done.", field="narrative")
    if len(said) > NARRATIVE:
        raise DomainError(f"A narrative has at most {NARRATIVE:,} characters.", field="narrative")
    return said


def _code(text: str, table: dict, kind: str, field: str, *, imported: bool = False) -> str:
    code = utbms.clean(text)
    if not code or code in table or (imported and CODE.fullmatch(code)):
        return code
    example = "L350" if kind == "task" else "A103"
    raise DomainError(f"“{text.strip()[:20]}” is no UTBMS {kind} code. Type one such as {example}.", field=field)


def _check_billable(
    by: Member, member: Member, nature: str, billable: bool, reason: str, found: Found, was: bool | None
) -> str:
    """The reason to keep, or an error. `was` is the present value of an entry that is being changed.

    Support staff's time and clerical work are overhead unless an attorney says otherwise; for clerical work
    with a
    reason (Missouri v. Jenkins, 491 U.S. 274, 288 n.10).
    """
    if not billable:
        return ""
    clerical = nature == TimeEntry.Nature.CLERICAL
    if (clerical or not bills_by_default(member, found)) and not was and not by.can(Perm.TIME_MARK_BILLABLE):
        refused = refusal(by, Perm.TIME_MARK_BILLABLE)
        refused.field = "billable"
        raise refused
    if clerical and not reason.strip():
        raise DomainError("Say why clerical work is billed. It goes into the history.", field="billable_reason")
    return reason.strip()[:200] if clerical else ""


def _amount(rate: Decimal, billed_seconds: int, billable: bool, no_charge: bool) -> Decimal:
    return charge(rate, billed_seconds) if billable and not no_charge else ZERO


# ── one entry ─────────────────────────────────────────────────────────────────


@transaction.atomic
def record_time(
    matter: Matter,
    *,
    by: Member,
    date: datetime.date,
    seconds: int,
    narrative: str,
    member: Member | None = None,
    task_code: str = "",
    activity_code: str = "",
    nature: str = "",
    billable: bool | None = None,
    billable_reason: str = "",
    no_charge: bool = False,
    source: str = TimeEntry.Source.MANUAL,
    external_id: str = "",
    timer: Timer | None = None,
) -> TimeEntry:
    """Record `seconds` of work of `member` (the actor unless given) on `matter`, at the rate in force that
    day.

    Without a rate on record the entry is saved at zero and says so in `rate_reason`. `nature` and
    `billable` follow
    the person's role unless given. `timer` is the stopwatch it came from, which ends. Raises DomainError
    with the
    field, or Refused.
    """
    member = member or by
    ensure_may_record(by, member)
    ensure_takes_work(matter)
    firm = by.firm
    ensure_works_on(member, matter, firm, by=by)
    check_day(date)
    _check_seconds(seconds)
    nature = nature or default_nature(member)
    found = rate_for(member, matter, date)
    if billable is None:
        billable = default_billable(member, nature, found)
    reason = _check_billable(by, member, nature, billable, billable_reason, found, None)
    billed = round_up(seconds, firm.rounding_seconds)
    entry = TimeEntry.objects.create(
        matter=matter,
        member=member,
        entered_by=by,
        date=date,
        seconds=seconds,
        billed_seconds=billed,
        narrative=_narrative(narrative),
        task_code=_code(task_code, utbms.TASKS, "task", "task_code"),
        activity_code=_code(activity_code, utbms.ACTIVITIES, "activity", "activity_code"),
        nature=TimeEntry.Nature(nature),
        billable=billable,
        billable_reason=reason,
        no_charge=no_charge and billable,
        rate=found.amount,
        rate_reason=found.reason,
        amount=_amount(found.amount, billed, billable, no_charge),
        source=TimeEntry.Source.TIMER if timer is not None else source,
        external_id=external_id,
    )
    audit.record(by, "time.recorded", entry, changes=_said(entry), reason=reason)
    if timer is not None:
        Timer.objects.filter(pk=timer.pk, member=by).delete()
    return entry


@transaction.atomic
def change_time(entry: TimeEntry, *, by: Member, verb: str = "time.changed", **new: Any) -> TimeEntry:
    """Change fields of an unbilled entry: matter, member, date, seconds, narrative, codes, nature, billable,
    billable_reason, no_charge.

    The rate is looked up again when matter, person or day change, or when there was none; otherwise it
    stays what
    it was when the work was recorded (`recalculate_unbilled` renews rates on purpose).
    """
    entry = _locked(entry, by)
    matter, member = new.pop("matter", entry.matter), new.pop("member", entry.member)
    moved = matter.pk != entry.matter_id or member.pk != entry.member_id
    if moved:
        if member.pk != entry.member_id:
            ensure_may_record(by, member)
        ensure_takes_work(matter)
        ensure_works_on(member, matter, by.firm, by=by)
    if "date" in new and new["date"] != entry.date:
        check_day(new["date"])
    date, seconds = new.get("date", entry.date), new.get("seconds", entry.seconds)
    _check_seconds(seconds)
    found = Found(entry.rate, entry.rate_reason, known=bool(entry.rate))
    if moved or date != entry.date or not entry.rate:
        found = rate_for(member, matter, date)
    nature = new.get("nature") or entry.nature
    billable = entry.billable if new.get("billable") is None else new["billable"]
    no_charge = new.get("no_charge", entry.no_charge) and billable
    # what was billable for this person and nature stays so; anything else is decided anew
    kept = entry.billable and nature == entry.nature and member.pk == entry.member_id
    reason = _check_billable(
        by, member, nature, billable, new.get("billable_reason", entry.billable_reason), found, kept
    )
    billed = (
        entry.billed_seconds if seconds == entry.seconds else round_up(seconds, by.firm.rounding_seconds)
    )
    changes = audit.apply(
        entry,
        matter=matter,
        member=member,
        date=date,
        seconds=seconds,
        billed_seconds=billed,
        narrative=_narrative(new.get("narrative", entry.narrative)),
        task_code=_code(
            new.get("task_code", entry.task_code), utbms.TASKS, "task", "task_code", imported=_imported(entry)
        ),
        activity_code=_code(
            new.get("activity_code", entry.activity_code),
            utbms.ACTIVITIES,
            "activity",
            "activity_code",
            imported=_imported(entry),
        ),
        nature=TimeEntry.Nature(nature),
        billable=billable,
        billable_reason=reason,
        no_charge=no_charge,
        rate=found.amount,
        rate_reason=found.reason,
        amount=_amount(found.amount, billed, billable, no_charge),
    )
    if changes:
        entry.save()
        audit.record(by, verb, entry, changes=changes, reason=reason)
    return entry


def _imported(entry: TimeEntry) -> bool:
    return entry.source == TimeEntry.Source.IMPORT


def _locked(entry: TimeEntry, by: Member) -> TimeEntry:
    """The entry as it stands now, locked, if `by` may change it."""
    locked = (
        TimeEntry.objects.select_for_update(of=("self",))
        .select_related("matter__client", "matter__responsible", "matter__supervising", "member__role")
        .filter(pk=entry.pk)
        .first()
    )
    if locked is None:
        raise DomainError("This entry no longer exists.")
    ensure_may_change(locked, by)
    return locked


def move_time(entry: TimeEntry, *, by: Member, matter: Matter) -> TimeEntry:
    """Move an unbilled entry to another matter, at the rate that holds there."""
    return change_time(entry, by=by, verb="time.moved", matter=matter)


@transaction.atomic
def duplicate_time(entry: TimeEntry, *, by: Member, date: datetime.date | None = None) -> TimeEntry:
    """Record the same work once more, on the day `date` (today unless given), at that day's rate."""
    if not entry.billable_reason or by.can(Perm.TIME_MARK_BILLABLE):
        billable, reason = entry.billable, entry.billable_reason
    else:
        billable, reason = False, ""
    return record_time(
        entry.matter,
        by=by,
        member=entry.member,
        date=date or timezone.localdate(),
        seconds=entry.seconds,
        narrative=entry.narrative,
        task_code=entry.task_code if entry.task_code in utbms.TASKS else "",
        activity_code=entry.activity_code if entry.activity_code in utbms.ACTIVITIES else "",
        nature=entry.nature,
        billable=billable,
        billable_reason=reason,
        no_charge=entry.no_charge,
    )


def mark_no_charge(entry: TimeEntry, *, by: Member) -> TimeEntry:
    """Show an unbilled entry on the bill at no charge."""
    if not entry.billable:
        raise DomainError("This entry is not billable, so it is on no bill.")
    return change_time(entry, by=by, verb="time.no_charge", no_charge=True)


def charge_again(entry: TimeEntry, *, by: Member) -> TimeEntry:
    """Take back `mark_no_charge`."""
    return change_time(entry, by=by, verb="time.charged", no_charge=False)


@transaction.atomic
def hold_time(entry: TimeEntry, *, by: Member) -> TimeEntry:
    """Leave an unbilled entry out of bill runs until it is released."""
    return _set_hold(entry, by, True)


@transaction.atomic
def release_time(entry: TimeEntry, *, by: Member) -> TimeEntry:
    """Let a held entry into the next bill run again."""
    return _set_hold(entry, by, False)


def _set_hold(entry: TimeEntry, by: Member, hold: bool) -> TimeEntry:
    entry = _locked(entry, by)
    if entry.on_hold != hold:
        changes = audit.apply(entry, on_hold=hold)
        entry.save(update_fields=["on_hold", "updated_at"])
        audit.record(by, "time.held" if hold else "time.released", entry, changes=changes)
    return entry


@transaction.atomic
def delete_time(entry: TimeEntry, *, by: Member) -> AuditEvent:
    """Delete an unbilled entry. The event returned holds all of it; `restore_time` brings it back from
    there.
    """
    entry = _locked(entry, by)
    event = audit.record(
        by, "time.deleted", entry, changes={name: [getattr(entry, name), None] for name in KEPT}
    )
    try:
        entry.delete()
    except ProtectedError:
        raise DomainError(
            "This entry stood on a bill that was voided, so it is kept. Mark it as not billable instead."
        ) from None
    return event


@transaction.atomic
def restore_time(event: AuditEvent, *, by: Member) -> TimeEntry:
    """Bring back an entry that `by` deleted in the last ten minutes, as it was. Doing it twice gives one
    entry.
    """
    if event.verb != "time.deleted" or event.actor_id != by.pk or timezone.now() - event.at > UNDO:
        raise DomainError("This can no longer be undone.")
    found = TimeEntry.objects.filter(pk=event.object_id).first()
    if found is not None:
        return found
    kept = {name: before for name, (before, _) in event.changes.items() if name in KEPT}
    entry = TimeEntry(pk=event.object_id, **kept)
    entry.full_clean(exclude=["firm", "created_at"], validate_unique=False, validate_constraints=False)
    entry.save(force_insert=True)
    audit.record(by, "time.restored", entry, changes=_said(entry))
    return entry


# ── many entries ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class NewTime:
    """A row of an import. `rate` is the rate it was billed at elsewhere; without one the firm's own applies.
    """

    matter: Matter
    member: Member
    date: datetime.date
    seconds: int
    narrative: str
    task_code: str = ""
    activity_code: str = ""
    billable: bool | None = None
    no_charge: bool = False
    external_id: str = ""
    rate: Decimal | None = None
    rate_reason: str = ""


@transaction.atomic
def import_time(rows: Iterable[NewTime], *, by: Member) -> list[TimeEntry]:
    """Record many rows at once: five queries whatever their number. All or none.

    Select `member.role` and `matter.client` with the rows. Codes outside the tables are kept as given. The
    durations
    are rounded as typed ones are. Raises DomainError for the first row that breaks a rule.
    """
    ensure(by, Perm.DATA_IMPORT)
    book = RateBook.load()
    increment = by.firm.rounding_seconds
    entries = []
    for row in rows:
        ensure_takes_work(row.matter)
        check_day(row.date)
        _check_seconds(row.seconds)
        nature = default_nature(row.member)
        found = book.rate_for(row.member, row.matter, row.date)
        if row.rate is not None:
            found = Found(row.rate, row.rate_reason or "Rate of the imported row")
        billable = default_billable(row.member, nature, found) if row.billable is None else row.billable
        billed = round_up(row.seconds, increment)
        entries.append(
            TimeEntry(
                matter=row.matter,
                member=row.member,
                entered_by=by,
                date=row.date,
                seconds=row.seconds,
                billed_seconds=billed,
                narrative=_narrative(row.narrative),
                task_code=_code(row.task_code, utbms.TASKS, "task", "task_code", imported=True),
                activity_code=_code(
                    row.activity_code, utbms.ACTIVITIES, "activity", "activity_code", imported=True
                ),
                nature=nature,
                billable=billable,
                no_charge=row.no_charge and billable,
                rate=found.amount,
                rate_reason=found.reason,
                amount=_amount(found.amount, billed, billable, row.no_charge),
                source=TimeEntry.Source.IMPORT,
                external_id=row.external_id,
            )
        )
    TimeEntry.objects.bulk_create(entries, batch_size=1000)
    audit.record_many(by, "time.imported", [(entry, _said(entry)) for entry in entries])
    return entries
