"""What the firm's people ask a caller, in order, and what was answered during the call."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intake.models.forms import Question
from intake.models.leads import Lead
from practice.models import FirmForeignKey, FirmModel


class Script(FirmModel):
    """A phone script: what to say and to ask, in order, for one practice area."""

    name = models.CharField(max_length=80)
    practice_area = FirmForeignKey("matters.PracticeArea", null=True, blank=True, related_name="+")
    opening = models.TextField(blank=True, help_text="What to say first.")
    closing = models.TextField(blank=True, help_text="What to say at the end.")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="script_once")]

    def __str__(self):
        return self.name


class ScriptLine(FirmModel):
    """One question of a script, with a hint for whoever asks it."""

    class Kind(models.TextChoices):
        TEXT = "text", "Line of text"
        LONG = "long", "Paragraph"
        DATE = "date", "Date"
        YES_NO = "yes_no", "Yes or no"
        CHOICE = "choice", "One of several"
        SAY = "say", "Nothing: only to be said"

    script = FirmForeignKey(Script, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    ask = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    choices = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    target = models.CharField(max_length=24, choices=Question.Target, default="", blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(ask=""), name="script_line_asks")]

    def __str__(self):
        return self.ask


class ScriptAnswer(FirmModel):
    """What a caller answered to one question of a script. Saved while it is typed."""

    lead = FirmForeignKey(Lead, on_delete=models.CASCADE, related_name="script_answers")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    line = FirmForeignKey(ScriptLine, null=True, on_delete=models.SET_NULL, related_name="+")
    asked = models.CharField(max_length=300, help_text="The question in the words it was asked.")
    answer = models.TextField(blank=True)
    by = FirmForeignKey("accounts.Member", related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "lead", "line"], name="script_answer_once")]

    def __str__(self):
        return f"{self.asked}: {self.answer}"[:80]
