"""Telling the responsible attorney when a matter's budget runs out."""

from django.db import transaction

from matters.models import Matter
from matters.queries.budget import uses_of
from practice import audit
from practice.jobs import enqueue_after_commit


@transaction.atomic
def check_budgets() -> list[Matter]:
    """Look at each matter at work with a budget; a mark newly reached is told once, to the responsible attorney.

    Below a mark again (work written off, the budget raised) it may be reached anew. Returns the matters told about.
    """
    rows = Matter.objects.filter(state__in=Matter.WORKED_ON, budget__gt=0).order_by("id")
    told = []
    uses = uses_of(list(rows))
    changed = [m for m in rows if uses[m.pk].mark != m.budget_alerted]
    for matter in Matter.objects.select_for_update(of=("self",)).filter(pk__in=[m.pk for m in changed]):
        use = uses[matter.pk]
        if use.mark > matter.budget_alerted:
            audit.record(
                None,
                "matter.budget_reached",
                matter,
                changes={"percent": [None, use.percent], "budget": [None, use.budget]},
            )
            enqueue_after_commit("matters.tasks.mail_budget", matter_id=matter.pk, mark=use.mark)
            told.append(matter)
        matter.budget_alerted = use.mark
        matter.save(update_fields=["budget_alerted"])
    return told
