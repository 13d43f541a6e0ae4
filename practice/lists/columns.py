"""Columns of a list page: what a cell shows, what an export writes, how the column sorts and adds up.

Cells are built as plain strings here, because fifty rows of ten cells through template tags cost more than
the query. Everything that comes from a row is escaped. A column with `template` renders that template,
compiled once, with one context for the whole page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from practice.filters import MONTHS
from practice.templatetags.ui import avatar

NOTHING = '<span class="t3">—</span>'
KINDS = ("text", "two", "money", "hours", "date", "state", "avatars", "number", "bool")
RIGHT = {"money", "hours", "number"}
WIDTHS = {"money": "c-mon", "hours": "c-hrs", "date": "c-date", "avatars": "c-team", "state": "c-st"}
PHONE = {"main": "c-main", "date": "c-ph", "num": "c-ph-num"}
TENTH = Decimal("0.1")
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Column:
    """One column of a list.

    value     attribute path ("client.name"), or a function of the object; without it the column's name is
              the path
    kind      text, two (title and grey second line), money (Decimal), hours (integer seconds, or Decimal
              hours), date,
              state, avatars (members), number, bool
    second    path or function for the second line of `two`
    href      function of the object, or True for the row's own address: the value becomes the link that
              opens it
    template  file that renders the inside of the cell from `object`, `value` and `request`
    sort      ORM path(s) that the head cell sorts by: the model's own columns, a relation's, or an annotation
    annotate  {name: expression} or a function of the request giving one; added only when the column is in use
    total     True, or the ORM path to sum over the whole filtered set; `total_label` names it in the foot
    always    cannot be hidden; `default=False` starts hidden; `perm` hides it from members without the
              permission
    states    for `state`: {value: "accent"} gives a dot, {value: "tag danger"} a tinted tag; `labels` the
              words
    tone      text colour of figures: "trust", "danger", or a function of the object
    phone     place on a phone: main, date (below it) or num (right); "" hides it there; None lets the list
              choose
    select, prefetch   relations to load when the column is shown or exported
    exports   [(heading, path or function), …] when an export should have several columns instead of one
    """

    name: str
    label: str
    kind: str = "text"
    _: KW_ONLY
    value: str | Callable[[Any], Any] | None = None
    second: str | Callable[[Any], Any] | None = None
    href: Callable[[Any], str] | bool | None = None
    template: str | None = None
    sort: str | tuple[str, ...] | None = None
    annotate: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] | None = None
    total: bool | str = False
    total_label: str = ""
    always: bool = False
    default: bool = True
    perm: Any = None
    states: Mapping[Any, str] | None = None
    labels: Mapping[Any, str] | None = None
    tone: str | Callable[[Any], str] = ""
    phone: str | None = None
    select: tuple[str, ...] = ()
    prefetch: tuple[Any, ...] = ()
    exports: Iterable[tuple[str, Any]] | None = None
    descending: bool | None = None
    css: str = ""

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ImproperlyConfigured(f"Column {self.name}: unknown kind {self.kind!r}")
        put = object.__setattr__
        put(self, "_get", getter(self.value or self.name))
        put(self, "_second", getter(self.second) if self.second else None)
        put(self, "sorts", (self.sort,) if isinstance(self.sort, str) else tuple(self.sort or ()))
        if self.descending is None:
            put(self, "descending", self.kind in RIGHT)

    def get(self, obj: Any) -> Any:
        """The plain value of `obj` in this column."""
        return self._get(obj)  # type: ignore[attr-defined]

    @property
    def total_path(self) -> str:
        """ORM path that is summed in the foot."""
        if isinstance(self.total, str):
            return self.total
        return self.sorts[0] if self.sorts else self.name  # type: ignore[attr-defined]

    @property
    def right(self) -> bool:
        return self.kind in RIGHT

    @property
    def td_class(self) -> str:
        """Classes of a cell: the kind's, the width's and the column's own."""
        kind = {"two": "two", "text": "clip", "date": "nowrap", "state": "nowrap"}.get(self.kind, "")
        return " ".join(
            part for part in ("num" if self.right else kind, self.width, f"c-{self.name}", self.css) if part
        )

    @property
    def th_class(self) -> str:
        """Classes of the head cell, the same width as the cells below it."""
        return " ".join(
            part for part in ("num" if self.right else "", self.width, f"c-{self.name}", self.css) if part
        )

    @property
    def width(self) -> str:
        """Class that gives the column its width; the rest is shared by the text columns."""
        return WIDTHS.get(self.kind, "")

    def export_columns(self) -> list[tuple[str, str, Callable[[Any], Any]]]:
        """(heading, kind, function) of each column that an export writes for this one."""
        if self.exports is not None:
            return [(heading, "text", getter(path)) for heading, path in self.exports]
        found = [(self.label, self.kind, self._exported)]
        if self._second:  # type: ignore[attr-defined]
            found.append((f"{self.label}, detail", "text", self._second))  # type: ignore[attr-defined]
        return found

    def _exported(self, obj):
        value = self.get(obj)
        if value is None:
            return None
        if self.kind == "state":
            return self.word(obj, value)
        if self.kind == "avatars":
            return ", ".join(str(person) for person in _each(value))
        if self.kind == "hours":
            return hours(value, HUNDREDTH)
        return value

    def word(self, obj: Any, value: Any) -> str:
        """The label of a state: from `labels`, or the model's own choices."""
        if self.labels is not None:
            return str(self.labels.get(value, value))
        display = getattr(
            obj, f"get_{self.value if isinstance(self.value, str) else self.name}_display", None
        )
        return str(display() if display else value)


