"""What a guest takes out of the firm: each copy marked with their name, counted, and within the day's limit."""

import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from documents import storage, watermark
from documents.models import Version
from matters.models import GuestEngagement
from practice import audit
from practice.exceptions import DomainError
from practice.models import AuditEvent

TOOK = "document.taken"


def taken_today(member: Member, matter_id: int, zone: str) -> int:
    """How many files the guest took from the matter since midnight in the firm's time zone."""
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    midnight = datetime.datetime.combine(today, datetime.time(), ZoneInfo(zone))
    return AuditEvent.objects.filter(
        matter=matter_id, actor_id=member.pk, verb=TOOK, at__gte=midnight
    ).count()


@transaction.atomic
def copy_for_guest(version: Version, *, by: Member) -> bytes:
    """The bytes of `version` for a guest: marked with name, firm and time, recorded, and counted against the day's limit.

    What the guest uploaded themselves comes back as it is. Raises DomainError beyond the limit, and for kinds that carry no
    mark unless the engagement allows those.
    """
    engagement = (
        GuestEngagement.objects.select_for_update(of=("self",))
        .select_related("created_by")
        .get(matter=version.matter_id, member=by, ended_at=None)
    )
    who = engagement.created_by.name
    firm = by.firm
    taken = taken_today(by, version.matter_id, firm.time_zone)
    if taken >= engagement.downloads_a_day:
        raise DomainError(
            f"You have taken {taken} files of this matter today, which is the limit. Ask {who} to raise it."
        )
    with storage.open_version(version) as file:
        content = file.read()
    marked = version.uploaded_by_id != by.pk
    if marked:
        now = timezone.now().astimezone(ZoneInfo(firm.time_zone))
        text = f"{by.name} · {firm.name} · {now:%b} {now.day}, {now:%Y %H:%M}"
        try:
            content = watermark.mark(version, content, text)
        except watermark.Unmarkable:
            marked = False
            if not engagement.unmarked_downloads:
                raise DomainError(
                    f"This kind of file cannot carry your name, so it is not given out. Ask {who} for a PDF."
                ) from None
    changes = {"version": [None, version.number], "marked": [None, marked], "today": [taken, taken + 1]}
    audit.record(by, TOOK, version.document, changes=changes)
    return content
