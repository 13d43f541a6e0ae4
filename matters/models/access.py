"""Who may see a matter: grants by name and ethical walls."""

from django.db import models
from django.utils import timezone
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from matters.models.matters import Matter
from practice.models import FirmForeignKey, FirmModel
from practice.scope import current_firm_id


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

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "matter", "member"], condition=models.Q(lifted_at=None), name="wall_once"
            )
        ]

    def __str__(self):
        return f"{self.member_id} screened from {self.matter_id}"
