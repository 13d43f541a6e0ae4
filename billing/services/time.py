"""Writes of time entries."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from billing import utbms
from billing.durations import round_up
from billing.models import TimeEntry, Timer
from billing.queries.rates import Found, rate_for
from billing.queries.time import asks_for_consent, default_billable, default_nature
from billing.services.consents import give_consent, propose_billable, renew_consent
from billing.services.rounds import end_round
from billing.services.time_rules import (
    amount_of,
    check_consent,
    check_day,
    check_seconds,
    clean_code,
    clean_narrative,
    clean_reason,
    ensure_may_change,
    ensure_may_record,
    ensure_takes_work,
    ensure_works_on,
    wants_consent,
)
from billing.services.time_sheets import leaves_sheet, open_sheet_of, void_sheet
from matters.models import Matter
from matters.queries.access import may
from practice import audit
from practice.exceptions import DomainError
from practice.models import AuditEvent
from work.models import Task

# The reason by which a legal assistant's substantive work asks to be billed.
SUBSTANTIVE = "Substantive work of a legal assistant, supervised by an attorney"
UNDO = datetime.timedelta(minutes=10)
# What a deleted entry is rebuilt from, and what the trail shows of a new one.
KEPT = (
    "matter_id",
    "task_id",
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
    "rate_fixed",
    "amount",
    "source",
    "external_id",
    "created_at",
)
SAID = ("date", "seconds", "billed_seconds", "narrative", "billable", "no_charge", "rate", "amount")


def said(entry: TimeEntry, names: Iterable[str] = SAID) -> dict:
    """What the trail shows of an entry that was not there before."""
    return {name: [None, getattr(entry, name)] for name in names}


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
    task: Task | None = None,
    fixed: Found | None = None,
) -> TimeEntry:
    """Record `seconds` of work of `member` (the actor unless given) on `matter`, at the rate in force that
    day.

    Without a rate on record the entry is saved at zero and says so in `rate_reason`. `nature` and
    `billable` follow
    the person's role unless given. `timer` is the stopwatch it came from, which ends; `task` the task of the
    matter it was spent on. `fixed` is a rate that an attorney's rule for travel sets in place of the rate card's.
    Raises DomainError with the field, or Refused.
    """
    member = member or by
    ensure_may_record(by, member)
    ensure_takes_work(matter)
    firm = by.firm
    ensure_works_on(member, matter, firm, by=by)
    check_day(date)
    check_seconds(seconds)
    nature = nature or default_nature(member)
    found = fixed or rate_for(member, matter, date)
    if billable is None:
        billable = default_billable(member, nature, found) or asks_for_consent(member, nature)
    consent = billable and wants_consent(member, nature, found, was=False)
    asked = consent and asks_for_consent(member, nature) and not may(by, Perm.TIME_MARK_BILLABLE, matter)
    if consent and not asked:
        check_consent(by, matter, None, billable_reason)
    reason = clean_reason(nature, billable, billable_reason)
    billed = round_up(seconds, firm.rounding_seconds)
    given, billable = billable, billable and not consent
    entry = TimeEntry.objects.create(
        matter=matter,
        task=task if task is not None and task.matter_id == matter.pk else None,
        member=member,
        entered_by=by,
        date=date,
        seconds=seconds,
        billed_seconds=billed,
        narrative=clean_narrative(narrative),
        task_code=clean_code(task_code, utbms.TASKS, "task", "task_code"),
        activity_code=clean_code(activity_code, utbms.ACTIVITIES, "activity", "activity_code"),
        nature=TimeEntry.Nature(nature),
        billable=billable,
        billable_reason="" if consent else reason,
        no_charge=no_charge and given,
        rate=found.amount,
        rate_reason=found.reason,
        rate_fixed=fixed is not None,
        amount=amount_of(found.amount, billed, billable, no_charge),
        source=TimeEntry.Source.TIMER if timer is not None else source,
        external_id=external_id,
    )
    audit.record(by, "time.recorded", entry, changes=said(entry), reason=reason)
    if timer is not None:
        Timer.objects.filter(pk=timer.pk, member=by).delete()
    if asked:
        _ask_consent(entry, by)
        return entry
    return give_consent(entry, by, billable_reason) if consent else entry


def _ask_consent(entry: TimeEntry, by: Member) -> None:
    """Send a legal assistant's substantive work to an attorney, to be billed. Without one there it stays overhead."""
    try:
        with transaction.atomic():
            propose_billable(entry, reason=SUBSTANTIVE, by=by)
    except DomainError:
        # Nobody can decide now, or who records may not ask: the hours are kept in any case, and can be sent later.
        return


