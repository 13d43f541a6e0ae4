"""Reads about invoices: the words of their state, queues, and what a page needs of one."""

import datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DecimalField, F, Max, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from billing.models import Invoice, InvoiceLine, InvoiceMail, TimeEntry
from billing.queries.time_sheets import ready_costs, ready_time
from practice.models import AuditEvent, Firm
from practice.money import ZERO
from supervision.kinds import content_of, hash_of, kind
from supervision.queries import standing_in_for

STATUSES = {
    "draft": "Draft",
    "returned": "Returned",
    "in_review": "In review",
    "approved": "Approved",
    "sent": "Sent",
    "part_paid": "Part paid",
    "paid": "Paid",
    "overdue": "Overdue",
    "void": "Void",
    "reversal": "Reversal",
}
TONES = {
    "draft": "ring",
    "returned": "tag warn",
    "in_review": "warn",
    "approved": "accent",
    "sent": "accent",
    "part_paid": "accent",
    "paid": "ok",
    "overdue": "tag danger",
    "void": "",
    "reversal": "",
}
AGES = {"current": (None, 0), "1-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), "91+": (91, None)}
AGE_WORDS = {
    "current": "Not due yet",
    "1-30": "1–30 days late",
    "31-60": "31–60 days late",
    "61-90": "61–90 days late",
    "91+": "Over 90 days late",
}


def local_today(firm: Firm) -> datetime.date:
    """The firm's own date now. Due dates are local dates."""
    return timezone.now().astimezone(ZoneInfo(firm.time_zone)).date()


def awaiting_approval(member: Member) -> QuerySet[Invoice]:
    """Bills that wait for this member's decision, oldest first; none for people who may not approve."""
    if not member.can(Perm.INVOICE_APPROVE):
        return Invoice.objects.none()
    return (
        Invoice.objects.visible_to(member)
        .filter(state=Invoice.State.IN_REVIEW, reviewer__in=[member.pk, *standing_in_for(member)])
        .order_by("submitted_at", "id")
    )


def returned_to(member: Member) -> QuerySet[Invoice]:
    """Drafts that an attorney returned with a note, of those this member drafted."""
    return (
        Invoice.objects.visible_to(member)
        .filter(state=Invoice.State.DRAFT, drafted_by=member)
        .exclude(return_note="")
        .order_by("id")
    )


def to_send() -> QuerySet[Invoice]:
    """Approved invoices with something to pay that no mail has gone out for."""
    return Invoice.objects.outstanding().filter(sent_at=None).order_by("issued_on", "id")


def is_status(status: str, on: datetime.date) -> Q:
    """The condition for one of STATUSES on the date `on`, on plain columns, so that indexes serve it."""
    issued = Q(state=Invoice.State.APPROVED, kind=Invoice.Kind.INVOICE)
    open_ = issued & Q(paid__lt=F("total"))
    on_time = open_ & (Q(due_on__gte=on) | Q(sent_at=None))
    return {
        "draft": Q(state=Invoice.State.DRAFT, return_note=""),
        "returned": Q(state=Invoice.State.DRAFT) & ~Q(return_note=""),
        "in_review": Q(state=Invoice.State.IN_REVIEW),
        "approved": on_time & Q(sent_at=None, paid=ZERO),
        "sent": on_time & Q(sent_at__isnull=False, paid=ZERO),
        "part_paid": on_time & Q(paid__gt=ZERO),
        "paid": issued & Q(paid__gte=F("total")),
        "overdue": open_ & Q(due_on__lt=on, sent_at__isnull=False),
        "void": Q(state=Invoice.State.VOID),
        "reversal": Q(kind=Invoice.Kind.REVERSAL, state=Invoice.State.APPROVED),
    }[status]


def status_of(invoice: Invoice, on: datetime.date) -> tuple[str, str, str]:
    """(status, words, tone) of one invoice on the date `on`, without a query: `18 days late` in red, and so on."""
    if invoice.state == Invoice.State.DRAFT:
        status = "returned" if invoice.return_note else "draft"
    elif invoice.state != Invoice.State.APPROVED:
        status = invoice.state
    elif invoice.kind == Invoice.Kind.REVERSAL:
        status = "reversal"
    elif invoice.paid >= invoice.total:
        status = "paid"
    elif invoice.sent_at is not None and invoice.due_on is not None and invoice.due_on < on:
        late = (on - invoice.due_on).days
        return "overdue", f"{late} day{'' if late == 1 else 's'} late", TONES["overdue"]
    elif invoice.paid:
        status = "part_paid"
    else:
        status = "sent" if invoice.sent_at else "approved"
    return status, STATUSES[status], TONES[status]


def in_age(age: str, on: datetime.date) -> Q:
    """The condition for an ageing bucket of AGES on the date `on`: outstanding invoices by days after the due date."""
    first, last = AGES[age]
    condition = Q(state=Invoice.State.APPROVED, kind=Invoice.Kind.INVOICE, paid__lt=F("total"))
    if first is not None:
        condition &= Q(due_on__lte=on - datetime.timedelta(days=first))
    if last is not None:
        condition &= Q(due_on__gte=on - datetime.timedelta(days=last))
    return condition


def balance_expression() -> Case:
    """What is left to pay, as a column: nothing on drafts, voids and reversals."""
    return Case(
        When(
            state=Invoice.State.APPROVED,
            kind=Invoice.Kind.INVOICE,
            then=F("total") - F("paid"),
        ),
        default=Value(ZERO),
        output_field=DecimalField(max_digits=14, decimal_places=2),
    )


def lines_of(invoice: Invoice) -> QuerySet[InvoiceLine]:
    """The lines as a bill shows them: fees, then costs, each by date."""
    return invoice.lines.select_related(
        "timekeeper", "time_entry", "expense", "written_down_by", "written_down_by__role"
    ).order_by("-kind", "date", "position", "id")


def content_hash(invoice: Invoice) -> str:
    """A fingerprint of all that an approval would put on paper: what the approval itself is bound to."""
    return hash_of(content_of(kind("invoice"), invoice, {}), {})


def last_event_id(invoice: Invoice) -> int:
    """Id of the newest event in the invoice's history; 0 before the first."""
    found = AuditEvent.objects.filter(object_type="billing.invoice", object_id=invoice.pk)
    return found.aggregate(last=Max("id"))["last"] or 0


def read_mark(invoice: Invoice) -> str:
    """What a page posts back with an approval: the fingerprint and where in the history the reader stood."""
    return f"{content_hash(invoice)}.{last_event_id(invoice)}"


def changed_since(invoice: Invoice, event_id: int) -> list[str]:
    """What happened to the invoice after the event, in words, oldest first."""
    events = AuditEvent.objects.filter(
        object_type="billing.invoice", object_id=invoice.pk, pk__gt=event_id
    ).order_by("id")[:10]
    said = []
    for event in events:
        what = "; ".join(f"{name} {old} → {new}" for name, (old, new) in event.changes.items())
        verb = event.verb.removeprefix("invoice.").replace("_", " ")
        said.append(f"{event.actor_name}: {verb}{f' ({what})' if what else ''}")
    return said


def unbilled_of(invoice: Invoice) -> tuple[list, list]:
    """Unbilled time and expenses on the invoice's matter that could be added to the draft, oldest first. What waits for
    its approval is not among them.
    """
    matter = invoice.matter
    time = ready_time(matter.time_entries.unbilled()).select_related("member").order_by("date", "id")
    costs = ready_costs(matter.expenses.unbilled()).order_by("date", "id")
    return list(time[:200]), list(costs[:200])


def mails_of(invoice: Invoice) -> QuerySet[InvoiceMail]:
    """The mails about an invoice, newest first."""
    return InvoiceMail.objects.filter(invoice=invoice).select_related("asked_by", "reminder")


def long_days(lines: list[InvoiceLine], limit: int) -> set[tuple[int, datetime.date]]:
    """(member, day) of these lines on which the member's billed time, on all matters, is over `limit` seconds."""
    pairs = {(line.timekeeper_id, line.date) for line in lines if line.time_entry_id}
    if not pairs:
        return set()
    found = (
        TimeEntry.objects.filter(
            member__in={member for member, _ in pairs}, date__in={day for _, day in pairs}
        )
        .values_list("member", "date")
        .annotate(seconds=Sum("billed_seconds"))
        .filter(seconds__gt=limit)
    )
    return {(member, day) for member, day, _ in found} & pairs


def approved_total(matter) -> tuple:
    """(sum, count) of the approved invoices of a matter, less reversals and voids: what its budget has seen."""
    found = Invoice.objects.filter(matter=matter, state=Invoice.State.APPROVED, kind=Invoice.Kind.INVOICE)
    sums = found.aggregate(total=Sum("total"), count=Count("id"))
    return sums["total"] or ZERO, sums["count"]
