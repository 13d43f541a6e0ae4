"""Addresses of pages."""

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


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
