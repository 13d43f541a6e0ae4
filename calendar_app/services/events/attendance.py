"""Who comes to an event: asked, told by mail, answering."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Attendee, Event
from matters.models import Contact, Matter, Wall
from matters.queries.access import seers_of
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

# Mail to people who have no seat here is the work of an app above this one.
TELL_GUESTS = "feeds.tasks.tell_guests"
Guest = Member | Contact | str


def members_at(event: Event) -> list[Member]:
    """The members asked to an event; nobody while it is not saved."""
    rows = event.attendees.exclude(member=None).select_related("member") if event.pk else ()
    return [row.member for row in rows if row.member is not None]


def check_guests(matter: Matter | None, guests: Iterable[Guest]) -> None:
    """Raises DomainError when somebody left the firm, is screened from the matter or does not see it."""
    members = [guest for guest in guests if isinstance(guest, Member)]
    for member in members:
        if not member.is_active:
            raise DomainError(f"{member.name} has left the firm.", field="attendees")
    if matter is None or not members:
        return
    screened = Wall.objects.filter(matter=matter, member__in=members, lifted_at=None).select_related("member")
    for wall in screened:
        raise DomainError(f"{wall.member.name} is screened from this matter.", field="attendees")
    seers = seers_of(matter)
    for member in members:
        if member.pk not in seers:
            raise DomainError(f"{member.name} does not see {matter.number}.", field="attendees")


def new_row(event: Event, guest: Guest, by: Member | None) -> Attendee:
    """Somebody asked to the event, unsaved. Whoever holds it comes, and so does `by` who puts themselves on it."""
    if isinstance(guest, Member):
        row = Attendee(event=event, member=guest, role=Attendee.Role.REQUIRED)
        if guest.pk in (event.organizer_id, by.pk if by else None):
            row.response, row.responded_at = Attendee.Response.ACCEPTED, timezone.now()
        return row
    if isinstance(guest, Contact):
        return Attendee(event=event, contact=guest, name=guest.name, role=Attendee.Role.REQUIRED)
    return Attendee(event=event, email=guest.strip().lower(), role=Attendee.Role.REQUIRED)


def _same(row: Attendee, guest: Guest) -> bool:
    if isinstance(guest, Member):
        return row.member_id == guest.pk
    if isinstance(guest, Contact):
        return row.contact_id == guest.pk
    return not row.member_id and not row.contact_id and row.email == guest.strip().lower()


def put_guests(event: Event, guests: Iterable[Guest], by: Member | None) -> dict:
    """Make the people of the event these. Answers of those who stay are kept. Returns what changed, for the history."""
    rows = list(event.attendees.select_related("member", "contact"))
    wanted: list[Guest] = []
    for guest in guests:
        if guest not in wanted:
            wanted.append(guest)
    gone = [row for row in rows if not any(_same(row, guest) for guest in wanted)]
    new = [new_row(event, guest, by) for guest in wanted if not any(_same(row, guest) for row in rows)]
    Attendee.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Attendee.objects.bulk_create(new)
    if not gone and not new:
        return {}
    return {"attendees": [[row.shown_name for row in gone], [row.shown_name for row in new]]}


def tell_guests(event: Event, changes: dict) -> None:
    """Have contacts and addresses that are asked to the event, or were until now, told of it by mail."""
    if "attendees" in changes or event.attendees.filter(member=None).exists():
        enqueue_after_commit(TELL_GUESTS, event_id=event.parent_id or event.pk)


def copy_guests(source: Event, target: Event) -> None:
    """Give `target` the people of `source` with their answers."""
    Attendee.objects.bulk_create(
        Attendee(
            event=target,
            **{
                name: getattr(row, name)
                for name in (
                    "member_id",
                    "contact_id",
                    "email",
                    "name",
                    "role",
                    "response",
                    "response_note",
                    "responded_at",
                )
            },
        )
        for row in source.attendees.all()
    )


@transaction.atomic
def respond(event: Event, *, by: Member, response: str, note: str = "") -> Attendee:
    """Answer an invitation. Raises DomainError when the member was not asked to it."""
    row = Attendee.objects.select_for_update().filter(event=event, member=by).first()
    if row is None:
        raise DomainError("You were not asked to this event.")
    if response not in (
        Attendee.Response.ACCEPTED,
        Attendee.Response.TENTATIVE,
        Attendee.Response.DECLINED,
    ):
        raise DomainError("Answer with comes, perhaps or does not come.", field="response")
    return note_response(row, by=by, response=response, note=note)


@transaction.atomic
def note_response(row: Attendee, *, by: Member | None, response: str, note: str = "") -> Attendee:
    """Write down somebody's answer: the member's own, or one that came in by mail (`by` None)."""
    changes = audit.apply(row, response=response, response_note=" ".join(note.split())[:300])
    if changes:
        row.responded_at = timezone.now()
        row.save()
        said = {"response": changes["response"]} if "response" in changes else {}
        whole = {} if row.event.is_private else {"who": [None, row.shown_name], **said}
        audit.record(by, "event.answered", row.event, changes=whole)
    return row
