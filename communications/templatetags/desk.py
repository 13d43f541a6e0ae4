"""Tags of the pages of this room."""

from django import template

from communications.lengths import length_text
from communications.models import Note, Slip
from communications.queries import notes, slips
from communications.queries.made import icon_of

register = template.Library()


@register.filter
def age(slip: Slip) -> slips.Age:
    """How old a message is, and the tone of it."""
    return slips.age_of(slip)


@register.filter
def lasted(seconds: int) -> str:
    """How long a call lasted: 4 min."""
    return length_text(seconds or 0)


@register.filter
def note_html(note: Note) -> str:
    """A note's text with its mentions set off."""
    return notes.html_of(note)


@register.filter
def made_icon(kind: str) -> str:
    """The icon of a thing that was made of another."""
    return icon_of(kind)


@register.filter
def minutes(span) -> str:
    """A length of waiting: 12 min, 1 h 5 min."""
    whole = int(span.total_seconds() // 60)
    return f"{whole // 60} h {whole % 60} min" if whole >= 60 else f"{whole} min"
