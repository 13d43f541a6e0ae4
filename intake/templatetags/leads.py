"""How leads are said on pages: the response clock, dates that press."""

import datetime

from django import template
from django.utils import timezone

from intake.models import Lead

register = template.Library()


@register.filter
def business(seconds: int | None) -> str:
    """Business time in words: 40 min, 2 h 5 min, 3 h. Days are days of work and not said."""
    if seconds is None:
        return ""
    minutes = max(1, round(seconds / 60)) if seconds else 0
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest and hours < 10 else f"{hours} h"


@register.filter
def is_late(lead: Lead) -> bool:
    """Whether nobody has answered a new lead within the firm's time."""
    waits = lead.state == Lead.State.NEW and lead.answered_at is None
    return bool(waits and lead.answer_due_at and lead.answer_due_at < timezone.now())


@register.filter
def limitation_tone(day: datetime.date | None) -> str:
    """Red within 30 days and after, amber within 90."""
    if day is None:
        return ""
    left = (day - timezone.localdate()).days
    return "t-danger m" if left <= 30 else "t-warn" if left <= 90 else ""


@register.filter
def due_tone(day: datetime.date | None) -> str:
    """Red when late, amber today, else grey."""
    if day is None:
        return "t3"
    left = (day - timezone.localdate()).days
    return "t-danger" if left < 0 else "t-warn" if left == 0 else "t3"


@register.filter
def check_tone(state: str) -> str:
    """The dot of a conflict check."""
    return {"cleared": "ok", "conflicted": "danger"}.get(state, "warn")


@register.filter
def or_dash(number: int | None) -> str:
    """A count; a dash for none."""
    return str(number) if number else "—"
