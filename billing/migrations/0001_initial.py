from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.db import migrations, models

import practice.constraints
import practice.money
import practice.tenancy


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("practice", "0002_audit_and_work"),
    ]

    operations = [
        migrations.CreateModel(
            name="Expense",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        help_text="Who incurred it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="accounts.member",
                    ),
                ),
                (
                    "entered_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("date", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("hard", "Paid out"), ("soft", "In-house")], default="hard", max_length=4
                    ),
                ),
                ("category", models.CharField(max_length=60)),
                (
                    "expense_code",
                    models.CharField(blank=True, help_text="UTBMS expense, such as E112.", max_length=10),
                ),
                ("vendor", models.CharField(blank=True, max_length=120)),
                ("description", models.TextField()),
                ("quantity", models.DecimalField(decimal_places=4, default=1, max_digits=12)),
                ("unit_cost", models.DecimalField(decimal_places=4, max_digits=14)),
                ("amount", practice.money.MoneyField(decimal_places=2, max_digits=14)),
                ("billable", models.BooleanField(default=True)),
                ("on_hold", models.BooleanField(default=False)),
                (
                    "receipt",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Unbilled"),
                            ("on_invoice", "On a draft"),
                            ("billed", "Billed"),
                            ("written_off", "Written off"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-date", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-date", "-id"], name="expense_latest"),
                    models.Index(
                        condition=models.Q(("billable", True), ("on_hold", False), ("state", "open")),
                        fields=["firm", "matter", "date"],
                        name="expense_unbilled",
                    ),
                    models.Index(fields=["firm", "matter"], name="billing_expense_matter_ix"),
                    models.Index(fields=["firm", "member"], name="billing_expense_member_ix"),
                    models.Index(fields=["firm", "entered_by"], name="billing_expense_entered_by_ix"),
                    models.Index(fields=["firm", "receipt"], name="billing_expense_receipt_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_expense_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_expense_key"),
                    practice.constraints.SameFirm(field="matter", name="billing_expense_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="billing_expense_member_fk"),
                    practice.constraints.SameFirm(field="entered_by", name="billing_expense_entered_by_fk"),
                    practice.constraints.SameFirm(field="receipt", name="billing_expense_receipt_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("quantity__gt", 0)),
                        name="expense_not_negative",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("firm", "external_id"),
                        name="expense_imported_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                ("until", models.DateField(help_text="Work up to and including this date.")),
                (
                    "job",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.job"
                    ),
                ),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "job"], name="billing_billrun_job_ix"),
                    models.Index(fields=["firm", "created_by"], name="billing_billrun_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="billing_billrun_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_billrun_key"),
                    practice.constraints.SameFirm(field="job", name="billing_billrun_job_fk"),
                    practice.constraints.SameFirm(field="created_by", name="billing_billrun_created_by_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("reversal", "Reversal")],
                        default="invoice",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("approved", "Approved"),
                            ("void", "Void"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="matters.matter",
                    ),
                ),
                (
                    "client",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="matters.contact",
                    ),
                ),
                (
                    "run",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="billing.billrun",
                    ),
                ),
                ("number", models.CharField(blank=True, help_text="Given at approval.", max_length=40)),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("period_from", models.DateField(null=True)),
                ("period_to", models.DateField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("fees", practice.money.MoneyField(decimal_places=2, default=Decimal("0.00"), max_digits=14)),
                (
                    "costs",
                    practice.money.MoneyField(decimal_places=2, default=Decimal("0.00"), max_digits=14),
                ),
                (
                    "written_down",
                    practice.money.MoneyField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        help_text="Taken off at review.",
                        max_digits=14,
                    ),
                ),
                (
                    "total",
                    practice.money.MoneyField(decimal_places=2, default=Decimal("0.00"), max_digits=14),
                ),
                (
                    "paid",
                    practice.money.MoneyField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        help_text="Sum of the allocations of payments.",
                        max_digits=14,
                    ),
                ),
                (
                    "heading",
                    models.JSONField(
                        default=dict, help_text="Letterhead, client and matter as they stood at approval."
                    ),
                ),
                ("message", models.TextField(blank=True, help_text="Printed above the lines.")),
                ("return_note", models.TextField(blank=True)),
                (
                    "drafted_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "reviewer",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "pdf",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.version",
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("viewed_at", models.DateTimeField(help_text="First opened by the client.", null=True)),
                ("reminders_stopped", models.BooleanField(default=False)),
                (
                    "reversal_of",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="billing.invoice",
                    ),
                ),
                ("void_reason", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "state", "-id"], name="invoice_by_state"),
                    models.Index(fields=["firm", "-issued_on", "-id"], name="invoice_by_issue"),
                    models.Index(
                        condition=models.Q(("state", "approved")),
                        fields=["firm", "due_on", "id"],
                        name="invoice_by_due",
                    ),
                    models.Index(fields=["firm", "matter"], name="billing_invoice_matter_ix"),
                    models.Index(fields=["firm", "client"], name="billing_invoice_client_ix"),
                    models.Index(fields=["firm", "run"], name="billing_invoice_run_ix"),
                    models.Index(fields=["firm", "drafted_by"], name="billing_invoice_drafted_by_ix"),
                    models.Index(fields=["firm", "reviewer"], name="billing_invoice_reviewer_ix"),
                    models.Index(fields=["firm", "approved_by"], name="billing_invoice_approved_by_ix"),
                    models.Index(fields=["firm", "pdf"], name="billing_invoice_pdf_ix"),
                    models.Index(fields=["firm", "reversal_of"], name="billing_invoice_reversal_of_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_invoice_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_invoice_key"),
                    practice.constraints.SameFirm(field="matter", name="billing_invoice_matter_fk"),
                    practice.constraints.SameFirm(field="client", name="billing_invoice_client_fk"),
                    practice.constraints.SameFirm(field="run", name="billing_invoice_run_fk"),
                    practice.constraints.SameFirm(field="drafted_by", name="billing_invoice_drafted_by_fk"),
                    practice.constraints.SameFirm(field="reviewer", name="billing_invoice_reviewer_fk"),
                    practice.constraints.SameFirm(field="approved_by", name="billing_invoice_approved_by_fk"),
                    practice.constraints.SameFirm(field="pdf", name="billing_invoice_pdf_fk"),
                    practice.constraints.SameFirm(field="reversal_of", name="billing_invoice_reversal_of_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("firm", "number"),
                        name="invoice_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reversal_of__isnull", False)),
                        fields=("firm", "reversal_of"),
                        name="invoice_reversed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__isnull", True),
                                ("number", ""),
                                ("state__in", ["draft", "in_review"]),
                            ),
                            models.Q(
                                models.Q(("number", ""), _negated=True),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("due_on__isnull", False),
                                ("issued_on__isnull", False),
                                ("state__in", ["approved", "void"]),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_number_at_approval",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("fees"), "+", models.F("costs")
                                ),
                            )
                        ),
                        name="invoice_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "reversal"),
                                ("paid", 0),
                                ("reversal_of__isnull", False),
                                ("total__lte", 0),
                            ),
                            models.Q(
                                ("kind", "invoice"),
                                ("paid__gte", 0),
                                ("paid__lte", models.F("total")),
                                ("reversal_of__isnull", True),
                                ("total__gte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_paid_within_total",
                    ),
                    practice.constraints.Frozen(
                        free=[
                            "state",
                            "paid",
                            "pdf_id",
                            "sent_at",
                            "viewed_at",
                            "reminders_stopped",
                            "void_reason",
                            "updated_at",
                        ],
                        name="billing_invoice_frozen",
                        state="state",
                        unless=["draft", "in_review"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillRunItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "run",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="billing.billrun",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("drafted", "Drafted"),
                            ("nothing", "Nothing to bill"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "invoice",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="billing.invoice",
                    ),
                ),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "run"], name="billing_billrunitem_run_ix"),
                    models.Index(fields=["firm", "matter"], name="billing_billrunitem_matter_ix"),
                    models.Index(fields=["firm", "invoice"], name="billing_billrunitem_invoice_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_billrunitem_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_billrunitem_key"),
                    practice.constraints.SameFirm(field="run", name="billing_billrunitem_run_fk"),
                    practice.constraints.SameFirm(field="matter", name="billing_billrunitem_matter_fk"),
                    practice.constraints.SameFirm(field="invoice", name="billing_billrunitem_invoice_fk"),
                    models.UniqueConstraint(fields=("firm", "run", "matter"), name="bill_run_item_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "invoice",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="billing.invoice",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                ("days_late", models.PositiveIntegerField(help_text="The rung: days after the due date.")),
                ("balance", practice.money.MoneyField(decimal_places=2, max_digits=14)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "invoice"], name="billing_invoicereminde_26bf744"),
                    models.Index(fields=["firm", "matter"], name="billing_invoicereminde_213cf8e"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="billing_invoicereminder_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_invoicereminder_key"),
                    practice.constraints.SameFirm(field="invoice", name="billing_invoicereminde_88b9e3a"),
                    practice.constraints.SameFirm(field="matter", name="billing_invoicereminde_e6b655f"),
                    models.UniqueConstraint(fields=("firm", "invoice", "days_late"), name="reminder_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "invoice",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="billing.invoice",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("reminder", "Reminder")], max_length=8
                    ),
                ),
                (
                    "reminder",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="billing.invoicereminder",
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                (
                    "note",
                    models.TextField(blank=True, help_text="Words of the sender above the standard text."),
                ),
                ("attach_pdf", models.BooleanField(default=False)),
                (
                    "asked_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "invoice"], name="billing_invoicemail_invoice_ix"),
                    models.Index(fields=["firm", "matter"], name="billing_invoicemail_matter_ix"),
                    models.Index(fields=["firm", "reminder"], name="billing_invoicemail_re_accf77e"),
                    models.Index(fields=["firm", "asked_by"], name="billing_invoicemail_as_02f8280"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_invoicemail_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_invoicemail_key"),
                    practice.constraints.SameFirm(field="invoice", name="billing_invoicemail_invoice_fk"),
                    practice.constraints.SameFirm(field="matter", name="billing_invoicemail_matter_fk"),
                    practice.constraints.SameFirm(field="reminder", name="billing_invoicemail_re_fbe0152"),
                    practice.constraints.SameFirm(field="asked_by", name="billing_invoicemail_as_761c47a"),
                    models.UniqueConstraint(
                        condition=models.Q(("reminder__isnull", False)),
                        fields=("firm", "reminder"),
                        name="reminder_mailed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "client",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="matters.contact",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="matters.matter",
                    ),
                ),
                ("received_on", models.DateField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("check", "Check"),
                            ("transfer", "Bank transfer"),
                            ("card", "Card"),
                            ("cash", "Cash"),
                            ("other", "Other"),
                        ],
                        default="check",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("amount", practice.money.MoneyField(decimal_places=2, max_digits=14)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("idempotency_key", models.CharField(max_length=64)),
                (
                    "reversal_of",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="billing.payment",
                    ),
                ),
                (
                    "recorded_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-received_on", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-received_on", "-id"], name="payment_latest"),
                    models.Index(fields=["firm", "client"], name="billing_payment_client_ix"),
                    models.Index(fields=["firm", "matter"], name="billing_payment_matter_ix"),
                    models.Index(fields=["firm", "reversal_of"], name="billing_payment_reversal_of_ix"),
                    models.Index(fields=["firm", "recorded_by"], name="billing_payment_recorded_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_payment_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_payment_key"),
                    practice.constraints.SameFirm(field="client", name="billing_payment_client_fk"),
                    practice.constraints.SameFirm(field="matter", name="billing_payment_matter_fk"),
                    practice.constraints.SameFirm(field="reversal_of", name="billing_payment_reversal_of_fk"),
                    practice.constraints.SameFirm(field="recorded_by", name="billing_payment_recorded_by_fk"),
                    practice.constraints.AppendOnly(name="billing_payment_kept"),
                    models.UniqueConstraint(fields=("firm", "idempotency_key"), name="payment_key_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("reversal_of__isnull", False)),
                        fields=("firm", "reversal_of"),
                        name="payment_reversed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("reversal_of__isnull", True)),
                            models.Q(("amount__lt", 0), ("reversal_of__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_sign",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentAllocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "payment",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="billing.payment",
                    ),
                ),
                (
                    "invoice",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="billing.invoice",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                ("amount", practice.money.MoneyField(decimal_places=2, max_digits=14)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "payment"], name="billing_paymentallocat_0b0dba4"),
                    models.Index(fields=["firm", "invoice"], name="billing_paymentallocat_52f4e29"),
                    models.Index(fields=["firm", "matter"], name="billing_paymentallocat_fb5199f"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="billing_paymentallocation_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_paymentallocation_key"),
                    practice.constraints.SameFirm(field="payment", name="billing_paymentallocat_5d673d3"),
                    practice.constraints.SameFirm(field="invoice", name="billing_paymentallocat_cd86e31"),
                    practice.constraints.SameFirm(field="matter", name="billing_paymentallocat_380f53f"),
                    practice.constraints.AppendOnly(name="billing_allocation_kept"),
                    models.UniqueConstraint(fields=("firm", "payment", "invoice"), name="allocation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="allocation_not_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="accounts.member",
                    ),
                ),
                (
                    "role",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="accounts.role",
                    ),
                ),
                (
                    "client",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="matters.contact",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="matters.matter",
                    ),
                ),
                ("amount", practice.money.MoneyField(decimal_places=2, help_text="Per hour.", max_digits=14)),
                ("effective_from", models.DateField()),
                (
                    "set_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-effective_from", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="billing_rate_member_ix"),
                    models.Index(fields=["firm", "role"], name="billing_rate_role_ix"),
                    models.Index(fields=["firm", "client"], name="billing_rate_client_ix"),
                    models.Index(fields=["firm", "matter"], name="billing_rate_matter_ix"),
                    models.Index(fields=["firm", "set_by"], name="billing_rate_set_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_rate_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_rate_key"),
                    practice.constraints.SameFirm(field="member", name="billing_rate_member_fk"),
                    practice.constraints.SameFirm(field="role", name="billing_rate_role_fk"),
                    practice.constraints.SameFirm(field="client", name="billing_rate_client_fk"),
                    practice.constraints.SameFirm(field="matter", name="billing_rate_matter_fk"),
                    practice.constraints.SameFirm(field="set_by", name="billing_rate_set_by_fk"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="rate_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("member__isnull", False), ("role__isnull", True)),
                            models.Q(("member__isnull", True), ("role__isnull", False)),
                            _connector="OR",
                        ),
                        name="rate_for_person_or_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("client__isnull", True), ("matter__isnull", True), _connector="OR"
                        ),
                        name="rate_for_client_or_matter",
                    ),
                    models.UniqueConstraint(
                        fields=("firm", "member", "role", "client", "matter", "effective_from"),
                        name="rate_once_a_day",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_entries",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_entries",
                        to="accounts.member",
                    ),
                ),
                (
                    "entered_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("date", models.DateField()),
                ("seconds", models.PositiveIntegerField(help_text="Worked.")),
                (
                    "billed_seconds",
                    models.PositiveIntegerField(help_text="Worked, rounded up to the firm's increment."),
                ),
                ("narrative", models.TextField()),
                (
                    "task_code",
                    models.CharField(blank=True, help_text="UTBMS task, such as L240.", max_length=10),
                ),
                (
                    "activity_code",
                    models.CharField(blank=True, help_text="UTBMS activity, such as A103.", max_length=10),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("legal", "Legal"),
                            ("paralegal", "Substantive paralegal"),
                            ("administrative", "Administrative"),
                            ("clerical", "Clerical"),
                        ],
                        default="legal",
                        max_length=16,
                    ),
                ),
                ("billable", models.BooleanField(default=True)),
                (
                    "billable_reason",
                    models.CharField(
                        blank=True,
                        help_text="Why clerical work is billed; an attorney's word.",
                        max_length=200,
                    ),
                ),
                (
                    "no_charge",
                    models.BooleanField(default=False, help_text="Shown on the bill at no charge."),
                ),
                (
                    "on_hold",
                    models.BooleanField(default=False, help_text="Left out of bill runs until released."),
                ),
                ("rate", practice.money.MoneyField(decimal_places=2, help_text="Per hour.", max_digits=14)),
                ("rate_reason", models.CharField(blank=True, max_length=200)),
                ("amount", practice.money.MoneyField(decimal_places=2, max_digits=14)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Unbilled"),
                            ("on_invoice", "On a draft"),
                            ("billed", "Billed"),
                            ("written_off", "Written off"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("manual", "Typed"), ("timer", "Timer"), ("import", "Import")],
                        default="manual",
                        max_length=10,
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "time entry",
                "verbose_name_plural": "time entries",
                "ordering": ["-date", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-date", "-id"], name="time_latest"),
                    models.Index(fields=["firm", "member", "-date"], name="time_of_member"),
                    models.Index(
                        condition=models.Q(("billable", True), ("on_hold", False), ("state", "open")),
                        fields=["firm", "matter", "date"],
                        name="time_unbilled",
                    ),
                    models.Index(fields=["firm", "matter"], name="billing_timeentry_matter_ix"),
                    models.Index(fields=["firm", "member"], name="billing_timeentry_member_ix"),
                    models.Index(fields=["firm", "entered_by"], name="billing_timeentry_ente_aa7c071"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_timeentry_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_timeentry_key"),
                    practice.constraints.SameFirm(field="matter", name="billing_timeentry_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="billing_timeentry_member_fk"),
                    practice.constraints.SameFirm(field="entered_by", name="billing_timeentry_ente_c9c755e"),
                    models.CheckConstraint(
                        condition=models.Q(("seconds__gt", 0), ("seconds__lte", 86400)),
                        name="time_within_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("rate__gte", 0)), name="time_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("billable", True), ("amount", 0), _connector="OR"),
                        name="time_not_billable_is_free",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("billable", True), ("nature", "clerical"), _negated=True),
                            models.Q(("billable_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="time_clerical_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("firm", "external_id"),
                        name="time_imported_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "invoice",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="billing.invoice",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                ("kind", models.CharField(choices=[("fee", "Fee"), ("cost", "Cost")], max_length=4)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "time_entry",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.timeentry",
                    ),
                ),
                (
                    "expense",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.expense",
                    ),
                ),
                (
                    "fee_arrangement",
                    practice.tenancy.FirmForeignKey(
                        help_text="The flat fee that this line charges.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.feearrangement",
                    ),
                ),
                ("date", models.DateField()),
                (
                    "timekeeper",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("timekeeper_name", models.CharField(blank=True, max_length=150)),
                ("timekeeper_title", models.CharField(blank=True, max_length=80)),
                ("task_code", models.CharField(blank=True, max_length=10)),
                ("activity_code", models.CharField(blank=True, max_length=10)),
                ("expense_code", models.CharField(blank=True, max_length=10)),
                ("description", models.TextField()),
                (
                    "worked_seconds",
                    models.PositiveIntegerField(
                        default=0, help_text="Billed seconds of the entry as drafted."
                    ),
                ),
                ("seconds", models.PositiveIntegerField(default=0, help_text="Charged.")),
                ("quantity", models.DecimalField(decimal_places=4, default=1, max_digits=12)),
                ("rate", models.DecimalField(decimal_places=4, default=0, max_digits=14)),
                (
                    "drafted_amount",
                    practice.money.MoneyField(
                        decimal_places=2, help_text="As drafted, before review.", max_digits=14
                    ),
                ),
                ("amount", practice.money.MoneyField(decimal_places=2, max_digits=14)),
                ("no_charge", models.BooleanField(default=False)),
                ("write_down_reason", models.CharField(blank=True, max_length=200)),
                (
                    "written_down_by",
                    practice.tenancy.FirmForeignKey(
                        help_text="Who wrote down, or proposed it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("holds_work", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["kind", "date", "position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "invoice", "position"], name="lines_of_invoice"),
                    models.Index(fields=["firm", "invoice"], name="billing_invoiceline_invoice_ix"),
                    models.Index(fields=["firm", "matter"], name="billing_invoiceline_matter_ix"),
                    models.Index(fields=["firm", "time_entry"], name="billing_invoiceline_ti_87e4c92"),
                    models.Index(fields=["firm", "expense"], name="billing_invoiceline_expense_ix"),
                    models.Index(fields=["firm", "fee_arrangement"], name="billing_invoiceline_fe_117e4db"),
                    models.Index(fields=["firm", "timekeeper"], name="billing_invoiceline_ti_73ce6c9"),
                    models.Index(fields=["firm", "written_down_by"], name="billing_invoiceline_wr_3e7bf59"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_invoiceline_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_invoiceline_key"),
                    practice.constraints.SameFirm(field="invoice", name="billing_invoiceline_invoice_fk"),
                    practice.constraints.SameFirm(field="matter", name="billing_invoiceline_matter_fk"),
                    practice.constraints.SameFirm(field="time_entry", name="billing_invoiceline_ti_f697c44"),
                    practice.constraints.SameFirm(field="expense", name="billing_invoiceline_expense_fk"),
                    practice.constraints.SameFirm(
                        field="fee_arrangement", name="billing_invoiceline_fe_b7c01e4"
                    ),
                    practice.constraints.SameFirm(field="timekeeper", name="billing_invoiceline_ti_9285f29"),
                    practice.constraints.SameFirm(
                        field="written_down_by", name="billing_invoiceline_wr_73b9581"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("holds_work", True), ("time_entry__isnull", False)),
                        fields=("firm", "time_entry"),
                        name="time_billed_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("expense__isnull", False), ("holds_work", True)),
                        fields=("firm", "expense"),
                        name="expense_billed_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("fee_arrangement__isnull", False), ("holds_work", True)),
                        fields=("firm", "fee_arrangement"),
                        name="flat_fee_billed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("time_entry__isnull", True), ("expense__isnull", True), _connector="OR"
                        ),
                        name="line_of_one_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount", models.F("drafted_amount")),
                            models.Q(("write_down_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="line_change_has_reason",
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT i.state INTO invoice_state FROM billing_invoice i\n     WHERE i.firm_id = coalesce(NEW.firm_id, OLD.firm_id) AND i.id = coalesce(NEW.invoice_id, OLD.invoice_id)\n     FOR SHARE;\n    IF invoice_state IS NULL OR invoice_state NOT IN ('draft', 'in_review') THEN\n        RAISE EXCEPTION 'the lines of invoice % are frozen', coalesce(NEW.invoice_id, OLD.invoice_id)\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN coalesce(NEW, OLD);\n",
                        declare="invoice_state text;",
                        deferred=False,
                        definer=True,
                        name="billing_line_of_draft",
                        when="BEFORE INSERT OR UPDATE OF amount, description, seconds, rate, date, invoice_id, matter_id OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "invoice",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="billing.invoice",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "line",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="billing.invoiceline",
                    ),
                ),
                (
                    "link",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.sharelink",
                    ),
                ),
                ("asked_by", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "invoice"], name="billing_invoicequestio_4056c30"),
                    models.Index(fields=["firm", "matter"], name="billing_invoicequestio_d1a589e"),
                    models.Index(fields=["firm", "line"], name="billing_invoicequestio_ed1841e"),
                    models.Index(fields=["firm", "link"], name="billing_invoicequestio_c713295"),
                    models.Index(fields=["firm", "answered_by"], name="billing_invoicequestio_843a024"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="billing_invoicequestion_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_invoicequestion_key"),
                    practice.constraints.SameFirm(field="invoice", name="billing_invoicequestio_7af5b34"),
                    practice.constraints.SameFirm(field="matter", name="billing_invoicequestio_a3923f0"),
                    practice.constraints.SameFirm(field="line", name="billing_invoicequestio_d17b0c8"),
                    practice.constraints.SameFirm(field="link", name="billing_invoicequestio_27caacc"),
                    practice.constraints.SameFirm(field="answered_by", name="billing_invoicequestio_7b1b437"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timers",
                        to="accounts.member",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("narrative", models.TextField(blank=True)),
                (
                    "seconds",
                    models.PositiveIntegerField(default=0, help_text="Counted before the present run."),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        help_text="Start of the present run; empty while paused.", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="billing_timer_member_ix"),
                    models.Index(fields=["firm", "matter"], name="billing_timer_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_timer_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_timer_key"),
                    practice.constraints.SameFirm(field="member", name="billing_timer_member_fk"),
                    practice.constraints.SameFirm(field="matter", name="billing_timer_matter_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("started_at__isnull", False)),
                        fields=("firm", "member"),
                        name="timer_one_runs",
                    ),
                ],
            },
        ),
    ]
