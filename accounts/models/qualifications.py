"""Paralegals: what qualifies them, the courses they take, what the firm asks for, and warnings before a day passes."""

import datetime
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from accounts.models.licences import CURRENT_LICENCE, FIRM_TODAY, BarLicence
from accounts.models.members import Member
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel

CONFIRMED = models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True) | models.Q(
    confirmed_by__isnull=False, confirmed_at__isnull=False
)
NOT_BY_ONESELF = models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("member"))


def _honest_confirmation(columns: tuple[str, ...]) -> str:
    """SQL of a trigger: an attorney with a current licence confirms, in the own name; a change needs a new word."""
    new = ", ".join(f"NEW.{column}" for column in columns)
    old = ", ".join(f"OLD.{column}" for column in columns)
    return f"""
    IF NEW.confirmed_by_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.confirmed_by_id, NEW.confirmed_at)
                            IS NOT DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at) THEN
        IF ({new}) IS DISTINCT FROM ({old}) THEN
            RAISE EXCEPTION '%: what was changed was never confirmed', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF current_member() <> NEW.confirmed_by_id THEN
        RAISE EXCEPTION '%: nobody confirms in the name of another', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT {CURRENT_LICENCE.format(who="held.member_id = NEW.confirmed_by_id")} THEN
        RAISE EXCEPTION '%: an attorney with a current licence confirms it', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class Qualification(FirmModel):
    """What makes a person a paralegal, by the kinds of Cal. Bus. & Prof. Code § 6450(c). An attorney confirms it."""

    class Kind(models.TextChoices):
        ABA = "aba", "Certificate of an ABA-approved paralegal program"
        INSTITUTION = "institution", "Certificate or degree, 24 units in law-related courses"
        DEGREE = "degree", "Bachelor’s degree, a year of experience and an attorney’s declaration"
        EXPERIENCE = "experience", "Three years of experience before 2004 and an attorney’s declaration"
        OTHER = "other", "Another state’s or an association’s certification"

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="qualifications")
    kind = models.CharField(max_length=12, choices=Kind)
    issued_on = models.DateField()
    issuer = models.CharField(max_length=150, help_text="The school, or the attorney who declared.")
    reference = models.CharField(max_length=200, blank=True, help_text="Where the paper is kept.")
    note = models.CharField(max_length=300, blank=True)
    entered_by = FirmForeignKey(Member, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_by = FirmForeignKey(Member, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["issued_on", "id"]
        constraints = [
            models.CheckConstraint(condition=CONFIRMED, name="qualification_confirmed_by_one"),
            models.CheckConstraint(condition=NOT_BY_ONESELF, name="qualification_not_by_oneself"),
            Trigger(
                name="accounts_qualification_word",
                when="BEFORE INSERT OR UPDATE",
                definer=True,
                declare=FIRM_TODAY,
                body=_honest_confirmation(("member_id", "kind", "issued_on", "issuer")),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.issuer}"


class EducationCourse(FirmModel):
    """A course of continuing education. Hours count when an attorney has confirmed them (§ 6450(d))."""

    class Subject(models.TextChoices):
        ETHICS = "ethics", "Legal ethics"
        GENERAL = "general", "General or specialized law"

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="courses")
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=150)
    taken_on = models.DateField()
    hours = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.25"))]
    )
    subject = models.CharField(max_length=8, choices=Subject)
    certificate = models.CharField(max_length=200, blank=True, help_text="Its number, or where it is kept.")
    entered_by = FirmForeignKey(Member, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_by = FirmForeignKey(Member, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-taken_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "member", "taken_on", "title", "subject"], name="course_once"
            ),
            models.CheckConstraint(condition=models.Q(hours__gt=0, hours__lte=100), name="course_hours"),
            models.CheckConstraint(condition=CONFIRMED, name="course_confirmed_by_one"),
            models.CheckConstraint(condition=NOT_BY_ONESELF, name="course_not_by_oneself"),
            Trigger(
                name="accounts_course_word",
                when="BEFORE INSERT OR UPDATE",
                definer=True,
                declare=FIRM_TODAY,
                body=_honest_confirmation(("member_id", "title", "provider", "taken_on", "hours", "subject")),
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.hours.normalize():f} h"


class EducationRule(FirmModel):
    """What the firm asks of its paralegals in each period; one row a firm, California's rule while there is none."""

    is_required = models.BooleanField("required", default=True)
    months = models.PositiveSmallIntegerField(default=24, help_text="Length of a period.")
    starts_on = models.DateField(
        default=datetime.date(2007, 1, 1), help_text="First day of a period; the others follow from it."
    )
    ethics_hours = models.DecimalField(
        "hours of legal ethics", max_digits=5, decimal_places=2, default=Decimal(4)
    )
    general_hours = models.DecimalField("hours of law", max_digits=5, decimal_places=2, default=Decimal(4))
    citation = models.CharField(max_length=120, default="Cal. Bus. & Prof. Code § 6450(d)")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm"], name="education_rule_once"),
            models.CheckConstraint(
                condition=models.Q(months__gte=1, months__lte=120, ethics_hours__gte=0, general_hours__gte=0),
                name="education_rule_sane",
            ),
        ]

    def __str__(self):
        return self.citation

    def period(self, on: datetime.date) -> tuple[datetime.date, datetime.date]:
        """First and last day of the period that the date `on` is in."""
        apart = (on.year - self.starts_on.year) * 12 + on.month - self.starts_on.month
        if on.day < self.starts_on.day:
            apart -= 1
        first = months_after(self.starts_on, apart // self.months * self.months)
        after = months_after(self.starts_on, (apart // self.months + 1) * self.months)
        return first, after - datetime.timedelta(days=1)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day `months` later (or earlier). Rules begin on days 1 to 28, which every month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


class CredentialWarning(FirmModel):
    """A warning before a licence or a period of education ends: one for each rung and day, whatever runs twice."""

    # Days before the last day on which people are warned; 0 is the last day itself, and every day after it.
    LADDER = (60, 30, 7, 0)

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="credential_warnings")
    licence = FirmForeignKey(
        BarLicence, on_delete=models.CASCADE, null=True, blank=True, related_name="warnings"
    )
    rung = models.PositiveSmallIntegerField(help_text="Days before the last day.")
    due_on = models.DateField(help_text="The last day.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "licence", "due_on", "rung"],
                condition=models.Q(licence__isnull=False),
                name="warned_of_licence_once",
            ),
            models.UniqueConstraint(
                fields=["firm", "member", "due_on", "rung"],
                condition=models.Q(licence__isnull=True),
                name="warned_of_education_once",
            ),
        ]

    def __str__(self):
        return f"{self.rung} days before {self.due_on}"
