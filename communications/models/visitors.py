"""Visitors: who came, to see whom, and how long they waited."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager

# Who was in the house, and when, is not rewritten.
KEPT = """
    IF TG_OP = 'DELETE' OR (NEW.name, NEW.arrived_at, NEW.signed_in_by_id)
                           IS DISTINCT FROM (OLD.name, OLD.arrived_at, OLD.signed_in_by_id) THEN
        RAISE EXCEPTION 'visit % stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class VisitorQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Visits the member may read. Walls are kept by the database; a guest reads those of their matters and to them."""
        if member.sees_named_matters_only:
            return self.filter(models.Q(matter__isnull=False) | models.Q(host=member))
        return self

    def waiting(self):
        """Those who came and were not yet met."""
        return self.filter(met_at=None, left_at=None)

    def inside(self):
        """Those who are in the house."""
        return self.filter(left_at=None)


class Visitor(FirmModel):
    """One visit: signed in at the front desk, met by the host, signed out."""

    name = models.CharField("visitor", max_length=200)
    company = models.CharField(max_length=200, blank=True)
    contact = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="visits")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="visitors")
    host = FirmForeignKey("accounts.Member", related_name="visitors")
    purpose = models.CharField(max_length=200, blank=True)
    badge = models.CharField(max_length=20, blank=True, help_text="Number of the badge they wear.")
    arrived_at = models.DateTimeField(default=timezone.now)
    met_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    signed_in_by = FirmForeignKey("accounts.Member", related_name="+")
    signed_out_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")

    objects = firm_manager(VisitorQuerySet)()

    class Meta:
        ordering = ["-arrived_at", "-id"]
        indexes = [
            models.Index(fields=["firm", "-arrived_at", "-id"], name="visit_by_time"),
            models.Index(fields=["firm", "host"], name="visit_inside", condition=models.Q(left_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "badge"],
                condition=models.Q(left_at=None) & ~models.Q(badge=""),
                name="visit_badge_once",
            ),
            models.CheckConstraint(
                condition=models.Q(met_at__isnull=True) | models.Q(met_at__gte=models.F("arrived_at")),
                name="visit_met_after_arrival",
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True, signed_out_by__isnull=True)
                | models.Q(left_at__gte=models.F("arrived_at"), signed_out_by__isnull=False),
                name="visit_left_after_arrival",
            ),
            Trigger(name="communications_visit_kept", when="BEFORE UPDATE OR DELETE", body=KEPT),
        ]

    def __str__(self):
        return f"visit of {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("visitor_detail", args=[self.pk])

    @property
    def waited(self) -> timedelta:
        """How long they waited, or wait until now."""
        return (self.met_at or self.left_at or timezone.now()) - self.arrived_at

    @property
    def state(self) -> str:
        """waiting, inside or left."""
        return "left" if self.left_at else "inside" if self.met_at else "waiting"
