"""Template tags and filters of the interface. `{% load ui %}`; docs/interface.md lists them."""

import datetime
import hashlib
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from practice.fields import LOOK_BACK

register = template.Library()

ICONS = settings.BASE_DIR / "static" / "vendor" / "icons"
MINUS = "\u2212"
AVATAR_COLOURS = ("indigo", "plum", "teal", "amber", "green", "slate", "rose")


@lru_cache(maxsize=512)
def _paths(name: str) -> str:
    """The drawing inside one icon file. A wrong name fails loudly: it is a mistake in a template."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise LookupError(f"{name!r} is not an icon name.")
    try:
        text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LookupError(
            f"There is no icon {name!r} in {ICONS}. Run the set-up, or correct the name."
        ) from None
    inner = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    inner = re.sub(r'<path stroke="none"[^>]*/>', "", inner)
    return re.sub(r"\s*\n\s*", "", inner)


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)
def icon(name: str, size: int = 16, cls: str = "", stroke: float | str = 1.6, label: str = "") -> SafeString:
    """An outline icon inlined as SVG, in the colour of the text. Decorative unless `label` names it."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    # `_paths` comes from the vendored package, never from a user.
    return format_html(
        '<svg class="icon {}" width="{}" height="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="{}" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        cls,
        size,
        size,
        stroke,
        role,
        mark_safe(_paths(name)),
    )


@register.filter
def plans(field) -> bool:
    """Whether a date field asks for a day on which somebody will have something to do."""
    return field.name.rpartition("-")[2] not in LOOK_BACK


# ── money ─────────────────────────────────────────────────────────────────────


def _decimal(value) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(value) if not isinstance(value, float) else None
    except (InvalidOperation, TypeError, ValueError):
        return None


def _grouped(amount: Decimal) -> str:
    return f"{abs(amount).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,.2f}"


@register.filter
def money(value) -> str:
    """9,612.45, for columns. Negatives with a real minus. Nothing for None."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return (MINUS if amount < 0 else "") + _grouped(amount)


@register.filter
def usd(value) -> str:
    """$9,612.45, for running text and totals. Nothing for None."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return (MINUS if amount < 0 else "") + "$" + _grouped(amount)


@register.filter
def dash(value) -> SafeString | str:
    """As `money`, with a grey dash for zero or None: for lists."""
    amount = _decimal(value)
    if not amount:
        return mark_safe('<span class="t3" aria-label="none" role="img">—</span>')
    return money(amount)


@register.filter
def paren(value) -> SafeString | str:
    """As `money`, with negatives as (844.50) and a hidden “minus” for screen readers: for ledgers."""
    amount = _decimal(value)
    if amount is None:
        return ""
    if amount < 0:
        return format_html('<span class="neg"><span class="vh">minus </span>({})</span>', _grouped(amount))
    return _grouped(amount)


# ── time ──────────────────────────────────────────────────────────────────────


@register.filter
def tenths(seconds) -> str:
    """Seconds as hours in tenths, half up: 8640 → "2.4"."""
    if seconds is None or seconds == "":
        return ""
    value = (Decimal(int(seconds)) / 3600).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{MINUS if value < 0 else ''}{abs(value):,.1f}"


@register.filter
def hours(seconds) -> str:
    """Seconds as "2.4 h"."""
    text = tenths(seconds)
    return f"{text} h" if text else ""


@register.filter
def stopwatch(seconds) -> str:
    """Seconds as 0:42:18."""
    total = max(0, int(seconds or 0))
    return f"{total // 3600}:{total // 60 % 60:02d}:{total % 60:02d}"


def _date(value) -> datetime.date | None:
    if isinstance(value, str):
        try:
            value = (
                datetime.datetime.fromisoformat(value) if "T" in value else datetime.date.fromisoformat(value)
            )
        except ValueError:
            return None
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, datetime.date) else None


@register.filter
def day(value) -> str:
    """Nov 13 in this year, otherwise Nov 13, 2026."""
    date = _date(value)
    if date is None:
        return ""
    text = f"{date:%b} {date.day}"
    return text if date.year == timezone.localdate().year else f"{text}, {date.year}"


@register.filter
def fullday(value) -> str:
    """Nov 13, 2026: where the year must show."""
    date = _date(value)
    return f"{date:%b} {date.day}, {date.year}" if date else ""


