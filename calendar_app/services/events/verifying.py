"""A second person vouches for a court date, and what ends that."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Level, Perm
from accounts.queries import licensed_attorneys
from calendar_app.models import Event
from calendar_app.services.events.scopes import locked_event
from matters.models import Matter
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.kinds import kind as kind_of
from supervision.models import Approval
from supervision.queries import newest

# Another of these, and a verified court date is unverified again; only an attorney changes them then.
VERIFIED_FIELDS = (
    "starts_at",
    "ends_at",
    "zone",
    "starts_on",
    "ends_on",
    "kind",
    "court",
    "department",
    "matter",
    "rrule",
    "exdates",
    "state",
)


def verified_matter(event: Event) -> Matter | None:
    """The matter of a verified court date; None when the event is none. Asked before the event is changed."""
    return event.matter if event.verified_at is not None else None


def ensure_moves(verified_of: Matter | None, by: Member | None, reason: str, fields: Iterable[str]) -> bool:
    """Whether a verification ends. A verified court date is changed only by an attorney, and with a reason."""
    if verified_of is None or not set(fields) & set(VERIFIED_FIELDS):
        return False
    if by is not None:
        ensure_on(by, Perm.DEADLINE_DISMISS, verified_of)
    if not reason:
        raise DomainError(
            "This court date was verified. Say why it moves: the order or notice.", field="reason"
        )
    return True


def check_event_verifiable(event: Event) -> None:
    """Raise DomainError when there is nothing to verify."""
    if not event.is_court:
        raise DomainError("Only court dates are verified.")
    if event.verified_at is not None:
        raise DomainError("This date was verified already.")
    if event.is_cancelled:
        raise DomainError("This event was called off.")


def may_be_second(event: Event, member: Member) -> bool:
    """Whether the member is another than who set the court date; nobody else here is one, where they are the only attorney."""
    return member.pk != event.set_by_id or not _others_could(member)


@transaction.atomic
def verify_event(event: Event, *, by: Member, seen: str = "") -> Event:
    """A second person vouches for a court date: not who set it, unless nobody else here could (Model Rule 5.3)."""
    event = locked_event(event)
    check_event_verifiable(event)
    assert event.matter is not None  # check_event: a court date is of a matter
    ensure_on(by, Perm.DEADLINE_VERIFY, event.matter)
    if not may_be_second(event, by):
        raise DomainError("You set this date yourself. Somebody else verifies it.")
    approvals.decide("court_date", event, by=by, seen=seen)
    return locked_event(event)


def note_event_verified(event: Event, approval: Approval, *, by: Member) -> None:
    """What the decision does. Called by the decision alone."""
    approvals.require("court_date", event)
    event.verified_by, event.verified_at = by, timezone.now()
    event.save(update_fields=["verified_by", "verified_at"])
    audit.record(by, "event.verified", event, changes={"starts_at": [None, event.starts_at]})


def send_to_verify(event: Event, *, by: Member | None) -> None:
    """A court date entered or moved by somebody who only prepares dates goes to the matter's attorney."""
    if by is None or event.matter is None or not event.is_unverified or event.is_private:
        return
    if by.powers.level(Perm.DEADLINE_ENTER) is not Level.PREPARE:
        return
    last = newest("court_date", event)
    if (last is None or not last.is_waiting) and kind_of("court_date").deciders(event):
        approvals.submit("court_date", event, by=by)


def end_verification(event: Event, *, by: Member | None) -> None:
    """The court date is another than was decided on: the decision is void. Called once the change is written.

    Called off, or no court date any more, there is nothing to verify: what waits for that falls away.
    """
    approvals.void_if_changed("court_date", event, by=by)
    if event.is_cancelled:
        approvals.fall_away("court_date", event, by=by, reason="The court date was called off.")


def _others_could(by: Member) -> bool:
    return any(attorney.pk != by.pk for attorney in licensed_attorneys())
