"""What the services of depositions share."""

from collections.abc import Callable

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.services import may_enter_on
from depositions.models import Deposition
from documents.models import Document
from matters.models import Matter
from matters.queries.access import can_see, ensure_on
from practice.exceptions import DomainError


def line(text: str, limit: int = 200) -> str:
    """One line of text: inner space folded, cut at `limit`."""
    return " ".join(str(text or "").replace("\x00", "").split())[:limit]


def ensure_prepares(by: Member, matter: Matter) -> None:
    """Raise Refused unless the member prepares dates on this matter: staff do, a guest by delegation."""
    if not may_enter_on(by, matter):
        ensure_on(by, Perm.DEADLINE_ENTER, matter)


def ensure_exhibits(by: Member, matter: Matter) -> None:
    """Raise Refused unless the member edits exhibits on this matter: attorneys and paralegals, others by delegation."""
    ensure_on(by, Perm.EXHIBIT_EDIT, matter)


def locked(
    depo: Deposition,
    by: Member,
    *,
    over: bool = False,
    ensure: Callable[[Member, Matter], None] = ensure_prepares,
) -> Deposition:
    """The deposition, locked, if the member prepares it, or as `ensure` asks; with `over` also one that is closed or cancelled."""
    rows = Deposition.objects.select_for_update(of=("self",)).select_related(
        "matter__responsible", "witness", "taken_by", "defended_by", "room", "notice__document", "review_deadline", "due_deadline",
        "notice_deadline", "objection_deadline", "prepared_by",
    )  # fmt: skip
    found = rows.get(pk=depo.pk)
    ensure(by, found.matter)
    if not over and not found.is_open:
        raise DomainError(f"This deposition is {found.get_state_display().lower()}.")
    return found


def check_member(matter: Matter, member: Member | None, field: str) -> None:
    """Raise DomainError when the member left, or does not see the matter."""
    if member is None:
        return
    if not member.is_active:
        raise DomainError(f"{member.name} has left the firm.", field=field)
    if not can_see(member, matter):
        raise DomainError(f"{member.name} does not work on {matter.number}.", field=field)


def check_paper(matter: Matter, document: Document | None, field: str) -> None:
    """Raise DomainError when the document is of another matter or in the trash."""
    if document is not None and (document.matter_id != matter.pk or document.trashed_at is not None):
        raise DomainError("Choose a document of this matter.", field=field)
