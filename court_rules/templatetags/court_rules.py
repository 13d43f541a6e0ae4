"""`{% why derivation %}`: a derivation (Result.as_json()) as small calendar and steps. `{% load court_rules %}`.

The page links css/pages/rules.css.
"""

from django import template

from court_rules.why import explain

register = template.Library()


@register.inclusion_tag("court_rules/_why.html")
def why(derivation) -> dict:
    """The derivation of a deadline."""
    return {"why": explain(derivation)}


@register.filter
def cited(text: str) -> str:
    """A citation whose sign stays with its number at the end of a line."""
    return str(text).replace("§ ", "§\u00a0").replace("¶ ", "¶\u00a0")


@register.filter
def row_of(data, key):
    """The value of a dictionary under a key that is a variable."""
    return data.get(key, "")