@transaction.atomic
def change_time(entry: TimeEntry, *, by: Member, verb: str = "time.changed", **new: Any) -> TimeEntry:
    """Change fields of an unbilled entry: matter, member, date, seconds, narrative, codes, nature, billable,
    billable_reason, no_charge.

    The rate is looked up again when matter or person change, or the day unless a rule fixed it, or when there was none;
    otherwise it
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
    check_seconds(seconds)
    found = Found(entry.rate, entry.rate_reason, known=bool(entry.rate))
    fixed = entry.rate_fixed and not moved
    if moved or ((date != entry.date or not entry.rate) and not fixed):
        found = rate_for(member, matter, date)
    nature = new.get("nature") or entry.nature
    billable = entry.billable if new.get("billable") is None else new["billable"]
    no_charge = new.get("no_charge", entry.no_charge) and billable
    # what was billable for this person and nature stays so; anything else is decided anew
    kept = entry.billable and nature == entry.nature and member.pk == entry.member_id
    said_why = new.get("billable_reason", entry.billable_reason)
    consent = billable and wants_consent(member, nature, found, was=kept)
    if consent:
        check_consent(by, matter, entry, said_why)
    reason = clean_reason(nature, billable, said_why)
    billable = billable and not consent
    billed = entry.billed_seconds if seconds == entry.seconds else round_up(seconds, by.firm.rounding_seconds)
    changes = audit.apply(
        entry,
        matter=matter,
        member=member,
        date=date,
        seconds=seconds,
        billed_seconds=billed,
        narrative=clean_narrative(new.get("narrative", entry.narrative)),
        task_code=clean_code(
            new.get("task_code", entry.task_code), utbms.TASKS, "task", "task_code", imported=_imported(entry)
        ),
        activity_code=clean_code(
            new.get("activity_code", entry.activity_code),
            utbms.ACTIVITIES,
            "activity",
            "activity_code",
            imported=_imported(entry),
        ),
        nature=TimeEntry.Nature(nature),
        billable=billable,
        billable_reason="" if consent else reason,
        no_charge=no_charge,
        rate=found.amount,
        rate_reason=found.reason,
        rate_fixed=fixed,
        amount=amount_of(found.amount, billed, billable, no_charge),
    )
    if changes:
        sheet = open_sheet_of(entry, changes, by)
        if leaves_sheet(entry):
            entry.sheet = None
        entry.save()
        audit.record(by, verb, entry, changes=changes, reason=reason)
        renew_consent(entry, by)
        void_sheet(sheet, by)
    return give_consent(entry, by, said_why) if consent else entry


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


def reclassify_time(entry: TimeEntry, *, by: Member, nature: str) -> TimeEntry:
    """Say what kind of work an unbilled entry really was. Clerical work leaves the bill, as it is overhead; to
    bill it all the same an attorney gives the reason on the entry itself.
    """
    if nature not in TimeEntry.Nature.values:
        raise DomainError("Choose the nature of the work.", field="nature")
    new: dict[str, Any] = {"nature": nature}
    if nature == TimeEntry.Nature.CLERICAL and not entry.billable_reason:
        new["billable"] = False
    return change_time(entry, by=by, verb="time.reclassified", **new)


@transaction.atomic
def undo_reclassify(entry: TimeEntry, *, by: Member) -> TimeEntry:
    """Take back the last `reclassify_time` of the entry, if it was `by`'s own in the last ten minutes."""
    event = (
        AuditEvent.objects.filter(object_type=TimeEntry._meta.label_lower, object_id=entry.pk)
        .order_by("-id")
        .first()
    )
    own = event is not None and event.verb == "time.reclassified" and event.actor_id == by.pk
    if event is None or not own or timezone.now() - event.at > UNDO:
        raise DomainError("This can no longer be undone.")
    names = ("nature", "billable", "no_charge", "billable_reason")
    before = {name: event.changes[name][0] for name in names if name in event.changes}
    return change_time(entry, by=by, verb="time.reclassified", **before)


@transaction.atomic
def duplicate_time(entry: TimeEntry, *, by: Member, date: datetime.date | None = None) -> TimeEntry:
    """Record the same work once more, on the day `date` (today unless given), at that day's rate."""
    day = date or timezone.localdate()
    billable, reason = entry.billable, entry.billable_reason
    found = rate_for(entry.member, entry.matter, day)
    if wants_consent(entry.member, entry.nature, found, was=False) and not may(
        by, Perm.TIME_MARK_BILLABLE, entry.matter
    ):
        billable, reason = False, ""
    return record_time(
        entry.matter,
        by=by,
        member=entry.member,
        date=day,
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
    end_round("billable", entry, by=by, note="The entry was deleted.")
    sheet = open_sheet_of(entry, {"seconds": None}, by)
    try:
        entry.delete()
    except ProtectedError:
        raise DomainError(
            "This entry stood on a bill that was voided, so it is kept. Mark it as not billable instead."
        ) from None
    void_sheet(sheet, by)
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
    audit.record(by, "time.restored", entry, changes=said(entry))
    return entry
