"""Depositions in the command palette."""

from accounts.models import Member
from accounts.permissions import Perm
from depositions.models import Deposition
from practice.palette import Entry
from practice.templatetags.ui import day

HEADING = "Depositions"
WORDS = ("deposition", "depo", "depose")


def search(member: Member, text: str) -> list[Entry]:
    """Depositions by the witness's name; none for text that is no name. One query."""
    words = [word for word in text.split() if word.lower() not in WORDS][:6]
    if not words or not member.can(Perm.MATTER_VIEW):
        return []
    found = Deposition.objects.visible_to(member).select_related("witness", "matter")
    for word in words:
        found = found.filter(witness__name__icontains=word)
    return [
        Entry(
            HEADING, str(depo), f"{day(depo.starts) if depo.starts else 'No day yet'} · {depo.matter.name}",
            depo.get_absolute_url(), "microphone-2",
        )
        for depo in found.order_by("-starts_at", "-id")[:3]
    ]  # fmt: skip
