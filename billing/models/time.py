"""Time entries and timers."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField

# What an attorney approved stays as it was: the entries of an approved sheet. The sheet is opened again first.
ENTRY_OF_SHEET = """
    IF TG_OP <> 'INSERT' AND OLD.sheet_id IS NOT NULL
       AND (TG_OP = 'DELETE'
            OR (NEW.sheet_id, NEW.matter_id, NEW.member_id, NEW.date, NEW.seconds, NEW.billed_seconds, NEW.narrative,
                NEW.nature, NEW.billable)
               IS DISTINCT FROM
               (OLD.sheet_id, OLD.matter_id, OLD.member_id, OLD.date, OLD.seconds, OLD.billed_seconds, OLD.narrative,
                OLD.nature, OLD.billable)) THEN
        SELECT s.state INTO sheet_state FROM billing_timesheet s
         WHERE s.firm_id = OLD.firm_id AND s.id = OLD.sheet_id FOR SHARE;
        IF sheet_state = 'approved' THEN
            RAISE EXCEPTION 'time entry % stands on an approved sheet', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.sheet_id IS NOT NULL
       AND (TG_OP = 'INSERT' OR (NEW.sheet_id, NEW.matter_id, NEW.member_id, NEW.date)
                                IS DISTINCT FROM (OLD.sheet_id, OLD.matter_id, OLD.member_id, OLD.date)) THEN
        PERFORM 1 FROM billing_timesheet s
          WHERE s.firm_id = NEW.firm_id AND s.id = NEW.sheet_id AND s.state <> 'approved'
            AND s.matter_id = NEW.matter_id AND s.member_id = NEW.member_id
            AND NEW.date BETWEEN s.week_start AND s.week_start + 6
            FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'time entry % is not of sheet %', NEW.id, NEW.sheet_id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


# Support staff's time and clerical work become billable by an attorney's word alone (roles.md: time.mark_billable).
BY_AN_ATTORNEY = """
    IF OLD.billable OR NOT NEW.billable THEN
        RETURN NEW;
    END IF;
    IF (NEW.nature = 'clerical' OR EXISTS (
            SELECT 1 FROM accounts_member m JOIN accounts_role r ON r.firm_id = m.firm_id AND r.id = m.role_id
             WHERE m.firm_id = NEW.firm_id AND m.id = NEW.member_id
               AND r.template IN ('legal_assistant', 'legal_secretary', 'firm_admin')))
       AND NOT EXISTS (
            SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id AND a.kind = 'billable'
               AND a.object_id = NEW.id AND a.state = 'approved') THEN
        RAISE EXCEPTION 'time entry % has no approval to be billed', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class TimeEntryQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Entries on matters the member may see; a guest sees only their own."""
        return self.filter(member=member) if member.sees_named_matters_only else self

    def unbilled(self):
        """Billable entries that stand on no invoice and are not held back."""
        return self.filter(state=TimeEntry.State.OPEN, billable=True, on_hold=False)


