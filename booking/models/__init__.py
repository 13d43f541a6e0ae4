"""Pages on which a time is booked, their hosts, the bookings, and polls about a time."""

from booking.models.bookings import Booking, BookingHold, BookingLink
from booking.models.pages import BookingHost, BookingPage
from booking.models.polls import Poll, PollAnswer, PollGuest, PollOption

__all__ = [
    "Booking",
    "BookingHold",
    "BookingHost",
    "BookingLink",
    "BookingPage",
    "Poll",
    "PollAnswer",
    "PollGuest",
    "PollOption",
]
