"""The main job from end to end, through pages, with a real Celery worker and a real SMTP server.

A paralegal and an attorney record time, an assistant runs the bills, the attorney writes a line down and approves, the client
opens the mailed link and asks about a line, the secretary records the check.
"""

import datetime
import email
import re
import time
from email import policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from billing.models import BillRun, Invoice, InvoiceQuestion, TimeEntry
from practice.models import Outbox
from practice.scope import firm_scope
from practice.tasks import relay_outbox
from tests.workers import start_worker
from tools.common import free_port


class Kept(Message):
    """An SMTP handler that keeps each mail."""

    def __init__(self):
        super().__init__()
        self.mails: list[email.message.EmailMessage] = []

    def handle_message(self, message):
        self.mails.append(email.message_from_bytes(bytes(message), policy=policy.default))


@pytest.fixture
def smtp():
    controller = Controller(Kept(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def worker(transactional_db, smtp):
    """A Celery worker of its own process, on the test database as the app role."""
    process = start_worker(smtp.port)
    yield process
    process.terminate()
    process.wait(30)


def settled(seconds: float = 60) -> None:
    """Wait until every job of the outbox is done, relaying as Celery beat does."""
    end = time.monotonic() + seconds
    while Outbox.objects.filter(done_at=None).exists():
        errors = list(Outbox.objects.exclude(error="").values_list("task", "error"))
        assert time.monotonic() < end, f"jobs were not done: {errors}"
        # The folder that stands for Redis here loses a message that is read while it is being written. The relay queues it
        # again after five minutes, for which no test waits.
        late = timezone.now() - datetime.timedelta(seconds=20)
        Outbox.objects.filter(done_at=None, queued_at__lt=late).update(queued_at=None)
        relay_outbox()
        time.sleep(0.2)


def record(client, matter, duration, narrative, nature):
    answer = client.post(
        reverse("time_create"),
        {
            "matter": matter.pk,
            "date": timezone.localdate().isoformat(),
            "duration": duration,
            "narrative": narrative,
            "nature": nature,
            "billable": "on",
        },
    )
    assert answer.status_code in (302, 303), answer.content.decode()


def page_of(client, name, *args) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_time_entry_to_paid_invoice(firms, worker, smtp, sign_in, client):
    people = firms.a
    with firm_scope(people.firm):
        TimeEntry.objects.all().delete()

    # Work is recorded: 1.2 h at 475.00 and 72 minutes at 185.00.
    record(sign_in(people.attorney), people.matter, "1.2", "Analyze interrogatory responses.", "legal")
    record(sign_in(people.paralegal), people.matter, "72m", "Index the production.", "paralegal")
    with firm_scope(people.firm):
        assert [str(e.amount) for e in TimeEntry.objects.order_by("id")] == ["570.00", "222.00"]

    # The assistant runs the bills; the worker drafts.
    assistant = sign_in(people.assistant)
    answer = assistant.post(
        reverse("bill_run_create"), {"matters": [people.matter.pk], "until": timezone.localdate().isoformat()}
    )
    assert answer.status_code in (302, 303), answer.content.decode()
    settled()
    with firm_scope(people.firm):
        run, invoice = BillRun.objects.get(), Invoice.objects.get()
        fee = invoice.lines.get(time_entry__member=people.paralegal)
    assert str(invoice.total) == "792.00"
    assert "1 " in page_of(assistant, "bill_run_detail", run.pk)
    answer = assistant.post(reverse("invoice_submit", args=[invoice.pk]), {"to": people.attorney.pk})
    assert answer.status_code in (302, 303), answer.content.decode()
    # She cannot approve it, by the page or by hand.
    assert assistant.post(reverse("invoice_approve", args=[invoice.pk])).status_code == 403

    # The attorney writes the paralegal's line down to an hour and approves.
    attorney = sign_in(people.attorney)
    answer = attorney.post(
        reverse("invoice_line", args=[fee.pk]),
        {
            f"l{fee.pk}-change": "bill",
            f"l{fee.pk}-description": fee.description,
            f"l{fee.pk}-hours": "1.0",
            f"l{fee.pk}-reason": "Exceeds budget for task",
        },
    )
    assert answer.status_code in (200, 302, 303), answer.content.decode()
    review = page_of(attorney, "invoice_detail", invoice.pk)
    seen = re.search(r'name="seen" value="([^"]+)"', review)[1]
    answer = attorney.post(reverse("invoice_approve", args=[invoice.pk]), {"seen": seen})
    assert answer.status_code in (302, 303), answer.content.decode()
    settled()
    with firm_scope(people.firm):
        invoice = Invoice.objects.select_related("pdf").get()
    assert (invoice.state, str(invoice.total), str(invoice.written_down)) == ("approved", "755.00", "37.00")
    assert invoice.number == f"{timezone.localdate().year}-0001"
    pdf = attorney.get(reverse("document_download", args=[invoice.pdf_id]))
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"

    # The secretary sends it; the client opens the link of the mail, without signing in.
    secretary = sign_in(people.secretary)
    answer = secretary.post(reverse("invoice_send", args=[invoice.pk]), {"note": "With thanks."})
    assert answer.status_code in (302, 303), answer.content.decode()
    settled()
    (mail,) = smtp.handler.mails
    assert mail["To"] == "client@alder-client.example"
    text = mail.get_body(("plain",)).get_content()
    assert "$755.00" in text
    path = re.search(rf"{re.escape(settings.BASE_URL)}(/p/\S+/)", text)[1]
    client.logout()
    page = client.get(path, follow=True)
    assert page.status_code == 200
    body = page.content.decode()
    assert "$755.00" in body
    assert "Index the production." in body
    address = page.redirect_chain[-1][0]
    key = re.search(r'name="key" value="([0-9a-f]+)"', body)[1]
    asked = client.post(
        f"{address.rstrip('/')}/ask/",
        {"line": fee.pk, "text": "Which records?", "asked_by": "Juno", "key": key},
    )
    assert asked.status_code == 303, asked.content.decode()
    with firm_scope(people.firm):
        assert InvoiceQuestion.objects.get().line_id == fee.pk
        assert Invoice.objects.get().viewed_at is not None
    settled()
    assert smtp.handler.mails[-1]["To"] == people.attorney.user.email

    # The check arrives.
    secretary = sign_in(people.secretary)
    form = page_of(secretary, "payment_create", invoice.pk)
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    payment = {
        "amount": "755.00", "received_on": timezone.localdate().isoformat(), "method": "check", "reference": "1042", "key": key,
        f"part_{invoice.pk}": "755.00",
    }  # fmt: skip
    for _double_click in range(2):
        answer = secretary.post(reverse("payment_create", args=[invoice.pk]), payment)
    with firm_scope(people.firm):
        invoice = Invoice.objects.get()
        assert (str(invoice.paid), str(invoice.balance)) == ("755.00", "0.00")
        assert {e.state for e in TimeEntry.objects.all()} == {"billed"}
    client.logout()
    assert "Paid" in client.get(path, follow=True).content.decode()
