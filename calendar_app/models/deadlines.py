"""Deadlines of matters: what is due, by which rule, and who answers for it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import AppendOnly, Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.veils import VeiledQuerySet
from supervision.constraints import NeedsApproval

# What a second person verified is this date for this thing, counted from this event: with another it is unverified again.
VERIFIED = """
    IF NEW.verified_at IS NOT NULL AND OLD.verified_at IS NOT NULL
       AND (NEW.title, NEW.due_on, NEW.due_at, NEW.kind, NEW.authority, NEW.matter_id, NEW.trigger_id, NEW.rule_id,
            NEW.pack, NEW.pack_version, NEW.service_method, NEW.state, NEW.calendar, NEW.derivation, NEW.earliest_on,
            NEW.latest_on, NEW.extended_from)
           IS DISTINCT FROM (OLD.title, OLD.due_on, OLD.due_at, OLD.kind, OLD.authority, OLD.matter_id, OLD.trigger_id,
            OLD.rule_id, OLD.pack, OLD.pack_version, OLD.service_method, OLD.state, OLD.calendar, OLD.derivation,
            OLD.earliest_on, OLD.latest_on, OLD.extended_from) THEN
        RAISE EXCEPTION 'deadline % was verified as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# Who extends, overrides, dismisses or loosens a date of a court or a statute held a current licence (Model Rule 5.3), as who
# decides an approval (supervision). The day is the firm's own.
LICENSED = """
    SELECT (now() AT TIME ZONE f.time_zone)::date INTO today FROM practice_firm f WHERE f.id = NEW.firm_id;
    IF NOT EXISTS (
        SELECT 1 FROM accounts_barlicence l WHERE l.firm_id = NEW.firm_id AND l.member_id = {who}
           AND l.status = 'active' AND (l.expires_on IS NULL OR l.expires_on >= today)
           AND (l.verified_by_id IS NOT NULL OR l.self_declared)) THEN
        RAISE EXCEPTION 'deadline %: a licensed attorney {act}', {which}
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
"""
FIRST_DATE = """
    IF NEW.original_due_on <> OLD.original_due_on THEN
        RAISE EXCEPTION 'deadline % keeps its first date', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
"""
LOOSENED = (
    FIRST_DATE
    + "    IF NEW.dismissal <> '' AND NEW.dismissal <> OLD.dismissal THEN"
    + LICENSED.format(who="NEW.done_by_id", act="dismisses it", which="NEW.id")
    + """    END IF;
    IF NEW.extended_from IS NOT NULL AND NEW.extended_from IS DISTINCT FROM OLD.extended_from
       OR OLD.kind <> 'internal' AND NEW.kind = 'internal'
       OR NEW.kind <> 'internal' AND NEW.override <> '' AND NEW.override <> OLD.override THEN"""
    + LICENSED.format(who="NEW.set_by_id", act="gives it another date", which="NEW.id")
    + """    END IF;
    RETURN NEW;
"""
)
EXTENDED = (
    "    IF NEW.how = 'extended' THEN"
    + LICENSED.format(who="NEW.made_by_id", act="extends it", which="NEW.deadline_id")
    + """    END IF;
    RETURN NEW;
"""
)


class DeadlineQuerySet(FirmQuerySet):
    def open(self):
        return self.filter(done_at=None)

    def visible_to(self, member):
        """Deadlines of the matters the member may see (kept by the database)."""
        return self

    def unverified(self):
        """Dates of a court or a statute that no second person has verified."""
        return self.exclude(kind=Deadline.Kind.INTERNAL).filter(verified_at=None)

    def unacknowledged(self):
        """Open critical dates whose owner has not said that they have seen them."""
        return self.filter(critical=True, acknowledged_at=None, done_at=None)

    def unheeded(self):
        """Open dates that somebody still has to acknowledge or verify."""
        unverified = ~models.Q(kind=Deadline.Kind.INTERNAL) & models.Q(verified_at=None)
        unseen = models.Q(critical=True, acknowledged_at=None)
        return self.filter(unverified | unseen, done_at=None)


