"""What people of the firm have to do with outside it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from practice.constraints import AppendOnly
from practice.models import FirmForeignKey, FirmModel
from search.constraints import Indexed


class Interest(FirmModel):
    """A company, person or body that a member declares to be connected with (Model Rules 1.7(a)(2), 1.8, 5.3)."""

    class Kind(models.TextChoices):
        COMPANY = "company", "Owns or holds shares in"
        DIRECTORSHIP = "directorship", "Director or officer of"
        EMPLOYER = "employer", "Worked for"
        RELATIVE = "relative", "Relative or partner"
        CLIENT = "client", "Former client elsewhere"
        CREDITOR = "creditor", "Owes or is owed money by"
        OTHER = "other", "Other connection"

    member = FirmForeignKey("accounts.Member", related_name="interests")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COMPANY)
    name = models.CharField(max_length=200)
    detail = models.CharField(max_length=300, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="interest_has_name"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(until_on__isnull=True)
                | Q(until_on__gte=models.F("from_on")),
                name="interest_ends_after_it_began",
            ),
            Indexed(
                name="conflicts_interest_names",
                kind="interest",
                columns=["name"],
                unless="NEW.withdrawn_at IS NOT NULL",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("interest_own")


class InterestYear(FirmModel):
    """A member confirmed for one year that what they declared is complete."""

    member = FirmForeignKey("accounts.Member", related_name="interest_years")
    year = models.PositiveIntegerField()
    count = models.PositiveIntegerField(help_text="How many interests stood then.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year"]
        constraints = [
            AppendOnly(name="conflicts_interestyear_kept"),
            models.UniqueConstraint(fields=["firm", "member", "year"], name="interest_year_once"),
        ]

    def __str__(self):
        return f"{self.member_id} {self.year}"
