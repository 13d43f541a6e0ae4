"""Tags of the office's pages."""

from django import template

from office.models import Equipment
from office.queries import equipment

register = template.Library()


@register.filter
def warranty(item: Equipment) -> equipment.Warranty:
    """How the warranty of a piece stands."""
    return equipment.warranty_of(item)
