"""Who books, as they typed it."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from booking.models import BookingPage

MOST_NAMES = 12
WEB = re.compile(r"://|\bwww\.|\.[a-z]{2,}/", re.IGNORECASE)
COMPANY = re.compile(r",\s*(?=(?:inc|llc|llp|ltd|co|corp|lp|pc|jr|sr|ii|iii|esq)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Visitor:
    """Who books, as they typed it. `names`: others who are part of it, for the conflict check."""

    name: str
    email: str
    phone: str = ""
    zone: str = ""
    topic: str = ""
    names: tuple[str, ...] = ()


def split_names(text: str) -> tuple[str, ...]:
    """Names typed one a line, or with commas or semicolons between. “Halton Freight, Inc.” stays one."""
    parts = re.split(r"[\n;,]", COMPANY.sub("\0", text.replace("\0", "")))
    names = (" ".join(part.replace("\0", ", ").split()) for part in parts)
    return tuple(dict.fromkeys(name[:200] for name in names if len(name) > 1))[:MOST_NAMES]


def check_visitor(page: BookingPage, visitor: Visitor, place: str) -> dict[str, str]:
    """{field: what is wrong} with what the visitor typed; {} when it can be booked."""
    wrong: dict[str, str] = {}
    if not visitor.name:
        wrong["name"] = "Type your name."
    elif WEB.search(visitor.name):
        # It begins a mail of ours to an address that nobody has proved to be theirs.
        wrong["name"] = "Type your name alone, without a web address."
    try:
        validate_email(visitor.email)
    except ValidationError:
        wrong["email"] = "Type an e-mail address, such as name@example.com."
    digits = sum(c.isdigit() for c in visitor.phone)
    if place == BookingPage.Place.PHONE and digits < 7:
        wrong["phone"] = "Type the number that we call, all of it."
    elif visitor.phone and digits < 7:
        wrong["phone"] = "Type the whole number."
    if place not in page.places:
        wrong["place"] = "Choose how we meet."
    if len(visitor.topic) > 5000:
        wrong["topic"] = f"Type at most 5,000 characters; this has {len(visitor.topic)}."
    return wrong
