"""Bill runs, invoices and their lines."""

from django.db import models
from django.utils import timezone

from billing.constraints import OnlyApprovedWork
from matters.constraints import follows_merge
from practice.constraints import Frozen, Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import ZERO, MoneyField
from supervision.constraints import NeedsApproval


class BillRun(FirmModel):
    """One run over chosen matters with unbilled work up to a date."""

    until = models.DateField(help_text="Work up to and including this date.")
    job = FirmForeignKey("practice.Job", related_name="+")
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"Bill run of {self.created_at:%Y-%m-%d}"


class BillRunItem(FirmModel):
    """A matter of a run and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DRAFTED = "drafted", "Drafted"
        NOTHING = "nothing", "Nothing to bill"
        FAILED = "failed", "Failed"

    run = FirmForeignKey(BillRun, on_delete=models.CASCADE, related_name="items")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    invoice = FirmForeignKey("billing.Invoice", null=True, on_delete=models.SET_NULL, related_name="+")
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "run", "matter"], name="bill_run_item_once")]

    def __str__(self):
        return f"{self.matter_id}: {self.state}"


class InvoiceQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Invoices of matters the member may see; guests see none."""
        return self.none() if member.sees_named_matters_only else self

    def issued(self):
        """Approved invoices that stand."""
        return self.filter(state=Invoice.State.APPROVED)

    def outstanding(self):
        """Approved invoices with something left to pay."""
        return self.issued().filter(kind=Invoice.Kind.INVOICE, paid__lt=models.F("total"))

    def overdue(self, on):
        """Outstanding invoices due before the date `on`."""
        return self.outstanding().filter(due_on__lt=on)


# A reversal is part of the void of its original, and stands on that decision.
REVERSAL = """
    IF NEW.kind = 'reversal' AND NEW.state = 'approved' AND NOT EXISTS (
        SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id AND a.kind = 'void'
           AND a.object_id = NEW.reversal_of_id AND a.state = 'approved') THEN
        RAISE EXCEPTION 'reversal % has no approval', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class Invoice(FirmModel):
    """A bill: a draft that people edit, then, once an attorney approves it, a numbered and frozen paper."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        APPROVED = "approved", "Approved"
        VOID = "void", "Void"

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        REVERSAL = "reversal", "Reversal"

    TRANSITIONS = {
        "draft": {"in_review", "approved"},
        "in_review": {"draft", "approved"},
        "approved": {"void"},
        "void": set(),
    }

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.INVOICE)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    matter = FirmForeignKey("matters.Matter", related_name="invoices")
    client = FirmForeignKey("matters.Contact", related_name="invoices")
    run = FirmForeignKey(BillRun, null=True, related_name="invoices")
    number = models.CharField(max_length=40, blank=True, help_text="Given at approval.")
    currency = models.CharField(max_length=3, default="USD")
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    fees = MoneyField(default=ZERO)
    costs = MoneyField(default=ZERO)
    written_down = MoneyField(default=ZERO, help_text="Taken off at review.")
    total = MoneyField(default=ZERO)
    paid = MoneyField(default=ZERO, help_text="Sum of the allocations of payments.")
    heading = models.JSONField(
        default=dict, help_text="Letterhead, client and matter as they stood at approval."
    )
    message = models.TextField(blank=True, help_text="Printed above the lines.")
    return_note = models.TextField(blank=True)
    drafted_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    reviewer = FirmForeignKey("accounts.Member", null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    pdf = FirmForeignKey("documents.Version", null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    viewed_at = models.DateTimeField(null=True, help_text="First opened by the client.")
    reminders_stopped = models.BooleanField(default=False)
    reversal_of = FirmForeignKey("self", null=True, related_name="reversals")
    void_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = firm_manager(InvoiceQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["firm", "state", "-id"], name="invoice_by_state"),
            models.Index(fields=["firm", "-issued_on", "-id"], name="invoice_by_issue"),
            models.Index(
                fields=["firm", "due_on", "id"], name="invoice_by_due", condition=models.Q(state="approved")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "number"], condition=~models.Q(number=""), name="invoice_number_once"
            ),
            models.UniqueConstraint(
                fields=["firm", "reversal_of"],
                condition=models.Q(reversal_of__isnull=False),
                name="invoice_reversed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "in_review"], number="", approved_by__isnull=True)
                | models.Q(
                    ~models.Q(number=""),
                    state__in=["approved", "void"],
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    issued_on__isnull=False,
                    due_on__isnull=False,
                ),
                name="invoice_number_at_approval",
            ),
            models.CheckConstraint(
                condition=models.Q(total=models.F("fees") + models.F("costs")), name="invoice_adds_up"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="reversal", total__lte=0, paid=0, reversal_of__isnull=False)
                | models.Q(
                    kind="invoice",
                    total__gte=0,
                    paid__gte=0,
                    paid__lte=models.F("total"),
                    reversal_of__isnull=True,
                ),
                name="invoice_paid_within_total",
            ),
            Frozen(
                state="state",
                unless=["draft", "in_review"],
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
                moves={"client_id": follows_merge("client_id")},
                name="billing_invoice_frozen",
            ),
            NeedsApproval(
                kind="invoice",
                when="NEW.state = 'approved' AND NEW.kind = 'invoice'",
                op="INSERT OR UPDATE OF state",
                name="billing_invoice_approval",
            ),
            NeedsApproval(
                kind="void",
                when="NEW.state = 'void'",
                op="INSERT OR UPDATE OF state",
                name="billing_invoice_void",
            ),
            Trigger(
                name="billing_reversal_approval",
                when="BEFORE INSERT OR UPDATE OF state, kind, reversal_of_id",
                body=REVERSAL,
            ),
        ]

    def __str__(self):
        return f"Invoice {self.number}" if self.number else f"Draft {self.pk}"

    @property
    def balance(self):
        """What is left to pay; nothing on a void invoice."""
        return ZERO if self.state == self.State.VOID else self.total - self.paid

    @property
    def is_editable(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.IN_REVIEW)


