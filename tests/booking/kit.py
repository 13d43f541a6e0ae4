"""A booking in one line."""

import datetime
import secrets

from booking.models import Booking
from booking.services.bookings import book
from booking.services.visitors import Visitor
from tests.booking.conftest import free

UTC = datetime.UTC


def booked(page, at=None, *, names=(), **visitor) -> Booking:
    who = {
        "name": "Dana Reyes",
        "email": "dana@reyes.example",
        "phone": "510 555 0134",
        "zone": "UTC",
    } | visitor
    at = at or free(page)[0]
    return book(
        page, start=at, minutes=30, visitor=Visitor(names=tuple(names), **who), nonce=secrets.token_urlsafe(9), place="phone"
    )  # fmt: skip
