"""The mails of this room: reminders that fell due together, and the digest of a day."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from matters.models import Contact
from practice import mail
from practice.digest import Section
from practice.models import Firm
from practice.templatetags.ui import clock, longday
from reminders.ladders import Kind
from reminders.models import Delivery, Reminder, ReminderRules
from reminders.plan import Thing
from reminders.queries.clients import client_zone
from reminders.queries.people import person_of, preferences_of


@dataclass(frozen=True)
class Line:
    """One reminder in a mail. Without names it says the kind, the day and the matter's number."""

    title: str
    when: str
    left: str
    matter: str
    place: str
    why: str
    url: str
    late: bool
    act: str
    number: str = ""
    # Of what was passed on: what nobody has done.
    pressing: str = ""


def line_of(row: Reminder, thing: Thing, *, zone: ZoneInfo, plain: bool) -> Line:
    """What a mail says of a reminder, in the reader's clock. `plain` leaves out every name."""
    kind = Kind(row.kind).label
    matter = (
        thing.matter_number if plain else " · ".join(filter(None, [thing.matter_number, thing.matter_name]))
    )
    why = {
        "substitute": "You stand in",
        "secretary": "You keep the calendar",
        "backup": "You are the backup",
    }.get(row.part, "")
    pressing = ""
    if row.rung[0] == "e":
        pressing = "Not verified" if thing.pressing == "verify" else "Not acknowledged"
        why = (
            "Nobody has verified this date"
            if thing.pressing == "verify"
            else "Nobody has acknowledged this date"
        )
    return Line(
        title=kind if plain else thing.title,
        when=when_of(thing, zone),
        left=left_of(thing, zone),
        matter=matter,
        place="" if plain else thing.place,
        why=why,
        url=f"{settings.BASE_URL}{reverse('reminder_detail', args=[row.pk])}",
        late=row.late,
        act="Acknowledge" if thing.pressing == "acknowledge" and row.part == "owner" else "Open",
        number=thing.matter_number,
        pressing=pressing,
    )


def when_of(thing: Thing, zone: ZoneInfo) -> str:
    """The day, and the hour where there is one, in the reader's clock: "Tuesday, December 1, 9:30 AM PST"."""
    moment = thing.occurs if isinstance(thing.occurs, datetime.datetime) else thing.due_at
    if not isinstance(moment, datetime.datetime):
        return longday(thing.occurs)
    local = moment.astimezone(zone)
    return f"{longday(local.date())}, {clock(local.time())} {local.tzname()}"


def left_of(thing: Thing, zone: ZoneInfo, now: datetime.datetime | None = None) -> str:
    """How far off it is: "in 7 days", "today", "2 days ago"."""
    days = (thing.day(zone) - (now or timezone.now()).astimezone(zone).date()).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    return f"in {days} days" if days > 0 else f"{-days} day{'s' if days != -1 else ''} ago"


def subject_of(lines: list[Line]) -> str:
    """The first with its matter's number, and how many more: "Answer due, in 7 days (2026-0031), and 2 more".

    What nobody has acknowledged or verified says so before all else: it is the reader's to settle now.
    """
    first = lines[0]
    before = "Late: " if first.late else ""
    if first.pressing:
        before = f"{first.pressing}: "
    number = f" ({first.number})" if first.number else ""
    text = f"{before}{first.title}, {first.left}{number}"
    return f"{text}, and {len(lines) - 1} more" if len(lines) > 1 else text


def reminders(
    to: Member | Contact,
    shown: list[tuple[Reminder, Thing]],
    *,
    firm: Firm,
    rules: ReminderRules,
    delivery: Delivery,
) -> str:
    """Send the reminders of one delivery as one mail. Returns the address. The Message-ID is the delivery's own."""
    name = f"reminder-{firm.pk}-{delivery.pk}"
    if isinstance(to, Contact):
        rows = [
            (thing.title, when_of(thing, client_zone(thing, firm)), thing.place, thing.kind)
            for _row, thing in shown
        ]
        context = {
            "to": to,
            "firm": firm,
            "rows": rows,
            "base_url": settings.BASE_URL,
            "plain": rules.subject == ReminderRules.Subject.PLAIN,
        }
        mail.send("reminder_client", to.email, context, message_id=mail.message_id(name))
        return to.email
    zone = person_of(preferences_of(to), to).zone
    plain = rules.subject == ReminderRules.Subject.PLAIN
    # Who hears of a date as its backup, and because nobody has seen it, reads of it once.
    once = {thing.key: (row, thing) for row, thing in sorted(shown, key=lambda pair: pair[0].rung[0] == "e")}
    lines = [line_of(row, thing, zone=zone, plain=plain) for row, thing in once.values()]
    lines.sort(key=lambda line: (not line.pressing, not line.late))
    context = {
        "to": to,
        "firm": firm,
        "lines": lines,
        "subject": subject_of(lines),
        "link": f"{settings.BASE_URL}{reverse('reminder_list')}",
        "own": f"{settings.BASE_URL}{reverse('reminder_preferences')}",
        "base_url": settings.BASE_URL,
    }
    mail.send("reminder", to.user.email, context, message_id=mail.message_id(name))
    return to.user.email


def summary_of(sections: list[Section]) -> str:
    """How many of what: "3 deadlines, 1 task, 2 approvals"."""
    counts: dict[tuple[str, str], int] = {}
    for section in sections:
        noun = (section.one, section.many)
        counts[noun] = counts.get(noun, 0) + section.count
    return ", ".join(f"{n} {one if n == 1 else many}" for (one, many), n in counts.items())


def digest(
    to: Member, day: datetime.date, sections: list[Section], *, firm: Firm, rules: ReminderRules
) -> None:
    """Send what a day asks of a member; where the firm's mails name nothing, only how many of what.

    The day names the mail, so that a second delivery is recognisable.
    """
    context = {
        "to": to,
        "firm": firm,
        "day": day,
        "sections": sections,
        "plain": rules.subject == ReminderRules.Subject.PLAIN,
        "summary": summary_of(sections),
        "link": f"{settings.BASE_URL}{reverse('home')}",
        "own": f"{settings.BASE_URL}{reverse('reminder_preferences')}",
        "base_url": settings.BASE_URL,
    }
    name = f"digest-{firm.pk}-{to.pk}-{day.isoformat()}"
    mail.send("daily_digest", to.user.email, context, message_id=mail.message_id(name))
