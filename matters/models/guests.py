"""Guests: freelancers and virtual assistants, engaged for named matters until a day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from matters.models.matters import Matter
from practice.constraints import AppendOnly, Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField


class Undertaking(FirmModel):
    """A guest's undertaking of confidentiality to the firm, in the words that were signed (Model Rules 1.6(c), 5.3)."""

    member = FirmForeignKey("accounts.Member", related_name="undertakings")
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=150)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            AppendOnly(name="matters_undertaking_kept"),
            models.UniqueConstraint(fields=["firm", "member", "text_hash"], name="undertaking_once"),
            models.CheckConstraint(condition=~Q(signed_name=""), name="undertaking_has_name"),
        ]

    def __str__(self):
        return f"undertaking of {self.member_id}"


class EngagementQuerySet(FirmQuerySet):
    def standing(self, on):
        """Engagements that run on the date `on`."""
        return self.filter(ended_at=None, starts_on__lte=on, ends_on__gte=on)

    def cleared(self):
        """Those whose conflict self-check found nothing, or that an attorney cleared."""
        return self.filter(Q(checks__answer=SelfCheck.Answer.NONE) | Q(checks__cleared_at__isnull=False))


class GuestEngagement(FirmModel):
    """A guest's work on one matter: the powers that go with it, what an hour costs the firm, and the last day."""

    matter = FirmForeignKey(Matter, related_name="engagements")
    member = FirmForeignKey("accounts.Member", related_name="engagements")
    powers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    delegation = FirmForeignKey("accounts.Delegation", null=True, related_name="+")
    task = models.CharField(max_length=200, help_text="What the guest is to do.")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day.")
    cost_rate = MoneyField(null=True, blank=True, help_text="What an hour of the guest costs the firm.")
    downloads_a_day = models.PositiveIntegerField(default=30)
    unmarked_downloads = models.BooleanField(
        default=False, help_text="May take files that cannot carry a mark, such as Word documents."
    )
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = FirmForeignKey("accounts.Member", null=True, related_name="+")

    objects = firm_manager(EngagementQuerySet)()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "matter", "member"], condition=Q(ended_at=None), name="engagement_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="engagement_has_days"
            ),
            models.CheckConstraint(
                condition=Q(cost_rate__isnull=True) | Q(cost_rate__gte=0), name="engagement_cost_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.member_id} on {self.matter_id}"


# Answered once, by the guest; "possible" is cleared once, by an attorney. What was asked stays.
ANSWERED_ONCE = """
    IF TG_OP = 'DELETE'
       OR (OLD.answer <> '' AND (NEW.answer, NEW.detail, NEW.answered_at)
                                IS DISTINCT FROM (OLD.answer, OLD.detail, OLD.answered_at))
       OR (OLD.cleared_at IS NOT NULL AND (NEW.cleared_at, NEW.cleared_by_id)
                                IS DISTINCT FROM (OLD.cleared_at, OLD.cleared_by_id))
       OR (to_jsonb(NEW) - ARRAY['answer', 'detail', 'answered_at', 'cleared_at', 'cleared_by_id', 'clear_note'])
          IS DISTINCT FROM
          (to_jsonb(OLD) - ARRAY['answer', 'detail', 'answered_at', 'cleared_at', 'cleared_by_id', 'clear_note']) THEN
        RAISE EXCEPTION 'conflict self-check % stays as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class SelfCheck(FirmModel):
    """A guest's conflict self-check against the parties of one matter (Model Guidelines, Guideline 7).

    The guest is shown this row before any other of the matter; it therefore names the matter in words.
    """

    SHOWN_TO = "member_id"

    class Answer(models.TextChoices):
        OPEN = "", "Not answered"
        NONE = "none", "No conflict"
        POSSIBLE = "possible", "Possible conflict"

    matter = FirmForeignKey(Matter, related_name="+")
    engagement = FirmForeignKey(GuestEngagement, related_name="checks")
    member = FirmForeignKey("accounts.Member", related_name="+")
    matter_label = models.CharField(max_length=300)
    task = models.CharField(max_length=200)
    names = ArrayField(models.CharField(max_length=200), help_text="Who the guest was asked about.")
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, blank=True)
    detail = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    cleared_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    clear_note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "engagement"], name="self_check_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="self_check_answered_at",
            ),
            models.CheckConstraint(
                condition=~Q(answer="possible") | ~Q(detail=""), name="self_check_says_what"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, cleared_by__isnull=True)
                | Q(cleared_at__isnull=False, cleared_by__isnull=False, answer="possible"),
                name="self_check_cleared_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True) | ~Q(cleared_by=models.F("member")),
                name="self_check_not_cleared_alone",
            ),
            Trigger(name="matters_selfcheck_once", when="BEFORE UPDATE OR DELETE", body=ANSWERED_ONCE),
        ]

    def __str__(self):
        return f"{self.matter_label}: {self.get_answer_display()}"

    @property
    def is_cleared(self) -> bool:
        """Whether the guest may enter the matter."""
        return self.answer == self.Answer.NONE or self.cleared_at is not None
