"""{% load custom_fields %}: the panel of a record's fields, and one value in a text."""

from typing import Any

from django import template

from accounts.permissions import Perm
from custom_fields.hosts import host_of
from custom_fields.queries import reading, text_of

register = template.Library()


@register.inclusion_tag("custom_fields/_panel.html", takes_context=True)
def custom_panel(context: dict, obj: Any, may_edit: bool | None = None, quiet: bool = False) -> dict:
    """`{% custom_panel matter %}`: the record's own fields by set, edited in place by those who may change the record.

    Two or three queries, and one for each type of record that the values point to. `quiet` leaves out the way to the first
    set when there is none.
    """
    member = context["request"].member
    shown = panel_context(obj, member, may_edit=may_edit) | {"request": context["request"]}
    return shown | {"may_set": False} if quiet else shown


def panel_context(obj: Any, member: Any, *, may_edit: bool | None = None, saved: int | None = None) -> dict:
    """What custom_fields/_panel.html reads; the view that saves a value renders it again."""
    host = host_of(obj)
    return {
        "host": host.key,
        "obj": obj,
        "parts": reading(obj, member),
        "may_edit": host.may_change(member, obj) if may_edit is None else may_edit,
        "saved": saved,
        "may_set": member.can(Perm.FIRM_SETTINGS),
    }


@register.simple_tag(takes_context=True)
def custom_value(context: dict, obj: Any, key: str) -> str:
    """`{% custom_value matter "policy_limit" %}`: one value in words; what the reader may not see is “restricted”.

    Texts without a reader (a letter, a mail) say it as the firm knows it. Empty for an unknown key.
    """
    request = context.get("request")
    return text_of(obj, key, getattr(request, "member", None))
