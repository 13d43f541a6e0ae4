"""How a matter or lead stands with its conflict check, for pages of other apps: `{% conflict_state matter %}`."""

from django import template

from accounts.permissions import Perm
from conflicts.queries import standing
from matters.models import Matter

register = template.Library()


@register.inclusion_tag("conflicts/state.html", takes_context=True)
def conflict_state(context, about) -> dict:
    """The badge of the newest check of a matter or lead, or the button that runs one. One query."""
    found = (
        standing.of_matter(about)
        if isinstance(about, Matter)
        else standing.of_lead(about.pk, about.matter_id)
    )
    return {"standing": found, "runs": context["member"].can(Perm.CONFLICT_RUN)}


@register.filter
def tone_of(disposition: str) -> str:
    """The tone of a judgement."""
    return {"none": "ok", "waiver": "warn", "conflict": "danger"}.get(disposition, "ring")
