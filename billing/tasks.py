"""Jobs of billing. Each may be delivered twice."""

import logging

from celery import shared_task

from billing.models import Invoice
from billing.services import bill_runs, invoices, mails, reminders
from practice.jobs import firm_job, long_job
from practice.models import Firm
from practice.scope import firm_scope

log = logging.getLogger(__name__)


@long_job
def draft_invoices(*, firm_id: int, run_id: int) -> None:
    """Draft what waits in a bill run."""
    bill_runs.run_to_end(firm_id, run_id)


@firm_job
def make_invoice_pdf(*, invoice_id: int) -> None:
    """Make and keep the PDF of an approved invoice, once."""
    invoice = Invoice.objects.filter(pk=invoice_id).first()
    if invoice is not None:
        invoices.store_pdf(invoice)


@long_job
def email_invoice(*, firm_id: int, mail_id: int) -> None:
    """Send a mail about an invoice."""
    mails.deliver(firm_id, mail_id)


@shared_task(name="billing.tasks.remind_unpaid_invoices", ignore_result=True)
def remind_unpaid_invoices() -> int:
    """Remind of unpaid invoices in every firm; one firm's fault holds up no other. Returns how many reminders."""
    made = 0
    for firm in Firm.objects.filter(is_active=True).exclude(reminder_days=[]).order_by("id"):
        try:
            with firm_scope(firm):
                made += reminders.remind_unpaid(firm)
        except Exception:
            log.exception("reminders of firm %s failed; the next run tries again", firm.pk)
    return made
