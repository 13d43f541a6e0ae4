"""Memos: what somebody tells people, roles or the whole office, and who has read it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager

# What was sent is what people have read: only its withdrawal is added, once.
SENT = """
    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
       OR (to_jsonb(OLD) - ARRAY['withdrawn_at', 'withdrawn_by_id']) IS DISTINCT FROM
          (to_jsonb(NEW) - ARRAY['withdrawn_at', 'withdrawn_by_id']) THEN
        RAISE EXCEPTION 'memo % was sent as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
# A receipt is given once and not taken back.
RECEIPT = """
    IF TG_OP = 'DELETE' OR (NEW.memo_id, NEW.member_id) IS DISTINCT FROM (OLD.memo_id, OLD.member_id)
       OR (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at)
       OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at)
       OR (OLD.reminded_at IS NOT NULL AND NEW.reminded_at IS DISTINCT FROM OLD.reminded_at) THEN
        RAISE EXCEPTION 'receipt % stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class MemoQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Memos the member sent or got."""
        got = MemoReading.objects.filter(memo=models.OuterRef("pk"), member=member)
        return self.filter(models.Q(sent_by=member) | models.Q(models.Exists(got)))

    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Memo(FirmModel):
    """What somebody tells people, roles or the whole office in writing."""

    title = models.CharField(max_length=200)
    body = models.TextField()
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="memos")
    audience = models.CharField(max_length=300, help_text="Whom it went to, in words.")
    acknowledge = models.BooleanField(default=False, help_text="Each reader confirms that they have read it.")
    acknowledge_by = models.DateField(null=True, blank=True)
    sent_by = FirmForeignKey("accounts.Member", related_name="memos_sent")
    sent_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = firm_manager(MemoQuerySet)()

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["firm", "-sent_at", "-id"], name="memo_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(acknowledge=True) | models.Q(acknowledge_by__isnull=True),
                name="memo_day_of_acknowledgment",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="memo_withdrawn_by_somebody",
            ),
            Trigger(name="communications_memo_sent", when="BEFORE UPDATE OR DELETE", body=SENT),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("memo_detail", args=[self.pk])


class MemoReading(FirmModel):
    """One reader of a memo: when they read it, and when they confirmed it."""

    memo = FirmForeignKey(Memo, related_name="readings")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="+")
    member = FirmForeignKey("accounts.Member", related_name="memo_readings")
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["firm", "member", "memo"],
                name="memo_unread_of",
                condition=models.Q(acknowledged_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["firm", "memo", "member"], name="memo_reader_once"),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True) | models.Q(read_at__isnull=False),
                name="memo_acknowledged_is_read",
            ),
            Trigger(name="communications_memo_receipt", when="BEFORE UPDATE OR DELETE", body=RECEIPT),
        ]

    def __str__(self):
        return f"{self.member_id} reads {self.memo_id}"
