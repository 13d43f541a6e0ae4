"""Which rate applies, and why.

The most particular rate in force on the day of the work: matter and person, matter and role, client and
person, client
and role, person, role. Of several dated rates at one place the latest that has begun counts. Two for one
place and day
cannot exist (constraint `rate_once_a_day`).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from billing.models import Rate
from matters.models import Matter
from practice.money import ZERO


class Found(NamedTuple):
    """The rate of an hour and the reason in words. Without a rate on record: zero, and `known` is False."""

    amount: Decimal
    reason: str
    known: bool = True


Key = tuple[int | None, int | None, int | None, int | None]  # member, role, client, matter


def say(day: datetime.date) -> str:
    """Jan 1, 2026."""
    return f"{day:%b} {day.day}, {day.year}"


def _short(name: str, length: int) -> str:
    return name if len(name) <= length else f"{name[: length - 1].rstrip()}…"


def _possessive(name: str) -> str:
    first = _short(name.split()[0] if name.split() else name, 40)
    return f"{first}’s"


def reason_for(rate: Rate, member: Member, matter: Matter | None) -> str:
    """Why `rate` applies, in at most 200 characters: “Otis’s standard rate since Jan 1, 2026”."""
    whose = _possessive(member.name) if rate.member_id else f"{_short(member.role.name, 40)}"
    if rate.matter_id:
        what = "rate on this matter"
    elif rate.client_id:
        what = f"rate for {_short(matter.client.name, 60)}" if matter is not None else "rate for the client"
    else:
        what = "standard rate"
    return f"{whose} {what} since {say(rate.effective_from)}"


def missing(member: Member, on: datetime.date) -> Found:
    """What stands in for a rate that nobody has set."""
    return Found(ZERO, f"No rate on record for {_short(member.name, 80)} on {say(on)}", known=False)


def _places(member: Member, matter: Matter | None) -> list[Key]:
    """The places where a rate may stand, the most particular first."""
    places: list[Key] = []
    if matter is not None:
        places += [(member.pk, None, None, matter.pk), (None, member.role_id, None, matter.pk)]
        places += [(member.pk, None, matter.client_id, None), (None, member.role_id, matter.client_id, None)]
    return [*places, (member.pk, None, None, None), (None, member.role_id, None, None)]


class RateBook:
    """Rates held in memory, for looking up many entries without a query for each."""

    def __init__(self, rates: Iterable[Rate]):
        self._by_place: dict[Key, list[Rate]] = {}
        for rate in sorted(rates, key=lambda r: r.effective_from, reverse=True):
            place = (rate.member_id, rate.role_id, rate.client_id, rate.matter_id)
            self._by_place.setdefault(place, []).append(rate)

    @classmethod
    def load(cls) -> "RateBook":
        """All rates of the firm in scope, in one query."""
        return cls(Rate.objects.all())

    def rate_for(self, member: Member, matter: Matter | None, on: datetime.date) -> Found:
        """As the function of the same name. Reads `member.role` and `matter.client`: select them with the
        rows.
        """
        for place in _places(member, matter):
            for rate in self._by_place.get(place, ()):
                if rate.effective_from <= on:
                    return Found(rate.amount, reason_for(rate, member, matter))
        return missing(member, on)


def rate_for(member: Member, matter: Matter | None, on: datetime.date) -> Found:
    """What an hour of `member` on `matter` costs on the day `on`, and why. One query; never fails for lack
    of a rate.
    """
    of_whom = Q(member=member) | Q(role=member.role_id)
    for_whom = Q(client=None, matter=None)
    if matter is not None:
        for_whom |= Q(client=matter.client_id) | Q(matter=matter.pk)
    return RateBook(Rate.objects.filter(of_whom, for_whom, effective_from__lte=on)).rate_for(
        member, matter, on
    )


@dataclass(frozen=True)
class Card:
    """One place of the rate card: who, for whom, what holds now, what comes, what was."""

    rate: Rate  # any rate of the place, for its names
    now: Rate | None
    coming: list[Rate]  # soonest first
    past: list[Rate]  # latest first

    @property
    def who(self) -> str:
        return self.rate.member.name if self.rate.member_id else self.rate.role.name

    @property
    def whom(self) -> str:
        """The client or matter it is for; nothing for everyone."""
        if self.rate.matter_id:
            return f"{self.rate.matter.number} {self.rate.matter.name}"
        return self.rate.client.name if self.rate.client_id else ""

    @property
    def level(self) -> int:
        """0 for everyone, 1 for a client, 2 for a matter."""
        return 2 if self.rate.matter_id else 1 if self.rate.client_id else 0

    @property
    def all(self) -> list[Rate]:
        """Every dated rate of the place, the latest first."""
        return [*reversed(self.coming), *([self.now] if self.now else []), *self.past]


def rate_cards(*, only: Member | None = None, on: datetime.date | None = None) -> list[Card]:
    """The rate card of the firm in scope, or of the one person `only`. One query."""
    day = on or timezone.localdate()
    rates = Rate.objects.select_related("member__role", "role", "client", "matter", "set_by")
    if only is not None:
        rates = rates.filter(member=only)
    places: dict[Key, list[Rate]] = {}
    for rate in rates.order_by("-effective_from", "-id"):
        places.setdefault((rate.member_id, rate.role_id, rate.client_id, rate.matter_id), []).append(rate)
    cards = []
    for found in places.values():
        begun = [rate for rate in found if rate.effective_from <= day]
        coming = [rate for rate in found if rate.effective_from > day]
        cards.append(Card(found[0], begun[0] if begun else None, coming[::-1], begun[1:]))
    return sorted(cards, key=lambda card: (card.level, card.whom, not card.rate.member_id, card.who.lower()))


def without_rate(on: datetime.date | None = None) -> list[Member]:
    """Active members of the firm in scope who bill by default and have no rate of their own or of their
    role.
    """
    day = on or timezone.localdate()
    book = RateBook.load()
    people = Member.objects.timekeepers().filter(role__template__in=("attorney", "paralegal"))
    return [member for member in people if not book.rate_for(member, None, day).known]
