"""Whether an approval stands for what the object is now: asked by each guarded act, and after each edit."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from practice import audit
from practice.exceptions import DomainError
from supervision.kinds import content_of, hash_of, kind
from supervision.models import Approval
from supervision.queries import compare, newest_approved


def require(key: str, obj, *, arguments: dict | None = None) -> Approval:
    """The approval that stands for exactly this content. Raises DomainError without one. Each guarded act asks it."""
    of = kind(key)
    found = newest_approved(key, obj)
    wanted = audit.plain(arguments) if arguments is not None else found.arguments if found else {}
    if found is not None and found.arguments == wanted:
        if found.content_hash == hash_of(content_of(of, obj, wanted), wanted):
            return found
        raise DomainError(f"This {of.label.lower()} was edited after its approval. Submit it again.")
    raise DomainError(f"This {of.label.lower()} has no approval yet. Submit it to an attorney first.")


@transaction.atomic
def void_if_changed(key: str, obj, *, by: Member | None, reason: str = "") -> Approval | None:
    """Make the standing approval of `obj` void when the object is no longer what was approved. Returns it, or None.

    Services call it after each edit of something that may stand approved.
    """
    of = kind(key)
    found = newest_approved(key, obj, lock=True)
    if found is None:
        return None
    content = content_of(of, obj, found.arguments)
    if found.content_hash == hash_of(content, found.arguments):
        return None
    changed = ", ".join(d.what for d in compare(found.content, content)[:5])
    found.state, found.voided_at = Approval.State.VOID, timezone.now()
    found.void_reason = (reason or f"Edited after approval: {changed}")[:200]
    found.save(update_fields=["state", "voided_at", "void_reason"])
    audit.record(
        by,
        "approval.voided",
        found,
        changes={"state": [Approval.State.APPROVED, Approval.State.VOID]},
        reason=found.void_reason,
    )
    of.on_void(obj, found, by=by)
    return found
