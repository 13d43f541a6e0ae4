"""A deposition: who testifies, who takes and defends, the people and papers it needs, its transcript."""

import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Frozen, Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager

AHEAD = ("planned", "noticed", "confirmed")
AFTER = ("taken", "transcript_in", "closed")

# A notice of ours is legal work: it leaves the firm signed off by an attorney (Fed. R. Civ. P. 26(g)(1); Cal. Code Civ.
# Proc. § 2025.220), and the decision is about exactly the version that was served.
NOTICE_SIGNED = """
    IF NEW.noticed_by = 'ours' AND NEW.served_on IS NOT NULL THEN
        IF NOT EXISTS (
            SELECT 1 FROM documents_version v JOIN supervision_approval a
                ON a.firm_id = v.firm_id AND a.kind = 'document' AND a.object_id = v.id AND a.state = 'approved'
             WHERE v.firm_id = NEW.firm_id AND v.id = NEW.notice_id AND v.matter_id = NEW.matter_id) THEN
            RAISE EXCEPTION 'the notice of deposition % is not signed off', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
"""
# What was served says when the deposition was to be; it stays what was served.
SERVED = """
    IF OLD.served_on IS NOT NULL AND NEW.served_on IS NOT NULL
       AND (NEW.notice_id, NEW.service_method, NEW.noticed_by, NEW.matter_id)
           IS DISTINCT FROM (OLD.notice_id, OLD.service_method, OLD.noticed_by, OLD.matter_id) THEN
        RAISE EXCEPTION 'the notice of deposition % was served as it was', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class DepositionQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Depositions of the matters the member may see (kept by the database)."""
        return self

    def ahead(self):
        """Depositions that are still to be taken."""
        return self.filter(state__in=AHEAD)


