"""Templates: how matters of one sort begin."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from matters.models.areas import PracticeArea, Stage
from matters.models.fees import FeeArrangement
from practice.models import FirmForeignKey, FirmModel
from practice.money import MoneyField


class MatterTemplate(FirmModel):
    """What a new matter of one sort starts with. Everything it fills in can be changed on the form."""

    practice_area = FirmForeignKey(PracticeArea, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    caption = models.CharField(
        max_length=120, blank=True, help_text="Such as {client} v. {opposing_party}, or Estate of {client}."
    )
    stage = FirmForeignKey(Stage, null=True, blank=True, related_name="+")
    responsible = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    supervising = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    team = models.ManyToManyField("accounts.Member", through="TemplatePerson", related_name="+")
    fee_kind = models.CharField(max_length=12, choices=FeeArrangement.Kind, blank=True)
    flat_amount = MoneyField(null=True, blank=True)
    contingency_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    budget = MoneyField(null=True, blank=True)
    budget_alert_percent = models.PositiveSmallIntegerField(default=80)
    matter_type = models.CharField(max_length=80, blank=True)
    court = models.CharField(max_length=120, blank=True)
    jurisdiction = models.CharField(max_length=80, blank=True)
    description = models.TextField(blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ask_roles = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="Parties the form asks for."
    )
    restricted = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["practice_area__position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "name"], name="matter_template_once"),
            models.CheckConstraint(
                condition=models.Q(budget_alert_percent__gte=1, budget_alert_percent__lte=100),
                name="template_alert_is_a_percent",
            ),
        ]

    def __str__(self):
        return self.name


class TemplatePerson(FirmModel):
    """Somebody who is on the team of matters made from a template."""

    template = FirmForeignKey(MatterTemplate, on_delete=models.CASCADE, related_name="people")
    member = FirmForeignKey("accounts.Member", related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "template", "member"], name="template_person_once")
        ]

    def __str__(self):
        return f"{self.member_id} in {self.template_id}"
