"""Which contacts are reminded of an appointment by e-mail, and why the others are not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.models import Member
from calendar_app.models import Event
from matters.models import Contact, Matter, Party
from matters.queries.represented import DirectWarning, direct_warnings, may_allow
from practice.models import Firm
from reminders.ladders import Kind
from reminders.models import ClientChoice, ReminderRules
from reminders.plan import Thing

Pair = tuple[int, int | None]
# Things whose clients are reminded, where the firm does that.
APPOINTMENTS = (Kind.MEETING, Kind.CONSULTATION, Kind.DEPOSITION, Kind.HEARING, Kind.TRIAL)
# Days before, where the firm has set none.
USUAL_DAYS = (1,)


def client_zone(thing: Thing, firm: Firm) -> ZoneInfo:
    """The zone in which a client is told of an appointment: that of the appointment."""
    return ZoneInfo(thing.zone or firm.time_zone)


def client_days(rules: ReminderRules) -> tuple[int, ...]:
    """Days before an appointment on which its clients are told."""
    return tuple(rules.client_days) or USUAL_DAYS


def somebody_chose() -> bool:
    """Whether some client is to be reminded of some event whatever the firm's rule says. One query."""
    return ClientChoice.objects.filter(wanted=True).exists()


def why_not(pairs: Collection[Pair]) -> dict[Pair, str]:
    """{(contact, matter): why the firm does not write to them; "" where it does}. Seven queries at most.

    Written to are the client, who is on our side, or anybody of a thing without a matter. Who has a lawyer of their own
    (Model Rule 4.2, matters.queries.represented, as with invitations) only with an attorney's leave. Nobody without an
    address.
    """
    ids = {pk for pk, _matter in pairs}
    if not ids:
        return {}
    matters = {matter for _pk, matter in pairs if matter}
    people = {row.pk: row for row in Contact.objects.filter(pk__in=ids).select_related("represented_by")}
    ours: set[Pair] = set(
        Party.objects.filter(contact__in=ids, matter__in=matters, side=Party.Side.OURS).values_list(
            "contact_id", "matter_id"
        )
    )
    ours |= set(
        Matter.objects.filter(pk__in=matters, client__in=ids).order_by().values_list("client_id", "pk")
    )
    told_of = {row.pk: row for row in Matter.objects.filter(pk__in=matters)}
    warnings = direct_warnings(
        [(people[pk], told_of.get(matter) if matter else None) for pk, matter in pairs if pk in people]
    )
    return {pair: _why_not(pair, people.get(pair[0]), ours, warnings.get(pair)) for pair in pairs}


def _why_not(pair: Pair, person: Contact | None, ours: set[Pair], warning: DirectWarning | None) -> str:
    if person is None:
        return "Not in the address book any more"
    if warning is not None and warning.consent is None:
        return "Has a lawyer: write to the lawyer (Model Rule 4.2)"
    if pair[1] is not None and pair not in ours and warning is None:
        return "Not the client and not on our side"
    return "" if person.email else "No e-mail address"


def writable(pairs: Collection[Pair]) -> set[Pair]:
    """Of (contact, matter) those the firm reminds."""
    return {pair for pair, why in why_not(pairs).items() if not why}


def choices(events: Iterable[int]) -> dict[Pair, bool]:
    """{(event, contact): what was chosen}. An instance that was moved out of its series follows the series. Two queries."""
    ids = set(events)
    parents = dict(
        Event.objects.filter(pk__in=ids, parent__isnull=False).order_by().values_list("pk", "parent_id")
    )
    rows = ClientChoice.objects.filter(event__in=ids | set(parents.values()))
    found: dict[Pair, bool] = {(row.event_id, row.contact_id): row.wanted for row in rows}
    for child, parent in parents.items():
        for (event, contact), wanted in list(found.items()):
            if event == parent:
                found.setdefault((child, contact), wanted)
    return found


def wanted(thing: Thing, rules: ReminderRules, chosen: dict[Pair, bool]) -> list[int]:
    """Ids of the contacts of an appointment that are reminded: as chosen for the event, else by the firm's rule."""
    if thing.source != "event" or thing.private or thing.kind not in APPOINTMENTS:
        return []
    return [pk for pk in thing.contacts if chosen.get((thing.pk, pk), rules.clients)]


@dataclass(frozen=True)
class Asked:
    """A contact asked to an event, as its page shows them: reminded or not, why not, and whether who looks may give leave
    (Model Rule 4.2).
    """

    attendee_id: int
    name: str
    is_on: bool
    why_not: str
    contact_id: int = 0
    asks_leave: bool = False


def asked_to(event: Event, rules: ReminderRules, member: Member) -> list[Asked]:
    """The contacts asked to an event who have not declined. Nine queries; none for an event without contacts."""
    rows = [
        (row, row.contact)
        for row in event.attendees.select_related("contact")
        if row.contact is not None and row.response != row.Response.DECLINED
    ]
    if not rows or event.is_private:
        return []
    reasons = why_not({(contact.pk, event.matter_id) for _row, contact in rows})
    chosen = choices([event.pk])
    return [
        Asked(
            row.pk,
            contact.name,
            chosen.get((event.pk, contact.pk), rules.clients),
            reasons[(contact.pk, event.matter_id)],
            contact.pk,
            reasons[(contact.pk, event.matter_id)].startswith("Has a lawyer")
            and may_allow(member, event.matter),
        )
        for row, contact in rows
    ]