class TimeEntry(FirmModel):
    """Work done: worked and billed duration apart, the rate with its reason, the amount at that rate."""

    class State(models.TextChoices):
        OPEN = "open", "Unbilled"
        ON_INVOICE = "on_invoice", "On a draft"
        BILLED = "billed", "Billed"
        WRITTEN_OFF = "written_off", "Written off"

    class Nature(models.TextChoices):
        LEGAL = "legal", "Legal"
        PARALEGAL = "paralegal", "Substantive paralegal"
        ADMINISTRATIVE = "administrative", "Administrative"
        CLERICAL = "clerical", "Clerical"

    class Source(models.TextChoices):
        MANUAL = "manual", "Typed"
        TIMER = "timer", "Timer"
        IMPORT = "import", "Import"

    matter = FirmForeignKey("matters.Matter", related_name="time_entries")
    member = FirmForeignKey("accounts.Member", related_name="time_entries")
    entered_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    date = models.DateField()
    seconds = models.PositiveIntegerField(help_text="Worked.")
    billed_seconds = models.PositiveIntegerField(help_text="Worked, rounded up to the firm's increment.")
    narrative = models.TextField()
    task_code = models.CharField(max_length=10, blank=True, help_text="UTBMS task, such as L240.")
    activity_code = models.CharField(max_length=10, blank=True, help_text="UTBMS activity, such as A103.")
    nature = models.CharField(max_length=16, choices=Nature, default=Nature.LEGAL)
    billable = models.BooleanField(default=True)
    billable_reason = models.CharField(
        max_length=200, blank=True, help_text="Why clerical work is billed; an attorney's word."
    )
    no_charge = models.BooleanField(default=False, help_text="Shown on the bill at no charge.")
    on_hold = models.BooleanField(default=False, help_text="Left out of bill runs until released.")
    rate = MoneyField(help_text="Per hour.")
    rate_reason = models.CharField(max_length=200, blank=True)
    rate_fixed = models.BooleanField(
        default=False, help_text="A rule for travel set the rate; the rate card does not renew it."
    )
    amount = MoneyField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    sheet = FirmForeignKey("billing.TimeSheet", null=True, blank=True, related_name="entries")
    task = FirmForeignKey(
        "work.Task",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="time_entries",
        help_text="The task it was spent on.",
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.MANUAL)
    external_id = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = firm_manager(TimeEntryQuerySet)()

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = "time entry"
        verbose_name_plural = "time entries"
        indexes = [
            models.Index(fields=["firm", "-date", "-id"], name="time_latest"),
            models.Index(fields=["firm", "member", "-date"], name="time_of_member"),
            models.Index(
                fields=["firm", "matter", "date"],
                name="time_unbilled",
                condition=models.Q(state="open", billable=True, on_hold=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconds__gt=0, seconds__lte=86400), name="time_within_a_day"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0, rate__gte=0), name="time_not_negative"),
            models.CheckConstraint(
                condition=models.Q(billable=True) | models.Q(amount=0), name="time_not_billable_is_free"
            ),
            # Clerical work is not billed at a legal rate (Missouri v. Jenkins, 491 U.S. 274, 288 n.10).
            models.CheckConstraint(
                condition=~models.Q(nature="clerical", billable=True) | ~models.Q(billable_reason=""),
                name="time_clerical_has_reason",
            ),
            models.UniqueConstraint(
                fields=["firm", "external_id"], condition=~models.Q(external_id=""), name="time_imported_once"
            ),
            Trigger(
                name="billing_entry_of_sheet",
                when="BEFORE INSERT OR UPDATE OF sheet_id, matter_id, member_id, date, seconds, billed_seconds, "
                "narrative, nature, billable OR DELETE",
                declare="sheet_state text;",
                body=ENTRY_OF_SHEET,
            ),
            Trigger(
                name="billing_entry_billable",
                when="BEFORE UPDATE OF billable",
                body=BY_AN_ATTORNEY,
            ),
        ]

    def __str__(self):
        return f"{self.seconds / 3600:.1f} h on {self.date}"

    def get_absolute_url(self) -> str:
        """The entry's own page."""
        return reverse("time_detail", args=[self.pk])


class Timer(FirmModel):
    """A stopwatch of a member. Several may be paused; one runs."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="timers")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    task = FirmForeignKey(
        "work.Task", null=True, blank=True, on_delete=models.SET_NULL, related_name="timers"
    )
    narrative = models.TextField(blank=True)
    seconds = models.PositiveIntegerField(default=0, help_text="Counted before the present run.")
    started_at = models.DateTimeField(null=True, help_text="Start of the present run; empty while paused.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "member"], condition=models.Q(started_at__isnull=False), name="timer_one_runs"
            )
        ]

    def __str__(self):
        return f"timer of {self.member_id}"

    def elapsed(self, at=None) -> int:
        """Seconds on the clock at the instant `at` (now unless given)."""
        if self.started_at is None:
            return self.seconds
        return self.seconds + max(0, int(((at or timezone.now()) - self.started_at).total_seconds()))
