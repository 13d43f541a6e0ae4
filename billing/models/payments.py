"""Payments of invoices. Never edited: a wrong one is reversed."""

from django.db import models
from django.utils import timezone

from matters.constraints import follows_merge
from practice.constraints import AppendOnly
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField


class PaymentQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Payments on matters the member may see; guests see none."""
        return self.none() if member.sees_named_matters_only else self


class Payment(FirmModel):
    """Money received for a matter's invoices, or (negative) the reversal of such a payment."""

    class Method(models.TextChoices):
        CHECK = "check", "Check"
        TRANSFER = "transfer", "Bank transfer"
        CARD = "card", "Card"
        CASH = "cash", "Cash"
        OTHER = "other", "Other"

    client = FirmForeignKey("matters.Contact", related_name="payments")
    matter = FirmForeignKey("matters.Matter", related_name="payments")
    received_on = models.DateField()
    method = models.CharField(max_length=8, choices=Method, default=Method.CHECK)
    reference = models.CharField(max_length=80, blank=True)
    amount = MoneyField()
    note = models.CharField(max_length=200, blank=True)
    idempotency_key = models.CharField(max_length=64)
    reversal_of = FirmForeignKey("self", null=True, related_name="reversals")
    recorded_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(PaymentQuerySet)()

    class Meta:
        ordering = ["-received_on", "-id"]
        indexes = [models.Index(fields=["firm", "-received_on", "-id"], name="payment_latest")]
        constraints = [
            AppendOnly(name="billing_payment_kept", moves={"client_id": follows_merge("client_id")}),
            models.UniqueConstraint(fields=["firm", "idempotency_key"], name="payment_key_once"),
            models.UniqueConstraint(
                fields=["firm", "reversal_of"],
                condition=models.Q(reversal_of__isnull=False),
                name="payment_reversed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reversal_of__isnull=True, amount__gt=0)
                | models.Q(reversal_of__isnull=False, amount__lt=0),
                name="payment_sign",
            ),
        ]

    def __str__(self):
        return f"Payment of ${self.amount:,.2f}"


class PaymentAllocation(FirmModel):
    """The part of a payment that pays one invoice."""

    payment = FirmForeignKey(Payment, related_name="allocations")
    invoice = FirmForeignKey("billing.Invoice", related_name="allocations")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    amount = MoneyField()

    class Meta:
        ordering = ["id"]
        constraints = [
            AppendOnly(name="billing_allocation_kept"),
            models.UniqueConstraint(fields=["firm", "payment", "invoice"], name="allocation_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="allocation_not_zero"),
        ]

    def __str__(self):
        return f"{self.amount}"
