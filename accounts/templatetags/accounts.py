"""Tags of the account pages. `{% load accounts %}`."""

from django import template
from django.conf import settings

from accounts import demo
from accounts.queries import hours_text

register = template.Library()


@register.simple_tag
def demo_logins() -> list[demo.Login]:
    """People who can be signed in with one click; nobody unless demo mode is on."""
    return demo.logins()


@register.simple_tag
def signup_open() -> bool:
    """Whether strangers may open a firm here (FIRM_SIGNUP_OPEN)."""
    return settings.FIRM_SIGNUP_OPEN


@register.filter
def hours_given(hours) -> str:
    """Hours of a course: 2.0, 1.25."""
    return hours_text(hours)
