"""What depositions show beside a matter's stream."""

from accounts.models import Member
from depositions.models import Deposition
from depositions.queries.lacks import lacks_of
from matters.models import Matter
from matters.panels import Panel


def coming(matter: Matter, member: Member) -> Panel | None:
    """The next depositions of a matter and what each lacks. One query."""
    rows = Deposition.objects.visible_to(member).ahead().filter(matter=matter)
    found = list(rows.select_related("witness", "review_deadline", "room").order_by("starts_at", "id")[:3])
    if not found:
        return None
    shown = [(depo, [lack for lack in lacks_of(depo) if lack.late]) for depo in found]
    return Panel("depositions", "Depositions", "depositions/panel.html", shown)
