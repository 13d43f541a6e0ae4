"""People: initials and avatars."""

import hashlib
import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
AVATAR_COLOURS = ("indigo", "plum", "teal", "amber", "green", "slate", "rose")


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
