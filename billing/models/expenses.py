"""Costs advanced for a client."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField
from supervision.constraints import NeedsApproval

# What was approved stays as it was; whoever edits it takes the approval away in the same step.
AS_APPROVED = """
    IF OLD.approval = 'approved' AND NEW.approval = 'approved'
       AND (NEW.matter_id, NEW.member_id, NEW.date, NEW.category, NEW.vendor, NEW.description, NEW.amount, NEW.billable)
           IS DISTINCT FROM
           (OLD.matter_id, OLD.member_id, OLD.date, OLD.category, OLD.vendor, OLD.description, OLD.amount, OLD.billable)
    THEN
        RAISE EXCEPTION 'expense % is approved as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class ExpenseQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Expenses on matters the member may see; a guest sees only their own."""
        return self.filter(member=member) if member.sees_named_matters_only else self

    def unbilled(self):
        """Billable expenses that stand on no invoice and are not held back."""
        return self.filter(state=Expense.State.OPEN, billable=True, on_hold=False)


class Expense(FirmModel):
    """A cost on a matter: hard (paid to somebody) or soft (copies, postage, mileage)."""

    class State(models.TextChoices):
        OPEN = "open", "Unbilled"
        ON_INVOICE = "on_invoice", "On a draft"
        BILLED = "billed", "Billed"
        WRITTEN_OFF = "written_off", "Written off"

    class Approval(models.TextChoices):
        NONE = "", "Not submitted"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned"
        APPROVED = "approved", "Approved"

    class Kind(models.TextChoices):
        HARD = "hard", "Paid out"
        SOFT = "soft", "In-house"

    matter = FirmForeignKey("matters.Matter", related_name="expenses")
    member = FirmForeignKey("accounts.Member", related_name="expenses", help_text="Who incurred it.")
    entered_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    date = models.DateField()
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.HARD)
    category = models.CharField(max_length=60)
    expense_code = models.CharField(max_length=10, blank=True, help_text="UTBMS expense, such as E112.")
    vendor = models.CharField(max_length=120, blank=True)
    description = models.TextField()
    quantity = models.DecimalField(max_digits=12, decimal_places=4, default=1)
    unit_cost = models.DecimalField(max_digits=14, decimal_places=4)
    amount = MoneyField()
    billable = models.BooleanField(default=True)
    on_hold = models.BooleanField(default=False)
    receipt = FirmForeignKey("documents.Document", null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    approval = models.CharField(max_length=9, choices=Approval, default=Approval.NONE, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = firm_manager(ExpenseQuerySet)()

    class Meta:
        ordering = ["-date", "-id"]
        indexes = [
            models.Index(fields=["firm", "-date", "-id"], name="expense_latest"),
            models.Index(
                fields=["firm", "matter", "date"],
                name="expense_unbilled",
                condition=models.Q(state="open", billable=True, on_hold=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, quantity__gt=0), name="expense_not_negative"
            ),
            models.UniqueConstraint(
                fields=["firm", "external_id"],
                condition=~models.Q(external_id=""),
                name="expense_imported_once",
            ),
            NeedsApproval(
                kind="expense",
                when="NEW.approval = 'approved'",
                op="INSERT OR UPDATE OF approval",
                name="billing_expense_approval",
            ),
            Trigger(
                name="billing_expense_stays",
                when="BEFORE UPDATE OF matter_id, member_id, date, category, vendor, description, amount, billable",
                body=AS_APPROVED,
            ),
        ]

    def __str__(self):
        return f"{self.category} {self.amount}"

    def get_absolute_url(self) -> str:
        """The expense's own page."""
        return reverse("expense_detail", args=[self.pk])
