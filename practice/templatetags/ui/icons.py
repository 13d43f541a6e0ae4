"""Icons."""

import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ICONS = settings.BASE_DIR / "static" / "vendor" / "icons"


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