class Deposition(FirmModel):
    """The testimony of one witness before trial."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        NOTICED = "noticed", "Noticed"
        CONFIRMED = "confirmed", "Confirmed"
        TAKEN = "taken", "Taken"
        TRANSCRIPT_IN = "transcript_in", "Transcript in"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    TRANSITIONS = {
        "planned": {"noticed", "cancelled"},
        "noticed": {"planned", "confirmed", "taken", "cancelled"},
        "confirmed": {"noticed", "taken", "cancelled"},
        "taken": {"confirmed", "transcript_in", "closed"},
        "transcript_in": {"taken", "closed"},
        "closed": {"transcript_in", "taken"},
        "cancelled": {"planned", "noticed", "confirmed"},
    }

    class Witness(models.TextChoices):
        PARTY = "party", "Party"
        NON_PARTY = "non_party", "Not a party"
        EXPERT = "expert", "Expert"
        ENTITY = "entity", "Organization’s designee"

    class Side(models.TextChoices):
        OURS = "ours", "We notice it"
        OPPOSING = "opposing", "The other side notices it"
        OTHER = "other", "Another party notices it"

    class Rules(models.TextChoices):
        FEDERAL = "federal", "Federal (Fed. R. Civ. P.)"
        CALIFORNIA = "california", "California (Code Civ. Proc.)"
        OTHER = "other", "Other"

    class Method(models.TextChoices):
        STENOGRAPHIC = "stenographic", "Stenographic"
        VIDEO = "video", "Stenographic and video"
        AUDIO = "audio", "Audio"

    class Service(models.TextChoices):
        # The ways of service are those of the packs (court_rules/data/packs/ca-ccp.yaml, scheme 1013).
        PERSONAL = "personal", "By hand"
        ELECTRONIC = "electronic", "Electronic"
        MAIL = "mail", "Mail, in the state"
        MAIL_US = "mail-us", "Mail, from or to another state"
        MAIL_ABROAD = "mail-abroad", "Mail, from or to abroad"
        OVERNIGHT = "overnight", "Overnight delivery"
        FAX = "fax", "Fax"

    matter = FirmForeignKey("matters.Matter", related_name="depositions")
    witness = FirmForeignKey("matters.Contact", related_name="depositions")
    witness_kind = models.CharField(max_length=9, choices=Witness, default=Witness.PARTY)
    volume = models.PositiveSmallIntegerField(default=1)
    noticed_by = models.CharField("noticing side", max_length=8, choices=Side, default=Side.OURS)
    rules = models.CharField(max_length=10, choices=Rules, default=Rules.CALIFORNIA)
    taken_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    taking_counsel = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="+")
    defended_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    defending_counsel = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="+")
    prepared_by = FirmForeignKey("accounts.Member", related_name="+", help_text="Who sees to its papers.")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=300, blank=True)
    room = FirmForeignKey("calendar_app.Room", null=True, blank=True, related_name="+")
    remote_link = models.URLField(max_length=500, blank=True)
    method = models.CharField(max_length=12, choices=Method, default=Method.STENOGRAPHIC)
    reporter = FirmForeignKey(
        "matters.Contact", null=True, blank=True, related_name="+", help_text="The court reporter’s firm."
    )
    reporter_confirmed_at = models.DateTimeField(null=True, blank=True)
    videographer = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="+")
    videographer_confirmed_at = models.DateTimeField(null=True, blank=True)
    interpreter = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="+")
    language = models.CharField(
        max_length=60, blank=True, help_text="Of the interpreter; empty: none needed."
    )
    interpreter_confirmed_at = models.DateTimeField(null=True, blank=True)
    notice = FirmForeignKey(
        "documents.Version", null=True, blank=True, related_name="+", help_text="The version that is served."
    )
    served_on = models.DateField(null=True, blank=True)
    service_method = models.CharField(max_length=12, choices=Service, blank=True)
    notice_check = models.JSONField(default=dict, blank=True, help_text="How the notice period was counted.")
    notice_deadline = FirmForeignKey(
        "calendar_app.Deadline",
        null=True,
        blank=True,
        related_name="+",
        help_text="When ours is to be served.",
    )
    objection_deadline = FirmForeignKey(
        "calendar_app.Deadline",
        null=True,
        blank=True,
        related_name="+",
        help_text="Until when theirs is objected to.",
    )
    short_notice_reason = models.CharField(max_length=300, blank=True, help_text="Order or stipulation.")
    subpoena = FirmForeignKey("documents.Document", null=True, blank=True, related_name="+")
    subpoena_served_on = models.DateField(null=True, blank=True)
    documents_demanded = models.TextField(blank=True)
    documents_received_on = models.DateField(null=True, blank=True)
    ordered_on = models.DateField(null=True, blank=True)
    transcript_due_on = models.DateField(null=True, blank=True)
    due_deadline = FirmForeignKey("calendar_app.Deadline", null=True, blank=True, related_name="+")
    received_on = models.DateField(null=True, blank=True)
    transcript = FirmForeignKey("documents.Document", null=True, blank=True, related_name="+")
    review_requested = models.BooleanField(
        default=False, help_text="Review by the witness was asked for on the record (Rule 30(e)(1))."
    )
    review_from = models.DateField(
        null=True, blank=True, help_text="When the witness was told it is available."
    )
    review_deadline = FirmForeignKey("calendar_app.Deadline", null=True, blank=True, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    errata = FirmForeignKey("documents.Document", null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=13, choices=State, default=State.PLANNED)
    cancelled_from = models.CharField(max_length=13, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(DepositionQuerySet)()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["firm", "starts_at", "id"], name="deposition_by_time"),
            models.Index(fields=["firm", "matter", "starts_at"], name="deposition_of_matter"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True, ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="deposition_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(served_on__isnull=True)
                | (models.Q(starts_at__isnull=False) & ~models.Q(service_method="")),
                name="deposition_served_somehow",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("planned", "cancelled")) | models.Q(starts_at__isnull=False),
                name="deposition_has_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(noticed_by="ours", state__in=("noticed", "confirmed", *AFTER))
                | models.Q(served_on__isnull=False),
                name="deposition_of_ours_served",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="transcript_in") | models.Q(received_on__isnull=False),
                name="deposition_transcript_received",
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled", cancelled_at__isnull=False, cancelled_from__in=AHEAD)
                | (~models.Q(state="cancelled") & models.Q(cancelled_at__isnull=True, cancelled_from="")),
                name="deposition_cancelled_ahead",
            ),
            Trigger(
                name="depositions_notice_signed",
                when="BEFORE INSERT OR UPDATE OF served_on, notice_id, noticed_by, matter_id",
                body=NOTICE_SIGNED,
            ),
            Trigger(name="depositions_served", when="BEFORE UPDATE", body=SERVED),
            Frozen(
                state="state",
                unless=[*AHEAD, "taken", "transcript_in", "cancelled"],
                free=["state"],
                name="depositions_closed",
            ),
        ]

    def __str__(self):
        return f"Deposition of {self.witness.name}"

    def get_absolute_url(self) -> str:
        return reverse("deposition_detail", args=[self.pk])

    @property
    def starts(self) -> datetime.datetime | None:
        """When it begins, by the clocks of its place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone)) if self.starts_at else None

    @property
    def ends(self) -> datetime.datetime | None:
        """When it ends, by the clocks of its place."""
        return self.ends_at.astimezone(ZoneInfo(self.zone)) if self.ends_at else None

    @property
    def is_open(self) -> bool:
        """Whether something of it can still be changed."""
        return self.state not in (self.State.CLOSED, self.State.CANCELLED)

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be taken."""
        return self.state in AHEAD
