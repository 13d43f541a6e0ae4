"""How near a deadline is, for templates."""

from django import template
from django.middleware.csrf import get_token
from django.utils import timezone

from calendar_app.queries import urgency as urgency_of
from calendar_app.queries.triggers import triggers_of
from calendar_app.services import may_enter as may_enter_dates
from calendar_app.services import may_enter_on

register = template.Library()


@register.filter
def urgency(deadline):
    """Tone and words of a deadline's tag (calendar_app.queries.Urgency)."""
    return urgency_of(deadline)


@register.filter
def may_enter(member) -> bool:
    """Whether the member may enter deadlines on some matter."""
    return may_enter_dates(member)


@register.filter
def may_date(member, matter) -> bool:
    """Whether the member may enter and finish deadlines on this matter."""
    return may_enter_on(member, matter)


@register.inclusion_tag("calendar_app/_of_document.html", takes_context=True)
def dates_of_document(context, document) -> dict:
    """What was docketed from a paper: its events with their open dates, and the way to more. One query."""
    member = context["member"]
    return {
        "document": document,
        "triggers": list(triggers_of(document.matter).filter(document=document)),
        "may_add": document.trashed_at is None
        and not document.is_issued
        and document.matter.is_billable
        and may_enter_on(member, document.matter),
    }


@register.simple_tag
def csrf_of(request) -> str:
    """The form token, for cells of a list, which are rendered without the page's context."""
    return get_token(request)


@register.filter
def is_past(day) -> bool:
    """Whether a day is over."""
    return day < timezone.localdate()


@register.filter
def days_moved(days: int) -> str:
    """7 → "7 days later", -1 → "1 day sooner"."""
    count = abs(days)
    return f"{count} day{'' if count == 1 else 's'} {'later' if days > 0 else 'sooner'}"
