"""How people get in: the history of sign-ins, single sign-on, emergency access, notices."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models.members import Member
from practice.constraints import AppendOnly, Trigger
from practice.models import Firm, FirmForeignKey, FirmModel


class Method(models.TextChoices):
    """The first thing somebody showed at the door."""

    PASSWORD = "password", "Password"
    PASSKEY = "passkey", "Passkey"
    SSO = "sso", "Single sign-on"
    INVITATION = "entry", "New account"
    DEMO = "demo", "Demo"


class Second(models.TextChoices):
    """What was asked for after the password."""

    NONE = "", "None"
    TOTP = "totp", "Authenticator app"
    PASSKEY = "webauthn", "Passkey"
    RECOVERY = "recovery_codes", "Recovery code"


class SignInFacts(models.Model):
    """What is kept of one try to sign in, for 180 days."""

    at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=12, choices=Method)
    second = models.CharField(max_length=16, choices=Second, blank=True)
    ok = models.BooleanField(default=True)
    why = models.CharField(max_length=80, blank=True, help_text="Why it failed.")
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)
    new_browser = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def how(self) -> str:
        """Password, authenticator app."""
        words = self.get_method_display()
        return f"{words}, {self.get_second_display().lower()}" if self.second else words


class SignIn(SignInFacts):
    """A try to sign in, as the person reads it. Global: the person is known before a firm is. Read by `user` alone.

    `firm` is the firm whose single sign-on was used.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    firm = models.ForeignKey(Firm, models.CASCADE, null=True, related_name="+", db_index=False)
    browser_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["user", "-at"], name="sign_in_of_user"),
            models.Index(fields=["at"], name="sign_in_by_day"),
        ]

    def __str__(self):
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"


class FirmSignIn(SignInFacts, FirmModel):
    """A sign-in as the firm's administrators read it: the first step into this firm, or a try at a member's account.

    A copy, so that row-level security keeps a firm from reading when and from where its people entered another one.
    """

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["firm", "at", "id"], name="firm_sign_in_by_time")]

    def __str__(self):
        return f"{self.member_id} {self.at:%Y-%m-%d %H:%M}"


class SingleSignOn(FirmModel):
    """The firm's OpenID Connect provider. The client secret is encrypted; what the door reads stands on Firm too."""

    name = models.CharField(max_length=40, help_text="On the button: Continue with …")
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=191)
    secret = models.TextField(help_text="Encrypted with SSO_KEY.")
    # Part of the return address. A new issuer or client gets a new one, so that no earlier link or session fits it.
    provider_id = models.CharField(max_length=60)
    is_on = models.BooleanField(default=False)
    required = models.BooleanField(default=False)
    tested_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm"], name="sso_once_in_firm"),
            models.CheckConstraint(
                condition=Q(required=False) | Q(is_on=True, tested_at__isnull=False),
                name="sso_required_only_when_it_worked",
            ),
        ]

    def __str__(self):
        return self.name


class SsoDomain(FirmModel):
    """An e-mail domain whose addresses the provider may speak for, once the domain's own mailbox confirmed it."""

    domain = models.CharField(max_length=190)
    mailbox = models.CharField(max_length=20, default="postmaster")
    code_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["domain"]
        constraints = [models.UniqueConstraint(fields=["firm", "domain"], name="sso_domain_once")]

    def __str__(self):
        return self.domain


class SsoException(FirmModel):
    """Somebody who may use a password although the firm requires single sign-on: the way in when the provider is down."""

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    given_by = FirmForeignKey(Member, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "member"], name="sso_exception_once")]

    def __str__(self):
        return f"{self.member_id}"


LONGEST = timedelta(hours=4)
# A wall beats every emergency; and once opened, an access is neither prolonged nor given another reason, nor deleted.
BREAK_GLASS_RULES = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'emergency access % is kept', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.member_id, OLD.matter_id, OLD.reason, OLD.started_at, OLD.until)
           IS DISTINCT FROM (NEW.member_id, NEW.matter_id, NEW.reason, NEW.started_at, NEW.until)
           OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
           OR (OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.review_note)
               IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.review_note)) THEN
            RAISE EXCEPTION 'emergency access % cannot be changed', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM matters_wall w WHERE w.firm_id = NEW.firm_id AND w.matter_id = NEW.matter_id
               AND w.member_id = NEW.member_id AND w.lifted_at IS NULL) THEN
        RAISE EXCEPTION 'emergency access: the member is screened from the matter'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class BreakGlass(FirmModel):
    """An administrator's emergency look into a matter that is closed to them: why, until when, who reviewed it."""

    matter = FirmForeignKey("matters.Matter", related_name="+")
    member = FirmForeignKey(Member, related_name="+")
    reason = models.TextField()
    started_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reviewed_by = FirmForeignKey(Member, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("started_at"), until__lte=F("started_at") + LONGEST),
                name="break_glass_at_most_four_hours",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_has_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("member")),
                name="break_glass_reviewed_by_another",
            ),
            models.UniqueConstraint(
                fields=["firm", "member"], condition=Q(ended_at=None), name="break_glass_one_at_a_time"
            ),
            Trigger(
                name="accounts_breakglass_rules",
                when="BEFORE INSERT OR UPDATE OR DELETE",
                body=BREAK_GLASS_RULES,
            ),
        ]

    def __str__(self):
        return f"Emergency access {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it shows the matter now. It ends by itself, at the second."""
        return self.ended_at is None and self.until > timezone.now()


class BreakGlassPage(FirmModel):
    """One page or file that was opened during an emergency access."""

    access = FirmForeignKey(BreakGlass, related_name="pages")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    at = models.DateTimeField(default=timezone.now)
    path = models.CharField(max_length=300)
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [AppendOnly(name="accounts_breakglasspage_kept")]

    def __str__(self):
        return self.path


class SecurityNotice(FirmModel):
    """Something a member has to know about the security of the firm, shown on Today until it is seen."""

    member = FirmForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["firm", "member"], name="notice_unseen", condition=Q(seen_at=None)),
        ]

    def __str__(self):
        return self.text
