"""The phone log: what was said with whom, and the task and time entry that came of it in one step."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from communications.models import Call, Slip
from communications.queries.desk import answers_for, keeps_desk
from communications.services.common import block, caller, check_past, check_recipient, ensure_desk
from communications.services.made import note_made
from matters.models import Contact, Matter
from practice import audit
from practice.exceptions import DomainError, Refused

# Written by an app above this one: f(matter, by=, member=, date=, seconds=, narrative=) -> time entry.
RECORD_TIME = "billing.services.time.record_time"
SAID = ("name", "phone", "contact", "matter", "member", "at", "seconds", "outcome", "note", "direction")


@transaction.atomic
def log_call(
    *,
    by: Member,
    direction: str = Call.Direction.IN,
    name: str = "",
    phone: str = "",
    contact: Contact | None = None,
    matter: Matter | None = None,
    member: Member | None = None,
    at: datetime.datetime | None = None,
    seconds: int = 0,
    outcome: str = Call.Outcome.SPOKE,
    note: str = "",
    slip: Slip | None = None,
    task: dict | None = None,
    time: dict | None = None,
) -> Call:
    """Write down a call of `member` (the actor unless given).

    `task` {title, due_on, assignee} makes the follow-up task, `time` {seconds, narrative} the time entry on the matter, both
    in the same transaction: either all of it is saved or nothing. Raises DomainError with the field, or Refused.
    """
    member = member or by
    ensure_desk(by, matter, member)
    check_recipient(member, matter, field="member")
    at = at or timezone.now()
    check_past(at, "at")
    if not 0 <= seconds <= 86400:
        raise DomainError("A call lasts at most a day.", field="duration")
    call = Call.objects.create(
        direction=Call.Direction(direction),
        **caller(name, phone, contact),
        matter=matter,
        member=member,
        at=at,
        seconds=seconds,
        outcome=Call.Outcome(outcome),
        note=block(note),
        slip=slip,
        recorded_by=by,
    )
    changes = {"with": [None, call.name], "outcome": [None, call.get_outcome_display()]}
    audit.record(by, "call.logged", call, changes=changes)
    if task:
        _make_task(call, task, by=by)
    if time:
        _make_time(call, time, by=by)
    return call


def _make_task(call: Call, task: dict, *, by: Member) -> None:
    from work.services import create_task

    made = create_task(by=by, matter=call.matter, about_kind="call", about_id=call.pk, **task)
    note_made(f"call:{call.pk}", "task", made, by=by)


def _make_time(call: Call, time: dict, *, by: Member) -> None:
    if call.matter is None:
        raise DomainError("Choose the matter the time is for.", field="matter")
    entry = import_string(RECORD_TIME)(
        call.matter, by=by, member=call.member, date=timezone.localdate(call.at), **time
    )
    hours = f"{entry.billed_seconds / 3600:.1f} h"
    note_made(f"call:{call.pk}", "time", entry, by=by, label=f"{hours}, {entry.narrative}")


def may_change(by: Member, call: Call) -> bool:
    """Whether the member may change the record of a call: who wrote it, whose call it was, and who looks after them."""
    return (
        by.pk in (call.recorded_by_id, call.member_id)
        or answers_for(by, call.member_id)
        or (keeps_desk(by) and by.can(Perm.FIRM_SETTINGS))
    )


def _locked(call: Call, by: Member) -> Call:
    call = Call.objects.select_for_update(of=("self",)).select_related("member", "matter").get(pk=call.pk)
    if not may_change(by, call):
        who = [call.member.name]
        raise Refused(f"{who[0]} and whoever wrote it down change this call.", who=who)
    return call


@transaction.atomic
def change_call(call: Call, *, by: Member, **values) -> Call:
    """Change what was written down of a call; what it was before stays in the history."""
    call = _locked(call, by)
    if call.deleted_at is not None:
        raise DomainError("This call is deleted. Bring it back first.")
    given = {name: value for name, value in values.items() if name in SAID}
    contact, matter = given.get("contact", call.contact), given.get("matter", call.matter)
    given |= caller(given.get("name", call.name), given.get("phone", call.phone), contact)
    check_recipient(given.get("member", call.member), matter, field="member")
    if "at" in given:
        check_past(given["at"], "at")
    if "note" in given:
        given["note"] = block(given["note"])
    changes = audit.apply(call, **given)
    if changes:
        call.save(update_fields=list(given))
        changes.pop("digits", None)
        audit.record(by, "call.changed", call, changes=changes)
    return call


@transaction.atomic
def delete_call(call: Call, *, by: Member) -> Call:
    """Take a call out of the log. The row stays and can be brought back."""
    call = _locked(call, by)
    if call.deleted_at is None:
        call.deleted_at = timezone.now()
        call.save(update_fields=["deleted_at"])
        audit.record(by, "call.deleted", call)
    return call


@transaction.atomic
def restore_call(call: Call, *, by: Member) -> Call:
    """Bring a deleted call back."""
    call = _locked(call, by)
    if call.deleted_at is not None:
        call.deleted_at = None
        call.save(update_fields=["deleted_at"])
        audit.record(by, "call.restored", call)
    return call


@transaction.atomic
def put_through(
    *, by: Member, to: Member, name: str = "", phone: str = "", contact: Contact | None = None,
    matter: Matter | None = None,
) -> Call:  # fmt: skip
    """Log that a caller was put through to `to`: one press at the front desk."""
    ensure(by, Perm.MESSAGE_SLIP)
    return log_call(
        by=by, name=name or ("" if contact else "Unknown"), phone=phone, contact=contact, matter=matter, member=to,
        outcome=Call.Outcome.THROUGH,
    )  # fmt: skip
