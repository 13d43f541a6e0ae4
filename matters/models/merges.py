"""Merges of contacts, with what is needed to take them back."""

from django.db import models
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel


class ContactMerge(FirmModel):
    """One contact that went up in another. The lost record is kept whole, so that undo brings it back."""

    # Moves on when `kept` is merged in turn; `kept_pk` does not.
    kept = FirmForeignKey("matters.Contact", on_delete=models.CASCADE, related_name="merges")
    kept_pk = models.BigIntegerField()
    lost_pk = models.BigIntegerField()
    lost_name = models.CharField(max_length=200)
    chosen = models.JSONField(default=dict, help_text="{field: [before, after]} of the kept contact.")
    by = FirmForeignKey("accounts.Member", related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["firm", "lost_pk"], name="merge_by_lost")]

    def __str__(self):
        return f"{self.lost_name} into {self.kept_pk}"


class MergedRow(FirmModel):
    """One row that a merge changed, removed or made, as it was and as it became.

    Rows of a matter carry it, so that its walls hide them from those who may not know of the matter. The rows of one
    step were written by one statement; undo goes back step by step.
    """

    merge = FirmForeignKey(ContactMerge, on_delete=models.CASCADE, related_name="rows")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    step = models.PositiveIntegerField()
    model = models.CharField(max_length=80, help_text="app_label.ModelName")
    object_id = models.BigIntegerField()
    before = models.JSONField(
        null=True, help_text="The changed columns, or the whole row; empty: the row was made."
    )
    after = models.JSONField(null=True, help_text="The changed columns; empty: the row was removed.")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["firm", "merge", "step"], name="merged_row_step")]

    def __str__(self):
        return f"{self.model} {self.object_id}"
