"""Reads about equipment."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from office.models import Equipment

# A warranty is warned of this long before it ends.
SOON = 60


@dataclass(frozen=True)
class Warranty:
    """How a warranty stands: a tone, and words."""

    tone: str
    words: str


def warranty_of(item: Equipment) -> Warranty:
    """Amber in the last sixty days, grey once it is over; nothing of a piece that is retired or has none."""
    days = item.warranty_days
    if days is None or item.state == Equipment.State.RETIRED:
        return Warranty("", "")
    if days < 0:
        return Warranty("", "Over")
    if days <= SOON:
        return Warranty(
            "warn", "Ends today" if days == 0 else f"Ends in {days} day{'' if days == 1 else 's'}"
        )
    return Warranty("ok", "Runs")


def ending_warranties() -> QuerySet[Equipment]:
    """Pieces in use whose warranty ends within sixty days."""
    today = timezone.localdate()
    until = today + datetime.timedelta(days=SOON)
    rows = Equipment.objects.filter(warranty_until__gte=today, warranty_until__lte=until)
    return rows.exclude(state=Equipment.State.RETIRED).order_by("warranty_until")
