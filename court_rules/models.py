"""Rules of a firm beside those that are shipped, and days on which its courts are closed."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Frozen
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from supervision.constraints import NeedsApproval


class FirmPackQuerySet(FirmQuerySet):
    def active(self):
        """Packs that are not put away."""
        return self.filter(archived_at=None)


class FirmPack(FirmModel):
    """A pack of deadline rules that the firm wrote: local rules, standing orders, habits of a department.

    What it says stands in its versions. `key` names it in rule ids (“firm-alameda-dept-15.OPPOSITION”) and never changes.
    """

    key = models.SlugField(max_length=60, db_index=False)
    name = models.CharField(max_length=120)
    jurisdiction = models.CharField(
        max_length=40, help_text="The calendar its courts keep: us.ca, us.federal."
    )
    note = models.TextField(blank=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = firm_manager(FirmPackQuerySet)()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["firm", "key"], name="firm_pack_key")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rule_pack_own", args=[self.pk])


class FirmPackVersion(FirmModel):
    """What a firm's pack says from one day on. A draft is written at will; what came into force stays as it was.

    `content` is the pack as data, in the form of the shipped files (court_rules/data/packs). A trigger on a day is counted
    by the version in force on that day, so that an old trigger keeps its old rule.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_FORCE = "in_force", "In force"
        REPLACED = "replaced", "Replaced"

    pack = FirmForeignKey(FirmPack, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    effective_from = models.DateField()
    effective_until = models.DateField(
        null=True, blank=True, help_text="The last day; empty while it runs on."
    )
    content = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True, help_text="What is new in it, in a sentence.")
    author = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    in_force_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pack", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "pack", "number"], name="firm_pack_version_number"),
            models.UniqueConstraint(
                fields=["firm", "pack"], condition=Q(state="draft"), name="firm_pack_one_draft"
            ),
            models.UniqueConstraint(
                fields=["firm", "pack"],
                condition=Q(state="in_force", effective_until=None),
                name="firm_pack_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gte=F("effective_from")),
                name="firm_pack_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", in_force_at=None, in_force_by=None)
                | (~Q(state="draft") & Q(in_force_at__isnull=False, in_force_by__isnull=False)),
                name="firm_pack_put_in_force_by_somebody",
            ),
            Frozen(
                state="state",
                unless=["draft"],
                free=["state", "effective_until"],
                name="court_rules_version_kept",
            ),
            NeedsApproval(
                kind="rule_pack",
                op="INSERT OR UPDATE OF state",
                when="NEW.state <> 'draft'",
                name="court_rules_version_approved",
            ),
        ]

    def __str__(self):
        return f"{self.pack} · version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("packversion_detail", args=[self.pk])


class CourtClosureQuerySet(FirmQuerySet):
    def standing(self):
        """Closures that count: an attorney entered or confirmed them, and nobody took them back."""
        return self.exclude(confirmed_at=None).filter(removed_at=None)


class CourtClosure(FirmModel):
    """Days on which the courts of a jurisdiction, or one court, are closed by order beside their holidays.

    They lengthen a court's period, so an attorney confirms each (what an administrator enters waits until then). One that is
    taken back stays in the list, because dates were counted with it.
    """

    jurisdiction = models.CharField(max_length=40, help_text="The calendar of the court: us.ca, us.federal.")
    court = models.CharField(
        max_length=120, blank=True, help_text="Empty: all courts that keep the calendar."
    )
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.CharField(max_length=300, help_text="The order, with its number or address.")
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    removed_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = firm_manager(CourtClosureQuerySet)()

    class Meta:
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["firm", "jurisdiction", "starts_on"], name="court_closure_by_court")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="court_closure_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="court_closure_has_a_source"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="court_closure_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="court_closure_removed_by_somebody",
            ),
            NeedsApproval(
                kind="court_closure",
                op="INSERT OR UPDATE OF confirmed_at",
                when="NEW.confirmed_at IS NOT NULL",
                name="court_rules_closure_approved",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("court_closure_detail", args=[self.pk])

    @property
    def state(self) -> str:
        """standing, waiting (for an attorney) or removed."""
        return "removed" if self.removed_at else "standing" if self.confirmed_at else "waiting"
