"""Texts: what was searched for, names of fields, verbs and values of the audit trail."""

import datetime
import re
from itertools import pairwise

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from practice.templatetags.ui.times import fullday, moment

register = template.Library()


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
