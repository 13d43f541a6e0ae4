"""What depositions bring to the home page."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from depositions.queries.depositions import asking
from depositions.queries.lacks import lacks_of
from practice.dashboard import Card

SHOWN, READ = 4, 30


def depositions(member: Member) -> Card | None:
    """Depositions the member has to do with that lack something now, the next first. Two queries."""
    if member.sees_named_matters_only or not member.can(Perm.MATTER_VIEW):
        return None
    rows = []
    for depo in asking(member)[:READ]:
        late = [lack for lack in lacks_of(depo) if lack.late]
        if late:
            rows.append({"depo": depo, "lacks": late[:3], "more": len(late) - 3})
    if not rows:
        return None
    return Card(
        "depositions", "Depositions to prepare", "depositions/card.html", {"rows": rows[:SHOWN]}, count=str(len(rows)),
        url=reverse("deposition_list"), link="Depositions",
    )  # fmt: skip