def getter(path: str | Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function that follows `client.name` (or `client__name`) and gives None where a link is missing."""
    if callable(path):
        return path
    parts = path.replace("__", ".").split(".")
    if len(parts) == 1:
        only = parts[0]
        return lambda obj: _called(getattr(obj, only))

    def follow(obj):
        for part in parts:
            try:
                obj = _called(getattr(obj, part))
            except ObjectDoesNotExist:
                return None
            if obj is None:
                return None
        return obj

    return follow


def _called(value):
    return value() if callable(value) and not hasattr(value, "all") else value


def _each(value):
    return value.all() if hasattr(value, "all") else value


def hours(value: int | Decimal, step: Decimal = TENTH) -> Decimal:
    """Hours, rounded half up to `step`, from integer seconds or from Decimal hours."""
    exact = value if isinstance(value, Decimal) else Decimal(int(value)) / 3600
    return exact.quantize(step, rounding=ROUND_HALF_UP)


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
    short = f"{MONTHS[day.month - 1]} {day.day}"
    return short if day.year == today.year else f"{short}, {day.year}"


# Each renderer is made once a request and takes (obj, value) to the inside of the cell.


def _link(column, page):
    if column.href is None or column.href is False:
        return lambda obj, text: text
    address = page.row_url if column.href is True else column.href

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
    link, tone, second = _link(column, page), _toned(column), column._second

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


def _state(column, page):
    styles = column.states or {}

    def render(obj, value):
        if value in (None, ""):
            return NOTHING
        style = styles.get(value, "")
        tag = style.startswith("tag")
        return f'<span class="{escape(style if tag else ("st " + style).strip())}">{escape(column.word(obj, value))}</span>'

    return render


def _avatars(column, page):
    drawn: dict[Any, str] = {}

    def draw(person):
        key = getattr(person, "pk", None) or str(person)
        if key not in drawn:
            drawn[key] = avatar(person)
        return drawn[key]

    def render(obj, value):
        people = [] if value is None else list(_each(value)) if _many(value) else [value]
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
    nodelist = compiled.nodelist

    def render(obj, value):
        with context.push(object=obj, obj=obj, value=value), context.render_context.push_state(compiled):
            return nodelist.render(context).strip()

    return render


RENDERERS = {
    "text": _text,
    "two": _two,
    "money": _money,
    "hours": _hours,
    "date": _date,
    "state": _state,
    "avatars": _avatars,
    "number": _number,
    "bool": _bool,
}


def cell_maker(columns: list[Column], page: Any) -> Callable[[Any], SafeString]:
    """A function that turns an object into the finished cells of its row."""
    makers = []
    places = phone_places(columns)
    for column in columns:
        make = (_templated if column.template else RENDERERS[column.kind])(column, page)
        place = f" {PHONE[places[column.name]]}" if column.name in places else ""
        opening = f'<td class="{escape(column.td_class)}{place}">'
        makers.append((opening, column.get, make))

    def cells(obj):
        return mark_safe("".join([f"{opening}{make(obj, get(obj))}</td>" for opening, get, make in makers]))

    return cells


def phone_places(columns: list[Column]) -> dict[str, str]:
    """Which cells a phone shows, and where: the record with its second line, one date or state, one
    number.
    """
    places = {column.name: column.phone for column in columns if column.phone}
    free = [column for column in columns if column.phone is None]

    def give(place, kinds):
        if place not in places.values():
            for column in free:
                if column.name not in places and column.kind in kinds:
                    places[column.name] = place
                    return

    give("main", {"two", "text"})
    give("date", {"date", "state"})
    give("num", RIGHT)
    if "date" not in places.values():
        give("date", {"text"})
    return {name: place for name, place in places.items() if place}
