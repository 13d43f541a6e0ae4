"""Addresses of invoices, bill runs and payments."""

from django.urls import path

from billing.views import bill_runs, invoice_list, invoices, payments, reviews

urlpatterns = [
    path("billing/", invoice_list.invoice_list, name="invoice_list"),
    path("billing/review/", reviews.invoice_review, name="invoice_review"),
    path("billing/runs/new/", bill_runs.bill_run_create, name="bill_run_create"),
    path("billing/runs/<int:pk>/", bill_runs.bill_run_detail, name="bill_run_detail"),
    path("billing/runs/<int:pk>/retry/", bill_runs.bill_run_retry, name="bill_run_retry"),
    path("billing/invoices/<int:pk>/", invoices.invoice_detail, name="invoice_detail"),
    path("billing/invoices/<int:pk>/preview/", invoices.invoice_preview, name="invoice_preview"),
    path("billing/invoices/<int:pk>/approve/", reviews.invoice_approve, name="invoice_approve"),
    path("billing/invoices/<int:pk>/return/", reviews.invoice_return, name="invoice_return"),
    path("billing/invoices/<int:pk>/submit/", reviews.invoice_submit, name="invoice_submit"),
    path("billing/invoices/<int:pk>/message/", reviews.invoice_message, name="invoice_message"),
    path("billing/invoices/<int:pk>/add/", reviews.invoice_add_work, name="invoice_add_work"),
    path("billing/invoices/<int:pk>/discard/", reviews.invoice_discard, name="invoice_discard"),
    path("billing/invoices/<int:pk>/pdf/", invoices.invoice_pdf, name="invoice_pdf"),
    path("billing/invoices/<int:pk>/send/", invoices.invoice_send, name="invoice_send"),
    path("billing/invoices/<int:pk>/remind/", invoices.invoice_remind, name="invoice_remind"),
    path("billing/invoices/<int:pk>/reminders/", invoices.invoice_reminders, name="invoice_reminders"),
    path("billing/invoices/<int:pk>/void/", invoices.invoice_void, name="invoice_void"),
    path("billing/invoices/<int:pk>/pay/", payments.payment_create, name="payment_create"),
    path("billing/lines/<int:pk>/", reviews.invoice_line, name="invoice_line"),
    path("billing/lines/<int:pk>/restore/", reviews.invoice_line_restore, name="invoice_line_restore"),
    path("billing/questions/<int:pk>/answer/", invoices.question_answer, name="question_answer"),
    path("billing/payments/", invoice_list.payment_list, name="payment_list"),
    path("billing/payments/<int:pk>/", payments.payment_detail, name="payment_detail"),
    path("billing/payments/<int:pk>/reverse/", payments.payment_reverse, name="payment_reverse"),
    path("matters/<int:pk>/billing/", invoices.matter_billing, name="matter_billing"),
    path("matters/<int:pk>/billing/draft/", bill_runs.matter_draft_invoice, name="matter_draft_invoice"),
]
