"""Public intake forms, their questions, and what people answered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from intake.models.leads import Lead, LeadSource
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel


def new_key() -> str:
    """What makes an address of a form its own: a new key makes the old address end."""
    return get_random_string(12)


class IntakeForm(FirmModel):
    """Questions to strangers, for one practice area, behind an address that needs no sign-in."""

    name = models.CharField(max_length=80, help_text="The firm’s own name for it.")
    title = models.CharField(max_length=120, help_text="The heading that strangers read.")
    intro = models.TextField(blank=True)
    practice_area = FirmForeignKey("matters.PracticeArea", null=True, blank=True, related_name="intake_forms")
    source = FirmForeignKey(LeadSource, null=True, blank=True, related_name="+")
    owner = FirmForeignKey(
        "accounts.Member",
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose leads these are at first.",
    )
    thanks = models.TextField(blank=True, help_text="What is said after it was sent.")
    acknowledge = models.BooleanField(default=True, help_text="Answer by e-mail at once.")
    acknowledgment = models.TextField(blank=True, help_text="The words of that e-mail.")
    hosts = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Web sites that may show it inside a page of theirs.",
    )
    key = models.CharField(max_length=12, default=new_key, editable=False)
    is_active = models.BooleanField(default=False)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="intake_form_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("intake_form_detail", args=[self.pk])


class Question(FirmModel):
    """One question of a form."""

    class Kind(models.TextChoices):
        TEXT = "text", "Line of text"
        LONG = "long", "Paragraph"
        EMAIL = "email", "E-mail address"
        PHONE = "phone", "Phone number"
        DATE = "date", "Date"
        NUMBER = "number", "Number"
        MONEY = "money", "Amount"
        YES_NO = "yes_no", "Yes or no"
        CHOICE = "choice", "One of several"
        MULTIPLE = "multiple", "Several of several"
        FILE = "file", "Files"

    class Target(models.TextChoices):
        NONE = "", "Only kept with the answers"
        NAME = "name", "The lead’s name"
        COMPANY = "company", "Company (the lead is a company)"
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone"
        ADDRESS = "address", "Address"
        SUMMARY = "summary", "What it is about"
        LIMITATION = "limitation_on", "Limitation date"
        VALUE = "value", "Value"
        REFERRER = "referrer_name", "Who sent them"
        OPPOSING = "party:opposing_party", "Opposing party"
        OPPOSING_COUNSEL = "party:opposing_counsel", "Opposing counsel"
        CLIENT = "party:client", "Further client"
        INSURER = "party:insurer", "Insurer"
        WITNESS = "party:witness", "Witness"
        OTHER = "party:other", "Other person to check"

    form = FirmForeignKey(IntakeForm, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField(default=0)
    section = models.CharField(max_length=80, blank=True, help_text="Heading under which it stands.")
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    choices = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    required = models.BooleanField(default=False)
    target = models.CharField(max_length=24, choices=Target, default=Target.NONE, blank=True)
    custom_field = models.BigIntegerField(null=True, blank=True, help_text="Id of a custom field of leads.")
    show_if = FirmForeignKey(
        "intake.Question",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Asked only when that question has one of these answers.",
    )
    show_values = ArrayField(models.CharField(max_length=120), default=list, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="question_has_label"),
            models.CheckConstraint(
                condition=Q(show_if__isnull=True) | ~Q(show_if=models.F("id")), name="question_not_on_itself"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def field_name(self) -> str:
        """The name of its field in the page."""
        return f"q{self.pk}"


# What somebody sent stays as they sent it; which matter its lead became is the firm's own note.
SENT = """
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'matter_id') IS DISTINCT FROM (to_jsonb(OLD) - 'matter_id') THEN
        RAISE EXCEPTION 'submission % stays as it was sent', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class Submission(FirmModel):
    """What a stranger sent: each question in the words it was asked, and the answer. It stays as it was sent."""

    form = FirmForeignKey(IntakeForm, related_name="submissions")
    lead = FirmForeignKey(Lead, related_name="submissions")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    answers = models.JSONField(default=list, help_text="[{question, label, kind, value}]")
    sent_at = models.DateTimeField(default=timezone.now)
    nonce = models.CharField(max_length=40, help_text="Of the page that was filled in: it is sent once.")

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "form", "nonce"], name="submission_once"),
            Trigger(name="intake_submission_kept", when="BEFORE UPDATE OR DELETE", body=SENT),
        ]

    def __str__(self):
        return f"{self.form_id} #{self.pk}"
