"""In whose clock a person lives: the one place that says so, for the calendar, reminders, bookings and feeds."""

from accounts.models import Member


def zone_of(member: Member) -> str:
    """The IANA zone of a member: their own, else their office's, else the firm's.

    No query for members read with their office and firm.
    """
    office = member.office
    return member.time_zone or (office.time_zone if office is not None else "") or member.firm.time_zone


def zones_of(ids) -> dict[int, str]:
    """{member id: zone} of several. One query."""
    rows = Member.objects.filter(pk__in=list(ids)).select_related("office", "firm")
    return {row.pk: zone_of(row) for row in rows}
