"""Fields of law, and the stages that their matters pass through."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class PracticeArea(FirmModel):
    """A field of law the firm works in. Its stages are `stages`, in order."""

    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    retention_years = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Years after closing for which files are kept; empty: not decided."
    )
    asks_limitation = models.BooleanField(
        default=False, help_text="Matters of this area are expected to have a limitation date."
    )
    closing_points = ArrayField(
        models.CharField(max_length=160),
        default=list,
        blank=True,
        help_text="What somebody ticks off by hand before a matter closes.",
    )
    field_sets = models.ManyToManyField(
        "custom_fields.FieldSet",
        through="PracticeAreaFieldSet",
        related_name="practice_areas",
        help_text="Sets of custom fields on its matters, leads and tasks.",
    )

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="practice_area_once")]

    def __str__(self):
        return self.name


class PracticeAreaFieldSet(FirmModel):
    """A set of custom fields that records of a practice area have."""

    practice_area = FirmForeignKey(PracticeArea, on_delete=models.CASCADE, related_name="field_set_places")
    field_set = FirmForeignKey("custom_fields.FieldSet", on_delete=models.CASCADE, related_name="places")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "practice_area", "field_set"], name="area_field_set_once")
        ]

    def __str__(self):
        return f"{self.field_set_id} in {self.practice_area_id}"


class StageQuerySet(FirmQuerySet):
    def in_use(self):
        """Those that matters may be moved to."""
        return self.filter(is_active=True)


class Stage(FirmModel):
    """One step on the way of a practice area's matters, and what must be there before a matter enters it."""

    practice_area = FirmForeignKey(PracticeArea, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(
        default=True, help_text="Off: matters in it stay, and none is moved to it any more."
    )
    days_expected = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Days a matter is expected to stay; over them it is shown as late."
    )
    expects_deadline = models.BooleanField(
        default=False, help_text="A matter in this stage without a coming date is asked about."
    )
    needs_fields = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="Fields of the matter to fill in.",
    )
    needs_roles = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="Parties to name, by role."
    )
    needs_documents = ArrayField(
        models.CharField(max_length=16), default=list, blank=True, help_text="Categories with a document."
    )

    objects = firm_manager(StageQuerySet)()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "practice_area", "name"], name="stage_name_once")
        ]

    def __str__(self):
        return self.name
