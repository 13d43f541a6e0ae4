"""Identities: one per person, whatever the number of firms they work in."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from practice.models import Firm


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
