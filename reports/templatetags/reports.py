"""What templates of reports ask for."""

from django import template

from accounts.permissions import Perm
from billing.models import TimeEntry
from reports.queries.capacity import Fit, Suggester, loads
from reports.queries.periods import read_period

register = template.Library()


@register.simple_tag
def suits(request, entry: TimeEntry) -> Fit | None:
    """Whom work such as this entry's would suit, by the loads of the last 90 days. They are read once a request."""
    if not hasattr(request, "suggester"):
        period, _ = read_period({})
        request.suggester = Suggester(loads(request.member, period))
    return request.suggester.best(entry.matter, entry.nature)


@register.filter
def power_label(name: str) -> str:
    """A power in plain words, as it stands in the middle of a sentence."""
    try:
        label = Perm(name).label
    except ValueError:
        return str(name)
    return f"{label[:1].lower()}{label[1:]}"
