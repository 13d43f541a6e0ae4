"""Firms, their offices and number sequences."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from practice.tenancy import FirmModel


class Firm(models.Model):
    """A law firm, the tenant. A global table: it is read to find out which firm a request is for."""

    class Paper(models.TextChoices):
        LETTER = "letter", "US Letter"
        A4 = "a4", "A4"

    class AcceptanceCheck(models.TextChoices):
        INTAKE = "intake", "For matters that come through intake; warn for others"
        ALWAYS = "always", "For every matter"
        WARN = "warn", "For none; warn only"

    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(max_length=64, default="America/Los_Angeles")
    currency = models.CharField(max_length=3, default="USD")
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    paper = models.CharField(max_length=10, choices=Paper, default=Paper.LETTER)
    matter_number_format = models.CharField(
        max_length=40, default="{year}-{number:04d}", help_text="Uses {year} and {number}."
    )
    invoice_number_format = models.CharField(
        max_length=40, default="{year}-{number:04d}", help_text="Uses {year} and {number}."
    )
    rounding_seconds = models.PositiveIntegerField(
        default=360, help_text="Billing increment; 360 is a tenth of an hour."
    )
    payment_terms_days = models.PositiveIntegerField(default=30)
    payment_instructions = models.TextField(blank=True)
    attach_invoice_pdf = models.BooleanField(
        default=False, help_text="Attach the PDF to the mail; off: the mail carries the private link alone."
    )
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        help_text="Days after the due date on which to remind.",
    )
    all_matters_visible = models.BooleanField(
        default=True, help_text="Staff see all matters unless walled; off: only matters they are on."
    )
    acceptance_check = models.CharField(
        "demand a cleared conflict check before acceptance",
        max_length=10,
        choices=AcceptanceCheck,
        default=AcceptanceCheck.INTAKE,
    )
    assistants_substantive = models.BooleanField(
        "our legal assistants do substantive work",
        default=False,
        help_text="Trained legal assistants work as paralegals do: their time is substantive, and billable with an "
        "attorney’s consent.",
    )
    idle_minutes = models.PositiveSmallIntegerField(
        default=30, help_text="Minutes without activity after which people are signed out."
    )
    session_hours = models.PositiveSmallIntegerField(
        default=12, help_text="Hours after which people sign in again, active or not."
    )
    # What the door must know of the firm's single sign-on before anybody is inside (accounts.SingleSignOn has the rest).
    sso_provider = models.CharField(max_length=60, blank=True, help_text="Its id while it is on.")
    sso_name = models.CharField(max_length=40, blank=True)
    sso_domains = ArrayField(
        models.CharField(max_length=190), default=list, blank=True, help_text="Confirmed e-mail domains."
    )
    sso_required = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def initials(self) -> str:
        """Two letters for the mark beside the firm's name."""
        words = [w for w in self.name.replace("&", " ").split() if w[0].isalpha()]
        return "".join(w[0] for w in words[:2]).upper() or "?"


class Office(FirmModel):
    """A place where the firm works. Rates, holidays and petty cash will hang on it."""

    name = models.CharField(max_length=100)
    address = models.TextField(blank=True)
    time_zone = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="office_name_once")]

    def __str__(self):
        return self.name


class Sequence(FirmModel):
    """The last number given out for a kind and series (a year, or '' for all time)."""

    kind = models.CharField(max_length=30)
    series = models.CharField(max_length=10, default="", blank=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "kind", "series"], name="sequence_once")]

    def __str__(self):
        return f"{self.kind} {self.series}: {self.last}"
