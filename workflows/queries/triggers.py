"""What automations answer to: events of the audit trail, and days that come.

A trigger of events names the verbs it hears, and may look at what the event changed. One of time names what is searched
for each hour (workflows.queries.occasions). Money in trust and filings with courts are not kept by this product yet, so
nothing can be triggered by them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from custom_fields.models import Field as CustomField
from practice.models import AuditEvent

# What triggers are about: the kind of record, as the audit trail names it, and what it is called.
SUBJECTS = {
    "matter": ("matters.matter", "matter"),
    "lead": ("intake.lead", "lead"),
    "task": ("work.task", "task"),
    "deadline": ("calendar_app.deadline", "deadline"),
    "document": ("documents.document", "document"),
    "invoice": ("billing.invoice", "bill"),
    "payment": ("billing.payment", "payment"),
    "expense": ("billing.expense", "expense"),
    "slip": ("communications.slip", "message"),
    "call": ("communications.call", "call"),
    "contact": ("matters.contact", "contact"),
    "approval": ("supervision.approval", "approval"),
}


# How a deadline gets another date: by hand, by an extension, by its trigger.
MOVES = ("deadline.moved", "deadline.extended", "deadline.recalculated")


@dataclass(frozen=True)
class Setting:
    """One thing that a trigger asks for. `kind`: days, stage, choice, date_field, matter_field. Empty means any."""

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    lowest: int = 1


@dataclass(frozen=True)
class Trigger:
    """`label` completes "When …". `hears(event, settings)` looks closer than the verb. `timed` ones have no verbs."""

    key: str
    label: str
    group: str
    subject: str
    verbs: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    hears: Callable[[AuditEvent, Mapping[str, Any]], bool] | None = None
    timed: bool = False

    def answers(self, event: AuditEvent, settings: Mapping[str, Any]) -> bool:
        """Whether it is set off by this event."""
        if event.verb not in self.verbs:
            return False
        if event.object_type != SUBJECTS[self.subject][0]:
            return False
        return self.hears is None or self.hears(event, settings)


def after(event: AuditEvent, name: str) -> Any:
    """What the event left in a field; None when it did not change it."""
    pair = event.changes.get(name)
    return pair[1] if isinstance(pair, list) and len(pair) == 2 else None


def _stage_is(event: AuditEvent, settings: Mapping[str, Any]) -> bool:
    to = after(event, "stage")
    wanted = str(settings.get("stage") or "").strip().lower()
    return bool(to) and (not wanted or str(to).lower() == wanted)


def _state_is(event: AuditEvent, settings: Mapping[str, Any]) -> bool:
    to = after(event, "state")
    return to is not None and settings.get("state") in (None, "", to)


def _field_is(event: AuditEvent, settings: Mapping[str, Any]) -> bool:
    name = str(settings.get("field") or "")
    if not name:
        return bool(event.changes)
    if not name.startswith("custom."):
        return name in event.changes
    # The trail has the firm's own fields under their names, as they are called at the time.
    field = CustomField.objects.filter(pk=name.removeprefix("custom.")).first()
    return field is not None and any(
        key in event.changes for key in (field.label, f"{field.label} ({field.key})")
    )


def _no_reversal(event: AuditEvent, settings: Mapping[str, Any]) -> bool:
    return not str(after(event, "amount") or "").startswith("-")


_LEAD_STATES = (
    ("contacted", "Contacted"),
    ("screening", "Screening"),
    ("conflict", "Conflict check"),
    ("consultation", "Consultation booked"),
    ("engagement", "Engagement sent"),
    ("decision", "Attorney decision"),
    ("accepted", "Accepted"),
    ("signed", "Signed"),
    ("converted", "Converted"),
    ("declined", "Declined"),
    ("referred", "Referred out"),
    ("lost", "Lost"),
)
_DAYS = Setting("days", "Days", "days", required=True)
_LEAD_VERBS = tuple(f"lead.{state}" for state, _ in _LEAD_STATES)
_FIELD = Setting("field", "Which field", "matter_field")

TRIGGERS: dict[str, Trigger] = {
    t.key: t
    for t in (
        Trigger("matter_created", "a matter is created", "Matters", "matter", ("matter.created",)),
        Trigger("matter_opened", "a matter is opened", "Matters", "matter", ("matter.open",),
                hears=lambda e, s: (e.changes.get("state") or [""])[0] not in ("on_hold", "closing", "closed")),
        Trigger("matter_staged", "a matter moves to a stage", "Matters", "matter",
                ("matter.staged", "matter.staged_back"),
                (Setting("stage", "Stage", "stage"),), _stage_is),
        Trigger("matter_held", "a matter is put on hold", "Matters", "matter", ("matter.on_hold",)),
        Trigger("matter_closed", "a matter is closed", "Matters", "matter", ("matter.closed",)),
        Trigger("matter_changed", "a field of a matter changes", "Matters", "matter",
                ("matter.changed", "matter.attorneys_changed", "matter.limitation", "matter.limitation_runs",
                 "matter.limitation_satisfied", "matter.retention"),
                (_FIELD,), _field_is),
        Trigger("matter_budget", "a matter’s budget is nearly used up", "Matters", "matter",
                ("matter.budget_reached",)),
        Trigger("matter_team", "somebody joins a matter’s team", "Matters", "matter", ("matter.team_joined",)),
        Trigger("lead_created", "a lead comes in", "Intake", "lead", ("lead.created",)),
        Trigger("lead_moved", "a lead’s status changes", "Intake", "lead", _LEAD_VERBS,
                (Setting("state", "Status", "choice", _LEAD_STATES),), _state_is),
        Trigger("lead_booked", "a consultation is booked", "Intake", "lead", ("lead.consultation_booked",)),
        Trigger("deadline_set", "a deadline is set", "Deadlines", "deadline", ("deadline.created",)),
        Trigger("deadline_moved", "a deadline moves", "Deadlines", "deadline", MOVES),
        Trigger("deadline_verified", "a deadline is verified", "Deadlines", "deadline", ("deadline.verified",)),
        Trigger("deadline_done", "a deadline is met", "Deadlines", "deadline", ("deadline.done",)),
        Trigger("task_created", "a task is created", "Tasks", "task", ("task.created",)),
        Trigger("task_done", "a task is done", "Tasks", "task", ("task.done", "task.accepted")),
        Trigger("task_returned", "a task is returned", "Tasks", "task", ("task.returned",)),
        Trigger("document_uploaded", "a document is added", "Documents", "document", ("document.uploaded",)),
        Trigger("document_signed", "a document is signed off", "Documents", "document", ("document.signed_off",)),
        Trigger("invoice_drafted", "a bill is drafted", "Billing", "invoice", ("invoice.drafted",)),
        Trigger("invoice_issued", "a bill is issued", "Billing", "invoice", ("invoice.approved",)),
        Trigger("invoice_sent", "a bill is sent", "Billing", "invoice", ("invoice.sent",)),
        Trigger("invoice_paid", "money is put on a bill", "Billing", "invoice", ("invoice.paid",)),
        Trigger("invoice_question", "a client asks about a bill", "Billing", "invoice",
                ("invoice.question_asked",)),
        Trigger("payment_recorded", "a payment is recorded", "Billing", "payment", ("payment.recorded",),
                hears=_no_reversal),
        Trigger("expense_recorded", "an expense is recorded", "Billing", "expense", ("expense.recorded",)),
        Trigger("slip_taken", "a message is taken for somebody", "Messages", "slip", ("slip.taken",)),
        Trigger("call_logged", "a call is logged", "Messages", "call", ("call.logged",)),
        Trigger("approval_returned", "something is returned with a note", "Approvals", "approval",
                ("approval.returned",)),
        Trigger("approval_approved", "something is approved", "Approvals", "approval", ("approval.approved",)),
        Trigger("contact_created", "a contact is added", "Contacts", "contact", ("contact.created",)),
        Trigger("date_reached", "a date is near or past", "Days", "matter", timed=True, settings=(
            Setting("date", "Which date", "date_field", required=True),
            Setting("days", "Days before it (or, negative, after it)", "days", required=True, lowest=-3650))),
        Trigger("no_activity", "nothing happened on an open matter", "Days", "matter", timed=True,
                settings=(_DAYS,)),
        Trigger("stage_long", "a matter has been in its stage", "Days", "matter", timed=True,
                settings=(_DAYS, Setting("stage", "Stage", "stage"))),
        Trigger("deadline_near", "an open deadline is near", "Days", "deadline", timed=True, settings=(_DAYS,)),
        Trigger("task_overdue", "a task is overdue", "Days", "task", timed=True, settings=(_DAYS,)),
        Trigger("invoice_overdue", "a bill is overdue", "Days", "invoice", timed=True, settings=(_DAYS,)),
        Trigger("lead_quiet", "a lead has not been answered", "Days", "lead", timed=True, settings=(_DAYS,)),
    )
}  # fmt: skip

# How a timed trigger is said with its days: "{days}" is "30 days" or "1 day".
TIMED_WORDS = {
    "no_activity": "nothing happened on an open matter for {days}",
    "stage_long": "a matter has been in its stage for {days}",
    "deadline_near": "an open deadline is {days} away",
    "task_overdue": "a task is {days} overdue",
    "invoice_overdue": "a bill is {days} overdue",
    "lead_quiet": "a lead has waited {days} for an answer",
}
