"""The mails of this room: a message was taken, a memo sent, somebody mentioned, a visitor is here."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import Member
from communications.models import Memo, Note, Slip, Visitor
from practice import mail


@dataclass(frozen=True)
class Kind:
    """One mail: its template, what the template calls the row, and where the row comes from."""

    template: str
    name: str
    rows: QuerySet


def kinds() -> dict[str, Kind]:
    """The mails by what happened. A function: managers want a firm in scope."""
    memos = Memo.objects.select_related("sent_by__role", "matter", "firm").standing()
    return {
        "slip": Kind(
            "slip", "slip", Slip.objects.open().select_related("for_member", "taken_by", "matter", "firm")
        ),
        "memo": Kind("memo", "memo", memos),
        "memo_reminder": Kind("memo_reminder", "memo", memos),
        "mention": Kind(
            "mention", "note", Note.objects.kept().select_related("written_by__role", "matter", "firm")
        ),
        "visitor": Kind(
            "visitor", "visitor", Visitor.objects.waiting().select_related("host", "matter", "firm")
        ),
    }


def send(what: str, row, to: Member) -> None:
    """Send one of `kinds` about `row`. The fixed Message-ID makes a second delivery recognisable."""
    kind = kinds()[what]
    context = {
        kind.name: row,
        "to": to,
        "firm": row.firm,
        "link": f"{settings.BASE_URL}{row.get_absolute_url()}",
        "base_url": settings.BASE_URL,
    }
    name = f"{what}-{row.firm_id}-{row.pk}-{to.pk}"
    mail.send(kind.template, to.user.email, context, message_id=mail.message_id(name))
