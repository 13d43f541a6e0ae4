"""The calendar is read and written in the clock of whoever looks at it."""

from functools import wraps
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.queries import zone_of


def own_clock(view):
    """Have a view run in the zone of the member (accounts.queries.zone_of); the rest of the product keeps the firm's.

    Stands below `requires`, which keeps the view's mark.
    """

    @wraps(view)
    def inner(request, *args, **kwargs):
        with timezone.override(ZoneInfo(zone_of(request.member))):
            return view(request, *args, **kwargs)

    return inner