@register.filter
def longday(value) -> str:
    """Friday, November 13 (with the year when it is not this one): for headings."""
    date = _date(value)
    if date is None:
        return ""
    text = f"{date:%A}, {date:%B} {date.day}"
    return text if date.year == timezone.localdate().year else f"{text}, {date.year}"


@register.filter
def clock(value) -> str:
    """2:24 PM, in the active time zone."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    if not isinstance(value, datetime.datetime | datetime.time):
        return ""
    return f"{value.hour % 12 or 12}:{value.minute:02d} {'AM' if value.hour < 12 else 'PM'}"


@register.filter
def moment(value) -> str:
    """Today, 2:24 PM · Yesterday, 9:12 AM · Nov 13, 2:24 PM."""
    date = _date(value)
    if date is None:
        return ""
    ago = (timezone.localdate() - date).days
    name = {0: "Today", 1: "Yesterday"}.get(ago) or day(date)
    at = clock(value)
    return f"{name}, {at}" if at else name


@register.filter
def ago(value) -> str:
    """12 min · 3 h · Yesterday · 4 days · Nov 2: for "last activity" columns."""
    if not isinstance(value, datetime.datetime):
        return day(value)
    seconds = (timezone.now() - value).total_seconds()
    if 0 <= seconds < 60:
        return "Now"
    if 0 <= seconds < 3600:
        return f"{int(seconds // 60)} min"
    days = (timezone.localdate() - timezone.localtime(value).date()).days
    if days == 0:
        return f"{int(seconds // 3600)} h"
    return "Yesterday" if days == 1 else f"{days} days" if 1 < days < 8 else day(value)


@register.filter
def waited(value) -> str:
    """How long something waits, short: 38 min · 5 h · 2 d. Calendar time, weekends included."""
    if not isinstance(value, datetime.datetime):
        return ""
    minutes = max(int((timezone.now() - value).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 1440 else f"{minutes // 1440} d"


# ── people ────────────────────────────────────────────────────────────────────


@register.filter
def initials(name) -> str:
    """Imogen Vance → IV. First and last word, two letters."""
    own = getattr(name, "initials", "")
    if own and isinstance(own, str):
        return own
    words = [w for w in re.split(r"[\s&]+", str(getattr(name, "name", name) or "")) if w[:1].isalnum()]
    # "Merrow & Vance LLP" is MV: the form of the firm does not count
    if len(words) > 2 and re.fullmatch(r"(LLP|LLC|PC|P\.C\.|PLLC|APC|Inc\.?)", words[-1]):
        words.pop()
    return "".join(w[0].upper() for w in (words[:1] + words[1:][-1:]))


def avatar_colour(name: str) -> str:
    """The colour class of a name: the same on every page and machine."""
    digest = hashlib.blake2b(name.encode(), digest_size=2).digest()
    return AVATAR_COLOURS[int.from_bytes(digest) % len(AVATAR_COLOURS)]


@register.simple_tag
def avatar(person, size: str = "", title: str = "") -> SafeString:
    """A round mark with initials. `person` is a member or a name; `size` is "", "sm" or "lg"."""
    name = str(getattr(person, "name", person) or "")
    role = title or ("" if isinstance(person, str) else getattr(person, "title", ""))
    label = f"{name}, {role}" if role else name
    return format_html(
        '<span class="av {} {}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="vh">{}</span></span>',
        avatar_colour(name),
        size,
        label,
        initials(person),
        label,
    )


# ── addresses ─────────────────────────────────────────────────────────────────


@register.simple_tag(takes_context=True)
def url_with(context, **changes) -> str:
    """The present address with some query parameters changed: `{% url_with page=2 peek=None %}`.

    None removes a parameter, a list repeats it. The page number is dropped unless it is the one being set.
    """
    request = context["request"]
    query = request.GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(v) for v in value])
        else:
            query[name] = str(value)
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path


@register.simple_tag
def maybe_url(name: str, *args, **kwargs) -> str:
    """The address of a named page, or nothing when the installation has no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


# ── forms ─────────────────────────────────────────────────────────────────────

CLASSES = {
    "checkbox": "ck",
    "select": "select",
    "selectmultiple": "select",
    "textarea": "ta",
    "radioselect": "rd",
}


