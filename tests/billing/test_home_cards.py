"""Today: questions of clients, bills to prepare, money and time not handed in, each for whom it is work."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.cards import questions, to_bill
from billing.house_cards import money, unsubmitted
from billing.models import Invoice, InvoiceQuestion, Payment, TimeEntry, TimeSheet

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def test_a_question_stands_until_it_is_answered(a):
    assert questions(a.assistant) is None
    invoice = Invoice.objects.create(matter=a.matter, client=a.client)
    asked = InvoiceQuestion.objects.create(
        invoice=invoice, matter=a.matter, asked_by="Ada", text="Why two hours?"
    )
    assert questions(a.assistant).count == "1"
    assert questions(a.freelancer) is None
    asked.answer, asked.answered_by, asked.answered_at = "Because.", a.attorney, timezone.now()
    asked.save()
    assert questions(a.assistant) is None


def test_work_of_past_months_is_to_be_billed_by_support_staff(a):
    month = timezone.localdate().replace(day=1)
    TimeEntry.objects.update(date=month)
    assert to_bill(a.secretary) is None
    TimeEntry.objects.update(date=month - DAY)
    card = to_bill(a.secretary)
    # 4,320 s and 9,360 s of the cast's two entries.
    assert (card.count, card.data["seconds"]) == ("1", 13_680)
    assert to_bill(a.attorney) is None


def test_money_received_by_month_for_the_administrator_alone(a):
    month = timezone.localdate().replace(day=1)
    for on, amount in ((month, "100.00"), (month - DAY, "40.00"), (month - 70 * DAY, "7.00")):
        Payment.objects.create(
            client=a.client, matter=a.matter, received_on=on, amount=Decimal(amount), recorded_by=a.admin,
            idempotency_key=f"{on}",
        )  # fmt: skip
    card = money(a.admin)
    assert card.data["received"] == {"now": Decimal("100.00"), "before": Decimal("40.00")}
    assert (card.data["owed"], card.data["ages"]) == (Decimal(0), [])
    assert money(a.attorney) is None and money(a.secretary) is None


def test_sheets_of_past_weeks_that_nobody_handed_in(a):
    monday = timezone.localdate() - timezone.localdate().weekday() * DAY
    TimeSheet.objects.create(matter=a.matter, member=a.paralegal, week_start=monday)
    assert unsubmitted(a.admin) is None
    TimeSheet.objects.create(matter=a.matter, member=a.paralegal, week_start=monday - 7 * DAY)
    card = unsubmitted(a.admin)
    assert [(row["member__name"], row["sheets"]) for row in card.data["rows"]] == [("Otis Farrow", 1)]
    assert unsubmitted(a.attorney) is None


def test_the_administrators_page(a, sign_in):
    page = sign_in(a.admin).get("/").content.decode()
    assert "Received this month" in page
