"""How tasks are said in templates."""

import datetime

from django import template
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from practice.dates import DAYS, short_day
from practice.rrules import in_words
from work.models import Task
from work.services.parts import MENTION
from work.views.tools import tabs

register = template.Library()

# Statuses as ui/state.html takes them.
TONES = {
    "open": "ring",
    "doing": "accent",
    "review": "warn",
    "returned": "danger",
    "done": "ok",
    "cancelled": "",
}


@register.simple_tag
def csrf_of(request) -> str:
    """The form token, for cells of a list, which are rendered without the page's context."""
    return get_token(request)


@register.filter
def due_word(task: Task) -> str:
    """Today, Tomorrow, Fri (in the coming week), Nov 30."""
    if task.due_on is None:
        return ""
    days = (task.due_on - timezone.localdate()).days
    if days in (0, 1, -1):
        return {0: "Today", 1: "Tomorrow", -1: "Yesterday"}[days]
    return DAYS[task.due_on.weekday()].title() if 1 < days < 7 else short_day(task.due_on)


@register.filter
def due_tone(task: Task) -> str:
    """danger when late, warn today; nothing for a task that is over."""
    if task.due_on is None or not task.is_live:
        return ""
    days = (task.due_on - timezone.localdate()).days
    return "danger" if days < 0 else "warn" if days == 0 else ""


@register.filter
def days_late(task: Task) -> int:
    """How many days it is late; 0 when it is not."""
    if task.due_on is None or not task.is_live:
        return 0
    return max(0, (timezone.localdate() - task.due_on).days)


@register.filter
def state_tone(task: Task) -> str:
    """The dot of its status."""
    return TONES[task.state]


@register.filter
def repeats(task: Task) -> str:
    """How often it comes again, in words."""
    return in_words(task.recurrence)


@register.filter
def with_mentions(text: str) -> SafeString:
    """A note's lines with @names marked. Escaped."""
    lines = []
    for line in text.split("\n"):
        at, parts = 0, []
        for match in MENTION.finditer(line):
            parts += [escape(line[at : match.start()]), f'<b class="m">{escape(match[0])}</b>']
            at = match.end()
        lines.append(mark_safe("".join([*parts, escape(line[at:])])))
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


@register.filter
def iso_day(text: str) -> datetime.date | None:
    """A date of the audit trail."""
    return datetime.date.fromisoformat(text) if text else None


@register.simple_tag
def task_tabs(member, current: str) -> list[dict]:
    """The ways to look at tasks, for ui/tabs.html."""
    return tabs(member, current)
