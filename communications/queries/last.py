"""When somebody of the firm last had to do with a contact."""

from datetime import datetime

from django.db.models import Max

from accounts.models import Member
from communications.models import Call, Slip, Visitor


def last_contact(ids: list[int], member: Member) -> dict[int, datetime]:
    """{contact id: the latest call, message or visit that the member may read}. Three queries."""
    found: dict[int, datetime] = {}
    for rows, at in (
        (Call.objects.visible_to(member).kept(), "at"),
        (Slip.objects.visible_to(member), "taken_at"),
        (Visitor.objects.visible_to(member), "arrived_at"),
    ):
        latest = rows.filter(contact__in=ids).order_by().values("contact").annotate(latest=Max(at))
        for pk, when in latest.values_list("contact", "latest"):
            if pk not in found or when > found[pk]:
                found[pk] = when
    return found
