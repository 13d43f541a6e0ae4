"""Reminders of unpaid invoices by the firm's ladder of days after the due date."""

import datetime

from django.db import transaction
from django.db.models import Max

from billing.models import Invoice, InvoiceReminder
from billing.queries.invoices import local_today
from billing.services.mails import ask_reminder
from practice import audit
from practice.models import Firm


@transaction.atomic
def remind_unpaid(firm: Firm, *, on: datetime.date | None = None) -> int:
    """Make the reminders that are due on the date `on` (today where the firm is). Returns how many.

    Each rung of `firm.reminder_days` is reminded of once, however often this runs: a unique key holds it. After an
    outage only the newest rung that has been reached is sent. Invoices that were never sent, or whose reminders were
    stopped, are left alone.
    """
    ladder = sorted({days for days in firm.reminder_days if days > 0})
    if not ladder:
        return 0
    today = on or local_today(firm)
    due = (
        Invoice.objects.overdue(today)
        .filter(
            reminders_stopped=False,
            sent_at__isnull=False,
            due_on__lte=today - datetime.timedelta(days=ladder[0]),
        )
        .annotate(last_rung=Max("reminders__days_late"))
        .order_by("id")
    )
    wanted = []
    for invoice in due.iterator(chunk_size=500):
        rung = max(days for days in ladder if days <= (today - invoice.due_on).days)
        if invoice.last_rung is None or invoice.last_rung < rung:
            wanted.append(
                InvoiceReminder(
                    invoice=invoice, matter_id=invoice.matter_id, days_late=rung, balance=invoice.balance
                )
            )
    return sum(_remind(reminder) for reminder in wanted)


def _remind(reminder: InvoiceReminder) -> bool:
    """Store one reminder and ask for its mail; False when another run was there first."""
    stored, created = InvoiceReminder.objects.get_or_create(
        invoice=reminder.invoice,
        days_late=reminder.days_late,
        defaults={"matter_id": reminder.matter_id, "balance": reminder.balance},
    )
    if not created:
        return False
    mail = ask_reminder(stored)
    audit.record(
        None,
        "invoice.reminder_due",
        reminder.invoice,
        changes={"days_late": [None, reminder.days_late], "mail": [None, mail.to if mail else "no address"]},
    )
    return True
