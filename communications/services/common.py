"""What the services of this room share: who may keep the desk, cleaned texts, mails asked for."""

import datetime

from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Level, Perm
from accounts.queries import refusal
from matters.models import Contact, Matter, digits_of
from matters.queries.access import can_see, ensure_on
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

MAIL = "communications.tasks.mail_about"


def ensure_desk(by: Member, matter: Matter | None, whom: Member) -> None:
    """Raise Refused unless `by` may take calls and messages: outright, or by delegation on the matter, or of `whom`.

    A virtual assistant has the power lent by an attorney, and takes what is for that attorney.
    """
    if by.powers.level(Perm.MESSAGE_SLIP) is Level.YES or whom.pk == by.pk:
        return
    if matter is not None:
        ensure_on(by, Perm.MESSAGE_SLIP, matter)
        return
    if not any(d.matter_id is None and d.principal_id == whom.pk for d in by.powers.lent(Perm.MESSAGE_SLIP)):
        raise refusal(by, Perm.MESSAGE_SLIP)


def line(text: str, limit: int = 200) -> str:
    """One line of text: inner space folded, cut at `limit`."""
    return " ".join(str(text or "").split())[:limit]


def block(text: str, limit: int = 10_000) -> str:
    """Several lines of text, trimmed, cut at `limit`."""
    return str(text or "").replace("\r\n", "\n").strip()[:limit]


def caller(name: str, phone: str, contact: Contact | None) -> dict:
    """The caller's name, number and digits; the contact's where nothing was typed."""
    name = line(name) or (contact.name if contact else "")
    if not name:
        raise DomainError("Say who it is. “Unknown” will do.", field="name")
    phone = line(phone, 40) or (contact.phone[:40] if contact else "")
    return {"name": name, "phone": phone, "digits": digits_of(phone)[:20], "contact": contact}


def check_recipient(whom: Member, matter: Matter | None, *, field: str) -> None:
    """Raise DomainError unless `whom` is here, and sees the matter: what is about it must reach them."""
    if not whom.is_active:
        raise DomainError(f"{whom.name} has left the firm.", field=field)
    if matter is not None and not can_see(whom, matter):
        raise DomainError(
            f"{whom.name} does not work on {matter.number}. Choose another person.", field=field
        )


def check_past(moment: datetime.datetime, field: str) -> None:
    """Raise DomainError for a moment over five minutes ahead: a log tells what was."""
    if moment > timezone.now() + datetime.timedelta(minutes=5):
        raise DomainError("This is in the future.", field=field)


def ask_mail(what: str, pk: int, to: Member, *, at: datetime.datetime | None = None) -> None:
    """Ask for one of the mails of communications.emails about the row `pk`, to `to`; not before `at`."""
    enqueue_after_commit(MAIL, not_before=at, what=what, pk=pk, to_id=to.pk)
