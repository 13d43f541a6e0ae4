"""The pieces of the calendar of which a page may have hundreds, made in Python: a template for each would cost more than
all the rest of the page. `{% load calendar_grid %}`.
"""

from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.time_zones import ZONES
from calendar_app.grid import Block
from calendar_app.queries.shown import Shown, span
from practice.due import Due
from practice.templatetags.ui import icon

register = template.Library()

DUE_ICONS = {"court": ("gavel", 13), "limitation": ("hourglass", 13), "task": ("circle", 12)}
TOLD = 8  # of the events folded into one place
DUE_WORDS = {"court": ", court deadline", "limitation": "", "task": ", task"}


# What comes from the database goes through `escape` and the whole is marked once: format_html asks each of its arguments
# what it is, which for five hundred events is half of the page's time.


@lru_cache(maxsize=4)
def _pattern(name: str) -> str:
    """The address of a view of one event, with a place for its number."""
    return reverse(name, args=[0]).replace("/0/", "/{}/")


def _link(base: str, peek: str) -> str:
    """The attributes of a link that opens an event beside the calendar."""
    goal = f"{escape(base)}&amp;peek={peek.replace('@', '%40')}"
    return f'href="{goal}" hx-get="{goal}" hx-target="#drawer" hx-push-url="true"'


def _sign(shown: Shown) -> str:
    if shown.event is not None and shown.event.is_private:
        return icon("eye-off", 12)
    return icon(shown.icon, 12) if shown.icon else ""


@register.simple_tag
def calendar_bar(s: Shown, base: str) -> SafeString:
    """An event on one line: in a day of the month, and of whole days above the columns."""
    begins = "" if s.occurrence.all_day else f"<time>{s.begins}</time>"
    sub = escape(s.sub)
    if s.event is None:
        return mark_safe(
            f'<span class="evt-bar busy">{begins}{icon("lock", 12)}<span>Busy{" · " if sub else ""}{sub}</span></span>'
        )
    maybe = " maybe" if s.occurrence.tentative else ""
    title, more = escape(s.title), f", {sub}" if sub else ""
    move = ""
    if s.movable and s.starts is not None and s.ends is not None:
        on = f"?on={s.on}" if s.event.rrule else ""
        move = (
            f' draggable="false" data-move="{_pattern("event_move").format(s.event.pk)}{on}" '
            f'data-start="{s.starts:%Y-%m-%dT%H:%M}" data-end="{s.ends:%Y-%m-%dT%H:%M}"'
        )
    return mark_safe(
        f'<a class="evt-bar {s.tone}{maybe}" {_link(base, s.peek)} data-event{move} title="{title}, {s.when}{more}">{begins}'
        f'{_sign(s)}<span>{title}</span><span class="vh">{more}, {escape(s.spoken)}</span></a>'
    )


@register.simple_tag
def calendar_event(block: Block, base: str, column: int, list_url: str) -> SafeString:
    """An event in its place in a column, with the way there and back; or what stands for several, and leads to the list."""
    if block.folded:
        return _fold(block, list_url)
    s: Shown = block.shown  # type: ignore[assignment]
    short = " short" if block.is_short else ""
    place = _place(block, block.at, block.steps)
    sub = escape(s.sub)
    small = f"<small>{sub}</small>" if sub and not short else ""
    if s.event is None:
        return mark_safe(
            f'<span class="evt busy{short}" {place}><b>{icon("lock", 12)}Busy<span class="vh">, {s.when}</span></b>{small}'
            "</span>"
        )
    maybe = " maybe" if s.occurrence.tentative else ""
    title, more = escape(s.title), f", {sub}" if sub else ""
    move = grip = ""
    if s.movable and not block.goes_on:
        grip = '<i class="evt-grip" data-edge></i>'
        if not block.went_on:
            on = f"?on={s.on}" if s.event.rrule else ""
            move = f' data-move="{_pattern("event_move").format(s.event.pk)}{on}"'
    return mark_safe(
        f"{_way(block, block.travel_at, block.before)}{_way(block, block.ends_at, block.after)}"
        f'<a class="evt {s.tone}{short}{maybe}" id="e-{s.peek.replace("@", "-")}-{column}" {_link(base, s.peek)} '
        f'draggable="false" title="{title}, {s.when}{more}" data-event {place} '
        f'data-start="{block.start:%Y-%m-%dT%H:%M}" data-end="{block.end:%Y-%m-%dT%H:%M}"{move}>'
        f'<b>{_sign(s)}{title}</b>{small}<span class="vh">{more if short else ""}, {escape(s.spoken)}</span>{grip}</a>'
    )


def _fold(block: Block, list_url: str) -> SafeString:
    words = "; ".join(f"{span(one.start, one.end)} {one.occurrence.title}" for one in block.folded[:TOLD])
    rest = len(block.folded) - TOLD
    words = escape(f"{words}; and {rest} more" if rest > 0 else words)
    return mark_safe(
        f'<a class="evt fold" href="{escape(list_url)}" draggable="false" title="{words}" {_place(block, block.at, block.steps)}>'
        f'<b>+{len(block.folded)}</b><span class="vh"> more events: {words}</span></a>'
    )


def _place(block: Block, at: int, steps: int) -> str:
    return f'data-at="{at}" data-for="{steps}" data-lane="{block.lane}" data-lanes="{block.lanes}"'


def _way(block: Block, at: int, steps: int) -> str:
    return f'<span class="evt-way" {_place(block, at, steps)} aria-hidden="true"></span>' if steps else ""


@register.simple_tag
def calendar_due(row: Due, base: str) -> SafeString:
    """What is due on a day: a deadline, a limitation date, a task."""
    peek: SafeString | str = ""
    if row.peek:
        peek = format_html(
            ' hx-get="{}?peek={}" hx-target="#drawer" hx-push-url="{}&peek={}"',
            reverse("deadline_list"),
            row.peek.removeprefix("d"),
            base,
            row.peek,
        )
    sign = ("check", 13) if row.is_done else DUE_ICONS.get(row.kind, ("calendar-due", 13))
    words = ", done" if row.is_done else DUE_WORDS.get(row.kind, ", internal deadline")
    matter = f", {row.matter}" if row.matter else ""
    return format_html(
        '<a class="dd {}{}" href="{}"{} title="{}{}">{}<span>{}<span class="vh">{}{}</span></span></a>',
        row.kind,
        " done" if row.is_done else "",
        row.url,
        peek,
        row.title,
        matter,
        icon(*sign),
        row.title,
        words,
        matter,
    )


@register.simple_tag
@lru_cache(maxsize=64)
def zone_options(chosen: str = "") -> SafeString:
    """The options of a choice of time zone, hundreds of them, with one chosen."""
    groups = []
    for group, rows in ZONES:
        options = "".join(
            format_html(
                '<option value="{}"{}>{}</option>',
                key,
                mark_safe(" selected") if key == chosen else "",
                label,
            )
            for key, label in rows
        )
        groups.append(format_html('<optgroup label="{}">{}</optgroup>', group, mark_safe(options)))
    return mark_safe("".join(groups))
