"""`{% ask_to_lend "deadline.verify" matter "Ask to verify" %}`: the act that somebody may be lent. `{% load refusals %}`."""

from django import template
from django.utils.html import format_html

from accounts.permissions import Perm
from supervision.queries.refusals import lend_url_of

register = template.Library()


@register.simple_tag(takes_context=True)
def ask_to_lend(context, power: str, matter, label: str) -> str:
    """A button that asks an attorney for the power on this matter; nothing where it is the reader's, or cannot be lent."""
    url = lend_url_of(context["request"].member, Perm(power), matter)
    return format_html('<a class="btn ghost" href="{}">{}</a>', url, label) if url else ""
