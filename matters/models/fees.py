"""How clients are charged."""

from django.db import models
from django.utils import timezone

from matters.models.matters import Matter
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField
from supervision.constraints import NeedsApproval

# What is in force is what was agreed: another fee is another arrangement.
AGREED = """
    IF OLD.state = 'in_force' AND (NEW.state, NEW.kind, NEW.flat_amount, NEW.contingency_percent, NEW.effective_from)
       IS DISTINCT FROM (OLD.state, OLD.kind, OLD.flat_amount, OLD.contingency_percent, OLD.effective_from) THEN
        RAISE EXCEPTION 'fee arrangement % is in force: change refused', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# A contingent fee is in a writing signed by the client (Model Rule 1.5(c)). Asked from now on: not a CHECK, which would
# refuse what a firm agreed before it was asked.
SIGNED = """
    IF NEW.state = 'in_force' AND NEW.kind = 'contingency' AND NEW.signed_on IS NULL THEN
        RAISE EXCEPTION 'fee arrangement %: a contingent fee is signed by the client', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class FeeQuerySet(FirmQuerySet):
    def in_force(self):
        """Those that an attorney put in force: the only ones that count."""
        return self.filter(state=FeeArrangement.State.IN_FORCE)

    def proposed(self):
        """Those that wait for an attorney's decision: one a matter at most."""
        return self.filter(state=FeeArrangement.State.PROPOSED)


class FeeArrangement(FirmModel):
    """How the client is charged, from a date on. A new version never changes an old one.

    Staff propose terms; they count nowhere until an attorney puts them in force (Guideline 3(b); Model Rule 1.5).
    """

    class Kind(models.TextChoices):
        HOURLY = "hourly", "Hourly"
        FLAT = "flat", "Flat fee"
        CONTINGENCY = "contingency", "Contingency"
        PRO_BONO = "pro_bono", "Pro bono"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        IN_FORCE = "in_force", "In force"
        DECLINED = "declined", "Declined"

    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="fee_arrangements")
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.HOURLY)
    flat_amount = MoneyField(null=True, blank=True)
    contingency_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    payment_terms_days = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    effective_from = models.DateField()
    signed_on = models.DateField(
        null=True, blank=True, help_text="When the client signed the agreement (Model Rule 1.5(c))."
    )
    proposed_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    set_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(FeeQuerySet)()

    class Meta:
        ordering = ["-effective_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="flat") | models.Q(flat_amount__gt=0), name="flat_fee_has_amount"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="contingency")
                | models.Q(contingency_percent__gt=0, contingency_percent__lte=100),
                name="contingency_has_percent",
            ),
            models.UniqueConstraint(
                fields=["firm", "matter"], condition=models.Q(state="proposed"), name="fee_proposed_once"
            ),
            NeedsApproval(
                kind="fee",
                op="UPDATE OF state",
                when="OLD.state <> 'in_force' AND NEW.state = 'in_force'",
                name="matters_fee_approved",
            ),
            Trigger(name="matters_fee_agreed", when="BEFORE UPDATE", body=AGREED),
            Trigger(
                name="matters_fee_signed",
                when="BEFORE INSERT OR UPDATE OF state, kind, signed_on",
                body=SIGNED,
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def in_words(self) -> str:
        """The terms in one line: "Flat fee, $2,500.00"."""
        if self.kind == self.Kind.FLAT:
            return f"{self.get_kind_display()}, ${self.flat_amount:,.2f}"
        if self.kind == self.Kind.CONTINGENCY:
            return f"{self.get_kind_display()}, {self.contingency_percent:.2f} %"
        return "Hourly, at the firm’s rates" if self.kind == self.Kind.HOURLY else self.get_kind_display()
