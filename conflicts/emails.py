"""Mail about conflict checks. It names the check and never a hit: a mailbox has no walls."""

from django.conf import settings

from conflicts.models import Check
from matters.queries.access import can_see
from practice import mail
from practice.scope import firm_scope


def collision(check: Check) -> None:
    """A decided check has new hits: whoever decided it looks again."""
    with firm_scope(check.firm_id):
        decider = check.decided_by
        assert decider is not None  # only decided checks collide
        context = {
            "check": check,
            "member": decider,
            "firm": check.firm,
            "named": check.matter is None or can_see(decider, check.matter),
            "base_url": settings.BASE_URL,
            "link": f"{settings.BASE_URL}{check.get_absolute_url()}",
        }
        mail.send(
            "conflict_collision",
            decider.user.email,
            context,
            message_id=f"<conflict-{check.firm_id}-{check.pk}-{check.round}@bailiwick>",
        )
