"""What the firm owes its freelancers for approved time."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField

# What is owed follows from an approved sheet and stays; it is paid, unpaid again, or void.
STAYS = """
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id AND a.kind = 'time'
                          AND a.object_id = NEW.sheet_id AND a.state = 'approved') THEN
            RAISE EXCEPTION 'payable of sheet % has no approval', NEW.sheet_id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state = 'void'
       OR (to_jsonb(NEW) - ARRAY['state', 'paid_on', 'paid_by_id', 'reference'])
          IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'paid_on', 'paid_by_id', 'reference'])
       OR (OLD.state = 'paid' AND NEW.state = 'void') THEN
        RAISE EXCEPTION 'payable % stays as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class PayableQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """All of the firm's (matters by the database); a guest sees their own."""
        return self.filter(member=member) if member.sees_named_matters_only else self


class Payable(FirmModel):
    """A freelancer's approved time at the cost rate of their engagement. Negative when a sheet shrank after it was paid."""

    class State(models.TextChoices):
        OWED = "owed", "Owed"
        PAID = "paid", "Paid"
        VOID = "void", "Void"

    TRANSITIONS = {"owed": {"paid", "void"}, "paid": {"owed"}, "void": set()}

    matter = FirmForeignKey("matters.Matter", related_name="+")
    sheet = FirmForeignKey("billing.TimeSheet", related_name="payables")
    member = FirmForeignKey("accounts.Member", related_name="+")
    seconds = models.PositiveIntegerField(help_text="Worked, on the sheet as approved.")
    cost_rate = MoneyField(help_text="Per hour.")
    amount = MoneyField(help_text="Cost of the sheet less what was paid for it before.")
    state = models.CharField(max_length=4, choices=State, default=State.OWED)
    approved_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    paid_on = models.DateField(null=True, blank=True)
    paid_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    reference = models.CharField(max_length=60, blank=True, help_text="Check or transfer number.")

    objects = firm_manager(PayableQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["firm", "state", "member"], name="payable_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "sheet"], condition=Q(state="owed"), name="payable_owed_once"
            ),
            models.CheckConstraint(condition=Q(cost_rate__gte=0), name="payable_rate_not_negative"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False, paid_by__isnull=False)
                | (~Q(state="paid") & Q(paid_on__isnull=True, paid_by__isnull=True)),
                name="payable_paid_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True) | ~Q(paid_by=models.F("member")),
                name="payable_not_to_oneself",
            ),
            Trigger(name="billing_payable_stays", when="BEFORE INSERT OR UPDATE OR DELETE", body=STAYS),
        ]

    def __str__(self):
        return f"payable {self.pk}"
