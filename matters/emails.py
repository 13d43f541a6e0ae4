"""Mails about matters."""

from matters.models import Wall
from practice import mail


def wall_notice(wall: Wall) -> None:
    """The notice of an ethical wall to the screened person: which matter, since when, what not to do."""
    mail.send(
        "wall_notice",
        wall.member.user.email,
        {
            "wall": wall,
            "matter": wall.matter,
            "member": wall.member,
            "firm": wall.firm,
            "by": wall.created_by,
        },
        message_id=f"<wall-{wall.firm_id}-{wall.pk}@bailiwick>",
    )
