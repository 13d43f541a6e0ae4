"""Rates, time, expenses, invoices, payments."""

from billing.models.expenses import Expense
from billing.models.invoices import (
    BillRun,
    BillRunItem,
    Invoice,
    InvoiceLine,
    InvoiceMail,
    InvoiceQuestion,
    InvoiceReminder,
)
from billing.models.payables import Payable
from billing.models.payments import Payment, PaymentAllocation
from billing.models.rates import Rate
from billing.models.time import TimeEntry, Timer
from billing.models.time_sheets import TimeSheet

__all__ = [
    "BillRun",
    "BillRunItem",
    "Expense",
    "Invoice",
    "InvoiceLine",
    "InvoiceMail",
    "InvoiceQuestion",
    "InvoiceReminder",
    "Payable",
    "Payment",
    "PaymentAllocation",
    "Rate",
    "TimeEntry",
    "TimeSheet",
    "Timer",
]
