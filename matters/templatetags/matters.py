"""What stands above all tabs of a matter's page, so that a tab's view need only pass `matter` and `tab`."""

from django import template

from matters.header import header_of
from matters.queries.represented import direct_warning as warning_about
from matters.queries.stages import pace as stage_pace

register = template.Library()


@register.simple_tag(takes_context=True)
def matter_header(context, matter, tab=""):
    """The header's facts (matters.header.Header). Read once a page, however often the tag is used."""
    found = getattr(matter, "header_facts", None)
    if found is None or found.tab != tab:
        found = header_of(matter, member=context["member"], tab=tab)
        matter.header_facts = found
    return found


@register.filter
def pace(matter) -> str:
    """The tone of the days a matter has been in its stage (queries.stages.pace)."""
    return stage_pace(matter)


@register.inclusion_tag("matters/_direct_warning.html", takes_context=True)
def direct_warning(context, contact, matter=None):
    """The warning that `contact` has another lawyer, for any page on which somebody is about to write or call.

    Two or three queries; nothing when there is no contact.
    """
    found = warning_about(contact, matter) if contact else None
    return {"warning": found, "powers": context.get("powers"), "csrf_token": context.get("csrf_token")}
