"""The next step of a signal."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from matters.models import Matter
from radar.queries import Find

register = template.Library()


@register.simple_tag
def step_url(find: Find, matter: Matter) -> str:
    """Where the next step of a signal on this matter is done."""
    if find.in_path:
        return reverse(find.url_name, args=[matter.pk])
    return f"{reverse(find.url_name)}?{urlencode({'matter': matter.pk})}"
