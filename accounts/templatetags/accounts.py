"""Tags of the account pages. `{% load accounts %}`."""

from django import template
from django.conf import settings

from accounts import demo

register = template.Library()


@register.simple_tag
def demo_logins() -> list[demo.Login]:
    """People who can be signed in with one click; nobody unless demo mode is on."""
    return demo.logins()


@register.simple_tag
def signup_open() -> bool:
    """Whether strangers may open a firm here (FIRM_SIGNUP_OPEN)."""
    return settings.FIRM_SIGNUP_OPEN