LINES_OF_A_DRAFT = """
    SELECT i.state INTO invoice_state FROM billing_invoice i
     WHERE i.firm_id = coalesce(NEW.firm_id, OLD.firm_id) AND i.id = coalesce(NEW.invoice_id, OLD.invoice_id)
     FOR SHARE;
    IF invoice_state IS NULL OR invoice_state NOT IN ('draft', 'in_review') THEN
        RAISE EXCEPTION 'the lines of invoice % are frozen', coalesce(NEW.invoice_id, OLD.invoice_id)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""


class InvoiceLine(FirmModel):
    """A line: one time entry, one expense, or a fee fixed by agreement. Amounts before and after review side by side."""

    class Kind(models.TextChoices):
        FEE = "fee", "Fee"
        COST = "cost", "Cost"

    invoice = FirmForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    kind = models.CharField(max_length=4, choices=Kind)
    position = models.PositiveIntegerField(default=0)
    time_entry = FirmForeignKey("billing.TimeEntry", null=True, related_name="lines")
    expense = FirmForeignKey("billing.Expense", null=True, related_name="lines")
    fee_arrangement = FirmForeignKey(
        "matters.FeeArrangement",
        null=True,
        related_name="+",
        help_text="The flat fee that this line charges.",
    )
    date = models.DateField()
    timekeeper = FirmForeignKey("accounts.Member", null=True, related_name="+")
    timekeeper_name = models.CharField(max_length=150, blank=True)
    timekeeper_title = models.CharField(max_length=80, blank=True)
    task_code = models.CharField(max_length=10, blank=True)
    activity_code = models.CharField(max_length=10, blank=True)
    expense_code = models.CharField(max_length=10, blank=True)
    description = models.TextField()
    worked_seconds = models.PositiveIntegerField(
        default=0, help_text="Billed seconds of the entry as drafted."
    )
    seconds = models.PositiveIntegerField(default=0, help_text="Charged.")
    quantity = models.DecimalField(max_digits=12, decimal_places=4, default=1)
    rate = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    drafted_amount = MoneyField(help_text="As drafted, before review.")
    amount = MoneyField()
    no_charge = models.BooleanField(default=False)
    write_down_reason = models.CharField(max_length=200, blank=True)
    written_down_by = FirmForeignKey(
        "accounts.Member", null=True, related_name="+", help_text="Who wrote down, or proposed it."
    )
    # False on reversals and once a void has released the work, so that the entry can stand on a new invoice.
    holds_work = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "date", "position", "id"]
        indexes = [models.Index(fields=["firm", "invoice", "position"], name="lines_of_invoice")]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "time_entry"],
                condition=models.Q(time_entry__isnull=False, holds_work=True),
                name="time_billed_once",
            ),
            models.UniqueConstraint(
                fields=["firm", "expense"],
                condition=models.Q(expense__isnull=False, holds_work=True),
                name="expense_billed_once",
            ),
            models.UniqueConstraint(
                fields=["firm", "fee_arrangement"],
                condition=models.Q(fee_arrangement__isnull=False, holds_work=True),
                name="flat_fee_billed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(time_entry__isnull=True) | models.Q(expense__isnull=True),
                name="line_of_one_source",
            ),
            models.CheckConstraint(
                condition=models.Q(amount=models.F("drafted_amount")) | ~models.Q(write_down_reason=""),
                name="line_change_has_reason",
            ),
            Trigger(
                name="billing_line_of_draft",
                when="BEFORE INSERT OR UPDATE OF amount, description, seconds, rate, date, invoice_id, matter_id OR DELETE",
                # Reads one row by its key. As the app role each line would pay for the row-level security of that read.
                definer=True,
                declare="invoice_state text;",
                body=LINES_OF_A_DRAFT,
            ),
            OnlyApprovedWork(name="billing_line_approved"),
        ]

    def __str__(self):
        return f"{self.date} {self.amount}"


class InvoiceReminder(FirmModel):
    """A reminder of an unpaid invoice: one for each rung of the ladder, whatever runs twice."""

    invoice = FirmForeignKey(Invoice, related_name="reminders")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    days_late = models.PositiveIntegerField(help_text="The rung: days after the due date.")
    balance = MoneyField()
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "invoice", "days_late"], name="reminder_once")]

    def __str__(self):
        return f"{self.days_late} days after due"


class InvoiceMail(FirmModel):
    """A mail about an invoice to the client: asked for, then sent by a job. Its id makes the Message-ID."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        REMINDER = "reminder", "Reminder"

    invoice = FirmForeignKey(Invoice, related_name="mails")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    reminder = FirmForeignKey(InvoiceReminder, null=True, related_name="mails")
    to = models.EmailField()
    note = models.TextField(blank=True, help_text="Words of the sender above the standard text.")
    attach_pdf = models.BooleanField(default=False)
    asked_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "reminder"],
                condition=models.Q(reminder__isnull=False),
                name="reminder_mailed_once",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} to {self.to}"


class InvoiceQuestion(FirmModel):
    """A client's question about a line, asked through the portal link, and the firm's answer."""

    invoice = FirmForeignKey(Invoice, related_name="questions")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    line = FirmForeignKey(InvoiceLine, null=True, related_name="questions")
    link = FirmForeignKey("documents.ShareLink", null=True, related_name="+")
    asked_by = models.CharField(max_length=200)
    text = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.text[:60]
