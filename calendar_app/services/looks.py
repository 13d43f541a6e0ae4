"""What people keep of how they look at the calendar, and when they work."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from calendar_app.look import Look
from calendar_app.models import CalendarView, WorkingHours
from practice import audit
from practice.exceptions import DomainError


@transaction.atomic
def keep_look(look: Look, *, by: Member) -> None:
    """Remember whose calendars, which rooms, layers and view the member looked at."""
    CalendarView.objects.update_or_create(
        member=by,
        defaults={
            "view": look.view,
            "people": list(look.people),
            "rooms": list(look.rooms),
            "layers": list(look.layers),
            "zone": look.zone,
        },
    )


@transaction.atomic
def set_hours(
    member: Member, *, by: Member, hours: Iterable[tuple[int, datetime.time, datetime.time]]
) -> None:
    """Write down when a member works: (weekday, from, until), several a day for a day with a break.

    Everybody sets their own; those of others, who manages people.
    """
    if by.pk != member.pk:
        ensure(by, Perm.USER_MANAGE)
    rows = sorted(hours)
    for weekday, begins, ends in rows:
        if not 0 <= weekday <= 6:
            raise DomainError("There is no such day.")
        if ends <= begins:
            raise DomainError("The hours end before they start.", field=f"ends_{weekday}")
    for (day, _begins, ends), (next_day, begins, _ends) in zip(rows, rows[1:], strict=False):
        if day == next_day and begins < ends:
            raise DomainError("The two stretches of this day overlap.", field=f"begins_{day}_2")
    old = [list(map(str, row)) for row in _said(member)]
    WorkingHours.objects.filter(member=member).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(member=member, weekday=weekday, begins=begins, ends=ends)
        for weekday, begins, ends in rows
    )
    new = [list(map(str, row)) for row in _said(member)]
    if old != new:
        audit.record(by, "hours.changed", member, changes={"hours": [old, new]})


def _said(member: Member) -> list[tuple]:
    return list(WorkingHours.objects.filter(member=member).values_list("weekday", "begins", "ends"))
