"""Exhibits of a deposition: numbered in it, and running through the matter."""

from django.db import models
from django.utils import timezone

from depositions.models.depositions import Deposition
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager

SAME_MATTER = """
    IF NOT EXISTS (SELECT 1 FROM depositions_deposition d WHERE d.firm_id = NEW.firm_id
                      AND d.id = NEW.deposition_id AND d.matter_id = NEW.matter_id) THEN
        RAISE EXCEPTION 'exhibit % is of another matter', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class ExhibitQuerySet(FirmQuerySet):
    def kept(self):
        """Those that were not taken out."""
        return self.filter(removed_at=None)


class DepositionExhibit(FirmModel):
    """One exhibit."""

    deposition = FirmForeignKey(Deposition, on_delete=models.CASCADE, related_name="exhibits")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    number = models.PositiveIntegerField(help_text="In this deposition.")
    running = models.PositiveIntegerField(help_text="Through all depositions of the matter.")
    description = models.CharField(max_length=300)
    document = FirmForeignKey("documents.Document", null=True, blank=True, related_name="+")
    bates_from = models.CharField(max_length=40, blank=True)
    bates_to = models.CharField(max_length=40, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(ExhibitQuerySet)()

    class Meta:
        ordering = ["number", "id"]
        verbose_name = "exhibit"
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "deposition", "number"],
                condition=models.Q(removed_at=None),
                name="exhibit_number_once",
            ),
            models.UniqueConstraint(
                fields=["firm", "matter", "running"],
                condition=models.Q(removed_at=None),
                name="exhibit_running_once",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True) | models.Q(marked_at__isnull=True),
                name="exhibit_marked_stays",
            ),
            models.CheckConstraint(
                condition=models.Q(offered_at__isnull=True) | models.Q(marked_at__isnull=False),
                name="exhibit_offered_is_marked",
            ),
            models.CheckConstraint(
                condition=models.Q(bates_to="") | ~models.Q(bates_from=""), name="exhibit_bates_from"
            ),
            Trigger(
                name="depositions_exhibit_matter",
                when="BEFORE INSERT OR UPDATE OF matter_id, deposition_id",
                body=SAME_MATTER,
            ),
        ]

    def __str__(self):
        return f"Exhibit {self.number}: {self.description}"

    def get_absolute_url(self) -> str:
        return self.deposition.get_absolute_url()

    @property
    def bates(self) -> str:
        """HLD 000123–000129, or nothing."""
        if self.bates_to and self.bates_to != self.bates_from:
            return f"{self.bates_from}–{self.bates_to}"
        return self.bates_from
