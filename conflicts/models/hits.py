"""What a check found, and how each was judged.

A hit is one contact, lead, text or declaration near an asked name; its lines are the places where it was found, each with the walls
of its own matter. Whoever may not see a line sees that there is a restricted hit, and whom to ask.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from conflicts.models.checks import Check, Subject
from practice.constraints import AppendOnly, Trigger
from practice.models import FirmForeignKey, FirmModel

# A judgement stands as long as the check is decided.
JUDGED = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'conflicts_hit %: hits are kept', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.disposition <> '' AND NEW.disposition IS DISTINCT FROM OLD.disposition
       AND EXISTS (SELECT 1 FROM conflicts_check c WHERE c.firm_id = NEW.firm_id AND c.id = NEW.check_ref_id
                      AND c.state IN ('cleared', 'waiver', 'conflicted')) THEN
        RAISE EXCEPTION 'conflicts_hit %: its check is decided', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.disposition <> '' AND NEW.disposition IS DISTINCT FROM OLD.disposition
       AND NOT EXISTS (SELECT 1 FROM conflicts_disposition d WHERE d.firm_id = NEW.firm_id AND d.hit_id = NEW.id
                          AND d.value = NEW.disposition AND d.line_count = NEW.line_count) THEN
        RAISE EXCEPTION 'conflicts_hit % was judged by nobody', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class Hit(FirmModel):
    """Something near an asked name. It names nothing: its lines do."""

    class Disposition(models.TextChoices):
        OPEN = "", "Open"
        NONE = "none", "No conflict"
        WAIVER = "waiver", "Needs waiver"
        CONFLICT = "conflict", "Conflict"

    check_ref = FirmForeignKey(Check, related_name="hits")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    subject = FirmForeignKey(Subject, related_name="hits")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    score = models.PositiveSmallIntegerField(help_text="How near the names are, 0 to 100.")
    adverse = models.BooleanField(
        default=False, help_text="On the other side of where the asked name stands."
    )
    disposition = models.CharField(max_length=8, choices=Disposition, default=Disposition.OPEN, blank=True)
    line_count = models.PositiveIntegerField(default=0)
    found_at = models.DateTimeField(default=timezone.now)
    found_later = models.BooleanField(default=False, help_text="Came after the check had been decided.")

    class Meta:
        ordering = ["-adverse", "-score", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "check_ref", "subject", "kind", "object_id"], name="hit_once"
            ),
            models.CheckConstraint(condition=Q(score__lte=100), name="hit_score_to_100"),
            Trigger(name="conflicts_hit_judged", when="BEFORE UPDATE OR DELETE", body=JUDGED),
        ]

    def __str__(self):
        return f"hit {self.pk} of {self.check_ref_id}"


class HitLine(FirmModel):
    """Where a hit was found, as it stood then: name, part, side, matter, and why it matched."""

    hit = FirmForeignKey(Hit, related_name="lines")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+", help_text="Where it was found.")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    slot = models.CharField(max_length=30, blank=True)
    member = FirmForeignKey("accounts.Member", null=True, related_name="+", help_text="Whose interest it is.")
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=80, blank=True)
    side = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=300, blank=True, help_text="Matter, lead or document, in words.")
    state = models.CharField(max_length=40, blank=True, help_text="State of the matter or lead then.")
    snippet = models.CharField(max_length=300, blank=True)
    score = models.PositiveSmallIntegerField()
    why = ArrayField(models.CharField(max_length=200), default=list)
    fingerprint = models.CharField(max_length=64)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            AppendOnly(name="conflicts_hitline_kept"),
            models.UniqueConstraint(
                fields=["firm", "hit", "kind", "object_id", "slot"], name="hit_line_once"
            ),
        ]

    def __str__(self):
        return self.name


class Disposition(FirmModel):
    """How somebody judged a hit, and why. Kept, also when it is judged anew."""

    hit = FirmForeignKey(Hit, related_name="dispositions")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+", help_text="Where it was found.")
    value = models.CharField(max_length=8, choices=Hit.Disposition)
    reason = models.TextField()
    line_count = models.PositiveIntegerField(help_text="How many places the hit had then.")
    by = FirmForeignKey("accounts.Member", related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            AppendOnly(name="conflicts_disposition_kept"),
            models.CheckConstraint(
                condition=Q(value__in=["none", "waiver", "conflict"]), name="disposition_says_something"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="disposition_says_why"),
        ]

    def __str__(self):
        return f"{self.get_value_display()}: {self.reason[:60]}"
