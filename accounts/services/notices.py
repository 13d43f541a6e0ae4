"""Notices about the security of the firm: on Today until they are seen, and by mail."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Member, SecurityNotice
from accounts.permissions import Perm
from practice.jobs import enqueue_after_commit


def administrators() -> list[Member]:
    """Active members who may change the firm's settings, partners among them."""
    members = Member.objects.active().select_related("role", "user").prefetch_related("licences")
    return [member for member in members if member.can(Perm.FIRM_SETTINGS)]


@transaction.atomic
def tell(
    members: Iterable[Member], text: str, *, url: str = "", but: Member | None = None
) -> list[SecurityNotice]:
    """Tell each of `members` (without `but`), on Today and by mail. `text` is one sentence of at most 300 characters."""
    rows = [
        SecurityNotice.objects.create(member=member, text=text[:300], url=url)
        for member in {m.pk: m for m in members}.values()
        if but is None or member.pk != but.pk
    ]
    for row in rows:
        enqueue_after_commit("accounts.tasks.send_notice", notice_id=row.pk)
    return rows


def unseen(member: Member, *, limit: int = 10) -> list[SecurityNotice]:
    """What the member has not marked as seen, newest first."""
    return list(SecurityNotice.objects.filter(member=member, seen_at=None)[:limit])


def see(notice: SecurityNotice, *, by: Member) -> None:
    """Mark one's own notice as seen."""
    SecurityNotice.objects.filter(pk=notice.pk, member=by, seen_at=None).update(seen_at=timezone.now())
