"""The cells of a list, built as plain strings: fifty rows of ten cells through tags cost more than the query.

Everything that comes from a row is escaped here. A column with a template renders it with one context a page.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import escape as escape_text
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from practice.dates import short_day
from practice.lists.columns import HUNDREDTH, RIGHT, TENTH, Column, each, hours
from practice.templatetags.ui import ago, avatar

NOTHING = '<span class="t3">—</span>'
PHONE = {"main": "c-main", "date": "c-ph", "num": "c-ph-num"}


def escape(value: Any) -> str:
    """`value` as text that is safe in HTML, also inside quotes. Safe strings are escaped too.

    Django's own goes through a lazy wrapper that costs more than the escaping.
    """
    return escape_text(str(value))


def money_text(amount: Decimal) -> str:
    """`8,214.50`, `(844.50)` for negatives; no currency sign inside columns."""
    return f"({-amount:,.2f})" if amount < 0 else f"{amount:,.2f}"


def hours_text(value: int | Decimal) -> str:
    """`2.4 h`; two decimals when the time is no whole tenth of an hour."""
    fine = hours(value, HUNDREDTH)
    return f"{fine:,.2f} h" if fine != fine.quantize(TENTH) else f"{fine.quantize(TENTH):,} h"


def date_text(day: date, today: date) -> str:
    """`Today`, `Tomorrow`, `Nov 13` in this year, `Nov 13, 2025` in another."""
    if day == today:
        return "Today"
    if day == today + timedelta(days=1):
        return "Tomorrow"
    return short_day(day, today)


# Each renderer is made once a request and takes (obj, value) to the inside of the cell.


def _link(column, page):
    if column.href is None or column.href is False:
        return lambda obj, text: text
    address = page.address if column.href is True else column.href

    def link(obj, text):
        url = address(obj)
        return f'<a class="m clip1" href="{escape(url)}">{text}</a>' if url else text

    return link


def _toned(column):
    if callable(column.tone):
        tone = column.tone

        def by_object(obj, text):
            name = tone(obj)
            return f'<span class="t-{escape(name)}">{text}</span>' if name else text

        return by_object
    if column.tone:
        opening = f'<span class="t-{escape(column.tone)}">'
        return lambda obj, text: f"{opening}{text}</span>"
    return lambda obj, text: text


def _text(column, page):
    link, tone = _link(column, page), _toned(column)
    return lambda obj, value: NOTHING if value in (None, "") else link(obj, tone(obj, escape(value)))


def _two(column, page):
    link, tone, second = _link(column, page), _toned(column), column.get_second

    def render(obj, value):
        below = second(obj) if second else None
        small = f'<small class="clip1">{escape(below)}</small>' if below not in (None, "") else ""
        if value in (None, ""):
            return NOTHING + small
        linked = link(obj, tone(obj, escape(value)))
        return (linked if linked.startswith("<a ") else f'<span class="m clip1">{linked}</span>') + small

    return render


def _money(column, page):
    link, tone = _link(column, page), _toned(column)

    def render(obj, value):
        if not value:
            return NOTHING
        text = money_text(value)
        return link(obj, tone(obj, f'<span class="vh">minus </span>{text}' if value < 0 else text))

    return render


def _hours(column, page):
    link, tone = _link(column, page), _toned(column)
    return lambda obj, value: NOTHING if not value else link(obj, tone(obj, hours_text(value)))


def _number(column, page):
    link, tone = _link(column, page), _toned(column)
    return lambda obj, value: NOTHING if value is None else link(obj, tone(obj, f"{value:,}"))


def _date(column, page):
    link, tone, today = _link(column, page), _toned(column), timezone.localdate()
    words: dict[Any, str] = {}

    def render(obj, value):
        if not value:
            return NOTHING
        if isinstance(value, datetime):
            value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        if value not in words:
            words[value] = f'<time datetime="{value.isoformat()}">{date_text(value, today)}</time>'
        return link(obj, tone(obj, words[value]))

    return render


def _ago(column, page):
    link, tone = _link(column, page), _toned(column)
    return lambda obj, value: (
        NOTHING if not value else link(obj, tone(obj, f'<span class="t2">{escape(ago(value))}</span>'))
    )


def _state(column, page):
    styles = column.states or {}

    def render(obj, value):
        if value in (None, ""):
            return NOTHING
        style = styles.get(value, "")
        tag = style.startswith("tag")
        css = style if tag else f"st {style}".strip()
        return f'<span class="{escape(css)}">{escape(column.word(obj, value))}</span>'

    return render


def _avatars(column, page):
    drawn: dict[Any, str] = {}

    def draw(person):
        key = getattr(person, "pk", None) or str(person)
        if key not in drawn:
            drawn[key] = avatar(person)
        return drawn[key]

    def render(obj, value):
        people = [] if value is None else list(each(value)) if _many(value) else [value]
        if not people:
            return NOTHING
        more = f'<span class="t3 xs"> +{len(people) - 4}</span>' if len(people) > 4 else ""
        return f'<span class="avs">{"".join(draw(person) for person in people[:4])}</span>{more}'

    return render


def _many(value):
    return hasattr(value, "all") or isinstance(value, (list, tuple, set, frozenset))


def _bool(column, page):
    return lambda obj, value: "Yes" if value else '<span class="t3">No</span>'


def _templated(column, page):
    compiled = get_template(column.template).template
    context = Context(
        {"request": page.request, "member": page.request.member, "page": page, "column": column}
    )
    context.template = compiled
    # The state of the render is the column's own and stays open; only the row's names change.
    context.render_context.push_state(compiled).__enter__()
    names = context.push()
    nodelist = compiled.nodelist

    def render(obj, value):
        names.update(object=obj, obj=obj, value=value)
        return nodelist.render(context).strip()

    if column.same is None:
        return render
    same, drawn = column.same, {}

    def render_once(obj, value):
        key = same(obj)
        if key not in drawn:
            drawn[key] = render(obj, value)
        return drawn[key]

    return render_once


RENDERERS = {
    "text": _text,
    "two": _two,
    "money": _money,
    "hours": _hours,
    "date": _date,
    "ago": _ago,
    "state": _state,
    "avatars": _avatars,
    "number": _number,
    "bool": _bool,
}


def row_maker(columns: list[Column], page: Any, peek: str) -> Callable[[Any], SafeString]:
    """A function that turns an object into its finished row. `peek`: address of the drawer without the id."""
    makers = []
    places = phone_places(columns)
    for column in columns:
        make = (_templated if column.template else RENDERERS[column.kind])(column, page)
        place = f" {PHONE[places[column.name]]}" if column.name in places else ""
        makers.append((f'<td class="{escape(column.td_class)}{place}">', column.get, make))
    peek = escape(peek)
    ticks = page.ticks

    def row(obj):
        pk, css, url = obj.pk, page.row_class(obj), page.address(obj)
        parts = [f'<tr id="row-{pk}" data-id="{pk}" tabindex="-1"']
        if css:
            parts.append(f' class="{escape(css)}"')
        if url:
            parts.append(f' data-href="{escape(url)}"')
        if peek:
            parts.append(f' data-peek="{peek}{pk}"')
        parts.append(">")
        if ticks:
            label = escape(page.row_label(obj))
            parts.append(
                f'<td class="c-ck"><input class="ck" type="checkbox" name="ids" value="{pk}" form="bulk-form"'
                f' data-select aria-label="Select {label}" autocomplete="off"></td>'
            )
        parts += [f"{opening}{make(obj, get(obj))}</td>" for opening, get, make in makers]
        parts.append("</tr>\n")
        return mark_safe("".join(parts))

    return row


def phone_places(columns: list[Column]) -> dict[str, str]:
    """Which cells a phone shows: the record with its second line, one date or state, one number."""
    places = {column.name: column.phone for column in columns if column.phone}
    free = [column for column in columns if column.phone is None]

    def give(place, kinds):
        if place not in places.values():
            for column in free:
                if column.name not in places and column.kind in kinds:
                    places[column.name] = place
                    return

    give("main", {"two", "text"})
    give("date", {"date", "ago"})
    give("date", {"state"})
    give("num", RIGHT)
    if "date" not in places.values():
        give("date", {"text"})
    return {name: place for name, place in places.items() if place}
