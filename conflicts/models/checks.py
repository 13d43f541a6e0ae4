"""A conflict check: whom it asks about, how it stands, and what was decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from matters.models import Party
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from search.constraints import Indexed
from supervision.constraints import NeedsApproval

# Cleared means: each hit was judged, none is a conflict, and what needs a waiver has the clients' consent in writing
# (Model Rules 1.7(b)(4), 1.9).
SETTLED = """
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ('running', 'in_review') THEN
            RAISE EXCEPTION 'a conflict check begins undecided' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state = OLD.state OR NEW.state IN ('running', 'in_review') THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM conflicts_hit h WHERE h.firm_id = NEW.firm_id AND h.check_ref_id = NEW.id AND h.disposition = '') THEN
        RAISE EXCEPTION 'conflicts_check % has hits that nobody judged', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'cleared' AND EXISTS (SELECT 1 FROM conflicts_hit h WHERE h.firm_id = NEW.firm_id
           AND h.check_ref_id = NEW.id AND (h.disposition = 'conflict' OR (h.disposition = 'waiver' AND NEW.consent_id IS NULL))) THEN
        RAISE EXCEPTION 'conflicts_check % is not clear', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


# What was decided stays. A lead's record gets the walls of the matter that the lead becomes.
KEPT = """
    IF TG_OP = 'DELETE' OR OLD.matter_id IS NOT NULL
       OR (to_jsonb(NEW) - 'matter_id') IS DISTINCT FROM (to_jsonb(OLD) - 'matter_id') THEN
        RAISE EXCEPTION '% % stays as it is', TG_TABLE_NAME, OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class CheckQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Checks the member may see: walls of their matters are kept by the database; guests see none."""
        return self.none() if member.sees_named_matters_only else self

    def of_matter(self, matter):
        """The checks of a matter, newest first."""
        return self.filter(matter=matter).order_by("-id")

    def of_lead(self, lead_id: int):
        """The checks of a lead, newest first."""
        return self.filter(about_kind=Check.About.LEAD, about_id=lead_id).order_by("-id")

    def undecided(self):
        """Those that wait for a decision."""
        return self.filter(state__in=[Check.State.RUNNING, Check.State.IN_REVIEW, Check.State.WAIVER])


class Check(FirmModel):
    """One conflict check, for a matter, a lead, or a name alone. It goes on: what is new is compared with it too."""

    class About(models.TextChoices):
        MATTER = "matter", "Matter"
        LEAD = "lead", "Lead"
        NAME = "name", "Name"

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        IN_REVIEW = "in_review", "In review"
        CLEARED = "cleared", "Cleared"
        WAIVER = "waiver", "Waiver required"
        CONFLICTED = "conflicted", "Conflicted"

    DECIDED = (State.CLEARED, State.WAIVER, State.CONFLICTED)

    number = models.CharField(max_length=20)
    about_kind = models.CharField(max_length=8, choices=About, default=About.NAME)
    about_id = models.BigIntegerField(null=True, blank=True)
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="conflict_checks")
    label = models.CharField(max_length=200, help_text="Whom or what it is for.")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    round = models.PositiveIntegerField(default=1, help_text="Goes up when a decided check is opened again.")
    searched = models.JSONField(
        default=dict, help_text="How many names and texts of each kind were searched."
    )
    run_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    run_at = models.DateTimeField(null=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    decided_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)
    consent = FirmForeignKey(
        "documents.Document",
        null=True,
        blank=True,
        related_name="+",
        help_text="The informed consent, signed.",
    )
    reopened_at = models.DateTimeField(null=True)
    reopened_why = models.CharField(max_length=300, blank=True)

    objects = firm_manager(CheckQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["firm", "state", "-id"], name="check_by_state"),
            models.Index(fields=["firm", "about_kind", "about_id"], name="check_about"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["firm", "number"], name="check_number_once"),
            models.CheckConstraint(condition=~Q(label=""), name="check_has_label"),
            models.CheckConstraint(
                condition=~Q(about_kind="matter") | Q(matter=models.F("about_id")), name="check_of_its_matter"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["cleared", "waiver", "conflicted"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="check_decided_by_somebody",
            ),
            NeedsApproval(
                kind="conflict",
                op="UPDATE OF state",
                when="NEW.state IN ('cleared', 'waiver', 'conflicted') AND OLD.state <> NEW.state",
                name="conflicts_check_approved",
            ),
            Trigger(name="conflicts_check_settled", when="BEFORE INSERT OR UPDATE OF state", body=SETTLED),
        ]

    def __str__(self):
        return f"{self.number} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("conflict_detail", args=[self.pk])

    @property
    def is_decided(self) -> bool:
        """Whether an attorney decided it and nothing has opened it again."""
        return self.state in self.DECIDED


class Subject(FirmModel):
    """A name the check asks about, and in what part."""

    class Source(models.TextChoices):
        TYPED = "typed", "Typed"
        CLIENT = "client", "Client of the matter"
        PARTY = "party", "Party of the matter"
        LEAD = "lead", "Lead"
        LEAD_PARTY = "lead_party", "Party named in the lead"

    # Which side somebody in this part is on, as the firm would act.
    OURS = ("client", "co_counsel", "payer", "guardian")

    check_ref = FirmForeignKey(Check, related_name="subjects")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Party.Role, default=Party.Role.CLIENT)
    contact = FirmForeignKey("matters.Contact", null=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source, default=Source.TYPED)
    object_id = models.BigIntegerField(null=True, help_text="Id of the party, lead or lead party.")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "check_ref", "source", "object_id"],
                condition=Q(object_id__isnull=False),
                name="subject_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="subject_has_name"),
            Indexed(
                name="conflicts_subject_names",
                kind="subject",
                columns=["name"],
                contact="contact_id",
                matter="matter_id",
                unless="NEW.dropped_at IS NOT NULL",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def side(self) -> str:
        """ours, opposing or third."""
        if self.role in self.OURS:
            return "ours"
        return "opposing" if self.role in ("opposing_party", "opposing_counsel") else "third"


class Clearance(FirmModel):
    """What was decided about a check in one round, and on what: the frozen record that its report is made from."""

    check_ref = FirmForeignKey(Check, related_name="clearances")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    round = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Check.State)
    note = models.TextField(blank=True)
    consent = FirmForeignKey("documents.Document", null=True, related_name="+")
    by = FirmForeignKey("accounts.Member", related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Names no matter but the check's own: hits by number, with the fingerprint of what they showed.
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    approval = FirmForeignKey("supervision.Approval", null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            Trigger(name="conflicts_clearance_kept", when="BEFORE UPDATE OR DELETE", body=KEPT),
            models.CheckConstraint(
                condition=Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="clearance_has_hash"
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()} on {self.at:%Y-%m-%d}"


class Report(FirmModel):
    """The report of a clearance as PDF, made once for each set of places that a reader may not see."""

    clearance = FirmForeignKey(Clearance, related_name="reports")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    without = ArrayField(
        models.BigIntegerField(), default=list, help_text="Lines of hits shown as restricted."
    )
    without_key = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            Trigger(name="conflicts_report_kept", when="BEFORE UPDATE OR DELETE", body=KEPT),
            models.UniqueConstraint(fields=["firm", "clearance", "without_key"], name="report_made_once"),
        ]

    def __str__(self):
        return f"report of {self.clearance_id}"
