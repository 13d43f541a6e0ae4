"""Filters of the list of bookings."""

from django.db.models import Q
from django.utils import timezone

from booking.models import Booking, BookingPage
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, YesNoFilter


def _pages(request):
    return list(BookingPage.objects.visible_to(request.member).values_list("pk", "name"))


class AheadFilter(YesNoFilter):
    """?ahead=yes: bookings that stand and are not over."""

    def narrow(self, qs, picked):
        ahead = Q(ends_at__gt=timezone.now(), state__in=("to_confirm", "confirmed"))
        return qs.filter(ahead) if picked.value else qs.exclude(ahead)


class BookingFilter(ListFilterSet):
    """What the list of bookings is narrowed by."""

    ahead = AheadFilter("starts_at", label="Ahead")
    state = ChoiceFilter("state", label="Status", choices=Booking.State.choices)
    screen = ChoiceFilter("screen", label="Names", choices=Booking.Screen.choices)
    host = MemberFilter("host", label="With")
    page = ChoiceFilter("page", label="Page", choices=_pages)
    day = DateFilter("starts_at", label="Day")
    place = ChoiceFilter("place", label="How", choices=BookingPage.Place.choices)
    made = DateFilter("created_at", label="Booked")
