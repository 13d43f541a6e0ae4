"""Message slips: taken, read, called back, closed. Each step says who and when, and the database keeps it."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from communications.models import Call, Slip
from communications.queries.desk import answers_for, keeps_desk, stands_in_for, told_beside
from communications.queries.slips import due_of
from communications.services.calls import log_call
from communications.services.common import ask_mail, block, caller, check_recipient, ensure_desk, line
from matters.models import Contact, Matter
from matters.queries.access import can_see
from practice import audit
from practice.exceptions import DomainError, Refused

# Outcomes of a call that answer a message; after the others it still waits.
ANSWERS = (Call.Outcome.SPOKE, Call.Outcome.LEFT, Call.Outcome.THROUGH)


@transaction.atomic
def take_slip(
    *,
    by: Member,
    for_member: Member,
    name: str = "",
    company: str = "",
    phone: str = "",
    contact: Contact | None = None,
    matter: Matter | None = None,
    asks: str = Slip.Asks.CALL,
    reason: str = "",
    urgency: str = Slip.Urgency.ROUTINE,
    call_from: datetime.datetime | None = None,
    call_until: datetime.datetime | None = None,
    log: bool = True,
) -> Slip:
    """Take a message for a colleague; they are told at once, and their substitute while they are away.

    `log` writes the call down too. Raises DomainError with the field, or Refused.
    """
    ensure_desk(by, matter, for_member)
    check_recipient(for_member, matter, field="for_member")
    now = timezone.now()
    _check_window(call_from, call_until, now)
    slip = Slip.objects.create(
        **caller(name, phone, contact),
        company=line(company),
        matter=matter,
        for_member=for_member,
        asks=Slip.Asks(asks),
        reason=block(reason, 2000),
        urgency=Slip.Urgency(urgency),
        call_from=call_from,
        call_until=call_until,
        due_at=due_of(urgency, now, call_until),
        taken_by=by,
        taken_at=now,
    )
    audit.record(
        by,
        "slip.taken",
        slip,
        changes={"for": [None, for_member.name], "urgency": [None, slip.get_urgency_display()]},
    )
    if log:
        log_call(
            by=by, name=slip.name, phone=slip.phone, contact=contact, matter=matter, member=by, at=now,
            outcome=Call.Outcome.MESSAGE, note=slip.reason, slip=slip,
        )  # fmt: skip
    _tell(slip, by=by)
    return slip


def _check_window(start: datetime.datetime | None, end: datetime.datetime | None, now) -> None:
    if end is not None and end <= now:
        raise DomainError("This time has passed already.", field="call_until")
    if start is not None and end is not None and end < start:
        raise DomainError("The window ends before it begins.", field="call_until")


def _tell(slip: Slip, *, by: Member) -> None:
    """Mail to whom it is for, and to who stands in for them; not to who took it, nor to who does not see the matter."""
    for person in (slip.for_member, *told_beside(slip.for_member)):
        if person.pk != by.pk and (slip.matter is None or can_see(person, slip.matter)):
            ask_mail("slip", slip.pk, person)


def may_act(by: Member, slip: Slip) -> bool:
    """Whether the member may work on a message: whoever keeps the desk, whom it is for, and who looks after them."""
    return keeps_desk(by) or slip.taken_by_id == by.pk or answers_for(by, slip.for_member_id)


def _locked(slip: Slip, by: Member) -> Slip:
    rows = Slip.objects.select_for_update(of=("self",)).select_related(
        "for_member__role", "matter", "contact", "taken_by"
    )
    slip = rows.get(pk=slip.pk)
    if not may_act(by, slip):
        who = [slip.for_member.name]
        raise Refused(f"This message is for {who[0]}.", who=who)
    return slip


def _open(slip: Slip) -> None:
    if slip.state == Slip.State.CLOSED:
        raise DomainError("This message is closed. Open it again first.")


@transaction.atomic
def open_slip(slip: Slip, *, by: Member) -> bool:
    """Mark a message read when whom it is for, or their substitute, opens it. Returns whether it was new."""
    if slip.state != Slip.State.NEW or not stands_in_for(by, slip.for_member_id):
        return False
    slip = Slip.objects.select_for_update(of=("self",)).get(pk=slip.pk)
    if slip.state != Slip.State.NEW:
        return False
    slip.state, slip.read_by, slip.read_at = Slip.State.READ, by, timezone.now()
    slip.save(update_fields=["state", "read_by", "read_at"])
    audit.record(by, "slip.read", slip)
    return True


@transaction.atomic
def answer_slip(
    slip: Slip,
    *,
    by: Member,
    outcome: str = Call.Outcome.SPOKE,
    seconds: int = 0,
    note: str = "",
    time: dict | None = None,
) -> Slip:
    """Write down the call back. When nobody answered, the message goes on waiting, with the attempt in its history.

    `time` {seconds, narrative} records the time of the call on the message's matter.
    """
    slip = _locked(slip, by)
    _open(slip)
    now = timezone.now()
    log_call(
        by=by, direction=Call.Direction.OUT, name=slip.name, phone=slip.phone, contact=slip.contact,
        matter=slip.matter, member=by, at=now - datetime.timedelta(seconds=seconds), seconds=seconds,
        outcome=outcome, note=note, slip=slip, time=time,
    )  # fmt: skip
    if slip.read_at is None:
        slip.read_by, slip.read_at = by, now
        slip.state = Slip.State.READ
    if outcome in ANSWERS and slip.called_at is None:
        slip.state, slip.called_by, slip.called_at = Slip.State.CALLED_BACK, by, now
    slip.save(update_fields=["state", "read_by", "read_at", "called_by", "called_at"])
    said = dict(Call.Outcome.choices)[outcome]
    audit.record(
        by,
        "slip.called_back" if outcome in ANSWERS else "slip.tried",
        slip,
        changes={"outcome": [None, str(said)]},
    )
    return slip


@transaction.atomic
def close_slip(slip: Slip, *, by: Member, closing: str = "") -> Slip:
    """Close a message: nothing more is to be done. `closing` says what came of it."""
    slip = _locked(slip, by)
    _open(slip)
    slip.state, slip.closed_by, slip.closed_at = Slip.State.CLOSED, by, timezone.now()
    slip.closing = line(closing, 300)
    slip.save(update_fields=["state", "closed_by", "closed_at", "closing"])
    audit.record(by, "slip.closed", slip, changes={"state": [None, "Closed"]}, reason=slip.closing)
    return slip


@transaction.atomic
def reopen_slip(slip: Slip, *, by: Member) -> Slip:
    """Open a closed message again, as it stood before."""
    slip = _locked(slip, by)
    if slip.state != Slip.State.CLOSED:
        raise DomainError("This message is open.")
    slip.state = (
        Slip.State.CALLED_BACK if slip.called_at else Slip.State.READ if slip.read_at else Slip.State.NEW
    )
    slip.closed_by = slip.closed_at = None
    slip.closing = ""
    slip.save(update_fields=["state", "closed_by", "closed_at", "closing"])
    audit.record(by, "slip.reopened", slip)
    return slip


@transaction.atomic
def forward_slip(slip: Slip, *, by: Member, to: Member, note: str = "") -> Slip:
    """Hand a message to another person, who is told; it is new to them."""
    slip = _locked(slip, by)
    _open(slip)
    if slip.state == Slip.State.CALLED_BACK:
        raise DomainError("The caller was called back already. Close it, or make a task.")
    if to.pk == slip.for_member_id:
        raise DomainError(f"This message is for {to.name} already.", field="to")
    check_recipient(to, slip.matter, field="to")
    before, slip.for_member = slip.for_member, to
    slip.state, slip.read_by, slip.read_at = Slip.State.NEW, None, None
    slip.save(update_fields=["for_member", "state", "read_by", "read_at"])
    audit.record(by, "slip.forwarded", slip, changes={"for": [before.name, to.name]}, reason=line(note, 300))
    _tell(slip, by=by)
    return slip


@transaction.atomic
def change_slip(slip: Slip, *, by: Member, **values) -> Slip:
    """Correct a message before it is called back. Whom it is for changes by forwarding it."""
    slip = _locked(slip, by)
    _open(slip)
    names = (
        "name",
        "company",
        "phone",
        "contact",
        "matter",
        "asks",
        "reason",
        "urgency",
        "call_from",
        "call_until",
    )
    given = {name: value for name, value in values.items() if name in names}
    contact = given.get("contact", slip.contact)
    given |= caller(given.get("name", slip.name), given.get("phone", slip.phone), contact)
    given["company"] = line(given.get("company", slip.company))
    given["reason"] = block(given.get("reason", slip.reason), 2000)
    check_recipient(slip.for_member, given.get("matter", slip.matter), field="matter")
    start, end = given.get("call_from", slip.call_from), given.get("call_until", slip.call_until)
    if end != slip.call_until:
        _check_window(start, end, timezone.now())
    given["due_at"] = due_of(given.get("urgency", slip.urgency), slip.taken_at, end)
    changes = audit.apply(slip, **given)
    if changes:
        slip.save(update_fields=list(given))
        for hidden in ("digits", "due_at"):
            changes.pop(hidden, None)
        audit.record(by, "slip.changed", slip, changes=changes)
    return slip
