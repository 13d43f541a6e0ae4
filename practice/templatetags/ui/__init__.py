"""Template tags and filters of the interface. `{% load ui %}`; docs/interface.md lists them."""

from django import template

from practice.templatetags.ui import addresses, amounts, controls, icons, people, texts, times
from practice.templatetags.ui.addresses import maybe_url, url_with
from practice.templatetags.ui.amounts import bar, dash, money, paren, usd
from practice.templatetags.ui.controls import is_long, kind, plans, widget
from practice.templatetags.ui.icons import icon
from practice.templatetags.ui.people import AVATAR_COLOURS, avatar, initials
from practice.templatetags.ui.texts import did, mark, shown, words
from practice.templatetags.ui.times import (
    ago,
    clock,
    day,
    fullday,
    hours,
    longday,
    moment,
    stopwatch,
    tenths,
    waited,
)

__all__ = [
    "AVATAR_COLOURS",
    "ago",
    "avatar",
    "bar",
    "clock",
    "dash",
    "day",
    "did",
    "fullday",
    "hours",
    "icon",
    "initials",
    "is_long",
    "kind",
    "longday",
    "mark",
    "maybe_url",
    "moment",
    "money",
    "paren",
    "plans",
    "shown",
    "stopwatch",
    "tenths",
    "url_with",
    "usd",
    "waited",
    "widget",
    "words",
]

register = template.Library()
for part in (addresses, amounts, controls, icons, people, texts, times):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
