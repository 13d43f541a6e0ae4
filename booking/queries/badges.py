"""What waits behind the entry of booking."""

from django.db.models import Q

from accounts.models import Member
from accounts.permissions import Perm
from booking.models import Booking
from booking.queries.access import receiving
from practice.nav import Badge


def to_confirm(member: Member) -> Badge:
    """Bookings ahead that wait to be confirmed: the member's own, or all for who works on leads. Red for a possible conflict."""
    rows = Booking.objects.to_confirm()
    if not member.can(Perm.LEAD_SCREEN):
        rows = rows.filter(receiving(member))
    return Badge(rows, hot=Q(screen=Booking.Screen.LOOK))
