"""Licences to practise law."""

import datetime

from django.db import models

from accounts.models.members import Member
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel

# The firm's own day, in a trigger on a table of the firm.
FIRM_TODAY = """today date := (SELECT (now() AT TIME ZONE f.time_zone)::date
                        FROM practice_firm f WHERE f.id = NEW.firm_id);"""
# SQL: an attorney, chosen by the condition {who} on `held`, works here and has a licence that is current on `today`.
CURRENT_LICENCE = """EXISTS (
        SELECT 1 FROM accounts_barlicence held
          JOIN accounts_member holder ON holder.firm_id = held.firm_id AND holder.id = held.member_id
          JOIN accounts_role seat ON seat.firm_id = holder.firm_id AND seat.id = holder.role_id
         WHERE held.firm_id = NEW.firm_id AND {who}
           AND seat.template = 'attorney' AND held.status = 'active'
           AND (held.verified_by_id IS NOT NULL OR held.self_declared)
           AND (held.expires_on IS NULL OR held.expires_on >= today)
           AND holder.is_active AND (holder.expires_on IS NULL OR holder.expires_on >= today))"""

# Nobody vouches for a licence who has none, in somebody else's name, or for more than was looked up. The app's own
# statements are held to it as well. Two declarations at once: the lock makes the second one see the first.
HONEST_WORD = f"""
    vouched := NEW.verified_by_id IS NOT NULL OR NEW.self_declared;
    fresh := vouched;
    IF TG_OP = 'UPDATE' THEN
        fresh := vouched AND (NEW.verified_by_id, NEW.self_declared, NEW.verified_at)
                 IS DISTINCT FROM (OLD.verified_by_id, OLD.self_declared, OLD.verified_at);
        IF vouched AND NOT fresh AND (
            (NEW.member_id, NEW.jurisdiction, NEW.number, NEW.admitted_on)
                IS DISTINCT FROM (OLD.member_id, OLD.jurisdiction, OLD.number, OLD.admitted_on)
            OR (NEW.status = 'active' AND OLD.status <> 'active')
            OR (OLD.expires_on IS NOT NULL AND (NEW.expires_on IS NULL OR NEW.expires_on > OLD.expires_on))
        ) THEN
            RAISE EXCEPTION 'licence %: what was changed was never verified', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF NOT fresh THEN
        RETURN NEW;
    END IF;
    IF current_member() <> coalesce(NEW.verified_by_id, NEW.member_id) THEN
        RAISE EXCEPTION 'licence %: nobody vouches in the name of another', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.verified_by_id IS NOT NULL THEN
        IF NOT {CURRENT_LICENCE.format(who="held.member_id = NEW.verified_by_id")} THEN
            RAISE EXCEPTION 'licence %: the verifier has no current licence', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSE
        PERFORM pg_advisory_xact_lock(7303, (NEW.firm_id % 2147483647)::int);
        IF {CURRENT_LICENCE.format(who="held.member_id <> NEW.member_id")} THEN
            RAISE EXCEPTION 'licence %: another attorney is there to verify it', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


class BarLicence(FirmModel):
    """A licence to practise law. Reserved powers hang on a current one."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        INACTIVE = "inactive", "Inactive"
        RETIRED = "retired", "Retired"
        SUSPENDED = "suspended", "Suspended"
        RESIGNED = "resigned", "Resigned"
        DISBARRED = "disbarred", "Disbarred"
        CEASED = "ceased", "Ceased"

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="licences")
    jurisdiction = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    status_since = models.DateField(null=True, blank=True, help_text="Day of the latest change of status.")
    admitted_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text="Last day on which it holds.")
    verified_by = FirmForeignKey(Member, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    self_declared = models.BooleanField(default=False, help_text="Declared by a firm's only attorney.")

    class Meta:
        ordering = ["jurisdiction"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "jurisdiction", "number"], name="licence_once"),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True) | ~models.Q(verified_by=models.F("member")),
                name="licence_not_verified_by_oneself",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True, self_declared=False)
                | models.Q(verified_at__isnull=False),
                name="licence_word_has_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True) | models.Q(self_declared=False),
                name="licence_verified_or_declared",
            ),
            Trigger(
                name="accounts_licence_word",
                when="BEFORE INSERT OR UPDATE",
                definer=True,
                declare=f"vouched boolean; fresh boolean; {FIRM_TODAY}",
                body=HONEST_WORD,
            ),
        ]

    def __str__(self):
        return f"{self.jurisdiction} {self.number}"

    def is_current(self, on) -> bool:
        """Whether the licence holds on the date `on`: active, not expired, verified (or a sole attorney's own word)."""
        return self.is_vouched and self.status == self.Status.ACTIVE and not self.has_expired(on)

    @property
    def is_vouched(self) -> bool:
        """Whether another attorney verified it, or the firm's only one declared it."""
        return self.verified_by_id is not None or self.self_declared

    def has_expired(self, on: datetime.date) -> bool:
        """Whether its last day is before the date `on`."""
        return self.expires_on is not None and self.expires_on < on

    def fault(self, on: datetime.date) -> str:
        """Why it does not hold on the date `on`, as a predicate of "the licence"; "" when it holds."""
        if self.status != self.Status.ACTIVE:
            now, since = FAULTS[self.Status(self.status)]
            return f"{since} {in_full(self.status_since)}" if self.status_since else now
        if self.expires_on is not None and self.has_expired(on):
            return f"expired on {in_full(self.expires_on)}"
        return "" if self.is_vouched else "is not verified yet"


# What is said of a licence that is not active: without the day since when, and before it.
FAULTS = {
    BarLicence.Status.INACTIVE: ("is inactive", "has been inactive since"),
    BarLicence.Status.RETIRED: ("is retired", "has been retired since"),
    BarLicence.Status.SUSPENDED: ("is suspended", "has been suspended since"),
    BarLicence.Status.RESIGNED: ("was given up", "was given up on"),
    BarLicence.Status.DISBARRED: ("ended by disbarment", "ended by disbarment on"),
    BarLicence.Status.CEASED: ("has ceased", "ceased on"),
}


def in_full(day: datetime.date) -> str:
    """October 31, 2026."""
    return f"{day:%B} {day.day}, {day.year}"
