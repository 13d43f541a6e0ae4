"""Writes of time sheets: a week is submitted sheet by sheet, one for each matter; approved, returned, opened again."""

import datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.models import TimeEntry, TimeSheet
from billing.queries.time_sheets import to_submit
from matters.models import Matter
from matters.queries.access import may
from practice import states
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.models import Approval

# Fields of an entry that an approval of its sheet is about.
COVERED = ("date", "seconds", "billed_seconds", "narrative", "nature", "billable", "matter", "member")


def ensure_may_submit(by: Member, member: Member) -> None:
    """Raise unless `by` may submit time of `member`: one's own, or another's with the power to record it."""
    ensure(by, Perm.TIME_RECORD if member.pk == by.pk else Perm.TIME_RECORD_FOR_OTHERS)


@transaction.atomic
def submit_week(
    monday: datetime.date, *, by: Member, member: Member | None = None, note: str = ""
) -> list[TimeSheet]:
    """Submit a week's time of `member` (the actor unless given) to the attorneys of its matters, a sheet for each matter.

    Takes what is on no sheet yet, and what was returned. Raises DomainError when there is nothing to submit.
    """
    member = member or by
    ensure_may_submit(by, member)
    if monday.weekday():
        raise DomainError("A week begins on a Monday.", field="week")
    entries = list(
        to_submit(member, monday).select_for_update(of=("self",)).select_related("matter", "sheet")
    )
    if not entries:
        raise DomainError("There is no time in this week that was not submitted.")
    found = []
    for matter, group in groupby(entries, key=lambda entry: entry.matter):
        sheet = _sheet_of(matter, member, monday, list(group))
        approvals.submit("time", sheet, by=by, note=note)
        sheet.refresh_from_db()
        found.append(sheet)
    return found


def _sheet_of(matter: Matter, member: Member, monday: datetime.date, entries: list[TimeEntry]) -> TimeSheet:
    """The sheet that all of `entries` are put on: one that some of them are on already, or a new one."""
    sheet = next((entry.sheet for entry in entries if entry.sheet_id), None)
    if sheet is None:
        sheet = TimeSheet.objects.create(matter=matter, member=member, week_start=monday)
    moved = [entry.pk for entry in entries if entry.sheet_id != sheet.pk]
    TimeEntry.objects.filter(pk__in=moved).update(sheet=sheet, updated_at=timezone.now())
    return sheet


def check_sheet(sheet: TimeSheet) -> None:
    """Raise DomainError when there is nothing on the sheet."""
    if not sheet.entries.exists():
        raise DomainError("There is no time on this sheet any more.")


def put_sheet_in_review(sheet: TimeSheet, approval: Approval, *, by: Member) -> TimeSheet:
    """The effect of submitting it."""
    return states.transition(sheet, "submitted", by=by, submitted_at=approval.submitted_at, return_note="")


def put_sheet_back(sheet: TimeSheet, approval: Approval, *, by: Member) -> TimeSheet:
    """The effect of a return, with the attorney's note, or of a withdrawal."""
    note = approval.decision_note
    to = "returned" if approval.state == Approval.State.RETURNED else "draft"
    return states.transition(sheet, to, by=by, reason=note, return_note=note)


def accept_sheet(sheet: TimeSheet, approval: Approval, *, by: Member) -> TimeSheet:
    """The effect of the approval: its time may be billed.

    Raises DomainError without an approval of exactly this content; PostgreSQL refuses the step then as well.
    """
    check_sheet(sheet)
    approvals.require("time", sheet)
    return states.transition(
        sheet, "approved", by=by, approved_by=by, approved_at=approval.decided_at, return_note=""
    )


def open_sheet_of(entry: TimeEntry, changes: dict, by: Member) -> TimeSheet | None:
    """Before an edit of `entry` is saved: open its approved sheet again when the edit touches what was approved.

    Returns the sheet, whose approval `void_sheet` ends once the edit is saved; None when the edit leaves it as it is.
    """
    if entry.sheet_id is None or not set(changes) & set(COVERED):
        return None
    sheet = TimeSheet.objects.select_for_update(of=("self",)).select_related("matter").get(pk=entry.sheet_id)
    if sheet.state == TimeSheet.State.APPROVED:
        states.transition(
            sheet, "draft", by=by, reason="Edited after approval", approved_by=None, approved_at=None
        )
    return sheet


def void_sheet(sheet: TimeSheet | None, by: Member | None) -> None:
    """After the edit: the approval of the sheet no longer stands, for it says something else now.

    An attorney who may approve the sheet has read what they wrote themselves: it stands approved as they edited it.
    """
    if sheet is None:
        return
    void = approvals.void_if_changed("time", sheet, by=by)
    if void is None or by is None or by.pk == sheet.member_id or not sheet.entries.exists():
        return
    if may(by, Perm.TIME_BILL_APPROVE, sheet.matter):
        approvals.decide("time", sheet, by=by, note="Edited and approved")


def leaves_sheet(entry: TimeEntry) -> bool:
    """Whether the entry, as it is now in memory, is no longer of its sheet's matter, person and week."""
    if entry.sheet_id is None:
        return False
    sheet = entry.sheet
    within = datetime.timedelta(0) <= entry.date - sheet.week_start < datetime.timedelta(days=7)
    return not within or (sheet.matter_id, sheet.member_id) != (entry.matter_id, entry.member_id)


def reopen(sheet: TimeSheet, *, by: Member | None) -> None:
    """After its approval became void: not submitted any more."""
    if sheet.state == TimeSheet.State.APPROVED:
        states.transition(sheet, "draft", by=by, approved_by=None, approved_at=None)