class Deadline(FirmModel):
    """A date by which something must be done on a matter."""

    class Kind(models.TextChoices):
        COURT = "court", "Court"
        STATUTE = "statute", "Limitation"
        INTERNAL = "internal", "Internal"

    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="deadlines")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COURT)
    due_on = models.DateField()
    original_due_on = models.DateField()
    authority = models.CharField(max_length=120, blank=True, help_text="Rule or order it comes from.")
    owner = FirmForeignKey("accounts.Member", related_name="deadlines")
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    dismissal = models.CharField(
        max_length=500, blank=True, help_text="Why it was dismissed; empty when it was met."
    )
    set_by = FirmForeignKey(
        "accounts.Member",
        null=True,
        related_name="+",
        help_text="Who set the date as it stands: never who verifies it.",
    )
    verified_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # How the date came about (court_rules), for dates that a rule or a count of days gave.
    trigger = FirmForeignKey(
        "calendar_app.TriggerEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="deadlines"
    )
    rule_id = models.CharField(max_length=120, blank=True)
    pack = models.CharField(max_length=80, blank=True, help_text="Key of the rule set.")
    pack_version = models.CharField(max_length=40, blank=True)
    count = models.JSONField(
        default=dict, blank=True, help_text="A free count: n, unit, direction; empty when a rule gave it."
    )
    service_method = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, blank=True, help_text="Of the district court: CA.")
    calendar = models.CharField(max_length=40, blank=True, help_text="Of court holidays: us.federal, us.ca.")
    derivation = models.JSONField(default=dict, blank=True, help_text="Result.as_json() of court_rules.")
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="For periods in hours, and where a last hour of the day is set."
    )
    earliest_on = models.DateField(
        null=True, blank=True, help_text="The safe date, where the reading is open."
    )
    latest_on = models.DateField(null=True, blank=True, help_text="The latest date that can be argued.")
    override = models.CharField(
        max_length=500, blank=True, help_text="Why the date is another than the rule gives; empty: it is not."
    )
    declined_on = models.DateField(
        null=True, blank=True, help_text="A recalculated date that somebody looked at and did not take."
    )
    extended_from = models.DateField(null=True, blank=True, help_text="The date before the newest extension.")
    backup = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="backed_deadlines")
    critical = models.BooleanField(default=False)
    acknowledged_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    proof = FirmForeignKey("documents.Document", null=True, blank=True, related_name="+")
    no_proof = models.CharField(
        max_length=500, blank=True, help_text="Why no document proves that it was met."
    )

    objects = firm_manager(DeadlineQuerySet)()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["firm", "due_on", "id"],
                name="deadline_open_by_date",
                condition=models.Q(done_at=None),
            ),
            models.Index(
                fields=["firm", "matter", "due_on", "id"],
                name="deadline_next",
                condition=models.Q(done_at=None),
            ),
            models.Index(fields=["firm", "trigger"], name="deadline_trigger"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="deadline_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_by__isnull=True)
                | models.Q(verified_at__isnull=False, verified_by__isnull=False),
                name="deadline_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(dismissal="") | models.Q(done_at__isnull=False),
                name="deadline_dismissed_is_done",
            ),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="deadline_acknowledged_by_one",
            ),
            models.CheckConstraint(
                condition=models.Q(proof__isnull=True, no_proof="") | models.Q(done_at__isnull=False),
                name="deadline_proof_when_done",
            ),
            models.CheckConstraint(
                condition=models.Q(proof__isnull=True) | models.Q(no_proof=""),
                name="deadline_proof_or_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(backup__isnull=True) | ~models.Q(backup=models.F("owner")),
                name="deadline_backup_is_another",
            ),
            models.CheckConstraint(
                condition=models.Q(latest_on__isnull=True)
                | models.Q(earliest_on__isnull=True)
                | models.Q(latest_on__gte=models.F("earliest_on")),
                name="deadline_readings_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(rule_id="") | models.Q(trigger__isnull=False),
                name="deadline_rule_has_trigger",
            ),
            NeedsApproval(
                kind="deadline",
                op="INSERT OR UPDATE OF verified_at",
                when="NEW.verified_at IS NOT NULL",
                name="calendar_deadline_verified",
            ),
            Trigger(name="calendar_deadline_moved", when="BEFORE UPDATE", body=VERIFIED),
            Trigger(
                name="calendar_deadline_loosened", when="BEFORE UPDATE", declare="today date;", body=LOOSENED
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("deadline_detail", args=[self.pk])

    @property
    def is_binding(self) -> bool:
        """Whether a court or a statute set it, so that only an attorney moves it."""
        return self.kind != self.Kind.INTERNAL

    @property
    def is_unverified(self) -> bool:
        """Whether a second person still has to verify the date."""
        return self.is_binding and self.verified_at is None and self.done_at is None

    @property
    def status(self) -> str:
        """How it stands, in one key: done, dismissed, extended, verified, unverified, open."""
        if self.done_at is not None:
            return "dismissed" if self.dismissal else "done"
        if self.is_unverified:
            return "unverified"
        if self.extended_from is not None:
            return "extended"
        return "verified" if self.verified_at is not None else "open"

    @property
    def needs_acknowledgment(self) -> bool:
        """Whether its owner still has to say that they have seen a critical date."""
        return self.critical and self.done_at is None and self.acknowledged_at is None


class DateChange(FirmModel):
    """One step of a deadline's history: from which date to which, why, and on which paper. Never changed."""

    class How(models.TextChoices):
        RECALCULATED = "recalculated", "Recalculated"
        EXTENDED = "extended", "Extended"
        OVERRIDDEN = "overridden", "Overridden"
        CORRECTED = "corrected", "Corrected"

    class Basis(models.TextChoices):
        STIPULATION = "stipulation", "Stipulation"
        ORDER = "order", "Order of the court"
        AGREEMENT = "agreement", "Agreement of counsel"
        RULE = "rule", "Rule or statute"

    matter = FirmForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="+")
    deadline = FirmForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    how = models.CharField(max_length=12, choices=How)
    basis = models.CharField(max_length=12, choices=Basis, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    from_at = models.DateTimeField(null=True, blank=True)
    to_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    document = FirmForeignKey("documents.Document", null=True, blank=True, related_name="+")
    recalculation = FirmForeignKey(
        "calendar_app.Recalculation", on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    made_by = FirmForeignKey("accounts.Member", related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(VeiledQuerySet)()

    class Meta:
        ordering = ["id"]
        constraints = [
            AppendOnly(name="calendar_datechange_append"),
            Trigger(
                name="calendar_datechange_attorney",
                when="BEFORE INSERT",
                declare="today date;",
                body=EXTENDED,
            ),
            models.CheckConstraint(
                condition=~models.Q(how="extended") | ~models.Q(basis=""), name="datechange_extension_basis"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="datechange_says_why"),
        ]

    def __str__(self):
        return f"{self.from_on} to {self.to_on}"
