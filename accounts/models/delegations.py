"""What an attorney lends to somebody: powers, on one matter or on all of the attorney's, until a day. And absences."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models.members import Member
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager

# Whoever wants more gives it anew; taking it back is all that changes.
KEPT = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'delegation % stays on record', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (to_jsonb(NEW) - ARRAY['revoked_at', 'revoked_by_id', 'reminded_at'])
       IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['revoked_at', 'revoked_by_id', 'reminded_at']) THEN
        RAISE EXCEPTION 'delegation % cannot be rewritten', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class DelegationQuerySet(FirmQuerySet):
    def standing(self, on):
        """Delegations not revoked whose days include the date `on`. Whether they lend a power depends on the licence
        of the attorney as well: Delegation.is_live.
        """
        return self.filter(revoked_at=None, starts_on__lte=on, until__gte=on)

    def visible_to(self, member):
        """Those given by, given to, or written by the member; all for who supervises people (walls by the database)."""
        if member.can("user.manage") or member.is_partner:
            return self
        return self.filter(models.Q(principal=member) | models.Q(to=member) | models.Q(created_by=member))


class Delegation(FirmModel):
    """An attorney lends a person powers, or gives them the work of a matter, from a day until a day.

    It adds to the role's powers only where the role holds them at "delegated" (or "on their matters"), and never a
    reserved one (Model Rule 5.3; Model Guidelines, Guideline 2 and 3). Without a matter it covers every matter that the
    attorney is responsible for or supervises.
    """

    principal = FirmForeignKey(Member, related_name="delegations_given")
    to = FirmForeignKey(Member, related_name="delegations_held")
    powers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="delegations")
    starts_on = models.DateField()
    until = models.DateField(help_text="Last day.")
    may_pass_on = models.BooleanField(
        default=False, help_text="The person may hand it on to others, no longer than they hold it."
    )
    passed_on_from = FirmForeignKey("self", null=True, blank=True, related_name="passed_on")
    note = models.CharField(max_length=300, blank=True, help_text="What is to be done.")
    created_by = FirmForeignKey(Member, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = FirmForeignKey(Member, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, help_text="When both were told that it ends soon.")

    objects = firm_manager(DelegationQuerySet)()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("starts_on")), name="delegation_has_days"
            ),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("to")), name="delegation_to_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(powers=[]) | (models.Q(matter__isnull=False) & ~models.Q(note="")),
                name="delegation_of_something",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="delegation_revoked_by_somebody",
            ),
            # The record of who was given what, until when, and on whose word (Model Rule 5.3) is not rewritten.
            Trigger(name="accounts_delegation_kept", when="BEFORE UPDATE OR DELETE", body=KEPT),
        ]

    def __str__(self):
        return f"delegation {self.pk} to {self.to_id}"

    def get_absolute_url(self) -> str:
        return reverse("delegation_detail", args=[self.pk])

    def is_live(self, on) -> bool:
        """Whether it lends anything on the date `on`: standing, and the attorney is here with a current licence."""
        return (
            self.revoked_at is None
            and self.starts_on <= on <= self.until
            and self.principal.is_active
            and (self.principal.expires_on is None or self.principal.expires_on >= on)
            and self.principal.is_licensed
        )

    def covers(self, matter) -> bool:
        """Whether `matter` is in its scope."""
        if self.matter_id is not None:
            return self.matter_id == matter.pk
        return self.principal_id in (matter.responsible_id, matter.supervising_id)


class Support(FirmModel):
    """Whom a member works for every day: the attorneys whose calendar and desk they keep."""

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="supports")
    attorney = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="supported_by")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "member", "attorney"], name="support_once"),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("attorney")), name="support_of_another"
            ),
        ]

    def __str__(self):
        return f"{self.member_id} for {self.attorney_id}"


class Absence(FirmModel):
    """Days on which a member is away, and who decides for them meanwhile."""

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day away.")
    substitute = FirmForeignKey(Member, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    created_by = FirmForeignKey(Member, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_has_days"
            ),
            models.CheckConstraint(
                condition=models.Q(substitute__isnull=True) | ~models.Q(substitute=models.F("member")),
                name="absence_substitute_is_another",
            ),
        ]

    def __str__(self):
        return f"{self.member_id} away {self.starts_on}"
