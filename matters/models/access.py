"""Who may see a matter: grants by name and ethical walls."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from matters.models.matters import Matter
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel
from practice.scope import current_firm_id
from supervision.constraints import NeedsApproval


class GrantManager(UserObjectPermissionManager):
    """django-guardian's manager, held to the firm in scope."""

    def get_queryset(self):
        return super().get_queryset().filter(firm_id=current_firm_id())


class MatterPermission(FirmModel, UserObjectPermissionBase):
    """A grant of django-guardian on one matter, inside the firm: who may see a restricted matter, or a guest's matters."""

    content_object = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="grants")

    objects = GrantManager()  # type: ignore[assignment]

    class Meta:
        unique_together = [("firm", "user", "permission", "content_object")]

    def __str__(self):
        return f"user {self.user_id} on matter {self.content_object_id}"


class Wall(FirmModel):
    """An ethical wall: the member sees nothing of the matter, whatever else grants it. Deny beats allow."""

    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="walls")
    member = FirmForeignKey("accounts.Member", related_name="walls")
    reason = models.TextField()
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    lifted_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    proposed = models.BooleanField(
        default=False, help_text="Put up by somebody who proposes it: it screens until an attorney decides."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "matter", "member"], condition=models.Q(lifted_at=None), name="wall_once"
            ),
            NeedsApproval(
                kind="wall",
                op="UPDATE OF proposed",
                when="OLD.proposed AND NOT NEW.proposed",
                name="matters_wall_approved",
            ),
        ]

    def __str__(self):
        return f"{self.member_id} screened from {self.matter_id}"


# A notice is written with its wall, read once and ended once: nothing else of it changes, and it is not deleted.
READ_ONCE = """
    IF TG_OP = 'DELETE'
       OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at)
       OR (OLD.lifted_at IS NOT NULL AND NEW.lifted_at IS DISTINCT FROM OLD.lifted_at)
       OR (to_jsonb(NEW) - ARRAY['acknowledged_at', 'lifted_at'])
          IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['acknowledged_at', 'lifted_at']) THEN
        RAISE EXCEPTION 'wall notice % stays as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class WallNotice(FirmModel):
    """What a screened person is told, and when they acknowledged it (a screen needs notice: Model Rules 1.0(k), 1.10(a)(2)).

    The person it is for is shown this row, and no other of the matter; it therefore names the matter in words.
    """

    SHOWN_TO = "member_id"

    matter = FirmForeignKey(Matter, related_name="+")
    wall = FirmForeignKey(Wall, related_name="notices")
    member = FirmForeignKey("accounts.Member", related_name="+")
    matter_label = models.CharField(max_length=300, help_text="Number and client of the matter.")
    put_up_by = models.CharField(max_length=150)
    reason = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "wall"], name="wall_notice_once"),
            Trigger(name="matters_wallnotice_read_once", when="BEFORE UPDATE OR DELETE", body=READ_ONCE),
        ]

    def __str__(self):
        return f"Screened from {self.matter_label}"

    def get_absolute_url(self) -> str:
        return reverse("wall_notice", args=[self.pk])
