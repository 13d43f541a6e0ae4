"""People: one identity per person (User), a seat in a firm (Member), roles, licences, invitations."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.permissions import TEMPLATES, Perm, Powers, refusal
from practice.constraints import Trigger
from practice.models import Firm, FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class UserManager(BaseUserManager):
    """Creates users by e-mail address, kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username):
        return self.get(email=username.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """One person's identity and way to sign in. May hold a seat in several firms. Global table."""

    class Theme(models.TextChoices):
        SYSTEM = "system", "As the device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(default=True, help_text="Single-key shortcuts.")
    last_firm_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            # A superuser would pass every object-permission check of every firm.
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="user_no_superuser"),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        return False


class Membership(models.Model):
    """Which firms a user may enter. Global, because it is read before a firm is chosen.

    A copy of Member kept by a trigger on that table; the app role can only read it.
    """

    WRITTEN_BY_TRIGGER = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    firm = models.ForeignKey(Firm, models.CASCADE, related_name="+", db_index=False)
    member_id = models.BigIntegerField(unique=True)
    is_active = models.BooleanField()
    expires_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "firm"], name="membership_of_user")]

    def __str__(self):
        return f"{self.user_id} in {self.firm_id}"


class Role(FirmModel):
    """A firm's role: a template it came from and the powers it grants, {power: level}."""

    name = models.CharField(max_length=60)
    template = models.CharField(max_length=20, choices=list(TEMPLATES.items()))
    powers = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="role_name_once")]

    def __str__(self):
        return self.name


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
    is_active = models.BooleanField(default=True)
    expires_on = models.DateField(null=True, blank=True, help_text="Last day of access.")
    daily_target_seconds = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(MemberQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "user"], name="member_once_in_firm"),
            Trigger(
                name="accounts_member_mirror",
                when="AFTER INSERT OR UPDATE OR DELETE",
                definer=True,
                body=MIRROR_MEMBERSHIP,
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("member_detail", args=[self.pk])

    @cached_property
    def licences_current(self) -> bool:
        today = timezone.localdate()
        return any(licence.is_current(today) for licence in self.licences.all())

    @property
    def is_licensed(self) -> bool:
        """Whether a current bar licence is on record. One query, kept for the request."""
        return self.licences_current

    @cached_property
    def powers(self) -> Powers:
        """What this member may do now."""
        granted = dict(self.role.powers)
        if self.is_partner:
            granted |= dict.fromkeys(PARTNER_POWERS, "yes")
        return Powers(granted, self.is_licensed)

    def can(self, perm: Perm) -> bool:
        """Whether this member may do `perm` now (on their matters, where the level says so)."""
        return self.powers.has(perm)

    def refusal(self, perm: Perm):
        """The error that tells this member why `perm` is not theirs, and who can."""
        return refusal(self, Perm(perm))

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


class BarLicence(FirmModel):
    """A licence to practise law. Reserved powers hang on a current one."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        INACTIVE = "inactive", "Inactive"
        SUSPENDED = "suspended", "Suspended"

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="licences")
    jurisdiction = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    admitted_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
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
        ]

    def __str__(self):
        return f"{self.jurisdiction} {self.number}"

    def is_current(self, on) -> bool:
        """Whether the licence holds on the date `on`: active, not expired, verified (or a sole attorney's own word)."""
        vouched = self.verified_by_id is not None or self.self_declared
        return (
            vouched
            and self.status == self.Status.ACTIVE
            and (self.expires_on is None or self.expires_on >= on)
        )


class Invitation(FirmModel):
    """An invitation to join the firm, sent by e-mail. The link's secret is stored as a hash."""

    email = models.EmailField()
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=80, blank=True)
    role = FirmForeignKey(Role, related_name="+")
    supervisor = FirmForeignKey(Member, null=True, blank=True, related_name="+")
    expires_on = models.DateField(null=True, blank=True, help_text="Last day of access, for guests.")
    secret_hash = models.CharField(max_length=64)
    invited_by = FirmForeignKey(Member, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.name} <{self.email}>"

    @property
    def is_open(self) -> bool:
        return not self.accepted_at and not self.revoked_at and self.valid_until > timezone.now()
