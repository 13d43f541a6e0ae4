"""What a deposition costs: who bills what, and what of it became an expense of the matter."""

from django.db import models
from django.utils import timezone

from depositions.models.depositions import Deposition
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField

SAME_MATTER = """
    IF NOT EXISTS (SELECT 1 FROM depositions_deposition d WHERE d.firm_id = NEW.firm_id
                      AND d.id = NEW.deposition_id AND d.matter_id = NEW.matter_id) THEN
        RAISE EXCEPTION 'deposition cost % is of another matter', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
# What became an expense stays as it was charged, until the expense is gone: then it can be charged anew.
CHARGED = """
    IF OLD.expensed_at IS NOT NULL THEN
        IF TG_OP = 'UPDATE' AND NEW.expensed_at IS NULL
           AND (to_jsonb(NEW) - ARRAY['expensed_at', 'expensed_by_id'])
               IS NOT DISTINCT FROM (to_jsonb(OLD) - ARRAY['expensed_at', 'expensed_by_id'])
           AND NOT EXISTS (SELECT 1 FROM billing_expense e WHERE e.firm_id = OLD.firm_id
                            AND e.external_id = 'deposition:' || OLD.id) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'deposition cost % is an expense', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
"""


class CostQuerySet(FirmQuerySet):
    def kept(self):
        """Those that were not taken out."""
        return self.filter(removed_at=None)


class DepositionCost(FirmModel):
    """One cost of a deposition: what a vendor is thought to charge, and what they billed. It becomes one expense, once."""

    class Kind(models.TextChoices):
        REPORTER = "reporter", "Court reporter’s appearance"
        TRANSCRIPT = "transcript", "Transcript"
        VIDEO = "video", "Video"
        INTERPRETER = "interpreter", "Interpreter"
        ROOM = "room", "Room"
        WITNESS = "witness", "Witness fee and mileage"
        OTHER = "other", "Other"

    # UTBMS codes of the expense it becomes: transcripts, support vendors, other professionals, witness fees, other.
    CODES = {
        "reporter": "E115", "transcript": "E115", "video": "E118", "interpreter": "E123", "room": "E124",
        "witness": "E114", "other": "E124",
    }  # fmt: skip

    deposition = FirmForeignKey(Deposition, on_delete=models.CASCADE, related_name="costs")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.TRANSCRIPT)
    vendor = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="+")
    description = models.CharField(max_length=200, blank=True)
    estimate = MoneyField(null=True, blank=True)
    amount = MoneyField(null=True, blank=True, help_text="What was billed; empty until the bill is in.")
    bill_number = models.CharField(max_length=60, blank=True)
    billed_on = models.DateField(null=True, blank=True)
    document = FirmForeignKey(
        "documents.Document", null=True, blank=True, related_name="+", help_text="The bill."
    )
    billable = models.BooleanField(default=True)
    expensed_at = models.DateTimeField(null=True, blank=True)
    expensed_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(CostQuerySet)()

    class Meta:
        ordering = ["id"]
        verbose_name = "deposition cost"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(estimate__isnull=True) | models.Q(estimate__gte=0),
                name="deposition_cost_estimate",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True, billed_on__isnull=True)
                | models.Q(amount__gt=0, billed_on__isnull=False),
                name="deposition_cost_billed_some_day",
            ),
            models.CheckConstraint(
                condition=models.Q(estimate__isnull=False) | models.Q(amount__isnull=False),
                name="deposition_cost_is_something",
            ),
            models.CheckConstraint(
                condition=models.Q(expensed_at__isnull=True, expensed_by__isnull=True)
                | models.Q(
                    expensed_at__isnull=False,
                    expensed_by__isnull=False,
                    amount__isnull=False,
                    removed_at__isnull=True,
                ),
                name="deposition_cost_expensed_by_somebody",
            ),
            Trigger(
                name="depositions_cost_matter",
                when="BEFORE INSERT OR UPDATE OF matter_id, deposition_id",
                body=SAME_MATTER,
            ),
            Trigger(name="depositions_cost_charged", when="BEFORE UPDATE OR DELETE", body=CHARGED),
        ]

    def __str__(self):
        return self.description or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return self.deposition.get_absolute_url()