@register.simple_tag
def widget(field, **attrs) -> SafeString:
    """A bound field's control with our class, `aria-describedby` for hint and error, and `aria-invalid`.

    Other attributes are passed on, underscores as hyphens: `{% widget form.q hx_get=url autofocus=True %}`.
    """
    own = field.field.widget
    kind = own.__class__.__name__.lower()
    cls = CLASSES.get(kind) or CLASSES.get(getattr(own, "input_type", "")) or "in"
    given = {k.rstrip("_").replace("_", "-"): v for k, v in attrs.items() if v not in (None, False, "")}
    classes = [cls, own.attrs.get("class", ""), given.pop("class", "")]
    described = [f"{field.auto_id}-hint"] if (field.help_text or given.pop("hint", None)) else []
    if field.errors:
        described.append(f"{field.auto_id}-error")
        given["aria-invalid"] = "true"
    given["class"] = " ".join(dict.fromkeys(" ".join(classes).split()))
    if kind == "textarea" and own.attrs.get("rows") == "10":  # Django's default is too tall for a narrative
        given.setdefault("rows", "3")
    given.setdefault("aria-describedby", " ".join(described) or None)
    return field.as_widget(attrs={k: v for k, v in given.items() if v is not None})


@register.filter
def kind(field) -> str:
    """The kind of a bound field's control: checkbox, select, textarea, radio, date, file, text, hidden …"""
    own = field.field.widget
    if own.is_hidden:
        return "hidden"
    name = own.__class__.__name__.lower()
    if name in ("checkboxselectmultiple", "radioselect"):
        return name
    if name == "dateinput" and own.input_type == "text":
        return "date"
    return getattr(own, "input_type", name)


@register.filter
def is_long(form) -> bool:
    """Whether a form has over five visible fields, so that its errors deserve a summary at the top."""
    return len(form.visible_fields()) > 5


# ── small things ──────────────────────────────────────────────────────────────


@register.filter
def bar(value, total) -> str:
    """`value` of `total` as a width of 0–100 for an SVG meter."""
    part, whole = _decimal(value) or Decimal(0), _decimal(total) or Decimal(0)
    if whole <= 0:
        return "0"
    return f"{min(Decimal(100), max(Decimal(0), 100 * part / whole)):.1f}"


@register.filter
def mark(text, query) -> SafeString:
    """`text` with each word of `query` in bold, for options and search results. Everything is escaped."""
    text = str(text or "")
    words = sorted({w.lower() for w in str(query or "").split() if w}, key=len, reverse=True)
    low = text.lower()
    if not words or len(low) != len(text):  # some letters change length in lower case: leave those alone
        return mark_safe(escape(text))
    spans: list[tuple[int, int]] = []
    for word in words:
        at = low.find(word)
        if at >= 0 and all(at >= b or at + len(word) <= a for a, b in spans):
            spans.append((at, at + len(word)))
    edges = [0, *(edge for span in sorted(spans) for edge in span), len(text)]
    bits = [
        escape(text[a:b]) if i % 2 == 0 else f"<b>{escape(text[a:b])}</b>"
        for i, (a, b) in enumerate(pairwise(edges))
    ]
    return mark_safe("".join(bits))


@register.filter
def words(name) -> str:
    """A field or verb name in plain words: due_date → due date, invoice.approved → invoice approved."""
    return str(name).replace("_", " ").replace(".", " ")


PAST = {"written": "wrote", "given": "gave", "taken": "took", "withdrawn": "withdrew", "begun": "began"}


@register.filter
def did(verb) -> str:
    """An audit verb as a predicate: invoice.approved → approved the invoice."""
    noun, _, act = str(verb).rpartition(".")
    first, _, rest = act.replace("_", " ").partition(" ")
    said = " ".join(filter(None, (PAST.get(first, first), rest)))
    return f"{said} the {words(noun)}" if noun else said


@register.filter
def shown(value) -> str:
    """A value of the audit trail as a person reads it: True → yes, None → nothing, ISO dates → Nov 13."""
    if value is True or value is False:
        return "yes" if value else "no"
    if value is None or value == "":
        return "nothing"
    if isinstance(value, list):
        return ", ".join(shown(v) for v in value) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{words(k)}: {shown(v)}" for k, v in value.items()) or "nothing"
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return fullday(text) or text
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.+Z-]+", text):
        try:
            return moment(datetime.datetime.fromisoformat(text)) or text
        except ValueError:
            return text
    return text
