"""Seats in a firm: roles, and the people who hold them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models.titles import HONEST_TITLE, Signature
from accounts.permissions import TEMPLATES, Perm, Powers, granted
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class Role(FirmModel):
    """A firm's role: a template it came from and the powers it grants, {power: level}."""

    name = models.CharField(max_length=60)
    template = models.CharField(max_length=20, choices=list(TEMPLATES.items()))
    powers = models.JSONField(default=dict)
    matrix = models.PositiveSmallIntegerField(
        default=1, help_text="Version of the product’s matrix under which the powers were last written."
    )
    position = models.PositiveIntegerField(default=0)
    mfa_required = models.BooleanField(default=False, help_text="A second factor is required.")
    mfa_grace_days = models.PositiveSmallIntegerField(
        default=7, help_text="Days to set one up, from when the requirement began for a member."
    )

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="role_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("role_detail", args=[self.pk])

    @property
    def granted(self) -> dict[str, str]:
        """{power: level} as the role stands now: what was written, and what its template says of newer powers."""
        return granted(self.template, self.powers, self.matrix)


MIRROR_MEMBERSHIP = """
    IF TG_OP = 'DELETE' THEN
        DELETE FROM accounts_membership WHERE member_id = OLD.id;
        RETURN NULL;
    END IF;
    INSERT INTO accounts_membership (user_id, firm_id, member_id, is_active, expires_on)
    VALUES (NEW.user_id, NEW.firm_id, NEW.id, NEW.is_active, NEW.expires_on)
    ON CONFLICT (member_id) DO UPDATE
    SET user_id = excluded.user_id, is_active = excluded.is_active, expires_on = excluded.expires_on;
    RETURN NULL;
"""


class MemberQuerySet(FirmQuerySet):
    def active(self):
        """Members who may enter today."""
        today = timezone.localdate()
        return self.filter(is_active=True).filter(
            models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=today)
        )

    def timekeepers(self):
        """Active members, with their role, by name."""
        return self.active().select_related("role").order_by("name")


class Member(FirmModel):
    """A person's seat in one firm: role, title, licence, supervisor, expiry."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    role = FirmForeignKey(Role, related_name="members")
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=80, blank=True)
    initials = models.CharField(max_length=4, blank=True)
    is_partner = models.BooleanField(
        default=False, help_text="Also sees the firm's figures and manages people."
    )
    supervisor = FirmForeignKey("self", null=True, blank=True, related_name="supervised")
    substitute = FirmForeignKey(
        "self", null=True, blank=True, related_name="+", help_text="Who decides while this attorney is away."
    )
    office = FirmForeignKey("practice.Office", null=True, blank=True, related_name="members")
    time_zone = models.CharField(
        max_length=64, blank=True, help_text="Where the member is. Empty: as the office, else as the firm."
    )
    is_active = models.BooleanField(default=True)
    expires_on = models.DateField(null=True, blank=True, help_text="Last day of access.")
    daily_target_seconds = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(default=timezone.now)
    mfa_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when the role requires a second factor of this member."
    )

    objects = firm_manager(MemberQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "user"], name="member_once_in_firm"),
            models.CheckConstraint(
                condition=models.Q(substitute__isnull=True) | ~models.Q(substitute=models.F("id")),
                name="member_substitute_is_another",
            ),
            Trigger(
                name="accounts_member_mirror",
                when="AFTER INSERT OR UPDATE OR DELETE",
                definer=True,
                body=MIRROR_MEMBERSHIP,
            ),
            Trigger(
                name="accounts_member_title",
                when="BEFORE INSERT OR UPDATE",
                definer=True,
                declare="kind text;",
                body=HONEST_TITLE,
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("member_detail", args=[self.pk])

    @property
    def shown_title(self) -> str:
        """The title, or what the role is called by default. Never empty, as Guideline 4 asks."""
        return self.title or TEMPLATES[self.role.template]

    @property
    def signed_name(self) -> str:
        """Name and title, "Otis Farrow, Paralegal": how the product names the member to clients. No query."""
        return str(Signature(self.name, self.shown_title))

    @property
    def signature(self) -> Signature:
        """Name, title and current bar numbers, for whatever an attorney signs. Reads the licences."""
        today = timezone.localdate()
        bar = tuple(str(licence) for licence in self.licences.all() if licence.is_current(today))
        return Signature(self.name, self.shown_title, bar)

    @cached_property
    def licences_current(self) -> bool:
        if (
            self.role.template != "attorney"
        ):  # a contract lawyer's licence backs the title and unlocks nothing
            return False
        today = timezone.localdate()
        return any(licence.is_current(today) for licence in self.licences.all())

    @property
    def is_licensed(self) -> bool:
        """Whether a current bar licence is on record. One query, kept for the request."""
        return self.licences_current

    @cached_property
    def powers(self) -> Powers:
        """What this member may do now."""
        granted = self.role.granted
        if self.is_partner:
            granted = granted | dict.fromkeys(PARTNER_POWERS, "yes")
        return Powers(granted, self.is_licensed, lent=lambda: self.live_delegations)

    @property
    def standing(self) -> tuple:
        """Equal as long as nothing of the member's own row, role and powers changes, but for what is lent."""
        own = (getattr(self, field.attname) for field in self._meta.concrete_fields)
        return (*own, self.role.template, self.powers.key)

    @cached_property
    def live_delegations(self) -> list:
        """The delegations that lend this member powers today, with their principal. Two queries, when first asked.

        A delegation on a matter that a wall hides from the member is not among them: the database does not show it.
        """
        today = timezone.localdate()
        found = self.delegations_held.all()
        if "delegations_held" not in getattr(self, "_prefetched_objects_cache", {}):
            found = (
                found.standing(today)
                .select_related("principal__role")
                .prefetch_related("principal__licences")
            )
        return [delegation for delegation in found if delegation.is_live(today)]

    def can(self, perm: Perm) -> bool:
        """Whether this member may do `perm` now (on their matters, where the level says so)."""
        return self.powers.has(perm)

    @property
    def sees_named_matters_only(self) -> bool:
        """Guests see only the matters that are granted to them."""
        return self.role.template == "freelancer"


# A firm without an office manager still works: partners hold what the administrator holds over the firm.
PARTNER_POWERS = [
    Perm.REPORT_FIRM_FINANCIAL,
    Perm.REPORT_COMPENSATION,
    Perm.USER_MANAGE,
    Perm.ROLE_MANAGE,
    Perm.FIRM_SETTINGS,
    Perm.AUDIT_VIEW,
    Perm.CONTACT_EXPORT,
    Perm.DATA_IMPORT,
    Perm.DATA_EXPORT_FIRM,
]
